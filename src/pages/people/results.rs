//! What became of something that was done for several: one line each (PPL-04, MEM-09), as a list, as a file, and with a
//! way to try again what failed.

use std::collections::HashMap;

use leptos::prelude::*;
use portal_client::bulk::{RowFailure, RowOutcome};

use crate::{
    i18n::{number, text::people as text},
    pages::{export, problem::Problem},
    platform::download,
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Status, Tone, Variant, use_toasts},
};

/// One line of a result: who, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id of the row.
    pub id: String,
    /// What it is called.
    pub called: String,
    /// Done, or why not.
    pub outcome: Result<(), String>,
    /// Whether another try may help.
    pub again: bool,
}

impl Line {
    /// Nothing was done, for a reason that stays.
    #[must_use]
    pub const fn left(id: String, called: String, why: String) -> Self {
        Self { id, called, outcome: Err(why), again: false }
    }
}

/// A result to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What was done.
    pub title: &'static str,
    /// One line for each.
    pub lines: Vec<Line>,
}

impl Outcome {
    /// Whether everything was done.
    #[must_use]
    pub fn all_done(&self) -> bool {
        self.lines.iter().all(|line| line.outcome.is_ok())
    }

    /// For how many it was done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.lines.iter().filter(|line| line.outcome.is_ok()).count()
    }

    /// For whom another try may help.
    #[must_use]
    pub fn to_retry(&self) -> Vec<String> {
        self.lines.iter().filter(|line| line.outcome.is_err() && line.again).map(|line| line.id.clone()).collect()
    }

    /// Id and name of these rows.
    #[must_use]
    pub fn named(&self, ids: &[String]) -> Vec<(String, String)> {
        let lines = self.lines.iter().filter(|line| ids.contains(&line.id));
        lines.map(|line| (line.id.clone(), line.called.clone())).collect()
    }

    /// With the lines of another try in the place of the earlier ones.
    #[must_use]
    pub fn with(mut self, again: Self) -> Self {
        for newer in again.lines {
            match self.lines.iter_mut().find(|line| line.id == newer.id) {
                Some(line) => *line = newer,
                None => self.lines.push(newer),
            }
        }
        self
    }

    /// As a file for spreadsheets.
    #[must_use]
    pub fn csv(&self) -> String {
        let head = [text::result_column_who(), text::result_column_outcome(), text::result_column_why()];
        let lines = self.lines.iter().map(|line| {
            let (word, why) = match &line.outcome {
                Ok(()) => (text::result_done(), String::new()),
                Err(why) => (text::result_failed(), why.clone()),
            };
            vec![line.called.clone(), word.to_owned(), why]
        });
        export::file(&head, lines)
    }
}

/// Why something was not done for one row.
#[must_use]
pub fn row_failure(failure: &RowFailure) -> String {
    match failure {
        RowFailure::Refused(said) => text::failed_said(said),
        RowFailure::NotDone => text::failed_not_done().to_owned(),
        RowFailure::NotAnswered => text::failed_not_answered().to_owned(),
        RowFailure::Key(fault) => Problem::of_fault(*fault).text,
        RowFailure::NotSent => text::failed_not_sent().to_owned(),
        RowFailure::Unknown => text::failed_unknown().to_owned(),
        RowFailure::Call(error) => call_failure(&Problem::of(error)),
    }
}

/// Why something was not done for the rows of a call that failed as a whole.
#[must_use]
pub fn call_failure(problem: &Problem) -> String {
    match &problem.said {
        Some(said) => text::failed_said(said),
        None => [problem.title, ". ", &problem.text].concat(),
    }
}

/// The lines of a result, in the order of the rows, which are pairs of id and name.
#[must_use]
pub fn lines(rows: &[(String, String)], outcomes: &[RowOutcome]) -> Vec<Line> {
    let by_id: HashMap<&str, &RowOutcome> = outcomes.iter().map(|outcome| (outcome.id.as_str(), outcome)).collect();
    rows.iter()
        .map(|(id, called)| {
            let outcome = match by_id.get(id.as_str()) {
                Some(found) => found.outcome.as_ref().map(|&()| ()),
                None => Err(&RowFailure::NotAnswered),
            };
            Line {
                id: id.clone(),
                called: called.clone(),
                again: outcome.is_err_and(RowFailure::may_retry),
                outcome: outcome.map_err(row_failure),
            }
        })
        .collect()
}

/// The dialog; it is open while there is a result.
#[component]
pub fn Results(
    open: RwSignal<bool>,
    outcome: RwSignal<Option<Outcome>>,
    /// The strip above the title: whose data this is.
    #[prop(into, optional)]
    strip: Option<ViewFn>,
    /// Tries those again that failed; gets their ids.
    #[prop(into, optional)]
    on_retry: Option<Callback<(Vec<String>,)>>,
) -> AnyView {
    let title =
        Signal::derive(move || outcome.with(|outcome| outcome.as_ref().map_or("", |outcome| outcome.title)).to_owned());
    let strip = ViewFn::from(move || strip.as_ref().map(ViewFn::run));
    view! {
        <Dialog open=open title=title strip=strip>
            {move || outcome.get().map(|outcome| content(&outcome, open, on_retry))}
        </Dialog>
    }
    .into_any()
}

fn content(outcome: &Outcome, open: RwSignal<bool>, on_retry: Option<Callback<(Vec<String>,)>>) -> AnyView {
    let toasts = use_toasts();
    let total = i64::try_from(outcome.lines.len()).unwrap_or(i64::MAX);
    // What needs attention stands first.
    let (failed, done): (Vec<&Line>, Vec<&Line>) = outcome.lines.iter().partition(|line| line.outcome.is_err());
    let lines = failed.into_iter().chain(done).map(line).collect::<Vec<_>>();
    let done = number(i64::try_from(outcome.done()).unwrap_or(i64::MAX));
    let file = outcome.csv();
    let save = move || {
        if !download::offer(text::result_file(), "text/csv;charset=utf-8", file.as_bytes()) {
            toasts.danger(text::result_file_failed(), "");
        }
    };
    let failed = outcome.to_retry();
    let again = on_retry.filter(|_| !failed.is_empty()).map(|on_retry| {
        let count = i64::try_from(failed.len()).unwrap_or(i64::MAX);
        let retry = move || {
            open.set(false);
            on_retry.run((failed.clone(),));
        };
        view! {
            <Button symbol=Icon::Refresh on_click=retry>
                {text::result_retry(count)}
            </Button>
        }
    });
    view! {
        <DialogBody>
            <p role="status">{text::result_summary(total, &done)}</p>
            <ul class="results" tabindex="0" aria-label=text::result_list()>
                {lines}
            </ul>
        </DialogBody>
        <DialogFoot>
            {(total > 1)
                .then(|| {
                    view! {
                        <Button variant=Variant::Quiet symbol=Icon::Download on_click=save>
                            {text::result_save()}
                        </Button>
                    }
                })}
            {again}
            <Button variant=Variant::Primary on_click=move || open.set(false)>
                {text::result_close()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn line(line: &Line) -> AnyView {
    let (symbol, tone, word) = match &line.outcome {
        Ok(()) => (Icon::Success, Tone::Success, text::result_done()),
        Err(_) => (Icon::Error, Tone::Danger, text::result_failed()),
    };
    let why = line.outcome.clone().err();
    view! {
        <li class="results__line">
            <span class="results__who" dir="auto">
                {line.called.clone()}
            </span>
            <Status symbol=symbol tone=tone>
                {word}
            </Status>
            {why.map(|why| view! { <p class="results__why quiet t-12">{why}</p> })}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_gets_a_line_also_when_the_answer_forgot_it() {
        let rows = [("a".to_owned(), "Ada".to_owned()), ("b".to_owned(), "Ben".to_owned())];
        let found = lines(&rows, &[RowOutcome { id: "b".into(), outcome: Ok(()) }]);
        assert!(found[0].outcome.is_err() && found[1].outcome.is_ok());
        let outcome = Outcome { title: "", lines: found };
        assert_eq!((outcome.done(), outcome.to_retry()), (1, vec!["a".to_owned()]));
        assert!(!outcome.all_done());
        // Another try is for these, whether the list still knows them or not.
        assert_eq!(outcome.named(&outcome.to_retry()), [("a".to_owned(), "Ada".to_owned())]);
        let again = Outcome { title: "", lines: lines(&rows[..1], &[RowOutcome { id: "a".into(), outcome: Ok(()) }]) };
        assert!(outcome.with(again).all_done());
    }

    #[test]
    fn the_file_of_a_result_runs_no_formula() {
        let line = Line::left(String::new(), "=cmd|' /C calc'!A0".into(), String::new());
        let file = Outcome { title: "", lines: vec![line] }.csv();
        assert!(file.contains("\"'=cmd"), "{file}");
    }
}

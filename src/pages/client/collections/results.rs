//! What became of something that was done for several collections: one line each, and a way to try the failed ones again.

use std::sync::Arc;

use leptos::prelude::*;
use portal_client::collections::RowOutcome;

use super::{row::Shelf, words};
use crate::{
    i18n::{number, text::collections as text},
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Status, Tone, Variant},
};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which collection, with its place.
    pub name: String,
    /// Done, or why not.
    pub outcome: Result<(), String>,
}

/// Does again what failed.
pub type Again = Arc<dyn Fn() + Send + Sync>;

/// A result to be shown.
#[derive(Clone)]
pub struct Outcome {
    /// What was done.
    pub title: &'static str,
    /// One line for each collection.
    pub lines: Vec<Line>,
    /// Does again what failed.
    pub again: Option<Again>,
}

impl Outcome {
    /// The result of rows, named as the list had them.
    #[must_use]
    pub fn of(title: &'static str, shelf: &Shelf, rows: &[RowOutcome], again: Option<Again>) -> Self {
        let line = |row: &RowOutcome| Line {
            name: words::place(shelf, &row.id),
            outcome: row.outcome.as_ref().map(|&()| ()).map_err(words::row_failure),
        };
        Self { title, lines: rows.iter().map(line).collect(), again }
    }

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
}

/// The dialog; it is open while there is a result.
#[component]
pub fn Results(open: RwSignal<bool>, outcome: RwSignal<Option<Outcome>>, strip: ViewFn) -> AnyView {
    let title =
        Signal::derive(move || outcome.with(|outcome| outcome.as_ref().map_or("", |outcome| outcome.title)).to_owned());
    view! {
        <Dialog open=open title=title strip=strip>
            {move || outcome.get().map(|outcome| content(&outcome, open))}
        </Dialog>
    }
    .into_any()
}

fn content(outcome: &Outcome, open: RwSignal<bool>) -> AnyView {
    let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let total = int(outcome.lines.len());
    let failed = outcome.lines.len() - outcome.done();
    let done = number(int(outcome.done()));
    // What failed comes first: that is what is to be read.
    let mut lines: Vec<&Line> = outcome.lines.iter().collect();
    lines.sort_by_key(|line| line.outcome.is_ok());
    let lines = lines.into_iter().map(line).collect::<Vec<_>>();
    let again = outcome.again.clone().filter(|_| failed > 0);
    view! {
        <DialogBody>
            <p role="status">{text::result_summary(total, &done)}</p>
            <ul class="results">{lines}</ul>
        </DialogBody>
        <DialogFoot>
            {again
                .map(|again| {
                    view! {
                        <Button
                            symbol=Icon::Refresh
                            on_click=move || {
                                open.set(false);
                                again();
                            }
                        >
                            {text::result_again(int(failed))}
                        </Button>
                    }
                })}
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
                {line.name.clone()}
            </span>
            <Status symbol=symbol tone=tone>
                {word}
            </Status>
            {why.map(|why| view! { <p class="results__why quiet t-12">{why}</p> })}
        </li>
    }
    .into_any()
}

//! What became of each group that was to be deleted, and another try for those that are still there.

use leptos::prelude::*;
use portal_client::people::RowOutcome;

use super::{desk::Desk, row::Row, words};
use crate::{
    i18n::text::groups as text,
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Status, Tone, Variant},
};

/// A result to be shown: one line for each group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    lines: Vec<(Row, Result<(), String>)>,
}

impl Outcome {
    /// The lines of a result, in the order of the rows.
    #[must_use]
    pub fn new(rows: &[Row], outcomes: &[RowOutcome]) -> Self {
        let line = |row: &Row| {
            let outcome = match outcomes.iter().find(|outcome| outcome.id == row.id) {
                Some(outcome) => outcome.outcome.as_ref().map(|&()| ()).map_err(words::row_failure),
                None => Err(text::result_unknown().to_owned()),
            };
            (row.clone(), outcome)
        };
        Self { lines: rows.iter().map(line).collect() }
    }

    /// The groups that are still there.
    #[must_use]
    pub fn left(&self) -> Vec<Row> {
        self.lines.iter().filter(|(_, outcome)| outcome.is_err()).map(|(row, _)| row.clone()).collect()
    }

    /// How many are deleted.
    #[must_use]
    pub fn done(&self) -> usize {
        self.lines.len().saturating_sub(self.left().len())
    }
}

impl Desk {
    /// When all are deleted that is a notice; anything else is a list to read. Either way the list is read again.
    pub fn report(self, outcome: Outcome) {
        if self.outcome.try_get_untracked().is_none() {
            // The page is gone.
            return;
        }
        self.selection.clear();
        self.data.reload();
        if outcome.left().is_empty() {
            self.toasts.success(text::deleted(words::int(outcome.done())));
        } else {
            self.outcome.set(Some(outcome));
            self.results.set(true);
        }
    }
}

/// The dialog; it is open while there is a result.
#[component]
pub fn Results(desk: Desk) -> AnyView {
    view! {
        <Dialog open=desk.results title=text::result_title() strip=desk.data.scope.strip()>
            {move || desk.outcome.get().map(|outcome| content(&outcome, desk))}
        </Dialog>
    }
    .into_any()
}

fn content(outcome: &Outcome, desk: Desk) -> AnyView {
    let lines = outcome.lines.iter().map(line).collect::<Vec<_>>();
    let (total, done, left) = (words::int(outcome.lines.len()), words::count(outcome.done()), outcome.left());
    let again = text::result_again(words::int(left.len()));
    let retry = move || {
        desk.results.set(false);
        desk.ask_delete(left.clone());
    };
    view! {
        <DialogBody>
            <p role="status">{text::result_summary(total, &done)}</p>
            <ul class="results">{lines}</ul>
        </DialogBody>
        <DialogFoot>
            <Button symbol=Icon::Refresh on_click=retry>
                {again}
            </Button>
            <Button variant=Variant::Primary on_click=move || desk.results.set(false)>
                {text::result_close()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn line((row, outcome): &(Row, Result<(), String>)) -> AnyView {
    let (symbol, tone, word) = match outcome {
        Ok(()) => (Icon::Success, Tone::Success, text::result_done()),
        Err(_) => (Icon::Error, Tone::Danger, text::result_failed()),
    };
    let why = outcome.clone().err();
    view! {
        <li class="results__line">
            <span class="results__who" dir="auto">
                {row.name.clone()}
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
    use portal_client::people::RowFailure;

    use super::*;

    #[test]
    fn what_was_not_answered_is_not_done() {
        let row = |id: &str| Row::new(id.to_owned(), id.to_owned(), false);
        let outcomes = [
            RowOutcome { id: "a".to_owned(), outcome: Ok(()) },
            RowOutcome { id: "b".to_owned(), outcome: Err(RowFailure::NotDone) },
        ];
        let outcome = Outcome::new(&[row("a"), row("b"), row("c")], &outcomes);
        assert_eq!(outcome.done(), 1);
        assert_eq!(outcome.left(), [row("b"), row("c")]);
    }
}

//! What became of something that was done for several people: one line each (PPL-04).

use leptos::prelude::*;

use super::words::Line;
use crate::{
    i18n::{number, text::people as text},
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Status, Tone, Variant},
};

/// A result to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What was done.
    pub title: &'static str,
    /// One line for each person.
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
}

/// The dialog; it is open while there is a result.
#[component]
pub fn Results(open: RwSignal<bool>, outcome: RwSignal<Option<Outcome>>) -> AnyView {
    let title =
        Signal::derive(move || outcome.with(|outcome| outcome.as_ref().map_or("", |outcome| outcome.title)).to_owned());
    view! {
        <Dialog open=open title=title>
            {move || outcome.get().map(|outcome| content(&outcome, open))}
        </Dialog>
    }
    .into_any()
}

fn content(outcome: &Outcome, open: RwSignal<bool>) -> AnyView {
    let total = i64::try_from(outcome.lines.len()).unwrap_or(i64::MAX);
    let lines = outcome.lines.iter().map(line).collect::<Vec<_>>();
    let done = number(i64::try_from(outcome.done()).unwrap_or(i64::MAX));
    view! {
        <DialogBody>
            <p role="status">{text::result_summary(total, &done)}</p>
            <ul class="results">{lines}</ul>
        </DialogBody>
        <DialogFoot>
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
                {line.row.called().to_owned()}
            </span>
            <Status symbol=symbol tone=tone>
                {word}
            </Status>
            {why.map(|why| view! { <p class="results__why quiet t-12">{why}</p> })}
        </li>
    }
    .into_any()
}

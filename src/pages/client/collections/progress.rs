//! How far long work has come, and a way to stop it between two rows. The work goes on when one leaves the page.

use leptos::prelude::*;
use portal_client::collections::Watch;

use crate::{
    i18n::{number, text::collections as text},
    ui::{Button, Tone, bar::bar},
};

/// From how many rows on a number is worth showing.
const LONG: usize = 3;

/// How far it has come.
#[derive(Clone, Copy)]
pub struct Progress {
    done: RwSignal<usize>,
    total: RwSignal<usize>,
    stop: RwSignal<bool>,
}

impl Progress {
    /// Nothing runs.
    #[must_use]
    pub fn new() -> Self {
        Self { done: RwSignal::new(0), total: RwSignal::new(0), stop: RwSignal::new(false) }
    }

    /// Begins with so many rows.
    pub fn start(self, total: usize) {
        let _ = self.done.try_set(0);
        let _ = self.stop.try_set(false);
        let _ = self.total.try_set(total);
    }

    /// Is over.
    pub fn end(self) {
        let _ = self.total.try_set(0);
    }

    /// Runs something that is watched.
    pub async fn run<T>(self, total: usize, work: impl AsyncFnOnce(Watch<'_>) -> T) -> T {
        self.start(total);
        let done = move |count: usize| {
            let _ = self.done.try_set(count);
        };
        let stop = move || self.stop.try_get_untracked().unwrap_or(false);
        let outcome = work(Watch { done: &done, stop: &stop }).await;
        self.end();
        outcome
    }

    /// Bar, number and stop; nothing while nothing long runs.
    #[must_use]
    pub fn view(self) -> AnyView {
        let shown = Memo::new(move |_| self.total.get() >= LONG);
        let int = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
        let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        (move || {
            shown.get().then(|| {
                view! {
                    <div class="run" role="status">
                        {move || bar(size(self.done.get()), size(self.total.get()), Tone::Primary)}
                        <span class="num t-12">
                            {move || {
                                if self.stop.get() {
                                    text::stopping().to_owned()
                                } else {
                                    text::progress(&int(self.done.get()), &int(self.total.get()))
                                }
                            }}
                        </span>
                        <Button disabled=self.stop on_click=move || self.stop.set(true)>
                            {text::stop()}
                        </Button>
                    </div>
                }
            })
        })
        .into_any()
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

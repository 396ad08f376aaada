//! One piece of work that a dialog does: runs once at a time, and shows what went wrong beside the form, which
//! keeps everything that was typed.

use leptos::prelude::*;

use crate::pages::problem::{Problem, ProblemCallout};

/// Whether something runs, and what went wrong last time.
#[derive(Clone, Copy)]
pub struct Work {
    /// Something runs now.
    pub busy: RwSignal<bool>,
    /// What went wrong.
    pub failure: RwSignal<Option<Problem>>,
}

impl Work {
    /// Nothing runs, nothing went wrong.
    #[must_use]
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Begins, unless something runs already: a double click sends one request.
    #[must_use]
    pub fn start(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.failure.set(None);
        self.busy.set(true);
        true
    }

    /// Ends; gives the result of success and keeps the failure. Safe when the dialog is gone meanwhile.
    pub fn finish<T, E>(self, outcome: Result<T, E>, words: impl FnOnce(&E) -> Problem) -> Option<T> {
        let _ = self.busy.try_set(false);
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                let _ = self.failure.try_set(Some(words(&error)));
                None
            }
        }
    }

    /// What went wrong, beside the form; nothing while all is well.
    #[must_use]
    pub fn failure_view(self) -> AnyView {
        (move || self.failure.get().map(|problem| view! { <ProblemCallout problem=problem /> })).into_any()
    }

    /// True while nothing runs.
    #[must_use]
    pub fn idle(self) -> Signal<bool> {
        Signal::derive(move || !self.busy.get())
    }

    /// Forgets the failure, for a dialog that closes.
    #[must_use]
    pub fn reset(self) -> Callback<()> {
        Callback::new(move |()| {
            let _ = self.failure.try_set(None);
        })
    }
}

impl Default for Work {
    fn default() -> Self {
        Self::new()
    }
}

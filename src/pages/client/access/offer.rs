//! What a selector offers, and how far reading it has come. An empty field must not look as if there were nobody to choose:
//! above it stands that the names are on their way, or why there are none, with another try.

use std::{future::Future, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::ApiError;

use super::Item;
use crate::{
    i18n::text::access as text,
    pages::problem::{Problem, ProblemCallout},
};

/// Groups or collections, to choose from and to name; nothing while they are not known.
pub type Items = Option<Arc<Vec<Item>>>;

/// What can be chosen, as read last. Copy it freely.
#[derive(Clone, Copy)]
pub struct Offer {
    /// What was read; nothing until then. It stays while a later look fails.
    pub items: RwSignal<Items>,
    reading: RwSignal<bool>,
    failure: RwSignal<Option<Problem>>,
    round: StoredValue<u32>,
}

impl Offer {
    /// Nothing was read yet.
    #[must_use]
    pub fn unread() -> Self {
        Self {
            items: RwSignal::new(None),
            reading: RwSignal::new(false),
            failure: RwSignal::new(None),
            round: StoredValue::new(0),
        }
    }

    /// Back to the start; an answer that is on its way no longer counts.
    pub fn forget(self) {
        if self.next_round().is_some() {
            self.items.set(None);
            self.reading.set(false);
            self.failure.set(None);
        }
    }

    /// Whether nothing is there and nothing on its way; not reactive.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.items.with_untracked(Option::is_none) && !self.reading.get_untracked()
    }

    /// Whether it was read before, or tried; not reactive.
    #[must_use]
    pub fn was_asked_for(self) -> bool {
        self.items.with_untracked(Option::is_some) || self.failure.with_untracked(Option::is_some)
    }

    /// Takes over the answer to a question, unless another one is put before it comes.
    pub fn read(self, question: impl Future<Output = Result<Vec<Item>, ApiError>> + 'static) {
        let Some(round) = self.next_round() else { return };
        self.reading.set(true);
        spawn_local(async move {
            let outcome = question.await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let _ = self.reading.try_set(false);
            match outcome {
                Ok(read) => {
                    let _ = self.failure.try_set(None);
                    let _ = self.items.try_set(Some(Arc::new(read)));
                }
                Err(error) => {
                    let _ = self.failure.try_set(Some(names_problem(&error)));
                }
            }
        });
    }

    /// What stands above the selector; `again` puts the question once more.
    pub fn note(self, again: impl Fn() + Send + Sync + 'static) -> AnyView {
        note(move || self.reading.get() && self.items.with(Option::is_none), self.failure, again)
    }

    fn next_round(self) -> Option<u32> {
        self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        })
    }
}

/// Why there are no names.
#[must_use]
pub fn names_problem(error: &ApiError) -> Problem {
    Problem { title: text::names_failed(), ..Problem::of(error) }
}

/// What stands above a selector: that names are on their way (`reading`, reactive) or why some are missing, with another try.
pub fn note(
    reading: impl Fn() -> bool + Send + Sync + 'static,
    failure: RwSignal<Option<Problem>>,
    again: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let again = Callback::new(move |()| again());
    (move || {
        if reading() {
            let words = view! {
                <p class="quiet" role="status">
                    {text::names_reading()}
                </p>
            };
            return Some(words.into_any());
        }
        failure.get().map(|problem| {
            view! {
                <ProblemCallout problem=problem on_again=again />
                <p class="quiet">{text::names_stay()}</p>
            }
            .into_any()
        })
    })
    .into_any()
}

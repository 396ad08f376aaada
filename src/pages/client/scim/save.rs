//! Saving the form.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    scim::{SaveFailure, save_scim},
};
use portal_contracts::scim::Connection;

use super::form::Form;
use crate::{
    i18n::text::scim as text,
    pages::{client::scope::ClientScope, clients::work::Work, problem::Problem},
    ui::{Toasts, use_toasts},
};

/// What saving needs to know. Copy it freely.
#[derive(Clone, Copy)]
pub struct Saver {
    /// The form.
    pub form: Form,
    /// Whether something runs, and what went wrong.
    pub work: Work,
    /// What somebody else saved meanwhile.
    pub conflict: RwSignal<Option<Connection>>,
    scope: ClientScope,
    toasts: Toasts,
}

impl Saver {
    /// Nothing runs.
    #[must_use]
    pub fn new(scope: ClientScope, form: Form) -> Self {
        Self { form, work: Work::new(), conflict: RwSignal::new(None), scope, toasts: use_toasts() }
    }

    /// Saves, unless nothing changed or something runs already.
    pub fn save(self) {
        if untrack(|| !self.form.draft.changed()) || !self.work.start() {
            return;
        }
        self.conflict.set(None);
        let (seen, wanted) = (self.form.seen.get_untracked(), self.form.wanted());
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let outcome = save_scim(&portal, &client, &seen, wanted).await;
            let ended = |outcome: Result<(), ApiError>| {
                let _ = self.work.finish(outcome, Problem::of);
            };
            match outcome {
                Ok(now) => {
                    ended(Ok(()));
                    self.take(now);
                    self.toasts.success(text::saved());
                }
                Err(SaveFailure::Changed(now)) => {
                    ended(Ok(()));
                    let _ = self.conflict.try_set(Some(*now));
                }
                Err(SaveFailure::Api(error)) => ended(Err(error)),
            }
        });
    }

    /// Takes over what the server has; safe when the page is gone meanwhile.
    pub fn take(self, now: Connection) {
        if self.conflict.try_set(None).is_none() {
            self.form.settle(now);
        }
    }

    /// Back to what the server has.
    pub fn discard(self) {
        self.form.discard();
        self.conflict.set(None);
        self.work.failure.set(None);
    }
}

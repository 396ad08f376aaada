//! Saving the form.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    sso::{SaveFailure, save_sso},
};
use portal_contracts::sso::{IDENTIFIER, OrganizationSso};

use super::form::Form;
use crate::{
    i18n::text::sso as text,
    pages::{
        client::{policies::known::Known, scope::ClientScope},
        clients::work::Work,
        problem::Problem,
    },
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
    pub conflict: RwSignal<Option<OrganizationSso>>,
    scope: ClientScope,
    known: Known,
    toasts: Toasts,
}

impl Saver {
    /// Nothing runs.
    #[must_use]
    pub fn new(scope: ClientScope, form: Form, known: Known) -> Self {
        Self { form, work: Work::new(), conflict: RwSignal::new(None), scope, known, toasts: use_toasts() }
    }

    /// Saves, unless something is wrong or runs already.
    pub fn save(self) {
        let form = self.form;
        form.refuse(Vec::new());
        form.tried.set(true);
        if untrack(|| !form.draft.changed() || !form.wrong().is_empty()) || !self.work.start() {
            return;
        }
        self.conflict.set(None);
        let (seen, wanted) = untrack(|| (form.seen.get(), form.wanted()));
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let outcome = save_sso(&portal, &client, &seen, &wanted).await;
            let ended = |problem: Option<ApiError>| {
                let outcome = problem.map_or(Ok(()), Err);
                let _ = self.work.finish(outcome, Problem::of);
            };
            match outcome {
                Ok(now) => {
                    ended(None);
                    if form.saved(now) {
                        self.known.again(self.scope);
                    }
                    self.toasts.success(text::saved());
                }
                Err(SaveFailure::Changed(now)) => {
                    ended(None);
                    let _ = self.conflict.try_set(Some(*now));
                }
                Err(SaveFailure::IdentifierTaken) => {
                    ended(None);
                    form.refuse(vec![(IDENTIFIER.to_owned(), text::wrong::taken().to_owned())]);
                }
                Err(SaveFailure::Api(ApiError::Validation { fields, message })) => {
                    let named: Vec<_> =
                        fields.iter().map(|field| (local(&field.field), field.message.clone())).collect();
                    // What belongs to no field on the page is said above it.
                    let shown = named.iter().any(|(name, _)| !super::words::label(name).is_empty());
                    ended((!shown).then_some(ApiError::Validation { fields, message }));
                    form.refuse(if shown { named } else { Vec::new() });
                }
                Err(SaveFailure::Api(error)) => ended(Some(error)),
            }
        });
    }

    /// Back to what the server has.
    pub fn discard(self) {
        self.form.discard();
        self.conflict.set(None);
        self.work.failure.set(None);
    }
}

/// The name of a field from its path in a refusal: `data.Authority` is `authority`.
fn local(path: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_find_their_field() {
        assert_eq!(local("data.IdpX509PublicCert"), "idpX509PublicCert");
        assert_eq!(local("identifier"), "identifier");
    }
}

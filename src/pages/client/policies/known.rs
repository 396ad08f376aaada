//! The policies of a client, for pages beside their own: what is on, as far as one may see it.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::policies::{Policies, read_policies};
use portal_contracts::{permissions::ClientAction, policies::PolicyType};

use crate::pages::client::scope::ClientScope;

/// The policies of the client, as far as one may see them. Copy it freely.
#[derive(Clone, Copy)]
pub struct Known(RwSignal<Option<Arc<Policies>>>);

impl Known {
    /// Reads them; without the right, or when it fails, nothing is claimed.
    #[must_use]
    pub fn read(scope: ClientScope) -> Self {
        let known = Self(RwSignal::new(None));
        known.again(scope);
        known
    }

    /// Reads them again: saving may have switched some on.
    pub fn again(self, scope: ClientScope) {
        // Also asked after a wait, when the page may be gone.
        if scope.entry.try_with_untracked(|_| ()).is_none() || !untrack(|| scope.allows(ClientAction::ManagePolicies)) {
            return;
        }
        spawn_local(async move {
            if let Ok(read) = read_policies(&scope.portal(), &scope.id()).await {
                let _ = self.0.try_set(Some(Arc::new(read)));
            }
        });
    }

    /// Something about them; nothing while they are not known. Reactive.
    pub fn with<T>(self, part: impl FnOnce(&Policies) -> T) -> Option<T> {
        self.0.with(|read| read.as_deref().map(part))
    }

    /// Whether a policy is on; nothing while it is not known. Reactive.
    #[must_use]
    pub fn is_on(self, kind: PolicyType) -> Option<bool> {
        self.with(|read| read.is_on(kind))
    }
}

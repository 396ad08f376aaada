//! What the page has read: the policies of the client in the address.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::policies::{Policies, read_policies};
use portal_contracts::policies::Policy;

use crate::pages::{client::scope::ClientScope, problem::Problem};

/// The policies of the client in the address, as read or saved last. Copy it freely.
#[derive(Clone, Copy)]
pub struct PoliciesData {
    /// Whose.
    pub scope: ClientScope,
    /// What went wrong when reading; what was read before stays.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// What was read, and what was saved since.
    pub read: RwSignal<Option<Arc<Policies>>>,
    /// Counts completed readings: an open policy starts anew with each.
    pub round: RwSignal<u32>,
    asked: StoredValue<u32>,
}

impl PoliciesData {
    /// Reads the policies, and again when the client in the address changes.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            read: RwSignal::new(None),
            round: RwSignal::new(0),
            asked: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.client.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.read.set(None);
                    data.failure.set(None);
                    data.reload();
                });
            }
            now
        });
        data
    }

    /// Reads again; what was read stays until then.
    pub fn reload(self) {
        let asked = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        let Some(asked) = asked else { return };
        self.reading.set(true);
        spawn_local(async move {
            let outcome = read_policies(&self.scope.portal(), &self.scope.id()).await;
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(read) => {
                    self.failure.set(None);
                    self.read.set(Some(Arc::new(read)));
                    self.begin_anew();
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Lets an open policy begin anew with what was read.
    pub fn begin_anew(self) {
        let _ = self.round.try_update(|round| *round = round.wrapping_add(1));
    }

    /// Takes over a policy as the server has it now.
    pub fn put(self, policy: Policy) {
        let _ = self.read.try_update(|read| {
            if let Some(before) = read.as_ref() {
                *read = Some(Arc::new(before.with(policy)));
            }
        });
    }
}

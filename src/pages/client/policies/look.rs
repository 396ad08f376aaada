//! Looking who would lose access: state and work. The view is in `impact`.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::policies::{Impact, preview};
use portal_contracts::{permissions::ClientAction, policies::PolicyType};

use crate::pages::{client::scope::ClientScope, problem::Problem};

/// From how many other clients on somebody is asked before they are looked through.
const MANY: usize = 40;

/// How far the look has come.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Not begun.
    Idle,
    /// There are so many other clients that somebody has to want it.
    Offered(usize),
    /// Members are read; of so many other clients, so many are done.
    Looking {
        /// Done.
        done: usize,
        /// All.
        all: usize,
    },
    /// Known.
    Known(Arc<Impact>),
    /// The members could not be read.
    Failed(Problem),
}

/// The look for one policy. Copy it freely.
#[derive(Clone, Copy)]
pub struct Look {
    /// For which policy.
    pub kind: PolicyType,
    /// How far it has come.
    pub state: RwSignal<State>,
    scope: ClientScope,
    stopped: RwSignal<bool>,
    round: StoredValue<u32>,
}

impl Look {
    /// Nothing is looked at yet.
    #[must_use]
    pub fn new(kind: PolicyType, scope: ClientScope) -> Self {
        Self {
            kind,
            state: RwSignal::new(State::Idle),
            scope,
            stopped: RwSignal::new(false),
            round: StoredValue::new(0),
        }
    }

    /// Begins by itself, unless it would be a lot of work.
    pub fn want(self) {
        if self.state.with_untracked(|state| *state != State::Idle) {
            return;
        }
        let others = if self.kind == PolicyType::SingleOrganization { other_clients(self.scope) } else { 0 };
        if others > MANY { self.state.set(State::Offered(others)) } else { self.start() }
    }

    /// Begins, or begins again.
    pub fn start(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.stopped.set(false);
        self.state.set(State::Looking { done: 0, all: 0 });
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let is_ours = move || self.round.try_get_value() == Some(round);
            let progress = move |done, all| {
                if is_ours() {
                    let _ = self.state.try_set(State::Looking { done, all });
                }
            };
            let stopped = move || !is_ours() || self.stopped.try_get_untracked() != Some(false);
            let outcome = preview(&portal, &client, self.kind, progress, stopped).await;
            if is_ours() {
                let _ = self.state.try_set(match outcome {
                    Ok(impact) => State::Known(Arc::new(impact)),
                    Err(error) => State::Failed(Problem::of(&error)),
                });
            }
        });
    }

    /// What was found is no longer so: something was saved.
    pub fn forget(self) {
        self.round.update_value(|round| *round = round.wrapping_add(1));
        self.state.set(State::Idle);
    }

    /// Ends early: what was not read is named.
    pub fn stop(self) {
        self.stopped.set(true);
    }

    /// What was found; reactive.
    #[must_use]
    pub fn known(self) -> Option<Arc<Impact>> {
        self.state.with(|state| if let State::Known(impact) = state { Some(Arc::clone(impact)) } else { None })
    }
}

/// How many other clients of the same provider can be looked through.
fn other_clients(scope: ClientScope) -> usize {
    let Some(workspace) = scope.portal().workspace() else { return 0 };
    let here = scope.id();
    let Some(provider) = workspace.client(&here).and_then(|client| client.provider_id.clone()) else { return 0 };
    workspace
        .clients
        .iter()
        .filter(|client| client.organization_id != here && client.provider_id.as_ref() == Some(&provider))
        .filter(|client| client.standing().allows(ClientAction::ManageMembers))
        .count()
}

//! Asks the server whether the person was confirmed: soon, then less often, and not while nobody looks (JOIN-06).

use std::{cell::Cell, rc::Rc};

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    join::{self, Confirmation},
    workspace::{self, Workspace},
};

use super::poll::{self, Next};
use crate::{
    platform::{page, timer},
    session::Session,
};

/// The look-out. Copy it freely; it ends with the page that made it.
#[derive(Clone, Copy)]
pub struct Watch {
    session: Session,
    goal: StoredValue<Goal>,
    /// What was found, once it is more than waiting.
    pub found: RwSignal<Option<Found>>,
    /// A request is under way.
    pub checking: RwSignal<bool>,
    /// When the server was last asked with success, in milliseconds.
    pub checked: RwSignal<Option<f64>>,
    /// The last request failed.
    pub failed: RwSignal<bool>,
    /// Nobody looks, so nobody asks.
    pub paused: RwSignal<bool>,
    checks: StoredValue<u32>,
    seen: StoredValue<Rc<Cell<Option<u64>>>, LocalStorage>,
    /// Counts the plans for a next look: only the last one is carried out.
    plan: StoredValue<u32>,
}

/// What one waits to be let into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Goal {
    /// No link says what: whatever appears.
    #[default]
    Any,
    /// This provider.
    Provider(String),
    /// This organisation.
    Organization(String),
}

/// More than waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Confirmed by this provider.
    Provider(String),
    /// Confirmed by this organisation, in whose console one has a part.
    Console(String),
    /// Confirmed by this organisation as a plain user.
    Member(String),
    /// Confirmed, but the key that came is refused.
    KeyRefused,
}

impl Watch {
    /// Begins at once.
    #[must_use]
    pub fn start(session: Session, goal: Goal) -> Self {
        let this = Watch {
            session,
            goal: StoredValue::new(goal),
            found: RwSignal::new(None),
            checking: RwSignal::new(false),
            checked: RwSignal::new(None),
            failed: RwSignal::new(false),
            paused: RwSignal::new(false),
            checks: StoredValue::new(0),
            seen: StoredValue::new_local(Rc::new(Cell::new(None))),
            plan: StoredValue::new(0),
        };
        let seen = window_event_listener(ev::visibilitychange, move |_| {
            if page::visible() {
                this.paused.set(false);
                this.look();
            } else {
                this.schedule(None);
            }
        });
        on_cleanup(move || seen.remove());
        this.look();
        this
    }

    /// Asks now.
    pub fn look(self) {
        if self.checking.get_untracked() || self.found.with_untracked(Option::is_some) {
            return;
        }
        self.checking.set(true);
        spawn_local(async move {
            let outcome = self.ask().await;
            self.session.workspace_changed();
            // Everything below belongs to a page that may be gone.
            if self.checking.try_set(false).is_some() {
                return;
            }
            self.failed.set(outcome.is_err());
            let wait = match outcome {
                Ok(found) => {
                    self.checked.set(Some(timer::now_ms()));
                    if found.is_some() {
                        self.found.set(found);
                        return;
                    }
                    None
                }
                Err(ApiError::RateLimited { retry_after }) => retry_after.map(|seconds| seconds.saturating_mul(1_000)),
                // Signed out: the page around notices by itself.
                Err(ApiError::SessionOver | ApiError::SignedOut) => return,
                Err(_) => None,
            };
            self.checks.update_value(|checks| *checks = checks.saturating_add(1));
            self.schedule(wait);
        });
    }

    async fn ask(self) -> Result<Option<Found>, ApiError> {
        let portal = self.session.portal();
        let (Some(goal), Some(cell)) = (self.goal.try_get_value(), self.seen.try_get_value()) else { return Ok(None) };
        let mut seen = cell.get();
        let (confirmation, found) = match goal {
            Goal::Any => {
                let known = workspace::sync(&portal).await?;
                let Some(found) = anything(&known) else { return Ok(None) };
                // Rights are claims of a new token.
                workspace::refresh_rights(&portal).await?;
                return Ok(Some(found));
            }
            Goal::Provider(id) => (join::check_confirmation(&portal, &id, &mut seen).await?, Found::Provider(id)),
            Goal::Organization(id) => {
                let confirmation = join::check_membership(&portal, &id, &mut seen).await?;
                let console = portal.workspace().is_some_and(|known| known.client(&id).is_some());
                (confirmation, if console { Found::Console(id) } else { Found::Member(id) })
            }
        };
        cell.set(seen);
        Ok(match confirmation {
            Confirmation::Waiting => None,
            Confirmation::Confirmed => Some(found),
            Confirmation::KeyRefused => Some(Found::KeyRefused),
        })
    }

    fn schedule(self, wait: Option<u32>) {
        let plan = self.plan.get_value().wrapping_add(1);
        self.plan.set_value(plan);
        match poll::next(page::visible(), self.checks.get_value(), wait) {
            Next::WhenVisible => self.paused.set(true),
            Next::After(milliseconds) => spawn_local(async move {
                timer::sleep(f64::from(milliseconds)).await;
                if self.plan.try_get_value() == Some(plan) {
                    self.look();
                }
            }),
        }
    }
}

/// The first of what one has a part in.
fn anything(known: &Workspace) -> Option<Found> {
    let provider = known.providers.first().map(|provider| Found::Provider(provider.id.clone()));
    let console = || known.clients.first().map(|client| Found::Console(client.organization_id.clone()));
    let member = || known.plain.first().map(|member| Found::Member(member.organization_id.clone()));
    provider.or_else(console).or_else(member)
}

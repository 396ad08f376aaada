//! Asks the server whether the person was confirmed: soon, then less often, and not while nobody looks (JOIN-06).

use std::{cell::Cell, rc::Rc};

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    join::{self, Confirmation},
    workspace,
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
    /// The provider, where the link says it.
    provider: StoredValue<Option<String>>,
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

/// More than waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Confirmed by this provider.
    Confirmed(String),
    /// Confirmed, but the provider key that came is refused.
    KeyRefused,
}

impl Watch {
    /// Begins at once.
    #[must_use]
    pub fn start(session: Session, provider: Option<String>) -> Self {
        let this = Watch {
            session,
            provider: StoredValue::new(provider),
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
        let Some(id) = self.provider.try_get_value().flatten() else {
            // No link says which provider: any that appears will do, and its rights are claims of a new token.
            let known = workspace::sync(&portal).await?;
            let Some(first) = known.providers.first() else { return Ok(None) };
            let found = Found::Confirmed(first.id.clone());
            workspace::refresh_rights(&portal).await?;
            return Ok(Some(found));
        };
        let Some(cell) = self.seen.try_get_value() else { return Ok(None) };
        let mut seen = cell.get();
        let confirmation = join::check_confirmation(&portal, &id, &mut seen).await?;
        cell.set(seen);
        Ok(match confirmation {
            Confirmation::Waiting => None,
            Confirmation::Confirmed => Some(Found::Confirmed(id)),
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

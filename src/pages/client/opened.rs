//! The client that is open: entering it is noted in both logs, once; the seats in use stand in its band.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    organization::{occupied_seats, open},
    workspace::KeyState,
};

use super::scope::ClientScope;

/// What the frame knows about the open client beyond the profile. Copy it freely.
#[derive(Clone, Copy)]
pub struct OpenClient {
    scope: ClientScope,
    /// Seats that somebody sits on; nothing until it is known.
    pub occupied: RwSignal<Option<i64>>,
}

impl OpenClient {
    /// Notes each entering, for the life of the frame, and puts it into the context.
    pub fn provide() -> Self {
        let scope = ClientScope::here();
        let this = Self { scope, occupied: RwSignal::new(None) };
        // A profile that is read again locks every key for a moment: who was in stays in.
        let entered = Memo::new(move |before: Option<&Option<String>>| {
            scope.entry.with(|entry| {
                let entry = entry.as_ref()?;
                let inside = before.and_then(Option::as_ref) == Some(&entry.organization_id);
                (entry.key == KeyState::Ready || entry.key == KeyState::Locked && inside)
                    .then(|| entry.organization_id.clone())
            })
        });
        Effect::new(move |_| {
            this.occupied.set(None);
            if entered.with(Option::is_some) {
                untrack(|| this.enter());
            }
        });
        provide_context(this);
        this
    }

    fn enter(self) {
        let (portal, id) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            // A page that needs the organisation reads it itself and tells what goes wrong; this is for the logs.
            let _ = open(&portal, &id).await;
        });
        self.count();
    }

    /// Counts the seats in use again: after people came or went.
    pub fn count(self) {
        let (portal, id) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            if let Ok(occupied) = occupied_seats(&portal, &id).await
                && self.scope.client.try_get_untracked().as_ref() == Some(&id)
            {
                let _ = self.occupied.try_set(occupied);
            }
        });
    }
}

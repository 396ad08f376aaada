//! For which provider a page of the console works: the one in the address, with the own role in it.

use leptos::prelude::*;
use portal_client::{Portal, workspace::ProviderEntry};
use portal_contracts::{
    enums::{ProviderType, ProviderUserType},
    permissions::ProviderAction,
};

use crate::{
    i18n::text::providers as text,
    session::{Session, place, use_session},
};

/// The provider in the address. Copy it freely.
#[derive(Clone, Copy)]
pub struct Scope {
    /// The session.
    pub session: Session,
    /// Id of the provider.
    pub provider: Memo<String>,
    /// What the profile says about it; nothing for a provider that one does not belong to.
    pub entry: Memo<Option<ProviderEntry>>,
    /// The own role; without rights while the provider is not known.
    pub role: Signal<ProviderUserType>,
    /// Kind of the provider.
    pub kind: Signal<ProviderType>,
    /// The provider is out of service: no changes of names and seats.
    pub suspended: Signal<bool>,
}

impl Scope {
    /// The provider of the address that is shown now.
    #[must_use]
    pub fn here() -> Self {
        Self::of(place::param("provider"))
    }

    /// A provider that is known in another way: through one of its clients.
    #[must_use]
    pub fn of(provider: Memo<String>) -> Self {
        let session = use_session();
        let entry = Memo::new(move |_| session.provider(&provider.get()));
        Self {
            session,
            provider,
            entry,
            role: Signal::derive(move || {
                entry.with(|entry| entry.as_ref().map_or(ProviderUserType::Unknown(-1), |entry| entry.role))
            }),
            kind: Signal::derive(move || {
                entry.with(|entry| entry.as_ref().map_or(ProviderType::Msp, |entry| entry.kind))
            }),
            suspended: Signal::derive(move || entry.with(|entry| entry.as_ref().is_some_and(|entry| !entry.enabled))),
        }
    }

    /// For operations.
    #[must_use]
    pub fn portal(self) -> Portal {
        self.session.portal()
    }

    /// The own user id; empty when nobody is signed in.
    #[must_use]
    pub fn user(self) -> String {
        self.portal().account().map(|account| account.user_id).unwrap_or_default()
    }

    /// Whether the own role allows it here; reactive.
    #[must_use]
    pub fn allows(self, action: ProviderAction) -> bool {
        self.entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.allows(action)))
    }

    /// Name of the provider; reactive.
    #[must_use]
    pub fn name(self) -> String {
        self.entry
            .with(|entry| entry.as_ref().and_then(|entry| entry.name.clone()))
            .unwrap_or_else(|| text::unnamed().to_owned())
    }
}

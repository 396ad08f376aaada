//! In which client a page of the console works: the one in the address, with what one is in it.

use leptos::prelude::*;
use portal_client::{Portal, workspace::ClientEntry};
use portal_contracts::permissions::{ClientAction, ClientStanding, Feature};

use crate::{
    i18n::text::clients as text,
    pages::provider::scope::Scope,
    session::{Session, place, use_session},
    ui::ClientStrip,
};

/// The client in the address. Copy it freely.
#[derive(Clone, Copy)]
pub struct ClientScope {
    /// The session.
    pub session: Session,
    /// Id of the client (organisation id).
    pub client: Memo<String>,
    /// What the profile says about it; nothing for one that cannot be reached.
    pub entry: Memo<Option<ClientEntry>>,
}

impl ClientScope {
    /// The client of the address that is shown now.
    #[must_use]
    pub fn here() -> Self {
        let session = use_session();
        let client = place::param("client");
        Self { session, client, entry: Memo::new(move |_| session.client(&client.get())) }
    }

    /// A page that is made anew for each client: nothing that was chosen or typed may come along.
    #[must_use]
    pub fn each(self, page: impl Fn(Self) -> AnyView + Send + Sync + 'static) -> AnyView {
        (move || {
            // Read and not only tracked: a memo that is computed first inside the page would have the page made twice.
            let _ = self.client.get();
            page(self)
        })
        .into_any()
    }

    /// For operations.
    #[must_use]
    pub fn portal(self) -> Portal {
        self.session.portal()
    }

    /// The client's id, for operations; not reactive.
    #[must_use]
    pub fn id(self) -> String {
        self.client.get_untracked()
    }

    /// Its name; reactive.
    #[must_use]
    pub fn name(self) -> String {
        self.entry.with(|entry| name_of(entry.as_ref()))
    }

    /// What one is in it; a stranger while nothing is known. Reactive.
    #[must_use]
    pub fn standing(self) -> ClientStanding {
        self.entry.with(|entry| entry.as_ref().map_or(ClientStanding::STRANGER, ClientEntry::standing))
    }

    /// Whether one may do it here, whatever the plan says; reactive.
    #[must_use]
    pub fn allows(self, action: ClientAction) -> bool {
        self.standing().allows(action)
    }

    /// Whether the plan has it; reactive.
    #[must_use]
    pub fn has(self, feature: Feature) -> bool {
        self.entry.with(|entry| entry.as_ref().is_some_and(|entry| feature.is_on(&entry.features)))
    }

    /// The provider through which one reaches it; the empty id when it is reached by a membership only.
    #[must_use]
    pub fn provider(self) -> Scope {
        Scope::of(Memo::new(move |_| {
            self.entry.with(|entry| entry.as_ref().and_then(|entry| entry.provider_id.clone())).unwrap_or_default()
        }))
    }

    /// The strip above the title of a dialog: whose data this is.
    #[must_use]
    pub fn strip(self) -> ViewFn {
        ViewFn::from(move || view! { <ClientStrip id=self.client.get() name=self.name() /> })
    }
}

/// What to call a client.
#[must_use]
pub fn name_of(entry: Option<&ClientEntry>) -> String {
    entry.and_then(|entry| entry.name.clone()).unwrap_or_else(|| text::unnamed().to_owned())
}

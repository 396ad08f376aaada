//! The frame around console pages: side bar, top bar, the page, and what may be missing around it (PROV-02, PROV-03).

mod account_menu;
mod client_nav;
mod closed;
mod gate;
mod help;
mod palette;
mod sidebar;
mod topbar;

use leptos::{prelude::*, task::spawn_local};
use portal_client::workspace::{ClientEntry, ProviderEntry};
use portal_contracts::enums::ProviderUserType;

use self::gate::Gate;
use super::{
    routes::{self, Match, Route, RouteId},
    shortcuts::Overlays,
};
use crate::{
    i18n::text,
    pages::client::{band, opened::OpenClient, setup::OpenSetUp},
    session::{Session, prefs, use_session},
    ui::draft::LeaveQuestion,
};

/// How the page of a screen is drawn; see `app::console`.
#[derive(Clone, Copy)]
pub struct Pages(pub fn(RouteId) -> AnyView);

/// What the parts of the frame share.
#[derive(Clone, Copy)]
struct Scene {
    session: Session,
    matched: Memo<Option<Match>>,
    /// The provider in the address, that of the client in the address, or the one worked for last.
    provider: Memo<Option<ProviderEntry>>,
    /// The client in the address.
    client: Memo<Option<ClientEntry>>,
}

impl Scene {
    fn route(self) -> Option<&'static Route> {
        self.matched.with(|matched| matched.as_ref().map(|matched| routes::route(matched.id)))
    }

    /// The address of a screen for the current provider.
    fn href(self, id: RouteId) -> Option<String> {
        self.provider.with(|provider| provider.as_ref().map(|provider| routes::path(id, &[("provider", &provider.id)])))
    }

    /// The address of a screen of another client.
    fn client_href(self, client: &str) -> String {
        // Whoever compares members of two clients wants to see members again.
        let id = self.route().filter(|route| route.is_of_client()).map_or(RouteId::Client, |route| route.id);
        routes::path(id, &[("client", client)])
    }
}

/// A part of the path that varies.
fn param(matched: Memo<Option<Match>>, name: &'static str) -> Memo<Option<String>> {
    Memo::new(move |_| {
        matched.with(|matched| {
            matched.as_ref()?.params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        })
    })
}

/// The name of a provider; some have none until they are set up.
fn provider_name(provider: &ProviderEntry) -> String {
    provider.name.clone().unwrap_or_else(|| text::app::unnamed_provider().to_owned())
}

const fn role_name(role: ProviderUserType) -> &'static str {
    match role {
        ProviderUserType::ProviderAdmin => text::app::role_admin(),
        ProviderUserType::ServiceUser => text::app::role_service_user(),
        ProviderUserType::Unknown(_) => text::app::role_unknown(),
    }
}

/// The console.
#[component]
pub fn Frame(matched: Memo<Option<Match>>, page: Pages) -> AnyView {
    let session = use_session();
    let asked = param(matched, "provider");
    let asked_client = param(matched, "client");
    let client = Memo::new(move |_| session.client(&asked_client.get()?));
    let provider = Memo::new(move |_| {
        let workspace = session.workspace()?;
        if let Some(client) = client.get() {
            // Reached by a membership only: there is no provider to act for.
            return workspace.provider(&client.provider_id?).cloned();
        }
        let wanted = asked.get().or_else(prefs::last_provider);
        let found = wanted.and_then(|id| workspace.provider(&id));
        found.or_else(|| if asked.with(Option::is_none) { workspace.providers.first() } else { None }).cloned()
    });
    Effect::new(move |_| {
        if let Some(provider) = asked.get().and(provider.get()) {
            prefs::remember_provider(&provider.id);
        }
    });
    Effect::new(move |_| {
        // Only what can be opened; an address may name anything.
        if let Some(client) = client.get() {
            prefs::remember_client(&client.organization_id);
        }
    });
    OpenSetUp::provide();
    let open = OpenClient::provide();
    let scene = Scene { session, matched, provider, client };
    let failed = RwSignal::new(false);
    let read = move || {
        failed.set(false);
        spawn_local(async move {
            let outcome = session.sync().await;
            let _ = failed.try_set(outcome.is_err() && session.portal().workspace().is_none());
        });
    };
    session.workspace_changed();
    if session.portal().workspace().is_none() {
        read();
    }
    let overlays = expect_context::<Overlays>();
    // One source, so that the page is made once per change. Another address of the same screen keeps the page; its
    // parameters are signals. Another provider or client is another page: nothing of the one must be left in the other.
    let suspended = Memo::new(move |_| {
        client.with(|client| client.as_ref().is_some_and(|client| !client.enabled && client.standing().is_owner()))
    });
    let shown = Memo::new(move |_| {
        let here = matched.with(|matched| matched.as_ref().map(|matched| matched.id));
        (gate::judge(scene, failed), here, asked.get(), asked_client.get())
    });

    view! {
        <a class="skip-link" href="#content">
            {text::app::skip()}
        </a>
        <div class="app">
            {sidebar::sidebar(scene)} <div class="main">
                {topbar::topbar(scene)}
                <main class="page" id="content">
                    {move || scene.client.get().map(|client| band::client_band(client, scene.provider, open.occupied))}
                    {move || suspended.get().then(band::suspended)}
                    {move || match shown.get() {
                        (Gate::Open, here, ..) => here.map(page.0).into_any(),
                        (closed, ..) => closed::page(closed, scene, read),
                    }}
                </main>
            </div>
        </div>
        <palette::Palette scene=scene open=overlays.palette />
        <palette::ClientSwitcher scene=scene open=overlays.clients />
        <help::Help open=overlays.help />
        <LeaveQuestion />
    }
    .into_any()
}

//! The frame around console pages: side bar, top bar, the page, and what may be missing around it (PROV-02, PROV-03).

mod account_menu;
mod help;
mod palette;
mod sidebar;
mod topbar;

use leptos::{prelude::*, task::spawn_local};
use portal_client::workspace::ProviderEntry;
use portal_contracts::enums::ProviderUserType;

use super::{
    routes::{self, Match, Route, RouteId},
    shortcuts::Overlays,
};
use crate::{
    i18n::text,
    session::{Session, prefs, use_session},
    ui::{Button, EmptyKind, EmptyState, LinkButton, SkeletonRows},
};

/// How the page of a screen is drawn; see `app::console`.
#[derive(Clone, Copy)]
pub struct Pages(pub fn(RouteId) -> AnyView);

/// What the parts of the frame share.
#[derive(Clone, Copy)]
struct Scene {
    session: Session,
    matched: Memo<Option<Match>>,
    /// The provider in the address, or the one worked for last.
    provider: Memo<Option<ProviderEntry>>,
}

impl Scene {
    fn route(self) -> Option<&'static Route> {
        self.matched.with(|matched| matched.as_ref().map(|matched| routes::route(matched.id)))
    }

    fn param(self, name: &str) -> Option<String> {
        self.matched.with(|matched| {
            matched.as_ref()?.params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        })
    }

    /// The address of a screen for the current provider.
    fn href(self, id: RouteId) -> Option<String> {
        self.provider.with(|provider| provider.as_ref().map(|provider| routes::path(id, &[("provider", &provider.id)])))
    }
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
    let asked = Memo::new(move |_| {
        matched
            .with(|m| m.as_ref().and_then(|m| m.params.iter().find(|(n, _)| *n == "provider").map(|(_, v)| v.clone())))
    });
    let provider = Memo::new(move |_| {
        let workspace = session.workspace()?;
        let wanted = asked.get().or_else(prefs::last_provider);
        let found = wanted.and_then(|id| workspace.provider(&id));
        found.or_else(|| if asked.with(Option::is_none) { workspace.providers.first() } else { None }).cloned()
    });
    Effect::new(move |_| {
        if let Some(provider) = asked.get().and(provider.get()) {
            prefs::remember_provider(&provider.id);
        }
    });
    let scene = Scene { session, matched, provider };
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
    // parameters are signals. Another provider is another page: nothing of the one must be left in the other.
    let shown = Memo::new(move |_| {
        let here = matched.with(|matched| matched.as_ref().map(|matched| matched.id));
        (judge(scene, failed), here, asked.get())
    });

    view! {
        <a class="skip-link" href="#content">
            {text::app::skip()}
        </a>
        <div class="app">
            {sidebar::sidebar(scene)} <div class="main">
                {topbar::topbar(scene)}
                <main class="page" id="content">
                    {move || match shown.get() {
                        (Gate::Open, here, _) => here.map(page.0).into_any(),
                        (closed, ..) => closed_page(closed, scene, read),
                    }}
                </main>
            </div>
        </div>
        <palette::Palette scene=scene open=overlays.palette />
        <help::Help open=overlays.help />
    }
    .into_any()
}

/// Whether the page may be shown, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Open,
    Reading,
    Failed,
    NoSuchProvider,
    SwitchedOff,
    NotAllowed(ProviderUserType),
}

fn judge(scene: Scene, failed: RwSignal<bool>) -> Gate {
    let Some(route) = scene.route() else { return Gate::Open };
    if scene.session.workspace().is_none() {
        return if failed.get() { Gate::Failed } else { Gate::Reading };
    }
    // The set-up page is for a provider that the account is not a confirmed part of yet.
    let Some(needed) = route.needs else { return Gate::Open };
    let Some(provider) = scene.provider.get() else { return Gate::NoSuchProvider };
    if !provider.may_enter() {
        Gate::SwitchedOff
    } else if provider.allows(needed) {
        Gate::Open
    } else {
        Gate::NotAllowed(provider.role)
    }
}

fn closed_page(gate: Gate, scene: Scene, read: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let heading = scene.route().map(|route| (route.title)()).unwrap_or_default();
    let to_providers = move || {
        view! { <LinkButton href=routes::path(RouteId::Providers, &[])>{text::app::all_providers()}</LinkButton> }
    };
    let content = match gate {
        Gate::Open => ().into_any(),
        Gate::Reading => view! { <SkeletonRows /> }.into_any(),
        Gate::Failed => view! {
            <EmptyState kind=EmptyKind::Failed title=text::app::load_failed_title() text=text::app::load_failed_text()>
                <Button on_click=read>{text::app::try_again()}</Button>
            </EmptyState>
        }
        .into_any(),
        Gate::NoSuchProvider => view! {
            <EmptyState
                kind=EmptyKind::NoPermission
                title=text::app::provider_missing_title()
                text=text::app::provider_missing_text()
            >
                <Button on_click=read>{text::app::try_again()}</Button>
                {to_providers()}
            </EmptyState>
        }
        .into_any(),
        Gate::SwitchedOff => view! {
            <EmptyState
                kind=EmptyKind::NoPermission
                title=text::app::provider_off_title()
                text=text::app::provider_off_text()
            >
                {to_providers()}
            </EmptyState>
        }
        .into_any(),
        Gate::NotAllowed(role) => view! {
            <EmptyState
                kind=EmptyKind::NoPermission
                title=text::app::no_right_title()
                text=text::app::no_right_text(role_name(role))
            >
                {scene
                    .href(RouteId::Clients)
                    .map(|href| view! { <LinkButton href=href>{text::titles::clients()}</LinkButton> })}
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{heading}</h1>
            </div>
        </div>
        {content}
    }
    .into_any()
}

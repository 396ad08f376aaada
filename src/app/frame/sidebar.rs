//! The side bar: which provider, where to go, lock. Under 900 px it is a sheet that opens from the top bar.

use leptos::{html, prelude::*};

use super::{Scene, client_nav, provider_name, role_name};
use crate::{
    app::{
        public::ThemeButton,
        routes::{self, NavEntry, Need, ROUTES, Route, RouteId},
        shortcuts::Overlays,
    },
    i18n::text,
    pages::client::scope::name_of,
    session::place,
    ui::{
        Drafts, Entry, Icon, IconButton, Menu, Size, Trigger,
        icon::{icon, icon_small, mark},
    },
};
use portal_contracts::enums::ProviderUserType;

/// Id of the side bar, for the button that opens it.
pub const ID: &str = "nav";

pub fn sidebar(scene: Scene) -> AnyView {
    let node = NodeRef::<html::Aside>::new();
    let overlays = expect_context::<Overlays>();
    // Going somewhere closes the sheet.
    Effect::new(move |_| {
        scene.matched.track();
        if let Some(bar) = node.get() {
            let _ = bar.hide_popover();
        }
    });
    let service_user =
        move || scene.provider.with(|p| p.as_ref().is_some_and(|p| p.role == ProviderUserType::ServiceUser));
    view! {
        <aside class="sidebar" id=ID popover="auto" aria-label=text::app::main_navigation() node_ref=node>
            <div class="sidebar__head">{switcher(scene)}</div>
            <nav class="sidebar__section" aria-label=text::app::provider_navigation()>
                <div class="nav">{move || entries(scene)}</div>
                {move || {
                    service_user().then(|| view! { <p class="nav__note">{text::app::service_user_note()}</p> })
                }}
            </nav>
            {client_nav::section(scene)}
            <div class="sidebar__foot">
                <button class="lock" type="button" on:click=move |_| scene.session.lock()>
                    {icon_small(Icon::Lock)}
                    {text::app::lock_now()}
                </button>
                <span class="sidebar__tools">
                    <ThemeButton />
                    <IconButton
                        symbol=Icon::Help
                        size=Size::Small
                        label=text::app::keyboard()
                        on_click=move || overlays.help.set(true)
                    />
                </span>
            </div>
        </aside>
    }
    .into_any()
}

/// What the role may open; the rest is explained below the list, never just absent.
fn entries(scene: Scene) -> Vec<AnyView> {
    let Some(provider) = scene.provider.get() else { return Vec::new() };
    in_order(|route| match route.needs {
        Some(Need::Provider(needed)) => provider.allows(needed),
        Some(Need::Client(..)) => false,
        None => true,
    })
    .into_iter()
    .map(|(route, nav)| {
        let id = route.id;
        // One client is a part of the clients.
        let inside = move || id == RouteId::Clients && scene.route().is_some_and(Route::is_of_client);
        item(scene, id, nav, (route.title)(), routes::path(id, &[("provider", &provider.id)]), inside, None)
    })
    .collect()
}

/// Rows of the table that have a place here, from the top.
pub(super) fn in_order(keep: impl Fn(&Route) -> bool) -> Vec<(&'static Route, NavEntry)> {
    let mut shown: Vec<_> =
        ROUTES.iter().filter(|route| keep(route)).filter_map(|route| Some((route, route.nav?))).collect();
    shown.sort_by_key(|(_, nav)| nav.order);
    shown
}

/// One entry. `inside` tells that a page below it is shown, `end` stands at its end.
pub(super) fn item(
    scene: Scene,
    id: RouteId,
    nav: NavEntry,
    title: &'static str,
    href: String,
    inside: impl Fn() -> bool + Send + Sync + 'static,
    end: Option<AnyView>,
) -> AnyView {
    let current = move || {
        let here = scene.route().map(|route| route.id);
        (here == Some(id)).then_some("page").or(inside().then_some("true"))
    };
    view! {
        <a class="nav__item" href=href aria-current=current>
            {icon(nav.icon)}
            <span>{title}</span>
            {end}
        </a>
    }
    .into_any()
}

/// What the switcher says of somebody without a provider, who manages organisations as a member.
fn nothing_to_choose(scene: Scene) -> Option<&'static str> {
    let workspace = untrack(|| scene.session.workspace())?;
    let own = workspace.providers.is_empty() && workspace.own_organizations().next().is_some();
    own.then(text::app::own_organisations)
}

fn nothing_chosen(scene: Scene) -> &'static str {
    // Reactive: the workspace may come later than the side bar.
    let _ = scene.session.workspace();
    nothing_to_choose(scene).unwrap_or_else(text::app::choose_provider)
}

fn switcher(scene: Scene) -> AnyView {
    let go = place::use_go();
    let drafts = expect_context::<Drafts>();
    let face = move || {
        view! {
            {mark()}
            <span class="who__text">
                {move || match scene.provider.get() {
                    Some(provider) => {
                        view! {
                            <span class="who__name" dir="auto">
                                {provider_name(&provider)}
                            </span>
                            <span class="who__sub">{role_name(provider.role)}</span>
                        }
                            .into_any()
                    }
                    None => view! { <span class="who__name">{nothing_chosen(scene)}</span> }.into_any(),
                }}
            </span>
            {icon(Icon::UpDown)}
        }
    };
    let entries = Callback::new(move |()| {
        let mut entries = Vec::new();
        let current = scene.provider.with_untracked(|provider| provider.as_ref().map(|provider| provider.id.clone()));
        if let Some(workspace) = untrack(|| scene.session.workspace()) {
            for provider in &workspace.providers {
                let go = go.clone();
                let to = routes::path(RouteId::Clients, &[("provider", &provider.id)]);
                entries.push(Entry::Setting {
                    label: provider_name(provider),
                    on: current.as_deref() == Some(provider.id.as_str()),
                    run: Callback::new(move |()| {
                        let (go, to) = (go.clone(), to.clone());
                        drafts.leave(move || go(&to));
                    }),
                });
            }
        }
        let own = untrack(|| scene.session.workspace());
        for client in own.iter().flat_map(|workspace| workspace.own_organizations()) {
            entries.push(Entry::Link {
                symbol: Icon::Building,
                label: name_of(Some(client)),
                href: routes::path(RouteId::Client, &[("client", &client.organization_id)]),
            });
        }
        entries.push(Entry::Separator);
        entries.push(Entry::Link {
            symbol: Icon::Building,
            label: nothing_to_choose(scene).unwrap_or_else(text::app::all_providers).to_owned(),
            href: routes::path(RouteId::Providers, &[]),
        });
        entries
    });
    view! { <Menu label=text::app::switch_provider() trigger=Trigger::Custom("switcher", face.into()) from_start=true entries=entries /> }
        .into_any()
}

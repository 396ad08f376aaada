//! The side bar: which provider, where to go, lock. Under 900 px it is a sheet that opens from the top bar.

use leptos::{html, prelude::*};

use super::{Scene, provider_name, role_name};
use crate::{
    app::{
        public::ThemeButton,
        routes::{self, NavEntry, ROUTES, Route, RouteId},
        shortcuts::Overlays,
    },
    i18n::text,
    session::place,
    ui::{
        Entry, Icon, IconButton, Menu, Size, Trigger,
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
    let mut shown: Vec<(&Route, NavEntry)> = ROUTES
        .iter()
        .filter(|route| route.needs.is_none_or(|needed| provider.allows(needed)))
        .filter_map(|route| Some((route, route.nav?)))
        .collect();
    shown.sort_by_key(|(_, nav)| nav.order);
    shown
        .into_iter()
        .map(|(route, nav)| {
            let id = route.id;
            // One client is a part of the clients.
            let current = move || {
                let here = scene.route().map(|route| route.id);
                let inside = id == RouteId::Clients && here == Some(RouteId::Client);
                (here == Some(id)).then_some("page").or(inside.then_some("true"))
            };
            view! {
                <a class="nav__item" href=routes::path(id, &[("provider", &provider.id)]) aria-current=current>
                    {icon(nav.icon)}
                    <span>{(route.title)()}</span>
                </a>
            }
            .into_any()
        })
        .collect()
}

fn switcher(scene: Scene) -> AnyView {
    let go = place::use_go();
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
                    None => view! { <span class="who__name">{text::app::choose_provider()}</span> }.into_any(),
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
                    run: Callback::new(move |()| go(&to)),
                });
            }
        }
        entries.push(Entry::Separator);
        entries.push(Entry::Link {
            symbol: Icon::Building,
            label: text::app::all_providers().to_owned(),
            href: routes::path(RouteId::Providers, &[]),
        });
        entries
    });
    view! { <Menu label=text::app::switch_provider() trigger=Trigger::Custom("switcher", face.into()) from_start=true entries=entries /> }
        .into_any()
}

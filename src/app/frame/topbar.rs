//! The top bar: where one is, the command palette, the account.

use leptos::prelude::*;

use super::{Scene, account_menu::account_menu, provider_name, sidebar};
use crate::{
    app::{
        routes::{self, RouteId},
        shortcuts::Overlays,
    },
    i18n::text,
    pages::client::scope::name_of,
    ui::{
        Icon, IconButton,
        icon::{icon, icon_small},
    },
};

pub fn topbar(scene: Scene) -> AnyView {
    let overlays = expect_context::<Overlays>();
    let open = move || overlays.palette.set(true);
    view! {
        <header class="topbar">
            <span class="narrow-only">
                <button
                    class="btn"
                    data-variant="quiet"
                    data-icon=""
                    type="button"
                    popovertarget=sidebar::ID
                    aria-label=text::app::open_navigation()
                >
                    {icon(Icon::Menu)}
                </button>
            </span>
            <nav aria-label=text::app::breadcrumb()>
                <ol class="crumbs">{move || crumbs(scene)}</ol>
            </nav>
            <button class="palette-button wide-only" type="button" aria-haspopup="dialog" on:click=move |_| open()>
                {icon_small(Icon::Search)}
                {text::app::search_or_jump()}
                <kbd class="kbd">{text::app::palette_keys()}</kbd>
            </button>
            <span class="narrow-only push">
                <IconButton symbol=Icon::Search label=text::app::search_or_jump() on_click=open />
            </span>
            {account_menu(scene)}
        </header>
    }
    .into_any()
}

fn crumbs(scene: Scene) -> AnyView {
    let Some(route) = scene.route() else { return ().into_any() };
    let mut above: Vec<(String, Option<String>)> = Vec::new();
    if route.needs.is_some()
        && let Some(provider) = scene.provider.get()
    {
        above.push((provider_name(&provider), scene.href(RouteId::Clients)));
    }
    if route.is_of_client()
        && let Some(client) = scene.client.get()
    {
        let href = routes::path(RouteId::Client, &[("client", &client.organization_id)]);
        above.push((name_of(Some(&client)), Some(href)));
    }
    let above = above
        .into_iter()
        .map(|(label, href)| view! { <li class="wide-only"><a href=href dir="auto">{label}</a></li> })
        .collect::<Vec<_>>();
    // Whoever only manages organisations of their own has no provider to choose.
    let own_only = route.id == RouteId::Providers
        && scene
            .session
            .workspace()
            .is_some_and(|workspace| workspace.providers.is_empty() && workspace.own_organizations().next().is_some());
    let here = if own_only { text::providers::title_own() } else { (route.title)() };
    view! {
        {above}
        <li>
            <span aria-current="page" class="truncate" dir="auto">
                {here}
            </span>
        </li>
    }
    .into_any()
}

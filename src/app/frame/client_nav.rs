//! The part of the side bar that belongs to the open client: switch to another one, its pages, and what is missing.

use leptos::prelude::*;
use portal_client::workspace::ClientEntry;

use super::{
    Scene,
    sidebar::{in_order, item},
};
use crate::{
    app::{
        routes::{self, Need, Route, RouteId},
        shortcuts::Overlays,
    },
    i18n::{list, text},
    pages::client::{
        scope::name_of,
        setup::{OpenSetUp, count},
    },
    ui::{Icon, avatar, icon},
};

pub fn section(scene: Scene) -> AnyView {
    let overlays = expect_context::<Overlays>();
    let id =
        Memo::new(move |_| scene.client.with(|client| client.as_ref().map(|client| client.organization_id.clone())));
    (move || {
        id.get().map(|id| {
            let name = move || scene.client.with(|client| name_of(client.as_ref()));
            view! {
                <nav class="sidebar__section nav-scope" aria-label=text::app::client_navigation() data-hue=avatar::hue(&id)>
                    <button
                        class="switcher"
                        type="button"
                        aria-haspopup="dialog"
                        on:click=move |_| overlays.clients.set(true)
                    >
                        {avatar::square(&id, &untrack(name), "")}
                        <span class="who__text">
                            <span class="who__name" dir="auto">
                                {name}
                            </span>
                            // Part of the button's name beside what is seen, so that speech input finds it.
                            <span class="visually-hidden">{text::app::switch_client()}</span>
                        </span>
                        {icon(Icon::UpDown)}
                    </button>
                    <div class="nav">{move || scene.client.get().map(|client| entries(scene, &client))}</div>
                    {move || scene.client.get().map(|client| notes(&client))}
                </nav>
            }
        })
    })
    .into_any()
}

fn entries(scene: Scene, client: &ClientEntry) -> Vec<AnyView> {
    in_order(|route| matches!(standing(route, client), Standing::Open))
        .into_iter()
        .map(|(route, nav)| {
            let href = routes::path(route.id, &[("client", &client.organization_id)]);
            let progress = (route.id == RouteId::Client).then(|| progress(client.organization_id.clone()));
            item(scene, route.id, nav, (route.title)(), href, || false, progress)
        })
        .collect()
}

/// How far the set-up has come, as far as anybody has looked.
fn progress(client: String) -> AnyView {
    let open = use_context::<OpenSetUp>();
    (move || {
        open.and_then(|open| open.of(&client)).map(|progress| view! { <span class="nav__end">{count(progress)}</span> })
    })
    .into_any()
}

/// What is missing is named with its reason: nobody should search for a page that is not there.
fn notes(client: &ClientEntry) -> Vec<AnyView> {
    let titles = |wanted: Standing| {
        let routes = in_order(|route| standing(route, client) == wanted);
        routes.into_iter().map(|(route, _)| (route.title)().to_owned()).collect::<Vec<_>>()
    };
    let plan = titles(Standing::NotInPlan);
    let role = titles(Standing::NotInRole);
    let note = |words: String| view! { <p class="nav__note">{words}</p> }.into_any();
    [
        (!plan.is_empty()).then(|| note(text::app::not_in_plan(&list(&plan)))),
        (!role.is_empty()).then(|| note(text::app::not_in_role(&list(&role)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// No page of a client.
    Elsewhere,
    Open,
    NotInPlan,
    NotInRole,
}

fn standing(route: &Route, client: &ClientEntry) -> Standing {
    match route.needs {
        Some(Need::Client(action, feature)) => {
            if !client.standing().allows(action) {
                Standing::NotInRole
            } else if feature.is_none_or(|feature| feature.is_on(&client.features)) {
                Standing::Open
            } else {
                Standing::NotInPlan
            }
        }
        _ => Standing::Elsewhere,
    }
}

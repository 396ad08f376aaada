//! What else works with a client, and what of it is done where (INT-01; screens §2.18). Read only: each card leads to the
//! page that sets something, or says that the other product does.

mod card;

use leptos::prelude::*;
use portal_client::workspace::ClientEntry;
use portal_contracts::permissions::Feature;

use card::{Card, Part, Way};

use super::scope::ClientScope;
use crate::{app::routes::RouteId, i18n::text::integrations as text, ui::Icon};

/// The page.
#[component]
pub fn IntegrationsPage() -> AnyView {
    let scope = ClientScope::here();
    let cards = move || {
        scope.entry.with(|entry| entry.as_ref().map(|entry| cards(entry).map(|card| card.draw(entry)).collect_view()))
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body">
            <div class="integrations">{cards}</div>
        </div>
    }
    .into_any()
}

fn cards(client: &ClientEntry) -> [Card; 6] {
    let sso = match (Feature::Sso.is_on(&client.features), client.single_sign_on) {
        (false, _) => None,
        (true, true) => Some((true, text::on())),
        (true, false) => Some((false, text::off())),
    };
    [
        Card {
            id: "integration-siem",
            symbol: Icon::Clock,
            title: text::siem_title(),
            what: text::siem_what(),
            state: None,
            parts: vec![
                Part::Here(text::siem_here()),
                Part::There(text::siem_there()),
                Part::Value(text::client_id(), ["organization.", &client.organization_id].concat()),
            ],
            lacks: (!(client.features.use_events && client.features.use_api)).then(text::siem_plan),
            ways: vec![
                Way { route: RouteId::ClientEvents, label: text::go_events() },
                Way { route: RouteId::ClientSettings, label: text::go_api_key() },
            ],
        },
        Card {
            id: "integration-scim",
            symbol: Icon::People,
            title: text::scim_title(),
            what: text::scim_what(),
            state: None,
            parts: vec![Part::Here(text::scim_here()), Part::There(text::scim_there())],
            lacks: (!client.features.use_scim).then(text::scim_plan),
            ways: vec![Way { route: RouteId::ClientScim, label: text::go_scim() }],
        },
        Card {
            id: "integration-sso",
            symbol: Icon::Globe,
            title: text::sso_title(),
            what: text::sso_what(),
            state: sso,
            parts: vec![Part::Here(text::sso_here()), Part::There(text::sso_there())],
            lacks: (!client.features.use_sso).then(text::sso_plan),
            ways: vec![Way { route: RouteId::Sso, label: text::go_sso() }],
        },
        Card {
            id: "integration-directory",
            symbol: Icon::Building,
            title: text::directory_title(),
            what: text::directory_what(),
            state: None,
            parts: vec![Part::Here(text::directory_here()), Part::There(text::directory_there())],
            lacks: (!(client.features.use_directory && client.features.use_api)).then(text::directory_plan),
            ways: vec![Way { route: RouteId::ClientSettings, label: text::go_api_key() }],
        },
        Card {
            id: "integration-scripts",
            symbol: Icon::File,
            title: text::scripts_title(),
            what: text::scripts_what(),
            state: None,
            parts: vec![Part::Here(text::scripts_here()), Part::There(text::scripts_there())],
            lacks: None,
            ways: Vec::new(),
        },
        Card {
            id: "integration-devices",
            symbol: Icon::Device,
            title: text::devices_title(),
            what: text::devices_what(),
            state: None,
            parts: vec![Part::There(text::devices_there())],
            lacks: None,
            ways: Vec::new(),
        },
    ]
}

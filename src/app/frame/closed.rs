//! What stands in the place of a page that may not be shown: why, and who or what helps.

use leptos::prelude::*;
use portal_agent::protocol::KeyRefusal;
use portal_contracts::permissions::Feature;

use super::{Scene, gate::Gate, role_name};
use crate::{
    app::routes::{self, RouteId},
    i18n::text,
    pages::clients::{row::KeyState, words},
    ui::{Button, EmptyKind, EmptyState, LinkButton, SkeletonRows},
};

pub fn page(gate: Gate, scene: Scene, read: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let heading = scene.route().map(|route| (route.title)()).unwrap_or_default();
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{heading}</h1>
            </div>
        </div>
        {content(gate, scene, read)}
    }
    .into_any()
}

fn content(gate: Gate, scene: Scene, read: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let again = move || view! { <Button on_click=read>{text::app::try_again()}</Button> }.into_any();
    let no_right = |title: &'static str, words: String, way: AnyView| empty(EmptyKind::NoPermission, title, words, way);
    match gate {
        Gate::Open => ().into_any(),
        Gate::Reading => view! { <SkeletonRows /> }.into_any(),
        Gate::Failed => {
            let words = text::app::load_failed_text().to_owned();
            empty(EmptyKind::Failed, text::app::load_failed_title(), words, again())
        }
        Gate::NoSuchProvider => {
            let way = view! {
                {again()}
                {to_providers()}
            };
            no_right(text::app::provider_missing_title(), text::app::provider_missing_text().to_owned(), way.into_any())
        }
        Gate::SwitchedOff => {
            no_right(text::app::provider_off_title(), text::app::provider_off_text().to_owned(), to_providers())
        }
        Gate::NotAllowed(role) => {
            no_right(text::app::no_right_title(), text::app::no_right_text(role_name(role)), to_clients(scene))
        }
        Gate::NoSuchClient => {
            let way = view! {
                {again()}
                {to_clients(scene)}
            };
            no_right(text::app::client_missing_title(), text::app::client_missing_text().to_owned(), way.into_any())
        }
        Gate::Closed(refusal) => {
            let by_provider =
                scene.client.with(|client| client.as_ref().is_some_and(|client| client.provider_id.is_some()));
            let why = words::key_why(refusal.map_or(KeyState::Missing, closed_by), by_provider).unwrap_or_default();
            no_right(text::app::client_closed_title(), why.to_owned(), to_clients(scene))
        }
        Gate::Suspended => {
            let words = text::app::client_suspended_text().to_owned();
            no_right(text::app::client_suspended_title(), words, to_clients(scene))
        }
        Gate::NotAllowedHere => {
            no_right(text::app::client_role_title(), text::app::client_role_text().to_owned(), to_overview(scene))
        }
        Gate::NotInPlan(feature) => {
            no_right(text::app::client_plan_title(), plan_words(feature).to_owned(), to_overview(scene))
        }
    }
}

fn closed_by(refusal: KeyRefusal) -> KeyState {
    portal_client::workspace::KeyState::Refused(refusal).into()
}

/// What a plan lacks, and what to do about it.
pub const fn plan_words(feature: Feature) -> &'static str {
    match feature {
        Feature::Groups => text::app::plan_groups(),
        Feature::Events => text::app::plan_events(),
        Feature::Policies => text::app::plan_policies(),
        Feature::Sso => text::app::plan_sso(),
        Feature::Scim => text::app::plan_scim(),
        Feature::Domains => text::app::plan_domains(),
        Feature::Api => text::app::plan_api(),
        Feature::Recovery => text::app::plan_recovery(),
        Feature::CustomRole => text::app::plan_custom_role(),
    }
}

fn empty(kind: EmptyKind, title: &'static str, words: String, way: AnyView) -> AnyView {
    view! {
        <EmptyState kind=kind title=title text=words>
            {way}
        </EmptyState>
    }
    .into_any()
}

fn to_providers() -> AnyView {
    view! { <LinkButton href=routes::path(RouteId::Providers, &[])>{text::app::all_providers()}</LinkButton> }
        .into_any()
}

/// The clients of the provider at hand; whoever has none chooses anew.
fn to_clients(scene: Scene) -> AnyView {
    match scene.href(RouteId::Clients) {
        Some(href) => view! { <LinkButton href=href>{text::titles::clients()}</LinkButton> }.into_any(),
        None => to_providers(),
    }
}

fn to_overview(scene: Scene) -> AnyView {
    let client = scene.client.with(|client| client.as_ref().map(|client| client.organization_id.clone()));
    match client {
        Some(id) if scene.route().is_some_and(|route| route.id != RouteId::Client) => {
            let href = routes::path(RouteId::Client, &[("client", &id)]);
            view! { <LinkButton href=href>{text::titles::client()}</LinkButton> }.into_any()
        }
        _ => to_clients(scene),
    }
}

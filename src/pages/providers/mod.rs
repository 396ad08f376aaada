//! The providers one works for (PROV-01), and where to go when there is none.

use leptos::{prelude::*, task::spawn_local};
use portal_client::workspace::{KeyState, ProviderEntry};
use portal_contracts::enums::{ProviderStatus, ProviderUserType};

use crate::{
    app::routes::{self, RouteId},
    i18n::text::{providers as text, titles},
    pages::problem::{Problem, ProblemCallout},
    session::use_session,
    ui::{Badge, Button, EmptyKind, EmptyState, Icon, LinkButton, Tone, avatar},
};

/// The list to choose from.
#[component]
pub fn ProvidersPage() -> AnyView {
    let session = use_session();
    let problem = RwSignal::new(None::<Problem>);
    let reading = RwSignal::new(false);
    let read = move || {
        reading.set(true);
        spawn_local(async move {
            let outcome = session.sync().await;
            let _ = problem.try_set(outcome.err().map(|error| Problem::of(&error)));
            let _ = reading.try_set(false);
        });
    };
    let providers =
        Memo::new(move |_| session.workspace().map(|workspace| workspace.providers.clone()).unwrap_or_default());
    let content = move || {
        let providers = providers.get();
        if providers.is_empty() {
            return none(reading.into(), Callback::new(move |()| read()));
        }
        view! {
            <ul class="provider-list">{providers.into_iter().map(|provider| entry(&provider)).collect::<Vec<_>>()}</ul>
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{titles::providers()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body" data-width="settings">
            {move || problem.get().map(|problem| view! { <ProblemCallout problem=problem on_again=read /> })}
            {content}
        </div>
    }
    .into_any()
}

fn none(reading: Signal<bool>, read: Callback<()>) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::none_title() text=text::none_text()>
            <LinkButton href=routes::path(RouteId::Join, &[])>{text::none_join()}</LinkButton>
            <Button symbol=Icon::Refresh busy=reading on_click=read>
                {text::none_again()}
            </Button>
        </EmptyState>
    }
    .into_any()
}

fn entry(provider: &ProviderEntry) -> AnyView {
    let name = provider.name.clone().unwrap_or_else(|| text::unnamed().to_owned());
    let role = role(provider.role);
    let ready = provider.stage != ProviderStatus::Pending;
    let may = provider.may_enter() && ready;
    let (badge, why) = state(provider);
    let face = view! {
        {avatar::square(&provider.id, &name, "l")}
        <span class="who__text">
            <span class="who__name" dir="auto">
                {name}
            </span>
            <span class="who__sub">{role}</span>
        </span>
        {badge.map(|words| view! { <Badge tone=Tone::Warning symbol=Icon::Warning>{words}</Badge> })}
    };
    let line = if may {
        let href = routes::path(RouteId::Clients, &[("provider", &provider.id)]);
        view! {
            <a class="provider-list__item who" href=href>
                {face}
            </a>
        }
        .into_any()
    } else {
        view! { <span class="provider-list__item who">{face}</span> }.into_any()
    };
    view! { <li>{line} {why.map(|why| view! { <p class="provider-list__why quiet t-13">{why}</p> })}</li> }.into_any()
}

/// What is out of order with a provider, and what that means.
fn state(provider: &ProviderEntry) -> (Option<&'static str>, Option<&'static str>) {
    if provider.stage == ProviderStatus::Pending {
        return (Some(text::not_ready()), Some(text::not_ready_text()));
    }
    if !provider.enabled {
        let why = if provider.may_enter() { text::disabled_admin() } else { text::disabled_service() };
        return (Some(text::disabled()), Some(why));
    }
    match provider.key {
        KeyState::Ready | KeyState::Locked => (None, None),
        KeyState::Missing => (Some(text::key_missing()), Some(text::key_missing_text())),
        KeyState::Refused(_) => (Some(text::key_refused()), Some(text::key_refused_text())),
    }
}

/// A role in words.
#[must_use]
pub const fn role(role: ProviderUserType) -> &'static str {
    match role {
        ProviderUserType::ProviderAdmin => text::role_admin(),
        ProviderUserType::ServiceUser => text::role_service(),
        ProviderUserType::Unknown(_) => text::role_unknown(),
    }
}

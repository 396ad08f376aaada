//! The providers one works for (PROV-01), the organisations one manages as a member, and where to go when there is none.

use leptos::{prelude::*, task::spawn_local};
use portal_client::workspace::{ClientEntry, KeyState, PlainMembership, ProviderEntry};
use portal_contracts::enums::{OrganizationUserType, ProviderStatus, ProviderUserType};

use crate::{
    app::routes::{self, RouteId},
    i18n::{
        list,
        text::{providers as text, titles},
    },
    pages::{
        client::scope::name_of,
        clients::{self, words},
        problem::{Problem, ProblemCallout},
    },
    session::use_session,
    ui::{Badge, Button, Callout, EmptyKind, EmptyState, Icon, LinkButton, Tone, avatar, dom},
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
    let places = Memo::new(move |_| {
        session.workspace().map(|workspace| {
            let own = workspace.own_organizations().cloned().collect::<Vec<_>>();
            (workspace.providers.clone(), own, workspace.plain.clone())
        })
    });
    let kinds = Memo::new(move |_| {
        places.with(|places| match places {
            Some((providers, own, _)) if providers.is_empty() && !own.is_empty() => Kinds::Own,
            Some((_, own, _)) if !own.is_empty() => Kinds::Both,
            _ => Kinds::Providers,
        })
    });
    let content = move || {
        let (providers, own, plain) = places.get().unwrap_or_default();
        if providers.is_empty() && own.is_empty() {
            let again = Callback::new(move |()| read());
            return (none(reading.into(), again), members_only(&plain)).into_any();
        }
        // With one kind only the page's own title says what it is.
        let both = !providers.is_empty() && !own.is_empty();
        let rows = |rows: Vec<AnyView>| view! { <ul class="provider-list">{rows}</ul> }.into_any();
        view! {
            {(!providers.is_empty())
                .then(|| group(both.then(text::providers), rows(providers.iter().map(entry).collect())))}
            {(!own.is_empty())
                .then(|| group(both.then(text::organisations), rows(own.iter().map(organisation).collect())))}
            {members_only(&plain)}
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{move || kinds.get().title()}</h1>
            </div>
            <p class="page-head__lead">{move || kinds.get().lead()}</p>
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            {move || problem.get().map(|problem| view! { <ProblemCallout problem=problem on_again=read /> })}
            {content}
        </div>
    }
    .into_any()
}

/// What there is to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    Providers,
    Both,
    Own,
}

impl Kinds {
    fn title(self) -> &'static str {
        if self == Self::Own { text::title_own() } else { titles::providers() }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Providers => text::lead(),
            Self::Both => text::lead_both(),
            Self::Own => text::lead_own(),
        }
    }
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

/// A part of the list under its heading.
fn group(title: Option<&'static str>, content: AnyView) -> AnyView {
    let Some(title) = title else { return content };
    let id = dom::unique_id("group");
    let labelled = id.clone();
    view! {
        <section class="stack" data-gap="s" aria-labelledby=labelled>
            <h2 id=id class="t-14">
                {title}
            </h2>
            {content}
        </section>
    }
    .into_any()
}

/// An organisation that one manages as a member.
fn organisation(client: &ClientEntry) -> AnyView {
    let name = name_of(Some(client));
    let role = client.membership.as_ref().map(|membership| member_role(membership.role));
    let (badge, why) = match client.key {
        _ if !client.enabled => (Some(text::disabled()), None),
        KeyState::Ready | KeyState::Locked => (None, None),
        KeyState::Missing => (Some(text::key_missing()), words::key_why(clients::row::KeyState::Missing, false)),
        KeyState::Refused(_) => (Some(text::key_refused()), words::key_why(client.key.into(), false)),
    };
    let href = routes::path(RouteId::Client, &[("client", &client.organization_id)]);
    view! {
        <li>
            <a class="provider-list__item who" href=href>
                {avatar::square(&client.organization_id, &name, "l")}
                <span class="who__text">
                    <span class="who__name" dir="auto">
                        {name}
                    </span>
                    <span class="who__sub">{role}</span>
                </span>
                {badge.map(|words| view! { <Badge tone=Tone::Warning symbol=Icon::Warning>{words}</Badge> })}
            </a>
            {why.map(|why| view! { <p class="provider-list__why quiet t-13">{why}</p> })}
        </li>
    }
    .into_any()
}

/// Organisations in which there is nothing to manage for this account.
fn members_only(plain: &[PlainMembership]) -> Option<AnyView> {
    if plain.is_empty() {
        return None;
    }
    let names: Vec<String> = plain
        .iter()
        .map(|member| member.name.clone().unwrap_or_else(|| text::organisation_unnamed().to_owned()))
        .collect();
    Some(
        view! {
            <Callout tone=Tone::Info title=text::plain_title()>
                <p>{text::plain_text(&list(&names))}</p>
            </Callout>
        }
        .into_any(),
    )
}

/// A role in an organisation in words.
const fn member_role(role: OrganizationUserType) -> &'static str {
    match role {
        OrganizationUserType::Owner => text::role_owner(),
        OrganizationUserType::Admin => text::role_org_admin(),
        OrganizationUserType::Custom => text::role_custom(),
        OrganizationUserType::User | OrganizationUserType::Unknown(_) => text::role_unknown(),
    }
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

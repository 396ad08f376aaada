//! The console of one client (CLI-08): its first page, and one folder for each of the others.

pub mod band;
pub mod scope;

use leptos::prelude::*;
use portal_client::workspace::ClientEntry;

use self::scope::ClientScope;
use crate::{
    app::routes::{self, RouteId},
    i18n::{
        self, number,
        text::{client as text, clients},
    },
    pages::{
        clients::{
            Action,
            data::ClientsData,
            dialogs::{ClientDialogs, Dialogs},
            row::{Row, Status as State},
            why_not, words,
        },
        problem::ProblemCallout,
        provider::scope::Scope,
    },
    platform::intl,
    session::place,
    ui::{
        Badge, Button, Callout, CopyButton, EmptyKind, EmptyState, Icon, LinkButton, SeatsBar, Size, SkeletonText,
        Status, Tone, Variant,
    },
};

/// The first page of a client.
#[component]
pub fn ClientPage() -> AnyView {
    let here = ClientScope::here();
    let by_provider = Memo::new(move |_| here.standing().provider);
    (move || if by_provider.get() { for_provider(here) } else { for_member(here) }).into_any()
}

/// Whoever reaches the client by a membership knows what the profile says; seats and names are the provider's business.
fn for_member(here: ClientScope) -> AnyView {
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            {move || here.entry.get().map(|entry| member_facts(&entry))}
        </div>
    }
    .into_any()
}

fn member_facts(entry: &ClientEntry) -> AnyView {
    let organisation = entry.organization_id.clone();
    view! {
        <section class="card" aria-labelledby="client-facts">
            <div class="card__head">
                <h2 id="client-facts">{text::facts()}</h2>
            </div>
            <dl class="facts card__body">
                <dt>{text::plan()}</dt>
                <dd>{band::plan(entry.tier).map(|plan| view! { <Badge line=true>{plan}</Badge> })}</dd>
                <dt>{text::seats()}</dt>
                <dd>{entry.seats.map_or_else(|| clients::not_counted().to_owned(), number)}</dd>
                {id_fact(organisation)}
            </dl>
        </section>
    }
    .into_any()
}

fn id_fact(organisation: String) -> AnyView {
    view! {
        <dt>{text::organisation_id()}</dt>
        <dd>
            <span class="cluster facts__end">
                <code class="t-12">{organisation.clone()}</code>
                <CopyButton label=text::copy_id() content=organisation size=Size::Small />
            </span>
        </dd>
    }
    .into_any()
}

fn for_provider(here: ClientScope) -> AnyView {
    let scope = here.provider();
    let data = ClientsData::new(scope);
    let client = here.client;
    let dialogs = ClientDialogs::new();
    let row = Memo::new(move |_| data.row_of(&client.get()));
    let go = place::use_go();
    // Once unlinked there is nothing to see here.
    let done = Callback::new(move |(action,): (Action,)| {
        if action == Action::Unlink {
            go(&list_path(scope));
        }
    });
    // Changes seldom: buttons stay where they are, and keep the focus, while the client is read again.
    let face = Memo::new(move |_| match (row.with(Option::is_some), data.rows().is_some()) {
        (true, _) => Face::Shown,
        (false, true) => Face::Missing,
        (false, false) if data.failure.with(Option::is_some) => Face::Failed,
        (false, false) => Face::Reading,
    });
    let content = move || match face.get() {
        Face::Shown => overview(row, data, dialogs),
        Face::Missing => missing(scope),
        Face::Failed => view! {
            <div class="page-body" data-width="settings">
                {move || {
                    data.failure
                        .get()
                        .map(|problem| view! { <ProblemCallout problem=problem on_again=move || data.reload() /> })
                }}
            </div>
        }
        .into_any(),
        Face::Reading => view! {
            <div class="page-body" data-width="settings">
                <SkeletonText lines=8 />
            </div>
        }
        .into_any(),
    };
    view! {
        {content}
        <Dialogs dialogs=dialogs data=data on_done=done />
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    Missing,
    Shown,
}

fn list_path(scope: Scope) -> String {
    routes::path(RouteId::Clients, &[("provider", &scope.provider.get_untracked())])
}

fn missing(scope: Scope) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NoMatch title=text::missing_title() text=text::missing_text()>
            <LinkButton href=list_path(scope)>{text::missing_back()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn overview(row: Memo<Option<Row>>, data: ClientsData, dialogs: ClientDialogs) -> AnyView {
    let scope = data.scope;
    let part =
        move |draw: fn(&Row, ClientsData) -> AnyView| move || row.with(|row| row.as_ref().map(|row| draw(row, data)));
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            {buttons(row, scope, dialogs)}
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            {part(notices)}
            {part(facts)}
        </div>
    }
    .into_any()
}

fn notices(row: &Row, _data: ClientsData) -> AnyView {
    if row.status() == State::Key {
        let why = words::key_why(row.key).unwrap_or_default();
        return view! {
            <Callout tone=Tone::Danger title=text::closed_title()>
                <p>{why}</p>
            </Callout>
        }
        .into_any();
    }
    if row.enabled == Some(false) {
        return view! {
            <Callout tone=Tone::Warning title=text::suspended_title()>
                <p>{text::suspended_text()}</p>
            </Callout>
        }
        .into_any();
    }
    ().into_any()
}

/// Each action as a button; why one is off stands below.
fn buttons(row: Memo<Option<Row>>, scope: Scope, dialogs: ClientDialogs) -> AnyView {
    let reason =
        move |action: Action| row.with(|row| why_not(action, row.as_ref()?, scope.role.get(), scope.suspended.get()));
    let button = |action: Action, symbol: Icon, variant: Variant, label: &'static str| {
        let off = Signal::derive(move || reason(action).is_some());
        let ask = move || {
            if let Some(row) = row.get_untracked() {
                dialogs.ask(action, row);
            }
        };
        view! {
            <Button variant=variant symbol=symbol disabled=off on_click=ask>
                {label}
            </Button>
        }
        .into_any()
    };
    let why = move || {
        let reason = reason(Action::Seats).or_else(|| reason(Action::Unlink))?;
        let words = row.with(|row| row.as_ref().map(|row| words::off(reason, row)))?;
        Some(view! { <p class="page-head__lead t-13">{words}</p> })
    };
    view! {
        <div class="page-head__actions">
            {button(Action::Seats, Icon::Seat, Variant::Plain, clients::change_seats())}
            {button(Action::Rename, Icon::Edit, Variant::Plain, clients::rename())}
            {button(Action::Unlink, Icon::Unlink, Variant::DangerQuiet, clients::unlink())}
        </div>
        {why}
    }
    .into_any()
}

fn facts(row: &Row, data: ClientsData) -> AnyView {
    let (symbol, tone, word) = words::status(row);
    let since = data.linked_at(&row.link).and_then(|at| intl::moment(&at)).map(i18n::date);
    let organisation = row.organisation.clone();
    let seats = match row.seats {
        Some(seats) => {
            let free = row.free().unwrap_or(0);
            view! {
                <SeatsBar used=row.used assigned=seats />
                <span class="quiet">{text::seats_free(free)}</span>
            }
            .into_any()
        }
        None => view! { <span>{clients::not_counted()} ", " {number(row.used)}</span> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="client-facts">
            <div class="card__head">
                <h2 id="client-facts">{text::facts()}</h2>
            </div>
            <dl class="facts card__body">
                <dt>{text::state()}</dt>
                <dd>
                    <Status symbol=symbol tone=tone>
                        {word}
                    </Status>
                </dd>
                <dt>{text::plan()}</dt>
                <dd>{row.plan.clone()}</dd>
                <dt>{text::seats()}</dt>
                <dd>
                    <span class="cluster facts__end">{seats}</span>
                </dd>
                {since
                    .map(|since| {
                        view! {
                            <dt>{text::since()}</dt>
                            <dd>{since}</dd>
                        }
                    })}
                {id_fact(organisation)}
            </dl>
        </section>
    }
    .into_any()
}

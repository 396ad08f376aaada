//! What is known about a client beside its steps, and what provider staff do with the client as a whole: seats, name,
//! unlinking.

use leptos::{prelude::*, task::spawn_local};
use portal_client::workspace::ClientEntry;

use crate::{
    app::routes::{self, RouteId},
    i18n::{
        self, number,
        text::{client as text, clients},
    },
    pages::{
        client::{band, scope::ClientScope},
        clients::{
            Action,
            data::ClientsData,
            dialogs::{ClientDialogs, Dialogs},
            row::Row,
            why_not, words,
        },
        problem::ProblemCallout,
        provider::scope::Scope,
    },
    platform::intl,
    session::place,
    ui::{Badge, Button, CopyButton, Icon, SeatsBar, Size, SkeletonText, Status, Variant},
};

/// Whoever reaches the client by a membership knows what the profile says; seats and names are the provider's business.
pub fn for_member(here: ClientScope) -> AnyView {
    (move || here.entry.get().map(|entry| member_facts(&entry))).into_any()
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

/// For provider staff: the row of the clients list, and its actions.
pub fn for_provider(here: ClientScope) -> AnyView {
    let scope = here.provider();
    let data = ClientsData::new(scope);
    let client = here.client;
    let dialogs = ClientDialogs::new();
    let row = Memo::new(move |_| data.row_of(&client.get()));
    let go = place::use_go();
    // Once unlinked there is nothing to see here; a new name and other seats are read with the profile.
    let done = Callback::new(move |(action,): (Action,)| {
        if action == Action::Unlink {
            go(&routes::path(RouteId::Clients, &[("provider", &scope.provider.get_untracked())]));
        } else {
            spawn_local(async move { drop(here.session.sync().await) });
        }
    });
    let face = Memo::new(move |_| match row.with(Option::is_some) {
        true => Face::Shown,
        false if data.failure.with(Option::is_some) => Face::Failed,
        false => Face::Reading,
    });
    let content = move || match face.get() {
        Face::Shown => view! {
            <section class="card" aria-labelledby="client-facts">
                <div class="card__head">
                    <h2 id="client-facts">{text::facts()}</h2>
                </div>
                <div class="card__body stack">
                    {move || row.with(|row| row.as_ref().map(|row| facts(row, data)))} {buttons(row, scope, dialogs)}
                </div>
            </section>
        }
        .into_any(),
        Face::Failed => (move || {
            data.failure
                .get()
                .map(|problem| view! { <ProblemCallout problem=problem on_again=move || data.reload() /> })
        })
        .into_any(),
        Face::Reading => view! { <SkeletonText lines=5 /> }.into_any(),
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
    Shown,
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
            <Button variant=variant size=Size::Small symbol=symbol disabled=off on_click=ask>
                {label}
            </Button>
        }
        .into_any()
    };
    let why = move || {
        let reason = reason(Action::Seats).or_else(|| reason(Action::Unlink))?;
        let words = row.with(|row| row.as_ref().map(|row| words::off(reason, row)))?;
        Some(view! { <p class="quiet t-12">{words}</p> })
    };
    view! {
        <div class="cluster">
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
        <dl class="facts">
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
    }
    .into_any()
}

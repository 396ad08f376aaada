//! Seats: assigned, used, free; the provider's people change them in the dialog of the clients list.

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::Payer;

use super::{Data, section};
use crate::{
    i18n::{number, text::client_subscription as text},
    pages::clients::{
        Action,
        data::ClientsData,
        dialogs::{ClientDialogs, Dialogs},
        why_not, words,
    },
    ui::{Button, Callout, Icon, SeatsBar, Tone, rich},
};

pub fn card(data: Data) -> AnyView {
    let numbers = move || {
        data.found.with(|found| {
            let found = found.as_ref()?;
            Some(match (found.organization.seats, found.occupied) {
                (None, _) => view! { <p>{text::seats_unlimited()}</p> }.into_any(),
                (Some(seats), None) => view! {
                    <dl class="facts">
                        <dt>{text::seats_assigned()}</dt>
                        <dd>{number(seats)}</dd>
                    </dl>
                    <p class="quiet t-13">{text::seats_unknown()}</p>
                }
                .into_any(),
                (Some(seats), Some(used)) => counted(seats, used, found.free().unwrap_or(0)),
            })
        })
    };
    // The button stays, and keeps the focus, while the numbers are read again.
    let payer = Memo::new(move |_| data.found.with(|found| found.as_ref().map(|found| found.payer.clone())));
    let change = move || match payer.get() {
        Some(Payer::OwnProvider { .. }) => view! { <Change data=data /> }.into_any(),
        Some(Payer::OtherProvider { name }) => {
            let words = match name {
                Some(name) => rich(text::theirs_text(&name)),
                None => text::theirs_unnamed().into_any(),
            };
            view! {
                <Callout title=text::theirs_title()>
                    <p>{words}</p>
                </Callout>
            }
            .into_any()
        }
        Some(Payer::Itself) | None => ().into_any(),
    };
    section(text::seats_title(), view! { {numbers} {change} }.into_any())
}

fn counted(seats: i64, used: i64, free: i64) -> AnyView {
    let full = (free == 0).then(|| {
        view! {
            <Callout tone=Tone::Warning>
                <p>{text::seats_full()}</p>
            </Callout>
        }
    });
    view! {
        <SeatsBar used=used assigned=seats />
        <dl class="facts">
            <dt>{text::seats_assigned()}</dt>
            <dd>{number(seats)}</dd>
            <dt>{text::seats_used()}</dt>
            <dd>{number(used)}</dd>
            <dt>{text::seats_free()}</dt>
            <dd>{number(free)}</dd>
        </dl>
        {full}
        <p class="quiet t-13">{text::seats_rule()}</p>
    }
    .into_any()
}

/// The button, and why it is off. Price and rules need the provider's list and contract, so these are read here.
#[component]
fn Change(data: Data) -> AnyView {
    let scope = data.scope.provider();
    let clients = ClientsData::new(scope);
    let dialogs = ClientDialogs::new();
    let client = data.scope.client;
    let row = Memo::new(move |_| clients.row_of(&client.get()));
    let reason = move || row.with(|row| why_not(Action::Seats, row.as_ref()?, scope.role.get(), scope.suspended.get()));
    let off = Signal::derive(move || row.with(Option::is_none) || reason().is_some());
    let ask = move || {
        if let Some(row) = row.get_untracked() {
            dialogs.ask(Action::Seats, row);
        }
    };
    let why = move || {
        let reason = reason()?;
        let words = row.with(|row| row.as_ref().map(|row| words::off(reason, row)))?;
        Some(view! { <p class="quiet t-13">{words}</p> })
    };
    let done = Callback::new(move |(_,): (Action,)| {
        data.reload();
        // The band reads the seats from the profile.
        spawn_local(async move {
            let _ = data.scope.session.sync().await;
        });
    });
    view! {
        <div class="cluster">
            <Button symbol=Icon::Seat disabled=off on_click=ask>
                {text::seats_change()}
            </Button>
        </div>
        {why}
        <Dialogs dialogs=dialogs data=clients on_done=done />
    }
    .into_any()
}

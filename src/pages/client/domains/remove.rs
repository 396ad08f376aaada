//! The dialog that takes a domain off the list. It names the client and says what stops.

use leptos::{prelude::*, task::spawn_local};
use portal_client::domains::remove_domain;
use portal_contracts::policies::PolicyType;

use super::{desk::Desk, row::Row, words};
use crate::{
    i18n::text::domains as text,
    pages::{clients::work::Work, problem::Problem},
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Variant, rich},
};

/// The dialog; it is about the domain in `desk.remove_of`.
#[component]
pub fn RemoveDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    let title = Signal::derive(move || {
        desk.remove_of.with(|row| row.as_ref().map(|row| text::remove_title(&row.domain.name))).unwrap_or_default()
    });
    view! {
        <Dialog
            open=desk.remove
            title=title
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || desk.remove_of.get().map(|row| content(row, work, desk))}
        </Dialog>
    }
    .into_any()
}

fn content(row: Row, work: Work, desk: Desk) -> AnyView {
    let scope = desk.data.scope;
    let lead = if row.is_claimed() { claimed(&row, desk) } else { waiting(&row, desk) };
    let (id, name) = (row.domain.id, row.domain.name);
    let label = move || text::remove_do(&scope.name());
    let remove = move || {
        if !work.start() {
            return;
        }
        let (portal, client, id, name) = (scope.portal(), scope.id(), id.clone(), name.clone());
        spawn_local(async move {
            let outcome = remove_domain(&portal, &client, &id).await;
            if work.finish(outcome, Problem::of).is_some() {
                let _ = desk.remove.try_set(false);
                desk.data.gone(&id);
                desk.data.reload();
                desk.toasts.success(text::removed(&name));
            }
        });
    };
    view! {
        <DialogBody>{work.failure_view()} {lead}</DialogBody>
        <DialogFoot>
            <Button disabled=work.busy on_click=move || desk.remove.set(false)>
                {text::cancel()}
            </Button>
            <Button variant=Variant::Danger symbol=Icon::Trash busy=work.busy on_click=remove>
                {label}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn waiting(row: &Row, desk: Desk) -> AnyView {
    let name = row.domain.name.clone();
    view! { <p>{move || rich(text::remove_waiting(&name, &desk.data.scope.name()))}</p> }.into_any()
}

fn claimed(row: &Row, desk: Desk) -> AnyView {
    let (id, name) = (row.domain.id.clone(), row.domain.name.clone());
    let accounts = match row.accounts {
        None => Some(text::remove_accounts_unknown().to_owned()),
        Some(0) => None,
        Some(count) => Some(text::remove_accounts(words::int(count))),
    };
    let policies = desk.data.policies;
    let last = move || desk.data.is_last_claimed(&id);
    let blocks = move || policies.is_on(PolicyType::BlockClaimedAccounts) == Some(true);
    let rest = move || {
        last().then(|| {
            view! {
                <p>{text::remove_policy()}</p>
                {blocks().then(|| view! { <p>{text::remove_block()}</p> })}
            }
        })
    };
    view! {
        <p>{move || rich(text::remove_claimed(&name, &desk.data.scope.name()))}</p>
        {accounts.map(|accounts| view! { <p>{accounts}</p> })}
        <p>{text::remove_open()}</p>
        {rest}
    }
    .into_any()
}

//! The dialog that deletes one group or several. It names the client and says what stays.

use leptos::{prelude::*, task::spawn_local};
use portal_client::groups::delete_groups;

use super::{desk::Desk, results::Outcome, row::Row, words};
use crate::{
    i18n::text::groups as text,
    pages::{client::collections, clients::work::Work},
    ui::{Button, Dialog, DialogBody, DialogFoot, Icon, Variant, rich},
};

/// The dialog; it is about the groups in `desk.delete_of`.
#[component]
pub fn DeleteDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    let title = Signal::derive(move || text::delete_title(words::int(desk.delete_of.with(Vec::len))));
    view! {
        <Dialog
            open=desk.delete
            title=title
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || content(desk.delete_of.get(), work, desk)}
        </Dialog>
    }
    .into_any()
}

fn content(rows: Vec<Row>, work: Work, desk: Desk) -> AnyView {
    let scope = desk.data.scope;
    let lead = match rows.as_slice() {
        [one] => view! { <p>{rich(text::delete_one_text(&one.name))}</p> }.into_any(),
        several => view! {
            <p>{text::delete_many_text(words::int(several.len()))}</p>
            <ul class="names" tabindex="0" aria-label=text::delete_many_text(words::int(several.len()))>
                {several.iter().map(|row| view! { <li dir="auto">{row.name.clone()}</li> }).collect::<Vec<_>>()}
            </ul>
        }
        .into_any(),
    };
    let label = {
        let rows = rows.clone();
        move || match rows.as_slice() {
            [one] => text::delete_one(&one.name, &scope.name()),
            several => text::delete_many(words::int(several.len()), &scope.name()),
        }
    };
    let delete = move || {
        if !work.start() {
            return;
        }
        let rows = rows.clone();
        spawn_local(async move {
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let client = scope.id();
            let outcome = delete_groups(&scope.portal(), &client, &ids).await;
            collections::outdated(&client);
            if let Some(outcomes) = work.finish(outcome, words::failure) {
                let _ = desk.delete.try_set(false);
                desk.report(Outcome::new(&rows, &outcomes));
            }
        });
    };
    view! {
        <DialogBody>{work.failure_view()} {lead}</DialogBody>
        <DialogFoot>
            <Button disabled=work.busy on_click=move || desk.delete.set(false)>
                {text::cancel()}
            </Button>
            <Button variant=Variant::Danger symbol=Icon::Trash busy=work.busy on_click=delete>
                {label}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

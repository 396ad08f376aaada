//! The dialog that removes one person or several (screens PPL-A). It says who stays, and why.

use leptos::{prelude::*, task::spawn_local};
use portal_client::people::remove_people;

use super::{
    actions::{Action, removable},
    desk::{Desk, settle},
    row::Row,
    words,
};
use crate::{
    i18n::text::people as text,
    pages::clients::work::Work,
    ui::{Button, ClientStrip, Dialog, DialogBody, DialogFoot, Icon, Variant, rich},
};

/// The dialog; it is about the people in [`Desk::remove_of`].
#[component]
pub fn RemoveDialog(desk: Desk) -> AnyView {
    let Desk { data, remove: open, remove_of: target, .. } = desk;
    let work = Work::new();
    let strip = move || view! { <ClientStrip id=data.scope.provider.get() name=data.scope.name() /> };
    let title = Signal::derive(move || {
        let rows = untrack(|| data.rows()).unwrap_or_default();
        let going = target.with(|ticked| removable(&ticked.iter().collect::<Vec<_>>(), &rows).0.len());
        // When nobody can go the dialog only says why.
        text::remove_title(i64::try_from(going.max(1)).unwrap_or(i64::MAX))
    });
    view! {
        <Dialog open=open title=title strip=strip closable=work.idle() on_close=work.reset()>
            {move || content(target.get(), work, desk)}
        </Dialog>
    }
    .into_any()
}

fn content(ticked: Vec<Row>, work: Work, desk: Desk) -> AnyView {
    let Desk { data, remove: open, .. } = desk;
    let rows = untrack(|| data.rows()).unwrap_or_default();
    let ticked: Vec<&Row> = ticked.iter().collect();
    let (going, staying) = removable(&ticked, &rows);
    let going: Vec<Row> = going.into_iter().cloned().collect();
    let count = i64::try_from(going.len()).unwrap_or(i64::MAX);
    let lead = match going.as_slice() {
        [] => None,
        [one] => Some(view! { <p>{rich(text::remove_one_text(one.called()))}</p> }.into_any()),
        several => Some(
            view! {
                <p>{text::remove_many_text(count)}</p>
                <ul class="names" tabindex="0" aria-label=text::remove_many_text(count)>
                    {several.iter().map(|row| view! { <li dir="auto">{row.called().to_owned()}</li> }).collect::<Vec<_>>()}
                </ul>
            }
            .into_any(),
        ),
    };
    let stays = (!staying.is_empty()).then(|| {
        let lines = staying
            .iter()
            .map(|(row, why)| {
                view! {
                    <li>
                        <bdi>{row.called().to_owned()}</bdi>
                        ": "
                        {words::why(*why)}
                    </li>
                }
            })
            .collect::<Vec<_>>();
        view! {
            <p>{text::remove_staying()}</p>
            <ul class="names" tabindex="0" aria-label=text::remove_staying()>
                {lines}
            </ul>
        }
    });
    let label = match going.as_slice() {
        [one] => text::remove_button(one.called()),
        _ => text::remove_button_many(count),
    };
    let empty = going.is_empty();
    let remove = move || {
        if empty || !work.start() {
            return;
        }
        let going = going.clone();
        let ledger = desk.batches.ledger();
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let ids: Vec<String> = going.iter().map(|row| row.id.clone()).collect();
            let outcome = remove_people(&data.scope.portal(), &provider, &ids).await;
            if settle(work, &ledger, Action::Remove, &going, outcome) {
                let _ = open.try_set(false);
            }
        });
    };
    view! {
        <DialogBody>{work.failure_view()} {lead} {stays}</DialogBody>
        <DialogFoot>
            <Button disabled=work.busy on_click=move || open.set(false)>
                {text::cancel()}
            </Button>
            {(!empty)
                .then(|| {
                    view! {
                        <Button variant=Variant::Danger symbol=Icon::Trash busy=work.busy on_click=remove>
                            {label}
                        </Button>
                    }
                })}
        </DialogFoot>
    }
    .into_any()
}

//! The dialog that assigns seats to a client (screens CLI-D): limits by role, hints, refusals in words.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::clients::set_seats;

use super::ClientDialogs;
use crate::{
    i18n::text::{self, seats as wording},
    pages::clients::{actions::Action, data::ClientsData, row::Row, seats, words, work::Work},
    ui::{Button, ClientStrip, Dialog, DialogBody, DialogFoot, Draft, TextField, Tone, Variant, bar::bar, dom},
};

const FIELD: &str = "seats-number";

/// The dialog; it opens when [`ClientDialogs::ask`] is called for seats.
#[component]
pub fn ChangeSeats(dialogs: ClientDialogs, data: ClientsData, on_done: Callback<(Action, String)>) -> AnyView {
    let work = Work::new();
    let draft = dialogs.seats;
    let strip = move || {
        dialogs.target.get().map(|row| view! { <ClientStrip id=row.organisation.clone() name=words::name(&row) /> })
    };
    view! {
        <Dialog
            open=draft.open()
            draft=draft
            title=wording::title()
            strip=strip
            closable=work.idle()
            on_close=work.reset()
        >
            {move || dialogs.target.get().map(|row| form(row, data, work, draft, on_done))}
        </Dialog>
    }
    .into_any()
}

fn form(row: Row, data: ClientsData, work: Work, draft: Draft, on_done: Callback<(Action, String)>) -> AnyView {
    let from = row.seats.unwrap_or(0);
    let used = row.used;
    let typed = draft.field("seats", from.to_string());
    let plan = row.plan.clone();
    let pool = Memo::new(move |_| data.pool(&plan));
    let judged =
        Memo::new(move |_| typed.with(|typed| seats::judge(typed, from, used, pool.get(), data.scope.role.get())));
    // The number that stands there is never called wrong before somebody touched it.
    let touched = Memo::new(move |_| typed.with(|typed| *typed != from.to_string()));
    let error = Signal::derive(move || match judged.get() {
        Err(problem) if touched.get() => Some(words::seats_problem(problem)),
        _ => None,
    });
    let help = Signal::derive(move || {
        let here = wording::used(used);
        let then = match (judged.get(), pool.get()) {
            (Ok(judged), Some(_)) if judged.seats != from => judged.effect.map(words::effect).unwrap_or_default(),
            (_, Some(pool)) => wording::open_now(pool.open()),
            (_, None) => wording::unknown().to_owned(),
        };
        Some([here, then].join(" "))
    });
    let drawing = move || {
        let seats = judged.get().map_or(from, |judged| judged.seats);
        let tone = if used >= seats { Tone::Warning } else { Tone::Primary };
        bar(u64::try_from(used).unwrap_or(0), u64::try_from(seats).unwrap_or(0), tone)
    };
    let label = move || match judged.get() {
        Ok(judged) => wording::save(judged.seats),
        Err(_) => wording::save_plain().to_owned(),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Ok(wanted) = judged.get_untracked() else {
            dom::focus_id(FIELD);
            return;
        };
        let Some(client) = data.client(&row.link) else {
            work.failure.set(Some(words::gone()));
            return;
        };
        if wanted.seats == from || !work.start() {
            return;
        }
        let called = words::name(&row);
        spawn_local(async move {
            let outcome = set_seats(&data.scope.portal(), &client, wanted.seats, pool.get_untracked().as_ref()).await;
            if work.finish(outcome, words::seats_failure).is_some() {
                draft.close();
                let notice = text::clients::seats_changed(wanted.seats, &called);
                let _ = on_done.try_run((Action::Seats, notice));
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {work.failure_view()}
                <TextField
                    id=FIELD
                    label=wording::label()
                    value=typed
                    inputmode="numeric"
                    help=help
                    error=error
                    disabled=work.busy
                />
                <div data-part="seats-bar">{drawing}</div>
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || draft.open().set(false)>
                    {text::clients::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=work.busy
                    disabled=Signal::derive(move || !touched.get())
                >
                    {label}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

//! The dialog that ends the tie between provider and client (screens CLI-F). What cannot be undone asks for the
//! client's name and says it on the button.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::clients::unlink_client;

use super::ClientDialogs;
use crate::{
    i18n::text,
    pages::clients::{actions::Action, data::ClientsData, fold::fold, row::Row, words, work::Work},
    ui::{Button, ClientStrip, Dialog, DialogBody, DialogFoot, TextField, Variant, dom, rich},
};

const FIELD: &str = "unlink-name";

/// The dialog; it opens when [`ClientDialogs::ask`] is called for unlinking.
#[component]
pub fn Unlink(dialogs: ClientDialogs, data: ClientsData, on_done: Callback<(Action, String)>) -> AnyView {
    let work = Work::new();
    let open = dialogs.unlink;
    let strip = move || {
        dialogs.target.get().map(|row| view! { <ClientStrip id=row.organisation.clone() name=words::name(&row) /> })
    };
    view! {
        <Dialog open=open title=text::clients::unlink_title() strip=strip closable=work.idle() on_close=work.reset()>
            {move || dialogs.target.get().map(|row| form(row, data, work, open, on_done))}
        </Dialog>
    }
    .into_any()
}

fn form(row: Row, data: ClientsData, work: Work, open: RwSignal<bool>, on_done: Callback<(Action, String)>) -> AnyView {
    let name = words::name(&row);
    let lead = rich(text::clients::unlink_text(&name));
    let button = text::clients::unlink_button(&name);
    let typed = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let wanted = fold(name.trim());
    // Capitals and accents do not matter: the name is asked for to make sure, not to test typing.
    let same = Memo::new(move |_| typed.with(|typed| fold(typed.trim()) == wanted));
    let error =
        Signal::derive(move || (tried.get() && !same.get()).then(|| text::clients::unlink_differs().to_owned()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if !same.get_untracked() {
            dom::focus_id(FIELD);
            return;
        }
        let Some(client) = data.client(&row.link) else {
            work.failure.set(Some(words::gone()));
            return;
        };
        if !work.start() {
            return;
        }
        spawn_local(async move {
            let outcome = unlink_client(&data.scope.portal(), &client).await;
            if work.finish(outcome, words::unlink_failure).is_some() {
                let _ = open.try_set(false);
                let _ = on_done.try_run((Action::Unlink, text::clients::unlinked().to_owned()));
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {work.failure_view()} <p>{lead}</p>
                <p>{text::clients::unlink_owner()}</p>
                <TextField
                    id=FIELD
                    label=text::clients::unlink_type()
                    value=typed
                    help=Some(text::clients::unlink_type_help(&name))
                    error=error
                    disabled=work.busy
                />
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || open.set(false)>
                    {text::clients::cancel()}
                </Button>
                <Button variant=Variant::Danger submit=true busy=work.busy>
                    {button}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

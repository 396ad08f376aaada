//! The dialog that gives a client another name (screens CLI-E).

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::clients::rename_client;
use portal_contracts::limits;

use super::ClientDialogs;
use crate::{
    i18n::{number, text},
    pages::clients::{actions::Action, create, data::ClientsData, row::Row, words, work::Work},
    ui::{Button, ClientStrip, Dialog, DialogBody, DialogFoot, Draft, TextField, Variant, dom},
};

const FIELD: &str = "rename-name";

/// The dialog; it opens when [`ClientDialogs::ask`] is called for a name.
#[component]
pub fn Rename(dialogs: ClientDialogs, data: ClientsData, on_done: Callback<(Action, String)>) -> AnyView {
    let work = Work::new();
    let draft = dialogs.rename;
    let strip = move || {
        dialogs.target.get().map(|row| view! { <ClientStrip id=row.organisation.clone() name=words::name(&row) /> })
    };
    view! {
        <Dialog
            open=draft.open()
            draft=draft
            title=text::clients::rename_title()
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
    let typed = draft.field("name", row.name.clone());
    let tried = RwSignal::new(false);
    let problem = Memo::new(move |_| typed.with(|typed| create::name_problem(typed)));
    let error = Signal::derive(move || {
        // A name that is too long is said while it is typed; a missing one not before somebody tries to save.
        problem
            .get()
            .filter(|problem| tried.get() || *problem == create::Problem::NameLong)
            .map(|problem| typed.with(|typed| words::create_problem(problem, typed)))
    });
    let before = row.name.clone();
    let changed = Memo::new(move |_| typed.with(|typed| typed.trim() != before));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if problem.get_untracked().is_some() {
            dom::focus_id(FIELD);
            return;
        }
        let Some(client) = data.client(&row.link) else {
            work.failure.set(Some(words::gone()));
            return;
        };
        if !changed.get_untracked() || !work.start() {
            return;
        }
        let name = typed.get_untracked().trim().to_owned();
        spawn_local(async move {
            let outcome = rename_client(&data.scope.portal(), &client, &name).await;
            if work.finish(outcome, words::seats_failure).is_some() {
                draft.close();
                let _ = on_done.try_run((Action::Rename, text::clients::renamed().to_owned()));
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {work.failure_view()}
                <TextField
                    id=FIELD
                    label=text::clients::name_label()
                    value=typed
                    count=Signal::derive(move || Some(counted(&typed.get())))
                    help=Some(text::clients::rename_help().to_owned())
                    error=error
                    disabled=work.busy
                />
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || draft.open().set(false)>
                    {text::clients::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=work.busy
                    disabled=Signal::derive(move || !changed.get())
                >
                    {text::clients::rename_save()}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

/// How many of the characters are used.
pub(in crate::pages::clients) fn counted(name: &str) -> String {
    let count = name.trim().chars().count();
    let as_number = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
    text::clients::name_count(&as_number(count), &as_number(limits::NAME))
}

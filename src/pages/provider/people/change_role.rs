//! The dialog that gives a person another role (screens PPL-B).

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::people::{RoleFailure, change_role};

use super::{actions::shuts_oneself_out, data::PeopleData, row::Row, words};
use crate::{
    i18n::text::people as text,
    pages::{clients::work::Work, problem::Problem},
    ui::{Button, Callout, ClientStrip, Dialog, DialogBody, DialogFoot, Draft, RadioCards, Tone, Variant, use_toasts},
};

/// The dialog; it is about the person in `target`.
#[component]
pub fn ChangeRole(draft: Draft, target: RwSignal<Option<Row>>, data: PeopleData) -> AnyView {
    let work = Work::new();
    let strip = move || view! { <ClientStrip id=data.scope.provider.get() name=data.scope.name() /> };
    view! {
        <Dialog
            open=draft.open()
            draft=draft
            title=text::role_title()
            strip=strip
            closable=work.idle()
            on_close=work.reset()
        >
            {move || target.get().map(|row| form(row, work, draft, data))}
        </Dialog>
    }
    .into_any()
}

fn form(row: Row, work: Work, draft: Draft, data: PeopleData) -> AnyView {
    let toasts = use_toasts();
    let before = row.role;
    let value = draft.field("role", before.number().to_string());
    let chosen = move || words::chosen_role(&value.get());
    let person = row.clone();
    let warns = move || shuts_oneself_out(&person, chosen());
    let id = row.id.clone();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let role = untrack(chosen);
        if role == before || !work.start() {
            return;
        }
        let id = id.clone();
        let own = row.own;
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let outcome = change_role(&data.scope.portal(), &provider, &id, role).await;
            if work.finish(outcome, failure).is_some() {
                draft.close();
                toasts.success(text::role_changed());
                if own {
                    // The own rights changed: the profile says so, and the page follows it.
                    let _ = data.scope.session.sync().await;
                }
                data.reload();
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {work.failure_view()}
                <p>
                    <strong dir="auto">{row.called().to_owned()}</strong>
                </p>
                <RadioCards id="person-role" legend=text::role_label() value=value choices=words::roles() />
                {move || {
                    warns()
                        .then(|| {
                            view! {
                                <Callout tone=Tone::Warning>
                                    <p>{text::role_self()}</p>
                                </Callout>
                            }
                        })
                }}
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || draft.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=work.busy
                    disabled=Signal::derive(move || chosen() == before)
                >
                    {text::role_save()}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

fn failure(failure: &RoleFailure) -> Problem {
    match failure {
        RoleFailure::LastAdmin => Problem {
            title: text::role_title(),
            text: text::why_last_admin().to_owned(),
            said: None,
            quote: None,
            again: false,
        },
        RoleFailure::Api(error) => Problem::of(error),
    }
}

//! Name and address.

use leptos::{prelude::*, task::spawn_local};
use portal_client::account;
use portal_contracts::limits;

use super::section;
use crate::{
    i18n::{number, text},
    pages::problem::{Problem, ProblemCallout},
    session::use_session,
    ui::{Button, Draft, TextField, Variant, use_toasts},
};

#[component]
pub fn Profile() -> AnyView {
    let session = use_session();
    let toasts = use_toasts();
    let known = Memo::new(move |_| session.account().and_then(|account| account.name).unwrap_or_default());
    let draft = Draft::new("profile");
    let name = draft.field("name", known.get_untracked());
    let email = RwSignal::new(session.portal().account().map(|account| account.email).unwrap_or_default());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);

    let error = Signal::derive(move || {
        let count = name.with(|name| name.trim().chars().count());
        (count > limits::NAME).then(|| text::account::name_long(&as_number(count), &as_number(limits::NAME)))
    });
    let changed = move || name.with(|name| known.with(|known| name.trim() != known));
    let save = move || {
        if busy.get_untracked() || error.get_untracked().is_some() {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let outcome = account::rename(&session.portal(), &name.get_untracked()).await;
            session.workspace_changed();
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    draft.saved();
                    toasts.success(text::account::saved());
                }
                Err(error) => {
                    let _ = problem.try_set(Some(Problem::of(&error)));
                }
            }
        });
    };
    let content = view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            {move || problem.get().map(|problem| view! { <ProblemCallout problem=problem on_again=save /> })}
            <TextField
                id="account-name"
                label=text::account::name_label()
                value=name
                autocomplete="name"
                optional=true
                help=text::account::name_help()
                error=error
            />
            <TextField
                id="account-email"
                label=text::account::email_label()
                value=email
                kind="email"
                readonly=true
                help=text::account::email_help()
            />
            <div class="cluster">
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || !changed() || error.get().is_some())
                >
                    {text::account::save()}
                </Button>
            </div>
        </form>
    }
    .into_any();
    section(text::account::profile_title(), content)
}

/// A count in the language's digits.
fn as_number(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

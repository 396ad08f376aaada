//! The form that unlocks: on the lock page, and wherever a page needs the keys without leaving it.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_agent::Fault;
use portal_client::session::{self, UnlockFailure};
use portal_contracts::SecretText;

use crate::{
    i18n::text::lock as text,
    pages::{
        card::UsernameForManagers,
        judge,
        problem::{Problem, ProblemCallout},
    },
    session::use_session,
    ui::{Button, Password, PasswordField, Size, Variant, dom},
};

/// Opens the keys with the master password.
#[component]
pub fn UnlockForm(
    /// Puts the cursor into the field when it appears.
    #[prop(optional)]
    take_focus: bool,
) -> AnyView {
    let session = use_session();
    let password = Password::new();
    let busy = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let error = Signal::derive(move || {
        if wrong.get() {
            Some(text::wrong().to_owned())
        } else if missing.get() && password.length() == 0 {
            Some(text::password_missing().to_owned())
        } else {
            None
        }
    });
    let unlock = move || {
        if busy.get_untracked() {
            return;
        }
        wrong.set(false);
        problem.set(None);
        if password.peek().is_empty() {
            missing.set(true);
            password.focus();
            return;
        }
        missing.set(false);
        busy.set(true);
        spawn_local(async move {
            let typed = SecretText::new(std::mem::take(&mut *password.take()));
            let outcome = session::unlock(&session.portal(), typed.duplicate()).await;
            session.workspace_changed();
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => judge::after_unlock(session, &typed).await,
                Err(UnlockFailure::WrongPassword) => {
                    let _ = wrong.try_set(true);
                    password.focus();
                }
                Err(UnlockFailure::Keys(fault)) => {
                    let _ = problem.try_set(Some(of_keys(fault)));
                }
                Err(UnlockFailure::Api(error)) => {
                    let _ = problem.try_set(Some(Problem::of(&error)));
                }
            }
        });
    };
    if take_focus {
        dom::next_frame(move || password.focus());
    }
    let email = Signal::derive(move || session.account().map(|account| account.email).unwrap_or_default());
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                unlock();
            }
        >
            <UsernameForManagers email=email />
            <PasswordField
                id="unlock-password"
                label=text::password_label()
                password=password
                error=error
                on_focus=move || session.prefetch_console()
            />
            {move || problem.get().map(|problem| view! { <ProblemCallout problem=problem /> })}
            <Button variant=Variant::Primary size=Size::Large block=true submit=true busy=busy>
                {text::submit()}
            </Button>
            <p class="visually-hidden" role="status">
                {move || busy.get().then(text::busy)}
            </p>
        </form>
    }
    .into_any()
}

/// The password was right or was never tried: what cannot be opened has words of its own here.
fn of_keys(fault: Fault) -> Problem {
    match fault {
        Fault::Gone | Fault::Stale | Fault::Environment | Fault::Unsupported => Problem::of_fault(fault),
        _ => Problem { title: text::failed_title(), text: text::failed_text().to_owned(), ..Problem::of_fault(fault) },
    }
}

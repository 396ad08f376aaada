//! The dialog that asks for the master password and then shows an API key of the client. The key is in the page only while
//! the dialog is open, and its secret in the document only while it is revealed.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    account::PasswordFailure,
    organization::{ApiKey, rotate_api_key, show_api_key},
};
use portal_contracts::{SecretText, organization::ApiKeyKind};

use super::api_key_shown::Shown;
use crate::{
    i18n::text::{client_settings as text, scim},
    pages::{
        client::scope::ClientScope,
        problem::{Problem, ProblemCallout},
    },
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Password, PasswordField, Tone, Variant, rich},
};

/// What is to happen to the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Show it.
    Show,
    /// Make a new one.
    Rotate,
}

/// The key, while the dialog is open.
pub(super) type Held = StoredValue<Option<Arc<ApiKey>>>;

/// The dialog.
#[component]
pub fn ApiKeyDialog(open: RwSignal<bool>, deed: RwSignal<Deed>, kind: ApiKeyKind, scope: ClientScope) -> AnyView {
    let held: Held = StoredValue::new(None);
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let title = Signal::derive(move || {
        match (deed.get(), kind) {
            (Deed::Show, ApiKeyKind::Default) => text::show_title(),
            (Deed::Rotate, ApiKeyKind::Default) => text::rotate_title(),
            (Deed::Show, ApiKeyKind::Scim) => scim::key::show_title(),
            (Deed::Rotate, ApiKeyKind::Scim) => scim::key::rotate_title(),
        }
        .to_owned()
    });
    let close = Callback::new(move |()| {
        let _ = held.try_set_value(None);
        let _ = shown.try_set(false);
    });
    view! {
        <Dialog
            open=open
            title=title
            strip=scope.strip()
            closable=Signal::derive(move || !busy.get())
            on_close=close
        >
            {move || {
                if shown.get() {
                    view! { <Shown held=held deed=deed.get_untracked() kind=kind open=open /> }.into_any()
                } else {
                    view! { <Ask held=held shown=shown busy=busy deed=deed.get_untracked() kind=kind open=open scope=scope /> }
                        .into_any()
                }
            }}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Ask(
    held: Held,
    shown: RwSignal<bool>,
    busy: RwSignal<bool>,
    deed: Deed,
    kind: ApiKeyKind,
    open: RwSignal<bool>,
    scope: ClientScope,
) -> AnyView {
    let password = Password::new();
    let wrong = RwSignal::new(None::<&'static str>);
    let problem = RwSignal::new(None::<Problem>);
    Effect::new(move |_| {
        password.version();
        wrong.set(None);
    });
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let typed = password.peek();
        if typed.is_empty() {
            wrong.set(Some(text::password_missing()));
            password.focus();
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let secret = SecretText::new(typed.to_string());
            drop(typed);
            let (portal, client) = (scope.portal(), scope.id());
            let outcome = match deed {
                Deed::Show => show_api_key(&portal, &client, kind, secret).await,
                Deed::Rotate => rotate_api_key(&portal, &client, kind, secret).await,
            };
            let _ = busy.try_set(false);
            if shown.try_get_untracked().is_none() || !open.get_untracked() {
                return;
            }
            match outcome {
                Ok(key) => {
                    password.clear();
                    held.set_value(Some(Arc::new(key)));
                    shown.set(true);
                }
                Err(PasswordFailure::WrongPassword) => {
                    wrong.set(Some(text::password_wrong()));
                    password.focus();
                }
                Err(PasswordFailure::Api(error)) if deed == Deed::Rotate && error.outcome_unknown() => {
                    problem.set(Some(Problem {
                        title: text::key_lost_title(),
                        text: text::key_lost_text().to_owned(),
                        said: None,
                        quote: None,
                        again: false,
                    }));
                }
                Err(PasswordFailure::Api(error)) => problem.set(Some(Problem::of(&error))),
                // Hints belong to other forms.
                Err(PasswordFailure::Hint(_)) => {}
            }
        });
    };
    let email = scope.session.portal().account().map(|account| account.email).unwrap_or_default();
    let warning = (deed == Deed::Rotate).then(|| {
        view! {
            <Callout tone=Tone::Warning>
                <p>
                    {move || {
                        let words = if kind == ApiKeyKind::Scim { scim::key::rotate_text } else { text::rotate_text };
                        rich(words(&scope.name()))
                    }}
                </p>
            </Callout>
        }
    });
    let action = match deed {
        Deed::Show => view! {
            <Button variant=Variant::Primary submit=true busy=busy>
                {text::show_do()}
            </Button>
        }
        .into_any(),
        Deed::Rotate => view! {
            <Button variant=Variant::Danger submit=true busy=busy>
                {move || text::rotate_do(&scope.name())}
            </Button>
        }
        .into_any(),
    };
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <DialogBody>
                {move || problem.get().map(|problem| view! { <ProblemCallout problem=problem /> })}
                {warning}
                <p>{text::show_text()}</p>
                <input
                    class="visually-hidden"
                    type="email"
                    autocomplete="username"
                    readonly
                    tabindex="-1"
                    aria-hidden="true"
                    value=email
                />
                <PasswordField
                    id="api-key-password"
                    label=text::password()
                    password=password
                    large=false
                    error=Signal::derive(move || wrong.get().map(str::to_owned))
                    on_focus=move || scope.session.expect_password()
                />
            </DialogBody>
            <DialogFoot>
                <Button disabled=busy on_click=move || open.set(false)>
                    {text::cancel()}
                </Button>
                {action}
            </DialogFoot>
        </form>
    }
    .into_any()
}

//! The dialog that asks for the master password and then shows the API key. The key is in the page only while the dialog
//! is open, and its secret in the document only while it is revealed.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    account::PasswordFailure,
    organization::{ApiKey, rotate_api_key, show_api_key},
};
use portal_contracts::SecretText;

use crate::{
    i18n::{self, text::client_settings as text},
    pages::{
        client::scope::ClientScope,
        problem::{Problem, ProblemCallout},
    },
    platform::{clipboard, intl},
    ui::{
        Button, Callout, CopyButton, Dialog, DialogBody, DialogFoot, Icon, Password, PasswordField, Size, Tone,
        Variant, rich,
    },
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
type Held = StoredValue<Option<Arc<ApiKey>>>;

/// The dialog.
#[component]
pub fn ApiKeyDialog(open: RwSignal<bool>, deed: RwSignal<Deed>, scope: ClientScope) -> AnyView {
    let held: Held = StoredValue::new(None);
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let title = Signal::derive(move || {
        match deed.get() {
            Deed::Show => text::show_title(),
            Deed::Rotate => text::rotate_title(),
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
                    view! { <Shown held=held deed=deed.get_untracked() open=open /> }.into_any()
                } else {
                    view! { <Ask held=held shown=shown busy=busy deed=deed.get_untracked() open=open scope=scope /> }
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
                Deed::Show => show_api_key(&portal, &client, secret).await,
                Deed::Rotate => rotate_api_key(&portal, &client, secret).await,
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
                <p>{move || rich(text::rotate_text(&scope.name()))}</p>
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

#[component]
fn Shown(held: Held, deed: Deed, open: RwSignal<bool>) -> AnyView {
    let Some(key) = held.try_get_value().flatten() else { return ().into_any() };
    let fresh = (deed == Deed::Rotate).then(|| {
        view! {
            <Callout tone=Tone::Success alert=true>
                <p>{text::key_new()}</p>
            </Callout>
        }
    });
    let made = key.made.as_deref().and_then(intl::moment).map(i18n::date_time).map(|made| {
        view! {
            <dt>{text::key_made()}</dt>
            <dd>{made}</dd>
        }
    });
    view! {
        <DialogBody>
            {fresh} <dl class="key-facts">
                {fact(text::key_client_id(), key.client_id.clone())}
                <dt>
                    <code>{text::key_client_secret()}</code>
                </dt>
                <dd>
                    <Secret held=held />
                </dd>
                {fact(text::key_scope(), key.scope.to_owned())}
                {fact(text::key_grant(), text::key_grant_value().to_owned())} {made}
            </dl> <p class="quiet t-13">{text::key_note()}</p>
        </DialogBody>
        <DialogFoot>
            <Button variant=Variant::Primary on_click=move || open.set(false)>
                {text::done()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

/// A public part of the key, to copy.
fn fact(name: &'static str, value: String) -> AnyView {
    view! {
        <dt>
            <code>{name}</code>
        </dt>
        <dd>
            <code class="key-facts__value" dir="ltr">
                {value.clone()}
            </code>
            <CopyButton label=text::key_copy() content=value size=Size::Small />
        </dd>
    }
    .into_any()
}

/// The secret part: dots until it is asked for; copied without being shown.
#[component]
fn Secret(held: Held) -> AnyView {
    let revealed = RwSignal::new(false);
    let copied = RwSignal::new(None::<bool>);
    let secret = move || held.try_get_value().flatten();
    let copy = move || {
        spawn_local(async move {
            let Some(key) = secret() else { return };
            let done = clipboard::write(key.client_secret.expose()).await;
            let _ = copied.try_set(Some(done));
        });
    };
    view! {
        <code class="key-facts__value" dir="ltr" data-secret="">
            {move || match revealed.get() {
                true => secret().map(|key| key.client_secret.expose().to_owned()).unwrap_or_default(),
                false => "•".repeat(12),
            }}
        </code>
        <Button size=Size::Small on_click=move || revealed.update(|on| *on = !*on)>
            {move || if revealed.get() { text::key_hide() } else { text::key_reveal() }}
        </Button>
        <Button size=Size::Small symbol=Icon::Copy on_click=copy>
            <span role="status">
                {move || match copied.get() {
                    None => text::key_copy_secret(),
                    Some(true) => i18n::text::ui::copied(),
                    Some(false) => i18n::text::ui::copy_failed(),
                }}
            </span>
        </Button>
    }
    .into_any()
}

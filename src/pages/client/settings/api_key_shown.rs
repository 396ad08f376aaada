//! An API key that was proven for: its parts, and the secret one behind dots.

use leptos::{prelude::*, task::spawn_local};
use portal_contracts::organization::ApiKeyKind;

use super::api_key_dialog::{Deed, Held};
use crate::{
    i18n::{
        self,
        text::{client_settings as text, scim},
    },
    platform::{clipboard, intl},
    ui::{Button, Callout, CopyButton, DialogBody, DialogFoot, Icon, Size, Tone, Variant},
};

/// What the dialog shows once the key is there.
#[component]
pub fn Shown(held: Held, deed: Deed, kind: ApiKeyKind, open: RwSignal<bool>) -> AnyView {
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
    let for_api = kind == ApiKeyKind::Default;
    // Programs know the secret by the name of the protocol; a directory asks for a key.
    let name = if for_api {
        view! { <code>{text::key_client_secret()}</code> }.into_any()
    } else {
        scim::directory::key().into_any()
    };
    view! {
        <DialogBody>
            {fresh} <dl class="key-facts">
                {for_api.then(|| fact(text::key_client_id(), key.client_id.clone()))} <dt>{name}</dt>
                <dd>
                    <Secret held=held />
                </dd>
                {for_api
                    .then(|| {
                        view! {
                            {fact(text::key_scope(), key.scope.to_owned())}
                            {fact(text::key_grant(), text::key_grant_value().to_owned())}
                        }
                    })} {made}
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

//! What goes into the directory: the address, and the key behind the master password.

use leptos::prelude::*;
use portal_contracts::{organization::ApiKeyKind, scim::Connection};

use super::form::Form;
use crate::{
    i18n::text::scim as text,
    pages::client::{
        scope::ClientScope,
        settings::api_key_dialog::{ApiKeyDialog, Deed},
        sso::parts::{card, shown},
    },
    ui::{Button, Callout, Icon, Tone, Variant},
};

/// The card; address and key are there while provisioning is on.
pub fn directory(form: Form, address: Option<String>, scope: ClientScope) -> AnyView {
    let on = Memo::new(move |_| form.seen.with(Connection::provisions));
    let open = RwSignal::new(false);
    let deed = RwSignal::new(Deed::Show);
    let content = view! {
        {move || if on.get() { facts(address.clone(), open, deed) } else { off() }}
        <ApiKeyDialog open=open deed=deed kind=ApiKeyKind::Scim scope=scope />
    };
    card(text::section::directory(), "scim-directory", content.into_any())
}

fn off() -> AnyView {
    view! { <p class="quiet">{text::directory::off()}</p> }.into_any()
}

fn facts(address: Option<String>, open: RwSignal<bool>, deed: RwSignal<Deed>) -> AnyView {
    let address = match address {
        Some(address) => shown(text::directory::address(), Signal::stored(address)),
        None => view! {
            <Callout tone=Tone::Warning>
                <p>{text::directory::address_missing()}</p>
            </Callout>
        }
        .into_any(),
    };
    let ask = move |wanted: Deed| {
        deed.set(wanted);
        open.set(true);
    };
    view! {
        <p class="quiet">{text::directory::lead()}</p>
        {address}
        <div class="stack" data-gap="s">
            <span class="field__label">{text::directory::key()}</span>
            <code class="sso__value" aria-hidden="true">
                {"•".repeat(12)}
            </code>
            <p class="field__help">{text::directory::key_lead()}</p>
            <div class="cluster">
                <Button symbol=Icon::Key on_click=move || ask(Deed::Show)>
                    {text::directory::show()}
                </Button>
                <Button variant=Variant::DangerQuiet symbol=Icon::Refresh on_click=move || ask(Deed::Rotate)>
                    {text::directory::rotate()}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

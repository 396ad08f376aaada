//! How members open their vaults, and what that does to policies (SSO-04).

use leptos::prelude::*;
use portal_contracts::{policies::PolicyType, sso::MemberDecryption};

use super::{
    form::{Form, id_of},
    parts::{card, text_field},
};
use crate::{
    i18n::{self, text::sso as text},
    pages::client::{
        policies::{impact::impact, known::Known, look::Look, words},
        scope::ClientScope,
    },
    ui::{Callout, Choice, RadioCards, Tone},
};

/// What trusted devices stand on, in the order in which the server switches it on.
const NEEDED: [PolicyType; 3] = [PolicyType::SingleOrganization, PolicyType::AccountRecovery, PolicyType::RequireSso];

/// Names of what trusted devices would switch on. Reactive.
fn missing(known: Known) -> Vec<String> {
    let mut names: Vec<String> =
        NEEDED.into_iter().filter(|kind| known.is_on(*kind) != Some(true)).map(words::name).collect();
    let enrols = known.with(|read| read.get(PolicyType::AccountRecovery).flag("autoEnrollEnabled"));
    if known.is_on(PolicyType::AccountRecovery) == Some(true) && enrols != Some(true) {
        names.push(text::decryption::auto_enrol().to_owned());
    }
    names
}

/// The card.
pub fn decryption(form: Form, scope: ClientScope, known: Known) -> AnyView {
    let value = form.text("memberDecryptionType");
    let choices = Signal::derive(move || {
        let connector = Choice::new("1", text::decryption::key_connector());
        let has = scope.entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.features.use_key_connector));
        vec![
            Choice::new("0", text::decryption::master_password()).help(text::decryption::master_password_help()),
            Choice::new("2", text::decryption::trusted_devices()).help(text::decryption::trusted_devices_help()),
            if has {
                connector.help(text::decryption::key_connector_help())
            } else {
                connector.off(text::decryption::key_connector_off())
            },
        ]
    });
    let chosen = Memo::new(move |_| (form.enabled.get(), form.decryption()));
    let look = Look::new(PolicyType::SingleOrganization, scope);
    let interplay = move || match chosen.get() {
        (enabled, MemberDecryption::TrustedDevices) => devices(known, look, scope, enabled),
        (_, MemberDecryption::KeyConnector) => connector(form, known),
        _ => ().into_any(),
    };
    let content = view! {
        <RadioCards id=id_of("memberDecryptionType") legend=text::decryption::label() value=value choices=choices />
        {interplay}
    };
    card(text::section::decryption(), "sso-decryption", content.into_any())
}

/// What trusted devices switch on, and who would lose access by that.
fn devices(known: Known, look: Look, scope: ClientScope, enabled: bool) -> AnyView {
    let missing = Memo::new(move |_| missing(known));
    // Only a first switch of this policy takes access from anybody.
    let revokes = Memo::new(move |_| enabled && known.is_on(PolicyType::SingleOrganization) == Some(false));
    Effect::new(move |_| {
        if revokes.get() {
            look.want();
        }
    });
    let name = Signal::derive(move || scope.name());
    view! {
        <Callout tone=Tone::Info title=text::decryption::devices_title()>
            {move || {
                let missing = missing.get();
                let words = match (missing.is_empty(), enabled) {
                    (true, _) => text::decryption::devices_all().to_owned(),
                    (false, true) => text::decryption::devices_text(&i18n::list(&missing)),
                    (false, false) => text::decryption::devices_off(&i18n::list(&missing)),
                };
                view! { <p>{words}</p> }
            }}
            <p>{if enabled { text::decryption::devices_hold() } else { text::decryption::devices_loose() }}</p>
        </Callout>
        {move || revokes.get().then(|| impact(look, name))}
    }
    .into_any()
}

fn connector(form: Form, known: Known) -> AnyView {
    let lacks = Memo::new(move |_| {
        [PolicyType::SingleOrganization, PolicyType::RequireSso]
            .into_iter()
            .any(|kind| known.is_on(kind) == Some(false))
    });
    view! {
        {text_field(form, "keyConnectorUrl")}
        {move || {
            lacks
                .get()
                .then(|| {
                    view! {
                        <Callout tone=Tone::Warning>
                            <p>{text::decryption::key_connector_needs()}</p>
                        </Callout>
                    }
                })
        }}
    }
    .into_any()
}

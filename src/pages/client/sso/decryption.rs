//! How members open their vaults, and what that does to policies (SSO-04).

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::policies::{Policies, read_policies};
use portal_contracts::{permissions::ClientAction, policies::PolicyType, sso::MemberDecryption};

use super::{
    form::{Form, id_of},
    parts::{card, text_field},
};
use crate::{
    i18n::{self, text::sso as text},
    pages::client::{
        policies::{impact::impact, look::Look, words},
        scope::ClientScope,
    },
    ui::{Callout, Choice, RadioCards, Tone},
};

/// What trusted devices stand on, in the order in which the server switches it on.
const NEEDED: [PolicyType; 3] = [PolicyType::SingleOrganization, PolicyType::AccountRecovery, PolicyType::RequireSso];

/// The policies of the client, as far as one may see them.
#[derive(Clone, Copy)]
pub struct Known(RwSignal<Option<Arc<Policies>>>);

impl Known {
    /// Reads them; without the right, or when it fails, nothing is claimed.
    #[must_use]
    pub fn read(scope: ClientScope) -> Self {
        let known = Self(RwSignal::new(None));
        known.again(scope);
        known
    }

    /// Reads them again: saving may have switched some on.
    pub fn again(self, scope: ClientScope) {
        if !untrack(|| scope.allows(ClientAction::ManagePolicies)) {
            return;
        }
        spawn_local(async move {
            if let Ok(read) = read_policies(&scope.portal(), &scope.id()).await {
                let _ = self.0.try_set(Some(Arc::new(read)));
            }
        });
    }

    /// Whether a policy is on; nothing while it is not known. Reactive.
    #[must_use]
    pub fn is_on(self, kind: PolicyType) -> Option<bool> {
        self.0.with(|read| read.as_ref().map(|read| read.is_on(kind)))
    }

    /// Names of what trusted devices would switch on. Reactive.
    fn missing(self) -> Vec<String> {
        let mut names: Vec<String> =
            NEEDED.into_iter().filter(|kind| self.is_on(*kind) != Some(true)).map(words::name).collect();
        let enrols = self.0.with(|read| {
            read.as_ref().is_some_and(|read| read.get(PolicyType::AccountRecovery).flag("autoEnrollEnabled"))
        });
        if self.is_on(PolicyType::AccountRecovery) == Some(true) && !enrols {
            names.push(text::decryption::auto_enrol().to_owned());
        }
        names
    }
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
    let missing = Memo::new(move |_| known.missing());
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
                if missing.is_empty() {
                    view! { <p>{text::decryption::devices_all()}</p> }.into_any()
                } else {
                    view! { <p>{text::decryption::devices_text(&i18n::list(&missing))}</p> }.into_any()
                }
            }}
            <p>{text::decryption::devices_hold()}</p>
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

//! Every setting of the form, what it is typed into, and how that becomes its value.

use leptos::prelude::*;
use portal_contracts::{
    policies::Settings,
    sso::{ALGORITHMS, decryption},
};
use serde_json::{Value, json};

use crate::ui::Draft;

/// The secret of OpenID Connect.
pub const SECRET: &str = "clientSecret";

/// What a setting is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Yes or no, and what it is before anybody chose.
    Flag(bool),
    /// One of several numbers; this one before anybody chose, nothing when the text is empty.
    Number(&'static str),
    /// A signing algorithm.
    Algorithm,
    /// A text.
    Text,
}

/// For which kind of identity provider a setting counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// For both.
    Common,
    /// OpenID Connect.
    Oidc,
    /// SAML.
    Saml,
}

use Part::{Common, Oidc, Saml};
use Shape::{Algorithm, Flag, Number, Text};

/// Every setting, in the order of the page.
pub const ALL: [(&str, Part, Shape); 30] = [
    ("memberDecryptionType", Common, Number("0")),
    ("keyConnectorUrl", Common, Text),
    ("configType", Common, Number("")),
    ("authority", Oidc, Text),
    ("clientId", Oidc, Text),
    (SECRET, Oidc, Text),
    ("metadataAddress", Oidc, Text),
    ("redirectBehavior", Oidc, Number("0")),
    ("getClaimsFromUserInfoEndpoint", Oidc, Flag(false)),
    ("additionalScopes", Oidc, Text),
    ("additionalUserIdClaimTypes", Oidc, Text),
    ("additionalEmailClaimTypes", Oidc, Text),
    ("additionalNameClaimTypes", Oidc, Text),
    ("acrValues", Oidc, Text),
    ("expectedReturnAcrValue", Oidc, Text),
    ("spUniqueEntityId", Saml, Flag(true)),
    ("spNameIdFormat", Saml, Number("7")),
    ("spOutboundSigningAlgorithm", Saml, Algorithm),
    ("spSigningBehavior", Saml, Number("0")),
    ("spMinIncomingSigningAlgorithm", Saml, Algorithm),
    ("spWantAssertionsSigned", Saml, Flag(false)),
    ("spValidateCertificates", Saml, Flag(false)),
    ("idpEntityId", Saml, Text),
    ("idpBindingType", Saml, Number("1")),
    ("idpSingleSignOnServiceUrl", Saml, Text),
    ("idpSingleLogoutServiceUrl", Saml, Text),
    ("idpX509PublicCert", Saml, Text),
    ("idpOutboundSigningAlgorithm", Saml, Algorithm),
    ("idpAllowUnsolicitedAuthnResponse", Saml, Flag(false)),
    ("idpWantAuthnRequestsSigned", Saml, Flag(false)),
];

/// What one setting is typed into.
#[derive(Clone, Copy)]
pub enum Input {
    /// A check box.
    Flag(RwSignal<bool>),
    /// A text, or what was chosen.
    Text(RwSignal<String>),
}

/// What a setting is typed into, with what stands there.
pub fn begin(draft: Draft, name: &'static str, shape: Shape, settings: &Settings) -> Input {
    let text = |start: String| match name {
        SECRET => RwSignal::new(start),
        _ => draft.field(name, start),
    };
    match shape {
        Flag(unset) => {
            let value = settings.value(name).and_then(Value::as_bool);
            Input::Flag(draft.field(name, value.unwrap_or(unset)))
        }
        Number("0") if name == "memberDecryptionType" => Input::Text(text(decryption(settings).number().to_string())),
        Number(unset) => {
            Input::Text(text(settings.number(name).map_or_else(|| unset.to_owned(), |number| number.to_string())))
        }
        Algorithm => {
            let usual = ALGORITHMS.first().copied().unwrap_or_default();
            Input::Text(text(settings.text(name).unwrap_or(usual).to_owned()))
        }
        Text => Input::Text(text(settings.text(name).unwrap_or_default().to_owned())),
    }
}

/// The value of a setting.
pub fn typed(input: Input, shape: Shape, was: Option<&Value>) -> Option<Value> {
    match input {
        Input::Flag(flag) => Some(json!(flag.get())),
        Input::Text(text) => text.with(|text| {
            let text = text.trim();
            match shape {
                Number(_) => text.parse::<i64>().ok().map(|number| json!(number)),
                // Spaces around it, or an empty text, were there before: it is not touched.
                _ if was.and_then(Value::as_str).is_some_and(|was| was.trim() == text) => was.cloned(),
                _ => (!text.is_empty()).then(|| json!(text)),
            }
        }),
    }
}

//! What may stand in the settings of single sign-on (screens §2.16).

use super::{ALGORITHMS, MemberDecryption, OLD_ALGORITHM, OTHER_ALGORITHMS, SsoType, decryption, kind};
use crate::limits;
use crate::policies::Settings;

/// What is wrong with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SsoWrong {
    /// It must be set.
    Missing,
    /// Longer than so many characters.
    Long(usize),
    /// Not an address of the web.
    NotAddress,
    /// Not a certificate.
    NotCertificate,
    /// Another type of JSON, or a value that is not offered.
    Value,
}

/// Name of the identifier among the fields; everything else is called as in the settings.
pub const IDENTIFIER: &str = "identifier";

/// Longest address, in characters.
const ADDRESS: usize = 2_000;

/// Settings of yes or no.
const SAML_FLAGS: [&str; 6] = [
    "spUniqueEntityId",
    "spWantAssertionsSigned",
    "spValidateCertificates",
    "idpAllowUnsolicitedAuthnResponse",
    "idpDisableOutboundLogoutRequests",
    "idpWantAuthnRequestsSigned",
];

/// What cannot be saved, by field. What must be set is asked for only while single sign-on is on; what stands there is
/// judged always. `is_certificate` says whether a text is one.
#[must_use]
pub fn problems(
    enabled: bool,
    identifier: Option<&str>,
    settings: &Settings,
    is_certificate: impl Fn(&str) -> bool,
) -> Vec<(&'static str, SsoWrong)> {
    let mut found = Vec::new();
    let mut add = |name: &'static str, wrong: Option<SsoWrong>| found.extend(wrong.map(|wrong| (name, wrong)));
    let identifier = identifier.map(str::trim).filter(|text| !text.is_empty());
    add(
        IDENTIFIER,
        match identifier {
            None => enabled.then_some(SsoWrong::Missing),
            Some(text) => (text.chars().count() > limits::NAME).then_some(SsoWrong::Long(limits::NAME)),
        },
    );
    let needs = |name: &str| (enabled && settings.text(name).is_none()).then_some(SsoWrong::Missing);
    let address = |name: &str| settings.text(name).and_then(|text| (!is_address(text)).then_some(SsoWrong::NotAddress));
    let one_of = |name: &str, numbers: &[i64]| {
        let value = settings.value(name)?;
        let known = value.as_i64().is_some_and(|number| numbers.contains(&number));
        (!known).then_some(SsoWrong::Value)
    };
    let flag = |name: &str| settings.value(name).and_then(|value| (!value.is_boolean()).then_some(SsoWrong::Value));
    let algorithm = |name: &str| {
        let value = settings.value(name)?;
        let known = value.as_str().is_some_and(|text| {
            let text = text.trim();
            text.is_empty() || text == OLD_ALGORITHM || ALGORITHMS.contains(&text) || OTHER_ALGORITHMS.contains(&text)
        });
        (!known).then_some(SsoWrong::Value)
    };
    let unset = settings.value("configType").is_none();
    add("configType", if unset { enabled.then_some(SsoWrong::Missing) } else { one_of("configType", &[1, 2]) });
    add("memberDecryptionType", one_of("memberDecryptionType", &[0, 1, 2]));
    if decryption(settings) == MemberDecryption::KeyConnector {
        add("keyConnectorUrl", needs("keyConnectorUrl").or_else(|| address("keyConnectorUrl")));
    }
    match kind(settings) {
        Some(SsoType::OpenIdConnect) => {
            for name in ["authority", "clientId", "clientSecret"] {
                add(name, needs(name));
            }
            let discovered = settings.text("authority").is_some_and(is_address);
            let metadata = if discovered { None } else { needs("metadataAddress") };
            add("metadataAddress", metadata.or_else(|| address("metadataAddress")));
            add("redirectBehavior", one_of("redirectBehavior", &[0, 1]));
            add("getClaimsFromUserInfoEndpoint", flag("getClaimsFromUserInfoEndpoint"));
        }
        Some(SsoType::Saml) => {
            add("spNameIdFormat", one_of("spNameIdFormat", &[0, 1, 2, 3, 4, 5, 6, 7, 8]));
            add("spSigningBehavior", one_of("spSigningBehavior", &[0, 1, 3]));
            add("idpEntityId", needs("idpEntityId"));
            add("idpBindingType", one_of("idpBindingType", &[1, 2]));
            let known = settings.text("idpEntityId").is_some_and(is_address);
            let service = if known { None } else { needs("idpSingleSignOnServiceUrl") };
            add("idpSingleSignOnServiceUrl", service.or_else(|| address("idpSingleSignOnServiceUrl")));
            add("idpSingleLogoutServiceUrl", address("idpSingleLogoutServiceUrl"));
            let certificate = settings.text("idpX509PublicCert");
            let unreadable = certificate.and_then(|text| (!is_certificate(text)).then_some(SsoWrong::NotCertificate));
            add("idpX509PublicCert", needs("idpX509PublicCert").or(unreadable));
            for name in ["spOutboundSigningAlgorithm", "spMinIncomingSigningAlgorithm", "idpOutboundSigningAlgorithm"] {
                add(name, algorithm(name));
            }
            for name in SAML_FLAGS {
                add(name, flag(name));
            }
        }
        _ => {}
    }
    found
}

/// Whether a text is an address of the web that can stand in a page and in a request: http or https, a host, and none of
/// the characters that begin markup.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"".contains(letter));
    plain && text.chars().count() <= ADDRESS && !host.is_empty() && !host.starts_with([':', '.', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn judged(identifier: Option<&str>, data: Value) -> Vec<(&'static str, SsoWrong)> {
        let settings = Settings::of(data.as_object().cloned());
        problems(true, identifier, &settings, |text| text == "CERT")
    }

    #[test]
    fn what_must_be_set_depends_on_the_kind_and_on_the_switch() {
        assert_eq!(problems(false, None, &Settings::default(), |_| false), []);
        assert_eq!(judged(None, json!({})), [(IDENTIFIER, SsoWrong::Missing), ("configType", SsoWrong::Missing)]);
        let missing = |names: &[&'static str]| names.iter().map(|name| (*name, SsoWrong::Missing)).collect::<Vec<_>>();
        assert_eq!(
            judged(Some("acme"), json!({"configType": 1})),
            missing(&["authority", "clientId", "clientSecret", "metadataAddress"])
        );
        assert_eq!(
            judged(Some("acme"), json!({"configType": 2})),
            missing(&["idpEntityId", "idpSingleSignOnServiceUrl", "idpX509PublicCert"])
        );
        assert_eq!(
            judged(Some("acme"), json!({"configType": 2, "memberDecryptionType": 1})).first(),
            Some(&("keyConnectorUrl", SsoWrong::Missing))
        );
        assert_eq!(
            judged(Some(&"x".repeat(51)), json!({"configType": 9})),
            [(IDENTIFIER, SsoWrong::Long(50)), ("configType", SsoWrong::Value)]
        );
    }

    #[test]
    fn an_address_as_authority_or_entity_id_stands_for_another_one() {
        let oidc = |authority: &str| {
            judged(Some("a"), json!({"configType": 1, "authority": authority, "clientId": "c", "clientSecret": "s"}))
        };
        assert_eq!(oidc("https://login.example/tenant"), []);
        assert_eq!(oidc("tenant"), [("metadataAddress", SsoWrong::Missing)]);
        let saml = |entity: &str, service: &str| {
            judged(
                Some("a"),
                json!({"configType": 2, "idpEntityId": entity, "idpSingleSignOnServiceUrl": service,
                    "idpX509PublicCert": "CERT"}),
            )
        };
        assert_eq!(saml("https://idp.example", ""), []);
        assert_eq!(saml("urn:idp", ""), [("idpSingleSignOnServiceUrl", SsoWrong::Missing)]);
        assert_eq!(saml("urn:idp", "https://idp.example/<b>"), [("idpSingleSignOnServiceUrl", SsoWrong::NotAddress)]);
        assert_eq!(saml("urn:idp", "https://idp.example/sso"), []);
    }

    #[test]
    fn what_stands_there_is_judged_even_while_it_is_off() {
        let data = json!({"configType": 2, "spNameIdFormat": 9, "spSigningBehavior": 2, "idpBindingType": 0,
            "idpSingleLogoutServiceUrl": "javascript:1", "idpX509PublicCert": "NONE"});
        let found = problems(false, None, &Settings::of(data.as_object().cloned()), |text| text == "CERT");
        assert_eq!(
            found,
            [
                ("spNameIdFormat", SsoWrong::Value),
                ("spSigningBehavior", SsoWrong::Value),
                ("idpBindingType", SsoWrong::Value),
                ("idpSingleLogoutServiceUrl", SsoWrong::NotAddress),
                ("idpX509PublicCert", SsoWrong::NotCertificate)
            ]
        );
    }

    #[test]
    fn yes_or_no_is_no_text_and_an_algorithm_is_a_known_one() {
        let oidc = json!({"configType": 1, "getClaimsFromUserInfoEndpoint": "yes"});
        let judged = |data: Value| problems(false, None, &Settings::of(data.as_object().cloned()), |_| true);
        assert_eq!(judged(oidc), [("getClaimsFromUserInfoEndpoint", SsoWrong::Value)]);
        for name in SAML_FLAGS {
            for wrong in [json!(1), json!("true"), json!([])] {
                assert_eq!(judged(json!({"configType": 2, name: wrong})), [(name, SsoWrong::Value)], "{name}");
            }
            for good in [json!(true), json!(false), json!(null)] {
                assert_eq!(judged(json!({"configType": 2, name: good})), [], "{name}");
            }
            // What belongs to the other kind is kept and not judged.
            assert_eq!(judged(json!({"configType": 1, name: "yes"})), []);
        }
        for name in ["spOutboundSigningAlgorithm", "spMinIncomingSigningAlgorithm", "idpOutboundSigningAlgorithm"] {
            for good in ALGORITHMS.iter().chain(&OTHER_ALGORITHMS).chain([&OLD_ALGORITHM, &""]) {
                assert_eq!(judged(json!({"configType": 2, name: good})), [], "{name} {good}");
            }
            for wrong in [json!("rsa-sha256"), json!("http://www.w3.org/2000/09/xmldsig#none"), json!(256)] {
                assert_eq!(judged(json!({"configType": 2, name: wrong})), [(name, SsoWrong::Value)], "{name}");
            }
        }
    }

    #[test]
    fn addresses() {
        for good in ["https://a.example", "HTTP://localhost:8080/x?y#z", "https://[::1]/x", " https://a.example "] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a.example",
            "ftp://a.example",
            "https://",
            "https:///x",
            "https://a b",
            "https://a\"b",
            "https://a<b>",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}

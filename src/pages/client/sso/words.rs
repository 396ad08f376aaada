//! The fields of single sign-on in words.

use portal_contracts::sso::{ALGORITHMS, IDENTIFIER, OLD_ALGORITHM, SsoWrong};

use crate::{
    i18n::{number, text::sso as text},
    ui::Choice,
};

/// What a field is called.
#[must_use]
pub fn label(name: &str) -> &'static str {
    match name {
        IDENTIFIER => text::identifier(),
        "configType" => text::kind_label(),
        "memberDecryptionType" => text::decryption::label(),
        "keyConnectorUrl" => text::decryption::key_connector_url(),
        "authority" => text::oidc::authority(),
        "clientId" => text::oidc::client_id(),
        "clientSecret" => text::oidc::client_secret(),
        "metadataAddress" => text::oidc::metadata(),
        "redirectBehavior" => text::oidc::redirect(),
        "getClaimsFromUserInfoEndpoint" => text::oidc::user_info(),
        "additionalScopes" => text::oidc::scopes(),
        "additionalUserIdClaimTypes" => text::oidc::user_claims(),
        "additionalEmailClaimTypes" => text::oidc::email_claims(),
        "additionalNameClaimTypes" => text::oidc::name_claims(),
        "acrValues" => text::oidc::acr(),
        "expectedReturnAcrValue" => text::oidc::expected_acr(),
        "spUniqueEntityId" => text::sp::unique(),
        "spNameIdFormat" => text::sp::name_id(),
        "spOutboundSigningAlgorithm" => text::sp::outbound(),
        "spSigningBehavior" => text::sp::signing(),
        "spMinIncomingSigningAlgorithm" => text::sp::least_inbound(),
        "spWantAssertionsSigned" => text::sp::want_signed(),
        "spValidateCertificates" => text::sp::validate(),
        "idpEntityId" => text::idp::entity_id(),
        "idpBindingType" => text::idp::binding(),
        "idpSingleSignOnServiceUrl" => text::idp::service(),
        "idpSingleLogoutServiceUrl" => text::idp::logout(),
        "idpX509PublicCert" => text::idp::certificate(),
        "idpOutboundSigningAlgorithm" => text::idp::outbound(),
        "idpAllowUnsolicitedAuthnResponse" => text::idp::unsolicited(),
        "idpWantAuthnRequestsSigned" => text::idp::want_requests_signed(),
        _ => "",
    }
}

/// What stands below a field.
#[must_use]
pub fn help(name: &str) -> Option<String> {
    let words = match name {
        IDENTIFIER => text::identifier_help(),
        "keyConnectorUrl" => text::decryption::key_connector_url_help(),
        "authority" => text::oidc::authority_help(),
        "metadataAddress" => text::oidc::metadata_help(),
        "additionalScopes"
        | "additionalUserIdClaimTypes"
        | "additionalEmailClaimTypes"
        | "additionalNameClaimTypes" => text::oidc::commas(),
        "idpEntityId" => text::idp::entity_id_help(),
        "idpSingleSignOnServiceUrl" => text::idp::service_help(),
        "idpX509PublicCert" => text::idp::certificate_help(),
        _ => return None,
    };
    Some(words.to_owned())
}

/// What can be chosen; `now` is what stands there, which stays on offer even when it is old or unknown.
#[must_use]
pub fn choices(name: &str, now: &str) -> Vec<Choice> {
    let plain = |list: &[(&str, &str)]| list.iter().map(|(value, name)| Choice::new(*value, *name)).collect::<Vec<_>>();
    let mut offered = match name {
        "redirectBehavior" => plain(&[("0", text::oidc::redirect_get()), ("1", text::oidc::redirect_post())]),
        "spNameIdFormat" => plain(&[
            ("0", text::name_id::none()),
            ("1", text::name_id::unspecified()),
            ("2", text::name_id::email()),
            ("3", text::name_id::x_subject()),
            ("4", text::name_id::windows()),
            ("5", text::name_id::kerberos()),
            ("6", text::name_id::entity()),
            ("7", text::name_id::persistent()),
            ("8", text::name_id::transient()),
        ]),
        "spSigningBehavior" => plain(&[
            ("0", text::sp::signing_if_wanted()),
            ("1", text::sp::signing_always()),
            ("3", text::sp::signing_never()),
        ]),
        "idpBindingType" => plain(&[("1", text::idp::binding_redirect()), ("2", text::idp::binding_post())]),
        _ => ALGORITHMS.iter().map(|algorithm| Choice::new(*algorithm, algorithm_name(algorithm))).collect(),
    };
    if !now.is_empty() && !offered.iter().any(|choice| choice.value == now) {
        offered.push(Choice::new(now, algorithm_name(now)));
    }
    offered
}

/// The short name of an algorithm is the end of its address.
fn algorithm_name(address: &str) -> &str {
    if address == OLD_ALGORITHM { "rsa-sha1" } else { address.rsplit('#').next().unwrap_or(address) }
}

/// What is wrong with a field.
#[must_use]
pub fn wrong(name: &str, wrong: SsoWrong) -> String {
    match wrong {
        SsoWrong::Missing if name == "configType" => text::wrong::choose().to_owned(),
        SsoWrong::Missing => text::wrong::missing(label(name)),
        SsoWrong::Long(most) => text::wrong::long(label(name), &number(i64::try_from(most).unwrap_or(i64::MAX))),
        SsoWrong::NotAddress => text::wrong::address(label(name)),
        SsoWrong::NotCertificate => text::wrong::certificate().to_owned(),
        SsoWrong::Value => text::wrong::value(label(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_algorithm_is_kept_but_never_offered() {
        let algorithms =
            |now: &str| choices("idpOutboundSigningAlgorithm", now).into_iter().map(|c| c.label).collect::<Vec<_>>();
        assert_eq!(algorithms(""), ["rsa-sha256", "rsa-sha384", "rsa-sha512"]);
        assert_eq!(algorithms(OLD_ALGORITHM).last().map(String::as_str), Some("rsa-sha1"));
        assert_eq!(algorithms("urn:x#new").last().map(String::as_str), Some("new"));
    }
}

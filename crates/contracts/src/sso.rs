//! Single sign-on of an organisation (API contract §13.1; screens §2.16): what can be set, and what may stand there. Server
//! and portal judge by the same rules.

mod rules;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::JsonError;
use crate::json::normalise;
use crate::policies::Settings;
use crate::wire_enum;

pub use rules::{IDENTIFIER, SsoWrong, is_address, problems};

wire_enum! {
    /// How an identity provider is spoken to.
    SsoType {
        /// OpenID Connect.
        1 => OpenIdConnect,
        /// SAML 2.0.
        2 => Saml,
    }
}

wire_enum! {
    /// How members open their vault after signing in.
    MemberDecryption {
        /// By the master password.
        0 => MasterPassword,
        /// By a server that keeps their keys.
        1 => KeyConnector,
        /// By a device that they trust.
        2 => TrustedDevices,
    }
}

/// Signing algorithms that are offered, the usual one first.
pub const ALGORITHMS: [&str; 3] = [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha384",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha512",
];
/// The old algorithm: kept where it stands, never offered anew.
pub const OLD_ALGORITHM: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";

/// The official addresses of two of them, which some set-ups carry: taken, never offered.
pub(crate) const OTHER_ALGORITHMS: [&str; 2] =
    ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"];

/// Single sign-on as it stands, or as it is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationSso {
    /// Discriminator `organizationSso`.
    pub object: String,
    /// Whether it is on.
    pub enabled: bool,
    /// What people type to get to the identity provider.
    pub identifier: Option<String>,
    /// Everything else, as it stands.
    pub data: Option<Map<String, Value>>,
    /// Addresses for the identity provider.
    pub urls: SsoUrls,
}

/// Addresses that the identity provider needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SsoUrls {
    /// Where OpenID Connect comes back.
    pub callback_path: String,
    /// Where it comes back after signing out.
    pub signed_out_callback_path: String,
    /// Entity id of its own.
    pub sp_entity_id: String,
    /// Entity id that all organisations share.
    pub sp_entity_id_static: String,
    /// Metadata.
    pub sp_metadata_url: String,
    /// Where assertions are sent.
    pub sp_acs_url: String,
}

/// `POST api/organizations/{id}/sso`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateSso {
    /// On or off.
    pub enabled: bool,
    /// What people type to get to the identity provider.
    pub identifier: Option<String>,
    /// Everything else.
    pub data: Option<Map<String, Value>>,
}

impl OrganizationSso {
    /// Reads an answer, its settings exactly as the server sent them.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        let (data, rest) = split(bytes)?;
        let read: Self = serde_json::from_value(rest).map_err(|_| JsonError::Shape)?;
        Ok(Self { data, ..read })
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings::of(self.data.clone())
    }
}

impl UpdateSso {
    /// Reads a body, its settings exactly as they were sent.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        let (data, rest) = split(bytes)?;
        let read: Self = serde_json::from_value(rest).map_err(|_| JsonError::Shape)?;
        Ok(Self { data, ..read })
    }
}

/// The settings as they stand, and the rest in its usual form.
fn split(bytes: &[u8]) -> Result<(Option<Map<String, Value>>, Value), JsonError> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?;
    let members = value.as_object_mut().ok_or(JsonError::Shape)?;
    let key = members.keys().find(|key| key.eq_ignore_ascii_case("data")).cloned();
    let data = match key.and_then(|key| members.remove(&key)) {
        Some(Value::Object(data)) => Some(data),
        Some(Value::Null) | None => None,
        Some(_) => return Err(JsonError::Shape),
    };
    Ok((data, normalise(value)))
}

/// How members open their vault by these settings; what older servers write counts too.
#[must_use]
pub fn decryption(settings: &Settings) -> MemberDecryption {
    match settings.number("memberDecryptionType") {
        Some(number) => MemberDecryption::from_number(number),
        None if settings.flag("keyConnectorEnabled") => MemberDecryption::KeyConnector,
        None => MemberDecryption::MasterPassword,
    }
}

/// The kind of identity provider, once chosen.
#[must_use]
pub fn kind(settings: &Settings) -> Option<SsoType> {
    settings.number("configType").map(SsoType::from_number).filter(|kind| !matches!(kind, SsoType::Unknown(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_come_back_exactly_as_they_are() {
        let data = json!({"Authority": "x", "later": [null, {"A": 1}], "acrValues": null});
        let answer = json!({"Object": "organizationSso", "Enabled": true, "data": data, "urls": {"SpAcsUrl": "u"}});
        let read = OrganizationSso::read(answer.to_string().as_bytes()).unwrap();
        assert_eq!((read.enabled, json!(read.data), read.urls.sp_acs_url.as_str()), (true, data.clone(), "u"));
        let body = serde_json::to_vec(&UpdateSso { enabled: true, identifier: None, data: read.data }).unwrap();
        assert_eq!(json!(UpdateSso::read(&body).unwrap().data), data);
        assert_eq!(OrganizationSso::read(br#"{"enabled":false,"data":null}"#).unwrap().data, None);
        assert_eq!(UpdateSso::read(br#"{"data":7}"#), Err(JsonError::Shape));
    }

    #[test]
    fn older_servers_name_the_key_connector_differently() {
        let of = |value: Value| decryption(&Settings::of(value.as_object().cloned()));
        assert_eq!(of(json!({"keyConnectorEnabled": true})), MemberDecryption::KeyConnector);
        assert_eq!(
            of(json!({"keyConnectorEnabled": true, "memberDecryptionType": 2})),
            MemberDecryption::TrustedDevices
        );
        assert_eq!(of(json!({})), MemberDecryption::MasterPassword);
    }
}

//! `GET api/config` (API contract §2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a server says of itself. Nothing security-relevant hangs on it (attack BW10).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServerConfig {
    /// Discriminator `config`.
    pub object: String,
    /// Bitwarden version that the server is compatible with.
    pub version: String,
    /// Null on the vendor's server, named on others.
    pub server: Option<ServerName>,
    /// Addresses of the server's parts.
    pub environment: Environment,
    /// Feature switches: booleans, numbers or texts.
    pub feature_states: BTreeMap<String, serde_json::Value>,
    /// General settings.
    pub settings: ServerSettings,
}

/// Name of a server product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServerName {
    /// For example `Vaultwarden`.
    pub name: String,
    /// Home page of the product.
    pub url: String,
}

/// Addresses of a server's parts; empty text where it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Environment {
    /// `US`, `EU`; missing when self-hosted.
    pub cloud_region: Option<String>,
    /// Web origin that e-mail links point to.
    pub vault: String,
    /// API base.
    pub api: String,
    /// Identity base.
    pub identity: String,
    /// Push base.
    pub notifications: String,
    /// Single sign-on base.
    pub sso: String,
}

/// General settings of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServerSettings {
    /// New accounts only by invitation.
    pub disable_user_registration: bool,
}

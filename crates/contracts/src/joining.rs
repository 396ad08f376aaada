//! Accepting an invitation to an organisation (API contract §8.5).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::register::KeyPair;

/// `POST api/organizations/{id}/users/{ou}/accept`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AcceptInvitation {
    /// Token from the mail, byte-exact.
    pub token: SecretText,
    /// User key to the organisation's public key (type 4), when the person enrols in account recovery.
    pub reset_password_key: Option<String>,
}

/// `POST api/organizations/{id}/users/{ou}/accept-init`: the owner of an organisation without keys brings them.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BeginOrganization {
    /// Token from the mail, byte-exact.
    pub token: SecretText,
    /// New organisation key to the own public key (type 4).
    pub key: String,
    /// Key pair of the organisation.
    pub keys: KeyPair,
    /// Name of the first collection under the organisation key.
    pub collection_name: Option<String>,
}

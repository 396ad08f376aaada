//! Messages about recovering the account of a member (crypto specification §13.2).

use portal_contracts::SecretText;
use serde::{Deserialize, Serialize};

use super::Password;

/// Opens a member's user key with the keys of a client and wraps it under a new master password. The user key stays in the
/// agent for the length of this request and is wiped.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoverMember {
    /// A loaded client.
    pub organization_id: String,
    /// Private key of the client under its own key.
    pub encrypted_private_key: String,
    /// The member's user key to the client's public key, left at enrolment.
    pub reset_password_key: String,
    /// The new password with salt and derivation of the *member*.
    pub password: Password,
}

/// Reply to [`RecoverMember`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberRecovered {
    /// Server hash of the new password.
    pub hash: SecretText,
    /// The member's unchanged user key under the new stretched master key.
    pub user_key: String,
    /// Id of the user key.
    pub key_id: String,
}

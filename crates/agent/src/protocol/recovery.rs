//! Messages about opening the user key of a member with the keys of a client: to recover the account, or to let a device
//! of the member in (crypto specification §13.2; API contract §15.3).

use portal_contracts::SecretText;
use serde::{Deserialize, Serialize};

use super::{Handle, Password};
use crate::fault::Fault;

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

/// Opens the user keys of members with the keys of a client and wraps each to the kept public key of a device that asks to
/// be let in: the very key whose words were shown. The user keys stay in the agent for the length of this request and are
/// wiped. The handles stay valid.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrapForDevices {
    /// A loaded client.
    pub organization_id: String,
    /// The devices, each with what its member left.
    pub devices: Vec<DeviceToLetIn>,
}

/// One device of a member.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceToLetIn {
    /// Public key of the device, from [`super::PrepareConfirm`], with the member's address as material.
    pub handle: Handle,
    /// Private key of the client under its own key.
    pub encrypted_private_key: String,
    /// The member's user key to the client's public key, left at enrolment.
    pub reset_password_key: String,
}

/// Reply to [`WrapForDevices`]: one entry per device, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedForDevices {
    /// Type 4, or why it could not be made.
    pub keys: Vec<Result<String, Fault>>,
}

//! Devices that ask the organisation to be let in: members who sign in by single sign-on and have no device at hand that
//! could open their vault (API contract §15.3).

use serde::{Deserialize, Serialize};

use crate::SecretText;

/// The kind of request that the organisation answers; the other kinds are answered by the member's own devices.
pub const ADMIN_APPROVAL: i64 = 2;
/// Longest access code, in characters.
pub const ACCESS_CODE: usize = 25;

/// `POST api/auth-requests/admin-request`: a device asks.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AskForApproval {
    /// Address of the account.
    pub email: String,
    /// Base64 of SubjectPublicKeyInfo; its private half stays on the device.
    pub public_key: String,
    /// Stable identifier of the device.
    pub device_identifier: String,
    /// What the device says again to fetch the answer.
    pub access_code: SecretText,
    /// Kind of request.
    pub r#type: i64,
}

/// Entry of `GET api/organizations/{id}/auth-requests`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PendingDevice {
    /// Discriminator `pending-org-auth-request`.
    pub object: String,
    /// Request id.
    pub id: String,
    /// The member's account.
    pub user_id: String,
    /// The membership.
    pub organization_user_id: String,
    /// The member's address: what the fingerprint words are about.
    pub email: String,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
    /// Stable identifier of the device.
    pub request_device_identifier: String,
    /// What kind of program asks, in words.
    pub request_device_type: Option<String>,
    /// Where the request came from.
    pub request_ip_address: Option<String>,
    /// The country of that address, from servers that look it up.
    pub request_country_name: Option<String>,
    /// When it was made, ISO 8601.
    pub creation_date: String,
}

/// `POST api/organizations/{id}/auth-requests/{request}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnswerDevice {
    /// The member's user key to the device's public key (type 4); null when denied.
    pub encrypted_user_key: Option<String>,
    /// Whether the device is let in.
    pub request_approved: bool,
}

/// Entry of `POST api/organizations/{id}/auth-requests`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnswerOneDevice {
    /// Request id.
    pub id: String,
    /// The member's user key to the device's public key (type 4); null when denied.
    pub key: Option<String>,
    /// Whether the device is let in.
    pub approved: bool,
}

//! Providers and their people (API contract §5.1–5.5).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::enums::{ProviderType, ProviderUserStatus, ProviderUserType};

/// `GET api/providers/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Discriminator `provider`.
    #[serde(default)]
    pub object: String,
    /// Provider id.
    pub id: String,
    /// Name, at most 50 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// Legal name; may arrive with character entities.
    #[serde(default)]
    pub business_name: Option<String>,
    /// Where invoices go.
    #[serde(default)]
    pub billing_email: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub creation_date: Option<String>,
    /// Kind.
    pub r#type: ProviderType,
}

/// `PUT api/providers/{id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateProvider {
    /// Name, at most 50 characters.
    pub name: String,
    /// Legal name, at most 50 characters.
    pub business_name: Option<String>,
    /// Where invoices go, at most 256 characters.
    pub billing_email: String,
}

/// `POST api/providers/{id}/setup`; payment is left out: the embedded server ignores it, the
/// vendor's cloud asks for it on its own pages.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SetUpProvider {
    /// Name, at most 50 characters.
    pub name: String,
    /// Legal name.
    pub business_name: Option<String>,
    /// Where invoices go.
    pub billing_email: String,
    /// Token from the set-up mail.
    pub token: SecretText,
    /// New provider key to the own public key (type 4).
    pub key: String,
    /// Country (two letters) and postal code.
    pub billing_address: Option<BillingAddress>,
}

/// Address of a bill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BillingAddress {
    /// Two letters.
    pub country: String,
    /// Postal code.
    pub postal_code: String,
    /// First line.
    pub line1: Option<String>,
    /// Second line.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// State or county.
    pub state: Option<String>,
}

/// Entry of `GET api/providers/{id}/users`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderUser {
    /// Discriminator `providerUserUserDetails`.
    #[serde(default)]
    pub object: String,
    /// Provider-user id (membership).
    pub id: String,
    /// User id; missing while invited.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Role.
    pub r#type: ProviderUserType,
    /// How far the person has come.
    pub status: ProviderUserStatus,
    /// Name of the account.
    #[serde(default)]
    pub name: Option<String>,
    /// Address.
    #[serde(default)]
    pub email: String,
}

/// `POST api/providers/{id}/users/invite`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteProviderUsers {
    /// 1–20 addresses.
    pub emails: Vec<String>,
    /// Role for all of them.
    pub r#type: ProviderUserType,
}

/// Bodies with a list of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ids {
    /// The ids.
    pub ids: Vec<String>,
}

/// Bodies with nothing but an invitation token.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenBody {
    /// Token from the mail, byte-exact.
    pub token: SecretText,
}

/// `POST …/confirm` of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmBody {
    /// Provider key to the person's public key (type 4).
    pub key: String,
}

/// `POST …/users/confirm` of several people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkConfirm {
    /// One entry per person.
    pub keys: Vec<BulkConfirmKey>,
}

/// One person of a bulk confirmation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkConfirmKey {
    /// Membership id.
    pub id: String,
    /// Shared key (type 4).
    pub key: String,
}

/// Entry of `POST …/users/public-keys`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MemberPublicKey {
    /// Discriminator.
    pub object: String,
    /// Membership id.
    pub id: String,
    /// User id.
    pub user_id: String,
    /// Base64 of SubjectPublicKeyInfo.
    pub key: String,
}

/// Outcome for one row of a bulk call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkResult {
    /// Discriminator.
    pub object: String,
    /// Membership id.
    pub id: String,
    /// Empty = done.
    pub error: String,
}

/// `PUT api/providers/{id}/users/{puId}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateProviderUser {
    /// New role.
    pub r#type: ProviderUserType,
}

//! Own account (API contract §4).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::profile::Profile;
use crate::register::{AuthenticationData, UnlockData};
use crate::token::{AccountKeys, MasterPasswordUnlock};

/// `GET api/users/{id}/public-key`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserPublicKey {
    /// Discriminator `userKey`.
    pub object: String,
    /// Whose key.
    pub user_id: String,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
}

/// `GET api/accounts/keys`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Keys {
    /// Discriminator `keys`.
    pub object: String,
    /// Wrapped user key.
    pub key: Option<String>,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    /// Wrapped private key.
    pub private_key: Option<String>,
    /// Newer shape.
    pub account_keys: Option<AccountKeys>,
}

/// `PUT api/accounts/profile`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateProfile {
    /// Name, at most 50 characters.
    pub name: String,
    /// Ignored by the vendor's server; always null.
    pub master_password_hint: Option<String>,
}

/// A body that carries nothing but the proof that the person knows the master password.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecretBody {
    /// Server hash.
    pub master_password_hash: SecretText,
}

/// `POST api/accounts/password`, old and new members together (API contract §4.5).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangePassword {
    /// Server hash of the present password.
    #[serde(default)]
    pub master_password_hash: SecretText,
    /// Server hash of the new one, old member.
    #[serde(default)]
    pub new_master_password_hash: SecretText,
    /// User key under the new stretched key, old member.
    #[serde(default)]
    pub key: String,
    /// Hint, at most 50 characters.
    #[serde(default)]
    pub master_password_hint: Option<String>,
    /// New members.
    #[serde(default)]
    pub authentication_data: Option<AuthenticationData>,
    /// New members.
    #[serde(default)]
    pub unlock_data: Option<UnlockData>,
}

/// `PUT api/accounts/update-temp-password`: as [`ChangePassword`], without proof of the present one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplaceTemporaryPassword {
    /// Server hash of the new password, old member.
    #[serde(default)]
    pub new_master_password_hash: SecretText,
    /// User key under the new stretched key, old member.
    #[serde(default)]
    pub key: String,
    /// Hint, at most 50 characters.
    #[serde(default)]
    pub master_password_hint: Option<String>,
    /// New members.
    #[serde(default)]
    pub authentication_data: Option<AuthenticationData>,
    /// New members.
    #[serde(default)]
    pub unlock_data: Option<UnlockData>,
}

/// `POST api/accounts/kdf`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeKdf {
    /// Server hash of the present password.
    #[serde(default)]
    pub master_password_hash: SecretText,
    /// With the new derivation.
    pub authentication_data: AuthenticationData,
    /// With the new derivation.
    pub unlock_data: UnlockData,
}

/// `GET api/sync`; the portal reads only these members.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Sync {
    /// Discriminator `sync`.
    pub object: String,
    /// Own profile.
    pub profile: Profile,
    /// How the account's data can be opened.
    pub user_decryption: Option<UserDecryption>,
}

/// Unlock data that come with a sync.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserDecryption {
    /// Wrapped user key with everything needed to open it.
    pub master_password_unlock: Option<MasterPasswordUnlock>,
}

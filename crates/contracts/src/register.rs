//! Registration (API contract §3).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::kdf::{KdfSettings, KdfType};

/// `POST identity/accounts/register/send-verification-email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SendVerificationEmail {
    /// Address of the new account.
    pub email: String,
    /// Name of the person, at most 50 characters.
    pub name: Option<String>,
    /// Marketing mails; the portal never asks for them.
    pub receive_marketing_emails: bool,
}

/// `POST identity/accounts/register/verification-email-clicked`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VerificationEmailClicked {
    /// Address of the new account.
    pub email: String,
    /// Token from the mail.
    pub email_verification_token: SecretText,
}

/// New authentication data; accompanies [`UnlockData`] with equal derivation and salt (crypto specification §13.3).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationData {
    /// Derivation of the master key.
    pub kdf: KdfSettings,
    /// Server hash.
    pub master_password_authentication_hash: SecretText,
    /// Salt in force.
    pub salt: String,
}

/// New wrapped user key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockData {
    /// Derivation of the master key.
    pub kdf: KdfSettings,
    /// User key under the stretched master key.
    pub master_key_wrapped_user_key: String,
    /// Salt in force.
    pub salt: String,
    /// Identifier of the user key; optional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contained_key_id: Option<String>,
}

/// RSA key pair of a new account or organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyPair {
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
    /// PKCS#8 wrapped by the user key or organisation key.
    pub encrypted_private_key: String,
}

/// `POST identity/accounts/register/finish`, superset for all servers: old members and new ones
/// together, exactly one proof, absent members left out (API contract §19.3).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterFinish {
    /// Address of the account.
    pub email: String,
    /// Server hash, old member.
    #[serde(default)]
    pub master_password_hash: SecretText,
    /// Hint, at most 50 characters.
    #[serde(default)]
    pub master_password_hint: Option<String>,
    /// Wrapped user key, old member.
    #[serde(default)]
    pub user_symmetric_key: String,
    /// RSA key pair.
    #[serde(default)]
    pub user_asymmetric_keys: KeyPair,
    /// Derivation, old members.
    pub kdf: KdfType,
    /// Rounds, old member.
    pub kdf_iterations: i64,
    /// Memory in MiB, old member.
    #[serde(default)]
    pub kdf_memory: Option<i64>,
    /// Lanes, old member.
    #[serde(default)]
    pub kdf_parallelism: Option<i64>,
    /// New members.
    #[serde(default)]
    pub master_password_authentication: Option<AuthenticationData>,
    /// New members.
    #[serde(default)]
    pub master_password_unlock: Option<UnlockData>,
    /// The one proof that the address is theirs.
    #[serde(flatten)]
    pub proof: RegistrationProof,
}

/// Proofs of a registration; exactly one variant is filled in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RegistrationProof {
    /// Own sign-up: token from the verification mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verification_token: Option<SecretText>,
    /// Organisation invitation: membership id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_user_id: Option<String>,
    /// Organisation invitation: token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_invite_token: Option<SecretText>,
    /// Provider invitation: provider-user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_user_id: Option<String>,
    /// Provider invitation: token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_invite_token: Option<SecretText>,
}

impl RegistrationProof {
    /// Own sign-up.
    #[must_use]
    pub fn by_email(token: SecretText) -> Self {
        Self { email_verification_token: Some(token), ..Self::default() }
    }

    /// Organisation invitation.
    #[must_use]
    pub fn by_organization(organization_user_id: String, token: SecretText) -> Self {
        Self { organization_user_id: Some(organization_user_id), org_invite_token: Some(token), ..Self::default() }
    }

    /// Provider invitation.
    #[must_use]
    pub fn by_provider(provider_user_id: String, token: SecretText) -> Self {
        Self { provider_user_id: Some(provider_user_id), provider_invite_token: Some(token), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_proofs_are_left_out() {
        let json = serde_json::to_value(RegistrationProof::by_provider("id".into(), "t".to_owned().into())).unwrap();
        assert_eq!(json, serde_json::json!({"providerUserId": "id", "providerInviteToken": "t"}));
    }
}

//! The token endpoint (API contract §3). Field names of the form body are the caller's business:
//! it is no JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::enums::TwoFactorProvider;
use crate::kdf::{KdfSettings, KdfType};

pub use crate::password_rules::MasterPasswordPolicy;

/// Successful answer to a password or refresh grant; the key fields are absent after a refresh.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TokenAnswer {
    /// Bearer token (JWT).
    #[serde(rename = "access_token")]
    pub access_token: SecretText,
    /// Seconds until the token ends.
    #[serde(rename = "expires_in")]
    pub expires_in: i64,
    /// Token for the refresh grant.
    #[serde(rename = "refresh_token")]
    pub refresh_token: Option<SecretText>,
    /// User key wrapped by the stretched master key.
    pub key: Option<String>,
    /// User RSA private key wrapped by the user key.
    pub private_key: Option<String>,
    /// Function of this account.
    pub kdf: Option<KdfType>,
    /// Rounds of this account.
    pub kdf_iterations: Option<i64>,
    /// Memory of this account, MiB.
    pub kdf_memory: Option<i64>,
    /// Lanes of this account.
    pub kdf_parallelism: Option<i64>,
    /// The person must choose a new password (after account recovery).
    pub force_password_reset: bool,
    /// Strictest rule for master passwords that binds this account.
    pub master_password_policy: Option<MasterPasswordPolicy>,
    /// Key pairs in the newer shape.
    pub account_keys: Option<AccountKeys>,
    /// How the account's data can be opened.
    pub user_decryption_options: Option<UserDecryptionOptions>,
    /// Token that spares the second step on this device for 30 days.
    pub two_factor_token: Option<SecretText>,
}

/// Key pairs of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccountKeys {
    /// RSA key pair.
    pub public_key_encryption_key_pair: Option<PublicKeyPair>,
    /// Present on accounts of the second version; opaque here.
    pub signature_key_pair: Option<serde_json::Value>,
    /// Present on accounts of the second version; opaque here.
    pub security_state: Option<serde_json::Value>,
}

/// RSA key pair of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicKeyPair {
    /// PKCS#8 under the user key.
    pub wrapped_private_key: Option<String>,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    /// Only on accounts of the second version.
    pub signed_public_key: Option<String>,
}

/// How an account's data can be opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserDecryptionOptions {
    /// False: this portal cannot unlock the account.
    pub has_master_password: bool,
    /// Wrapped user key with everything needed to open it.
    pub master_password_unlock: Option<MasterPasswordUnlock>,
}

/// Wrapped user key with everything needed to open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "SpelledUnlock")]
pub struct MasterPasswordUnlock {
    /// Derivation of the master key.
    pub kdf: KdfSettings,
    /// User key under the stretched master key.
    pub master_key_encrypted_user_key: String,
    /// Salt in force.
    pub salt: Option<String>,
    /// Key id that the opened key must have (crypto specification §9).
    pub contained_key_id: Option<String>,
}

/// As servers spell it: one family has two names for the user key and sends both.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SpelledUnlock {
    kdf: KdfSettings,
    master_key_encrypted_user_key: Option<String>,
    master_key_wrapped_user_key: Option<String>,
    salt: Option<String>,
    contained_key_id: Option<String>,
}

impl TryFrom<SpelledUnlock> for MasterPasswordUnlock {
    type Error = &'static str;

    fn try_from(spelled: SpelledUnlock) -> Result<Self, Self::Error> {
        let key = spelled.master_key_encrypted_user_key.or(spelled.master_key_wrapped_user_key);
        Ok(Self {
            kdf: spelled.kdf,
            master_key_encrypted_user_key: key.ok_or("no user key")?,
            salt: spelled.salt,
            contained_key_id: spelled.contained_key_id,
        })
    }
}

/// Members of a 400 answer that say what is needed next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TokenChallenge {
    /// OAuth error code: `invalid_grant`, `device_error`, `version_header_missing` …
    pub error: Option<String>,
    /// OAuth error text.
    #[serde(rename = "error_description")]
    pub error_description: Option<String>,
    /// Number of each offered second step → its details (missing details read as an empty map).
    pub two_factor_providers2: BTreeMap<String, serde_json::Value>,
    /// Old list of offered second steps, as texts or numbers.
    pub two_factor_providers: Vec<serde_json::Value>,
    /// Allows to ask for the code by mail without the password.
    pub sso_email2fa_session_token: Option<String>,
    /// Organisation that enforces single sign-on, when exactly one does.
    pub sso_organization_identifier: Option<String>,
}

impl TokenChallenge {
    /// The offered second steps, in the order of the server, without repeats.
    ///
    /// [`crate::read_json`] drops null details together with their number, so both lists are read.
    #[must_use]
    pub fn offered(&self) -> Vec<TwoFactorProvider> {
        let listed = self.two_factor_providers.iter().filter_map(|entry| match entry {
            serde_json::Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        });
        let detailed = self.two_factor_providers2.keys().filter_map(|key| key.parse::<i64>().ok());
        let mut found = Vec::new();
        for number in listed.chain(detailed) {
            let provider = TwoFactorProvider::from_number(number);
            if !found.contains(&provider) {
                found.push(provider);
            }
        }
        found
    }

    /// Masked address that the code is sent to, when e-mail is offered and the server says it.
    #[must_use]
    pub fn masked_email(&self) -> Option<&str> {
        let details = self.two_factor_providers2.get("1")?;
        details.get("email").and_then(serde_json::Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn a_vendor_answer_reads_whole() {
        let json = br#"{"access_token":"a","expires_in":3600,"token_type":"Bearer","refresh_token":"r","scope":"api offline_access",
          "Key":"2.k","PrivateKey":"2.p","Kdf":0,"KdfIterations":600000,"KdfMemory":null,"ForcePasswordReset":false,
          "MasterPasswordPolicy":{"MinLength":14,"EnforceOnLogin":true,"Object":"masterPasswordPolicy"},
          "AccountKeys":{"publicKeyEncryptionKeyPair":{"wrappedPrivateKey":"2.p","publicKey":"M","Object":"x"},"Object":"privateKeys"},
          "UserDecryptionOptions":{"HasMasterPassword":true,"MasterPasswordUnlock":{"Kdf":{"KdfType":0,"Iterations":600000},
            "MasterKeyEncryptedUserKey":"2.k","Salt":"a@b.c"},"Object":"userDecryptionOptions"}}"#;
        let answer: TokenAnswer = read_json(json).unwrap();
        assert_eq!(answer.access_token.expose(), "a");
        assert_eq!(answer.master_password_policy.unwrap().min_length, Some(14));
        let unlock = answer.user_decryption_options.unwrap().master_password_unlock.unwrap();
        assert_eq!((unlock.master_key_encrypted_user_key.as_str(), unlock.kdf.iterations), ("2.k", 600_000));
        assert_eq!(
            answer.account_keys.unwrap().public_key_encryption_key_pair.unwrap().public_key.as_deref(),
            Some("M")
        );
    }

    #[test]
    fn the_user_key_is_read_under_either_name_and_under_both() {
        let names = ["MasterKeyEncryptedUserKey", "MasterKeyWrappedUserKey"];
        let both = format!(r#""{}":"2.k","{}":"2.k""#, names[0], names[1]);
        for members in [format!(r#""{}":"2.k""#, names[0]), format!(r#""{}":"2.k""#, names[1]), both] {
            let json = format!(r#"{{"Kdf":{{"KdfType":0,"Iterations":600000}},{members},"Salt":"a@b.c"}}"#);
            let unlock: MasterPasswordUnlock = read_json(json.as_bytes()).unwrap();
            assert_eq!(unlock.master_key_encrypted_user_key, "2.k", "{members}");
        }
        assert!(read_json::<MasterPasswordUnlock>(br#"{"Kdf":{"KdfType":0,"Iterations":1}}"#).is_err());
    }

    #[test]
    fn offered_second_steps_are_read_from_both_lists() {
        let json = br#"{"error":"invalid_grant","TwoFactorProviders":["0","1"],"TwoFactorProviders2":{"0":null,"1":{"Email":"a***@b.c"},"42":{}}}"#;
        let challenge: TokenChallenge = read_json(json).unwrap();
        assert_eq!(
            challenge.offered(),
            [TwoFactorProvider::Authenticator, TwoFactorProvider::Email, TwoFactorProvider::Unknown(42)]
        );
        assert_eq!(challenge.masked_email(), Some("a***@b.c"));
    }
}

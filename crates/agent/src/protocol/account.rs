//! Messages about the account: sign-in, unlock, new account, password (crypto specification §8, §13).

use portal_contracts::SecretText;
use portal_contracts::kdf::KdfSettings;
use serde::{Deserialize, Serialize};

use super::Handle;

/// A password together with how its master key is derived.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Password {
    /// As typed: never trimmed, folded or normalised.
    pub password: SecretText,
    /// Salt in force; the agent trims and lower-cases it (crypto specification §3.1).
    pub salt: String,
    /// Derivation in force. Outside crypto specification §3.2 the agent refuses before hashing.
    pub kdf: KdfSettings,
}

/// The wrapped keys of an account, as a server sends them. All of it is the server's claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrappedAccount {
    /// Own user id, for the fingerprint words.
    pub user_id: String,
    /// Wrapped user key.
    pub user_key: String,
    /// Claimed id of the user key; compared when present (crypto specification §9).
    pub key_id: Option<String>,
    /// Private key under the user key.
    pub private_key: String,
    /// Claimed public key; compared with the private one when present (crypto specification §7).
    pub public_key: Option<String>,
}

/// Asks whether keys are in memory.
#[derive(Debug, Serialize, Deserialize)]
pub struct Status {}

/// Whether keys are in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentStatus {
    /// The user key is in memory.
    pub unlocked: bool,
}

/// Done; there is nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// Derives the master key for a sign-in and keeps it under a handle until [`FinishSignIn`].
#[derive(Debug, Serialize, Deserialize)]
pub struct PrepareSignIn {
    /// What was typed, and the derivation that prelogin named.
    pub password: Password,
}

/// Reply to [`PrepareSignIn`].
#[derive(Debug, Serialize, Deserialize)]
pub struct SignInPrepared {
    /// The prepared sign-in.
    pub handle: Handle,
    /// Server hash: a credential, for the sign-in request only.
    pub hash: SecretText,
}

/// Opens the account with the prepared master key. The handle is used up on success only, so that
/// a second answer of the server can be tried.
#[derive(Debug, Serialize, Deserialize)]
pub struct FinishSignIn {
    /// From [`PrepareSignIn`] or [`MakeAccount`].
    pub handle: Handle,
    /// What the server sent.
    pub account: WrappedAccount,
}

/// Opens the account locally. A wrong password is [`Fault::Decrypt`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Unlock {
    /// What was typed.
    pub password: Password,
    /// What the server sent at sign-in, or sent again after a refresh of the page.
    pub account: WrappedAccount,
}

/// The account is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountOpened {
    /// Own fingerprint words, computed from the private key that was opened.
    pub fingerprint: Vec<String>,
    /// Public key that belongs to the opened private key, Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
    /// Id of the opened user key, 32 hexadecimal digits.
    pub key_id: String,
}

/// Drops every key, handle and prepared thing. In the browser the worker is ended as well.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lock {}

/// Drops one prepared thing; unknown handles are passed over.
#[derive(Debug, Serialize, Deserialize)]
pub struct Forget {
    /// What to drop.
    pub handle: Handle,
}

/// Makes the keys of a new account. They stay under the handle for the automatic sign-in.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeAccount {
    /// The new master password; the derivation must lie in the range that people may choose.
    pub password: Password,
}

/// Reply to [`MakeAccount`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountMade {
    /// For [`FinishSignIn`]: the server must then return the very same user key.
    pub handle: Handle,
    /// Server hash.
    pub hash: SecretText,
    /// User key under the stretched master key.
    pub user_key: String,
    /// Id of the user key.
    pub key_id: String,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
    /// Private key under the user key.
    pub private_key: String,
}

/// Checks the password of the open account locally. A wrong one is [`Fault::Decrypt`].
#[derive(Debug, Serialize, Deserialize)]
pub struct VerifyPassword {
    /// What was typed, and the derivation in force.
    pub password: Password,
}

/// Reply to [`VerifyPassword`].
#[derive(Debug, Serialize, Deserialize)]
pub struct PasswordVerified {
    /// Server hash, for calls that ask for the password again.
    pub hash: SecretText,
}

/// Prepares a new password, a new derivation, or both, for the open account. The current password
/// is checked first, the new wrapped key is opened again and compared (crypto specification §13.3).
#[derive(Debug, Serialize, Deserialize)]
pub struct MakePassword {
    /// Current password and derivation.
    pub current: Password,
    /// New password, salt in force, new derivation.
    pub new: Password,
}

/// Reply to [`MakePassword`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordMade {
    /// Server hash of the current password.
    pub current_hash: SecretText,
    /// Server hash of the new password.
    pub new_hash: SecretText,
    /// The unchanged user key under the new stretched master key.
    pub user_key: String,
    /// Id of the user key.
    pub key_id: String,
}

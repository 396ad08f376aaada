//! What can go wrong at the key agent, as categories without detail (crypto specification §17).

use serde::{Deserialize, Serialize};

/// Why the key agent did not do what it was asked.
///
/// A fault never says *why* a decryption failed and never carries a value: an attacker who feeds
/// answers must not learn from it (crypto specification §16.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// Malformed encrypted text or key text: "data is damaged".
    #[error("data is damaged")]
    Parse,
    /// A type that this version does not read, or an account of the second version.
    #[error("not supported by this version")]
    Unsupported,
    /// Wrong key kind or length, malformed key, or a key that is not the claimed one.
    #[error("a key is damaged or not the expected one")]
    Key,
    /// Authentication failed: at unlock this means "wrong password".
    #[error("could not decrypt")]
    Decrypt,
    /// Opened text is no text.
    #[error("data is damaged")]
    Utf8,
    /// Derivation settings outside the limits of crypto specification §3.2; nothing was hashed.
    #[error("derivation settings are out of bounds")]
    Kdf,
    /// No secure context, no randomness, or not enough memory on this device.
    #[error("this environment cannot do it")]
    Environment,
    /// The request needs an unlocked agent.
    #[error("locked")]
    Locked,
    /// The handle is not known (any more): the agent was locked or restarted in between.
    #[error("the handle is stale")]
    Stale,
    /// The agent is gone: its worker could not be loaded or crashed. Start over with a new one.
    #[error("the key agent is gone")]
    Gone,
}

impl From<portal_crypto::Error> for Fault {
    fn from(error: portal_crypto::Error) -> Self {
        match error {
            portal_crypto::Error::Parse => Self::Parse,
            portal_crypto::Error::Unsupported => Self::Unsupported,
            portal_crypto::Error::Key => Self::Key,
            portal_crypto::Error::Decrypt => Self::Decrypt,
            portal_crypto::Error::Utf8 => Self::Utf8,
            portal_crypto::Error::Kdf => Self::Kdf,
            portal_crypto::Error::Environment => Self::Environment,
        }
    }
}

//! What can go wrong in the crypto core: a category, and on purpose nothing else.

use serde::{Deserialize, Serialize};

/// The only error of this crate: categories without detail, because detail about a failed decryption helps an
/// attacker and may carry secrets into logs (spec §16.3, §17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "lowercase")]
pub enum Error {
    /// A malformed encrypted text, file or key text: "data is damaged".
    #[error("malformed data")]
    Parse,
    /// An unknown or removed format, an account with the newer encryption, or an address whose lower-casing differs
    /// between platforms: "not supported by this version".
    #[error("unsupported format")]
    Unsupported,
    /// A key of the wrong kind or length, or a malformed RSA key: "key is damaged".
    #[error("unusable key")]
    Key,
    /// Authentication, padding or OAEP failed; at unlock this means a wrong password.
    #[error("could not decrypt")]
    Decrypt,
    /// The opened text is not UTF-8: "data is damaged".
    #[error("opened text is not UTF-8")]
    Utf8,
    /// Key derivation parameters outside the accepted range. Ask [`crate::Kdf::check_for_sign_in`] for the reason.
    #[error("key derivation parameters refused")]
    Kdf,
    /// The device lacks something: secure context, memory for Argon2, random numbers.
    #[error("environment cannot run this operation")]
    Environment,
}

impl Error {
    /// The category word of spec §17, as used by the test vectors and the agent's protocol.
    #[must_use]
    pub const fn category(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Unsupported => "unsupported",
            Self::Key => "key",
            Self::Decrypt => "decrypt",
            Self::Utf8 => "utf8",
            Self::Kdf => "kdf",
            Self::Environment => "environment",
        }
    }
}

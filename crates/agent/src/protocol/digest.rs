//! Messages about passwords and names that need no key: the breach check, a suggestion, names for remembered things.

use portal_contracts::SecretText;
use serde::{Deserialize, Serialize};

use super::Handle;

/// Hashes a password for the breach check and keeps the rest of the hash inside (crypto specification §16.1).
#[derive(Debug, Serialize, Deserialize)]
pub struct PrepareBreachCheck {
    /// The password that is about to be set.
    pub password: SecretText,
}

/// Reply to [`PrepareBreachCheck`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachCheckPrepared {
    /// For [`FinishBreachCheck`].
    pub handle: Handle,
    /// Five hexadecimal digits: all that leaves the browser.
    pub prefix: String,
}

/// Looks for the kept rest of the hash in a list of the range service. The handle is used up.
#[derive(Debug, Serialize, Deserialize)]
pub struct FinishBreachCheck {
    /// From [`PrepareBreachCheck`].
    pub handle: Handle,
    /// Body of the answer: lines `SUFFIX:COUNT`.
    pub list: String,
}

/// Reply to [`FinishBreachCheck`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachChecked {
    /// How often the password was seen in breaches; 0 = not found.
    pub count: u64,
}

/// Draws a passphrase for somebody else. It works without an account.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SuggestPassphrase {}

/// Reply to [`SuggestPassphrase`].
#[derive(Debug, Serialize, Deserialize)]
pub struct PassphraseSuggested {
    /// Five words.
    pub passphrase: SecretText,
}

/// Digests short texts, so that browser storage can remember things about an address without
/// holding the address. Not a protection against somebody who guesses addresses.
#[derive(Debug, Serialize, Deserialize)]
pub struct Digest {
    /// The texts.
    pub texts: Vec<String>,
}

/// Reply to [`Digest`]: 32 hexadecimal digits each, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// The digests.
    pub digests: Vec<String>,
}

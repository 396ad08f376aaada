//! Messages about vault items: sealing them for an import, opening the files that are encrypted (crypto specification §14).

use portal_contracts::SecretText;
use portal_contracts::ciphers::{Cipher, PlainCipher};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// Encrypts whole items for a client. Each gets a key of its own, whatever a server says of itself: then a server cannot
/// exchange texts between items (attack BW05), nor switch that off (BW10).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealItems {
    /// A loaded client.
    pub organization_id: String,
    /// Plain items.
    pub items: Vec<PlainCipher>,
}

/// Reply to [`SealItems`], in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsSealed {
    /// The JSON of each item, as it goes into a request: the page joins them and need not take them apart.
    pub items: Vec<String>,
}

/// Under whose key a restricted export is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExportKey {
    /// A loaded client, by its organisation id.
    Client(String),
    /// The signed-in account.
    Account,
}

/// Opens texts and items of a restricted export. The validation text comes with every part, and is opened first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenItems {
    /// The key to try.
    pub key: ExportKey,
    /// Opens only under the right key; any other is [`Fault::Decrypt`].
    pub validation: String,
    /// Names of folders or collections.
    pub names: Vec<String>,
    /// Items, those with a key of their own with it.
    pub items: Vec<Cipher<String>>,
}

/// Reply to [`OpenItems`], in the same order. One that is damaged harms no other.
#[derive(Debug, Serialize, Deserialize)]
pub struct ItemsOpened {
    /// Names.
    pub names: Vec<Result<SecretText, Fault>>,
    /// Items.
    pub items: Vec<Result<PlainCipher, Fault>>,
}

/// Opens an export that has a password of its own.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenExport {
    /// The file's JSON.
    pub file: String,
    /// Its password.
    pub password: SecretText,
}

/// Reply to [`OpenExport`].
#[derive(Debug, Serialize, Deserialize)]
pub struct ExportOpened {
    /// The JSON of an unencrypted export.
    pub text: SecretText,
}

//! Messages about keys of providers and clients: reading them, and what they open (crypto specification §10, §14.1).

use serde::{Deserialize, Serialize};

use super::Pin;
use crate::fault::Fault;

/// A provider key wrapped to the own public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedProvider {
    /// Provider id.
    pub id: String,
    /// Type 4.
    pub key: String,
    /// Pin of an earlier load in this session; a key that does not match it is refused.
    pub pin: Option<Pin>,
}

/// Opens provider keys. Replaces the set of providers.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoadProviders {
    /// All providers of the profile that have a key.
    pub entries: Vec<WrappedProvider>,
}

/// A client with every way in which its key reached the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedClient {
    /// Organisation id.
    pub id: String,
    /// At least one. Where there are two, both have to lead to the same key, and the own membership is used.
    pub keys: Vec<WrappedClientKey>,
    /// Pin of an earlier load in this session; a key that does not match it is refused.
    pub pin: Option<Pin>,
}

/// An organisation key on one of its ways to the account (crypto specification §10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WrappedClientKey {
    /// Wrapped by the key of the provider that manages the organisation.
    ByProvider {
        /// The provider.
        provider_id: String,
        /// Type 2.
        key: String,
    },
    /// Wrapped to the own public key, as members get it.
    ToMember {
        /// Type 4.
        key: String,
    },
}

/// Checks client keys and keeps them in their wrapped form. Replaces the set of clients. A client's
/// key is in the clear only while a request uses it.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoadClients {
    /// All clients of the profile that have a key.
    pub entries: Vec<WrappedClient>,
}

/// Reply to [`LoadProviders`] and [`LoadClients`]: one entry per asked id, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysLoaded {
    /// What became of each.
    pub entries: Vec<LoadedKey>,
}

/// What became of one wrapped key. One broken entry never fails the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedKey {
    /// Id of the provider or organisation.
    pub id: String,
    /// Its pin, or why it cannot be used.
    pub outcome: Result<Pin, KeyRefusal>,
}

/// Why a provider or client cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyRefusal {
    /// The key cannot be opened.
    Broken(Fault),
    /// The provider's own key is missing or refused.
    NoProviderKey,
    /// Not the key that was seen before under this id (attacks P1, BW09).
    Changed,
    /// Another client came with the same key (attack P2): both are refused.
    Shared,
    /// The provider and the own membership came with different keys for it: one of them was exchanged.
    Differs,
}

/// Encrypts texts under a client's key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealTexts {
    /// A loaded client.
    pub organization_id: String,
    /// Plain texts.
    pub texts: Vec<String>,
}

/// Reply to [`SealTexts`], in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextsSealed {
    /// Type 2.
    pub texts: Vec<String>,
}

/// Decrypts texts under a client's key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenTexts {
    /// A loaded client.
    pub organization_id: String,
    /// Type 2.
    pub texts: Vec<String>,
}

/// Reply to [`OpenTexts`]: one entry per text, in the same order.
#[derive(Debug, Serialize, Deserialize)]
pub struct TextsOpened {
    /// Plain text, or why it cannot be read.
    pub texts: Vec<Result<String, Fault>>,
}

//! Messages that make, compare and share keys (crypto specification §11, §12).

use serde::{Deserialize, Serialize};

use super::{Handle, Pin};
use crate::fault::Fault;

/// Makes a new provider key, wrapped to the own public key. Asked again for the same provider before
/// the agent locks, it gives the same key: a set-up whose answer was lost can be repeated.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MakeProvider {
    /// Provider that is being set up.
    pub provider_id: String,
}

/// Reply to [`MakeProvider`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderMade {
    /// For [`CheckKey`].
    pub handle: Handle,
    /// Type 4.
    pub key: String,
}

/// Makes the keys of a new client (crypto specification §11.2).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MakeClient {
    /// Provider that will manage it.
    pub provider_id: String,
    /// Name of the default collection, in the language of the interface.
    pub collection_name: String,
}

/// Makes the keys of an organisation that has none yet, wrapped to the own public key: the owner of a new organisation
/// does that on acceptance (API contract §8.5). Asked again for the same organisation before the agent locks, it gives
/// the same keys: an acceptance whose answer was lost can be repeated.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MakeOrganization {
    /// Organisation that begins.
    pub organization_id: String,
    /// Name of the default collection, in the language of the interface.
    pub collection_name: String,
}

/// Reply to [`MakeClient`] and [`MakeOrganization`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientMade {
    /// For [`CheckKey`].
    pub handle: Handle,
    /// Organisation key: under the provider key, type 2, or to the own public key, type 4.
    pub key: String,
    /// Base64 of SubjectPublicKeyInfo.
    pub public_key: String,
    /// Private key under the organisation key.
    pub encrypted_private_key: String,
    /// Name of the default collection under the organisation key.
    pub collection_name: String,
}

/// Wraps the key of an own organisation by the provider key (crypto specification §11.3).
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptOrganization {
    /// Provider that will manage it.
    pub provider_id: String,
    /// Organisation key to the own public key, type 4, from the profile.
    pub key: String,
}

/// Reply to [`AdoptOrganization`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationAdopted {
    /// For [`CheckKey`].
    pub handle: Handle,
    /// Organisation key under the provider key, type 2.
    pub key: String,
}

/// Compares a key that the server returned with the one that was made, in constant time. The handle
/// stays valid, so that the answer can be read and compared again.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckKey {
    /// From [`MakeClient`], [`MakeOrganization`], [`AdoptOrganization`] or [`MakeProvider`].
    pub handle: Handle,
    /// Id of the organisation or provider that the key came back for.
    pub id: String,
    /// Wrapped key as the profile shows it now: type 2 under the provider key of the handle, or
    /// type 4 for a provider and for an organisation of one's own.
    pub returned: String,
}

/// Reply to [`CheckKey`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChecked {
    /// False: another key came back. Nothing may be encrypted with it (attack BW09).
    pub same: bool,
    /// Pin of the key that was *made*, under the id of the question: kept as the pin of that id, it
    /// refuses an exchanged key at every later load.
    pub expected: Pin,
}

/// Somebody whose public key a secret is to be wrapped to: a person, the organisation that may recover the account, or a
/// device that asks to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Membership id, or that of the request; passed through.
    pub id: String,
    /// User id, for the words; the organisation id when it is the key of an organisation, the member's address when it is
    /// that of a device.
    pub user_id: String,
    /// Base64 of SubjectPublicKeyInfo, fetched once.
    pub public_key: String,
}

/// Takes public keys over, one object for the words and for the wrap (attack P3).
#[derive(Debug, Serialize, Deserialize)]
pub struct PrepareConfirm {
    /// The people.
    pub people: Vec<Candidate>,
}

/// Reply to [`PrepareConfirm`]: one entry per person, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmPrepared {
    /// The people.
    pub people: Vec<PreparedPerson>,
}

/// One person ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedPerson {
    /// Membership id.
    pub id: String,
    /// Handle of the kept public key and its words, or why the key cannot be used.
    pub outcome: Result<PreparedKey, Fault>,
}

/// A kept public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedKey {
    /// For [`WrapForConfirmed`].
    pub handle: Handle,
    /// Fingerprint words of exactly this key.
    pub fingerprint: Vec<String>,
}

/// Whose key is shared with somebody who was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyOwner {
    /// A provider, by id: its people get the provider key.
    Provider(String),
    /// A client, by organisation id: its members get the organisation key.
    Client(String),
}

/// Wraps the key of a provider or client to kept public keys. The handles are used up.
#[derive(Debug, Serialize, Deserialize)]
pub struct WrapForConfirmed {
    /// Whose key is shared.
    pub owner: KeyOwner,
    /// From [`PrepareConfirm`].
    pub handles: Vec<Handle>,
}

/// Reply to [`WrapForConfirmed`]: one entry per handle, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedForConfirmed {
    /// Type 4, or why it could not be made.
    pub keys: Vec<Result<String, Fault>>,
}

/// Computes the fingerprint words of a client, and checks where its public key comes from: with the private key that
/// opens under the client's own key, it is proven; without, the words are only what the server claims.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JudgeOrganizationKey {
    /// The client.
    pub organization_id: String,
    /// Base64 of SubjectPublicKeyInfo, as the server hands it out.
    pub public_key: String,
    /// Private key under the client's key, where the server hands it out.
    pub private_key: Option<String>,
}

/// Reply to [`JudgeOrganizationKey`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationKeyJudged {
    /// Fingerprint words of the public key in the question.
    pub fingerprint: Vec<String>,
    /// What is known of it.
    pub origin: KeyOrigin,
}

/// What is known of a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyOrigin {
    /// It belongs to the private key that only the client's own key opens.
    Proven,
    /// Only the server says so: the private key was not there, or the client's key is not loaded.
    Claimed,
    /// It is not the client's: whatever is wrapped to it goes to somebody else.
    Foreign,
}

/// Wraps the own user key to the kept public key of an organisation, which can recover the account from then on (crypto
/// specification §13.1). The words of that very key were shown and agreed to (attack BW01). The handle stays valid.
#[derive(Debug, Serialize, Deserialize)]
pub struct WrapForRecovery {
    /// From [`PrepareConfirm`], with the organisation id as material.
    pub handle: Handle,
}

/// Reply to [`WrapForRecovery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedForRecovery {
    /// Type 4.
    pub key: String,
}

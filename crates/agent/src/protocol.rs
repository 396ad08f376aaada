//! The typed messages between the page and the key agent.
//!
//! The page may ask to derive, open, seal, wrap, make and compare. No reply carries a key: wrapped
//! keys are encrypted text, and the only credential that comes out is the server hash, which the
//! sign-in request needs (crypto specification §4, §16).
//!
//! In the browser the messages travel as JSON text through `postMessage`; see [`Message`] and [`Answer`].

use portal_contracts::SecretText;
use portal_contracts::kdf::KdfSettings;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// Names something that the agent keeps between two requests. Valid until it is used up, the agent
/// locks, or its worker ends; after that the answer is [`Fault::Stale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle(pub u64);

/// Short digest that ties a key to the id it was first seen with. Public; says nothing about the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin(pub String);

/// From the page to the agent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Message {
    /// One request; the answer carries the same id.
    Call {
        /// Chosen by the page, never used twice in the life of a worker.
        id: u64,
        /// What to do.
        request: Request,
    },
    /// The page no longer waits for this id. No answer comes.
    Cancel {
        /// Id of the call.
        id: u64,
    },
}

/// From the agent to the page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Id of the call.
    pub id: u64,
    /// Its outcome.
    pub outcome: Result<Reply, Fault>,
}

/// A question with a fixed kind of reply.
pub trait Ask: Into<Request> {
    /// The kind of reply.
    type Reply: TryFrom<Reply>;
}

/// Declares both enums from the list of questions, so that they cannot drift apart.
macro_rules! questions {
    ($($question:ident => $reply:ident),+ $(,)?) => {
        /// Everything that the page may ask.
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Request { $(#[doc = concat!("See [`", stringify!($question), "`].")] $question($question)),+ }

        $(impl From<$question> for Request {
            fn from(question: $question) -> Self { Self::$question(question) }
        }
        impl Ask for $question { type Reply = $reply; })+
    };
}

macro_rules! replies {
    ($($reply:ident),+ $(,)?) => {
        /// Everything that the agent may say.
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Reply { $(#[doc = concat!("See [`", stringify!($reply), "`].")] $reply($reply)),+ }

        $(impl From<$reply> for Reply {
            fn from(reply: $reply) -> Self { Self::$reply(reply) }
        }
        impl TryFrom<Reply> for $reply {
            type Error = ();
            fn try_from(reply: Reply) -> Result<Self, ()> {
                match reply { Reply::$reply(reply) => Ok(reply), _ => Err(()) }
            }
        })+
    };
}

questions! {
    Status => AgentStatus,
    PrepareSignIn => SignInPrepared,
    FinishSignIn => AccountOpened,
    Unlock => AccountOpened,
    Lock => Done,
    Forget => Done,
    MakeAccount => AccountMade,
    VerifyPassword => PasswordVerified,
    MakePassword => PasswordMade,
    LoadProviders => KeysLoaded,
    LoadClients => KeysLoaded,
    MakeProvider => ProviderMade,
    MakeClient => ClientMade,
    AdoptOrganization => OrganizationAdopted,
    CheckKey => KeyChecked,
    PrepareConfirm => ConfirmPrepared,
    WrapForConfirmed => WrappedForConfirmed,
    SealTexts => TextsSealed,
    OpenTexts => TextsOpened,
    PrepareBreachCheck => BreachCheckPrepared,
    FinishBreachCheck => BreachChecked,
    Digest => Digests,
}

replies! {
    Done, AgentStatus, SignInPrepared, AccountOpened, AccountMade, PasswordVerified, PasswordMade, KeysLoaded,
    ProviderMade, ClientMade, OrganizationAdopted, KeyChecked, ConfirmPrepared, WrappedForConfirmed, TextsSealed,
    TextsOpened, BreachCheckPrepared, BreachChecked, Digests,
}

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

/// An organisation key wrapped by a provider key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrappedClient {
    /// Organisation id.
    pub id: String,
    /// Provider that manages it.
    pub provider_id: String,
    /// Type 2.
    pub key: String,
    /// Pin of an earlier load in this session; a key that does not match it is refused.
    pub pin: Option<Pin>,
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
}

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

/// Reply to [`MakeClient`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientMade {
    /// For [`CheckKey`].
    pub handle: Handle,
    /// Organisation key under the provider key, type 2.
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
    /// From [`MakeClient`], [`AdoptOrganization`] or [`MakeProvider`].
    pub handle: Handle,
    /// Id of the organisation or provider that the key came back for.
    pub id: String,
    /// Wrapped key as the profile shows it now: type 2 under the provider key of the handle, or
    /// type 4 for a provider.
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

/// A person who is to receive the provider key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Membership id; passed through.
    pub id: String,
    /// User id, for the words.
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

/// Wraps the provider key to kept public keys. The handles are used up.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrapForConfirmed {
    /// Whose key is shared.
    pub provider_id: String,
    /// From [`PrepareConfirm`].
    pub handles: Vec<Handle>,
}

/// Reply to [`WrapForConfirmed`]: one entry per handle, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedForConfirmed {
    /// Type 4, or why it could not be made.
    pub keys: Vec<Result<String, Fault>>,
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

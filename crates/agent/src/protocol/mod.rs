//! The typed messages between the page and the key agent.
//!
//! The page may ask to derive, open, seal, wrap, make and compare. No reply carries a key: wrapped
//! keys are encrypted text, and the only credential that comes out is the server hash, which the
//! sign-in request needs (crypto specification §4, §16).
//!
//! Messages are JSON text with the name of what is asked or said in front. Whoever asks links the code for this one
//! question and its reply ([`Ask`]); only the worker knows all of them ([`Request`], [`Reply`]). The first download of the
//! portal would otherwise carry every message of the whole console. In the browser they travel through `postMessage`, see
//! [`line`].

mod account;
mod digest;
mod items;
mod keyring;
pub mod line;
mod recovery;
mod sharing;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use account::*;
pub use digest::*;
pub use items::*;
pub use keyring::*;
pub use recovery::*;
pub use sharing::*;

/// Names something that the agent keeps between two requests. Valid until it is used up, the agent
/// locks, or its worker ends; after that the answer is [`Fault::Stale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle(pub u64);

/// Short digest that ties a key to the id it was first seen with. Public; says nothing about the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin(pub String);

/// A question with a fixed kind of reply.
pub trait Ask: Serialize {
    /// Its name in front of its JSON, as [`Request`] reads it.
    const NAME: &'static str;
    /// The kind of reply.
    type Reply: Told;
}

/// A reply.
pub trait Told: DeserializeOwned {
    /// Its name in front of its JSON, as [`Reply`] writes it.
    const NAME: &'static str;
}

/// Declares both enums from the list of questions, so that they cannot drift apart.
macro_rules! questions {
    ($($question:ident => $reply:ident),+ $(,)?) => {
        /// Everything that the page may ask; read by the agent only.
        #[derive(Debug, Deserialize)]
        pub enum Request { $(#[doc = concat!("See [`", stringify!($question), "`].")] $question($question)),+ }

        $(impl Ask for $question {
            const NAME: &'static str = stringify!($question);
            type Reply = $reply;
        })+
    };
}

macro_rules! replies {
    ($($reply:ident),+ $(,)?) => {
        /// Everything that the agent may say; written by the agent only.
        #[derive(Debug, Serialize)]
        pub enum Reply { $(#[doc = concat!("See [`", stringify!($reply), "`].")] $reply($reply)),+ }

        $(impl From<$reply> for Reply {
            fn from(reply: $reply) -> Self { Self::$reply(reply) }
        }
        impl Told for $reply {
            const NAME: &'static str = stringify!($reply);
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
    MakeOrganization => ClientMade,
    AdoptOrganization => OrganizationAdopted,
    CheckKey => KeyChecked,
    PrepareConfirm => ConfirmPrepared,
    WrapForConfirmed => WrappedForConfirmed,
    JudgeOrganizationKey => OrganizationKeyJudged,
    RecoverMember => MemberRecovered,
    WrapForDevices => WrappedForDevices,
    WrapForRecovery => WrappedForRecovery,
    SealTexts => TextsSealed,
    OpenTexts => TextsOpened,
    SealItems => ItemsSealed,
    OpenItems => ItemsOpened,
    OpenExport => ExportOpened,
    PrepareBreachCheck => BreachCheckPrepared,
    FinishBreachCheck => BreachChecked,
    Digest => Digests,
    SuggestPassphrase => PassphraseSuggested,
}

replies! {
    Done, AgentStatus, SignInPrepared, AccountOpened, AccountMade, PasswordVerified, PasswordMade, KeysLoaded,
    ProviderMade, ClientMade, OrganizationAdopted, KeyChecked, ConfirmPrepared, WrappedForConfirmed,
    WrappedForRecovery, TextsSealed, TextsOpened, ItemsSealed, ItemsOpened, ExportOpened, BreachCheckPrepared,
    BreachChecked, Digests, OrganizationKeyJudged, MemberRecovered, WrappedForDevices, PassphraseSuggested,
}

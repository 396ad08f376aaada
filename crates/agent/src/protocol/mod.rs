//! The typed messages between the page and the key agent.
//!
//! The page may ask to derive, open, seal, wrap, make and compare. No reply carries a key: wrapped
//! keys are encrypted text, and the only credential that comes out is the server hash, which the
//! sign-in request needs (crypto specification §4, §16).
//!
//! In the browser the messages travel as JSON text through `postMessage`; see [`Message`] and [`Answer`].

mod account;
mod digest;
mod items;
mod keyring;
mod recovery;
mod sharing;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

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

/// From the page to the agent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::large_enum_variant, reason = "one message exists at a time, and is written out at once")]
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
    MakeOrganization => ClientMade,
    AdoptOrganization => OrganizationAdopted,
    CheckKey => KeyChecked,
    PrepareConfirm => ConfirmPrepared,
    WrapForConfirmed => WrappedForConfirmed,
    JudgeOrganizationKey => OrganizationKeyJudged,
    RecoverMember => MemberRecovered,
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
    BreachChecked, Digests, OrganizationKeyJudged, MemberRecovered, PassphraseSuggested,
}

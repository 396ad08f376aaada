//! What a sign-in comes to.

use portal_agent::Fault;
use portal_contracts::enums::TwoFactorProvider;
use portal_contracts::token::MasterPasswordPolicy;

use crate::error::ApiError;
use crate::kdf_judgement::{KdfConcern, KdfRefusal};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in and unlocked.
    SignedIn(Arrival),
    /// A second step is needed.
    TwoStep(TwoStep),
    /// The server does not know this browser and has mailed a code (AUTH-05).
    NewDevice,
}

/// What to do on arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The password must be changed before anything else (after account recovery).
    pub must_change_password: bool,
    /// Rules that bind this account; with `enforce_on_login` a weaker password has to be changed.
    pub password_policy: Option<MasterPasswordPolicy>,
}

/// The second steps on offer (AUTH-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoStep {
    /// Steps that this portal can do, best first: authenticator app, e-mail.
    pub usable: Vec<TwoFactorProvider>,
    /// Steps that the account has and this portal cannot do.
    pub other: Vec<TwoFactorProvider>,
    /// Masked address of the mailed code, when the server says it.
    pub masked_email: Option<String>,
}

/// Why signing in did not get further. After any of them but [`Self::WrongCode`] and the transport
/// errors of the second steps, start again with [`sign_in`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInFailure {
    /// The derivation settings are refused; no hash was sent.
    #[error("derivation settings refused")]
    KdfRefused(KdfRefusal),
    /// The derivation settings need a deliberate yes; no hash was sent. Explain, then call again with
    /// this very concern.
    #[error("derivation settings need a yes")]
    KdfNeedsYes(KdfConcern),
    /// The address is spelled with letters that servers and clients normalise differently.
    #[error("address not supported")]
    AddressUnsupported,
    /// Wrong password or unknown address: servers do not tell them apart.
    #[error("wrong password")]
    WrongPassword,
    /// Wrong or stale code; the attempt goes on.
    #[error("wrong code")]
    WrongCode,
    /// The attempt waited too long or was thrown away (AUTH-07).
    #[error("the attempt is over")]
    AttemptOver,
    /// Too many attempts.
    #[error("too many attempts")]
    RateLimited {
        /// Seconds to wait, when the server says so.
        retry_after: Option<u32>,
    },
    /// The account must use single sign-on, which this portal does not do.
    #[error("single sign-on required")]
    SsoRequired,
    /// The account has no master password.
    #[error("no master password")]
    NoMasterPassword,
    /// The account comes from before user keys existed: sign in once with an official client.
    #[error("account too old")]
    AccountTooOld,
    /// The account uses newer encryption than this version can read.
    #[error("newer encryption")]
    NewerEncryption,
    /// The server accepted the password, but the keys it sent do not fit: damaged or exchanged.
    #[error("keys: {0}")]
    Keys(Fault),
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl From<Fault> for SignInFailure {
    fn from(fault: Fault) -> Self {
        Self::Keys(fault)
    }
}

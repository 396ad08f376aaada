//! Who is signed in: signed out, locked or open (screens §2.4; LOCK-01, LOCK-05).
//!
//! Keys live in the key agent and nowhere else; a refresh of the page or a timeout therefore locks.
//! The refresh token survives in the tab's session storage, so that unlocking needs the password
//! but no second step.

use portal_agent::Fault;
use portal_agent::protocol::{AccountOpened, Lock, Password, Unlock, WrappedAccount};
use portal_contracts::SecretText;
use portal_contracts::kdf::KdfSettings;
use portal_contracts::profile::Profile;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::sign_in::{SignInFailure, wrapped_account};
use crate::surroundings::TokenKind;
use crate::workspace;
use crate::{kdf_judgement, text};

/// Where the session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nobody is signed in.
    SignedOut(SignedOutReason),
    /// Somebody is signed in, the keys are not in memory.
    Locked(Account),
    /// Somebody is signed in and the keys are in the key agent.
    Open(Account),
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOutReason {
    /// Fresh start.
    NotSignedIn,
    /// The person signed out, here or in another tab.
    ByPerson,
    /// The server refused to go on (LOCK-05).
    Expired,
    /// The master password was changed: sign in with the new one.
    PasswordChanged,
}

/// The signed-in account, as the server describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// User id.
    pub user_id: String,
    /// Address.
    pub email: String,
    /// Name, cleaned for display.
    pub name: Option<String>,
    /// Own fingerprint words, from the key agent; empty while locked.
    pub fingerprint: Vec<String>,
}

/// What is needed to unlock without a server: all of it encrypted or public.
#[derive(Clone)]
pub(crate) struct Unlockable {
    pub(crate) salt: String,
    pub(crate) kdf: KdfSettings,
    pub(crate) account: WrappedAccount,
}

impl SessionState {
    /// The account, open or locked.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedOut(_) => None,
            Self::Locked(account) | Self::Open(account) => Some(account),
        }
    }

    /// Whether keys are at hand.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Why unlocking did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnlockFailure {
    /// Wrong master password.
    #[error("wrong password")]
    WrongPassword,
    /// The keys of the account cannot be opened although the password is right, or the key agent
    /// cannot work.
    #[error("keys: {0}")]
    Keys(Fault),
    /// What is needed had to be read from the server, and that failed.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// After a refresh of the page: a stored refresh token brings the account back, locked.
///
/// # Errors
/// [`ApiError::SessionOver`] when the server refuses the token (the portal is signed out then); any
/// other error leaves the token in place, so that it can be tried again. [`Fault::Unsupported`] stands for an account that
/// uses newer encryption, as [`SignInFailure::NewerEncryption`] does at sign-in.
pub async fn restore(portal: &Portal) -> Result<SessionState, ApiError> {
    if portal.account().is_none() && portal.inner.tokens.load(TokenKind::Refresh).is_some() {
        read_unlockable(portal).await?;
    }
    Ok(portal.session())
}

/// Reads the profile and the derivation in force, for an account that is signed in by token only.
async fn read_unlockable(portal: &Portal) -> Result<(), ApiError> {
    let epoch = portal.epoch();
    let profile: Profile = portal.read(Call::get("accounts/profile").large()).await?;
    let look_up = match kdf_judgement::look_up(portal, &profile.email).await {
        Ok(look_up) => look_up,
        Err(SignInFailure::Api(error)) => return Err(error),
        // Refused settings: without them nothing can be opened, so the person signs in anew and
        // reads there what is wrong.
        Err(_) => {
            portal.end_session(SignedOutReason::Expired).await;
            return Err(ApiError::SessionOver);
        }
    };
    let account = wrapped_account(
        &profile.id,
        profile.key.as_deref(),
        profile.private_key.as_deref(),
        profile.account_keys.as_ref(),
    );
    let account = match account {
        Ok(account) => account,
        // An account of the second version; sign-in has the same to say of it.
        Err(SignInFailure::NewerEncryption) => return Err(ApiError::Keys(Fault::Unsupported)),
        Err(_) => return Err(ApiError::BadAnswer),
    };
    if portal.epoch() != epoch {
        return Err(ApiError::SignedOut);
    }
    let who = Account {
        user_id: profile.id.clone(),
        email: text::address(&profile.email),
        name: text::name(profile.name.as_deref()),
        fingerprint: Vec::new(),
    };
    portal.inner.state.borrow_mut().unlockable = Some(Unlockable { salt: look_up.salt, kdf: look_up.kdf, account });
    workspace::take_over(portal, profile);
    portal.set_session(SessionState::Locked(who));
    Ok(())
}

/// Opens the session with the master password, without any request when the page still has what is
/// needed (LOCK-01). Providers and clients of the last sync are loaded again.
///
/// # Errors
/// See [`UnlockFailure`]. After a failure the session is locked as before.
pub async fn unlock(portal: &Portal, password: SecretText) -> Result<(), UnlockFailure> {
    let held = portal.inner.state.borrow().unlockable.clone();
    let Unlockable { salt, kdf, account } = match held {
        Some(held) => held,
        None => {
            read_unlockable(portal).await?;
            portal.inner.state.borrow().unlockable.clone().ok_or(ApiError::SignedOut)?
        }
    };
    let question = Unlock { password: Password { password, salt, kdf }, account };
    let opened = portal.ask(question).await.map_err(|fault| match fault {
        Fault::Decrypt => UnlockFailure::WrongPassword,
        other => UnlockFailure::Keys(other),
    })?;
    open(portal, opened);
    let loaded = workspace::load_keys(portal).await;
    portal.tell_workspace(true);
    Ok(loaded?)
}

/// Marks the session open after the key agent opened the account.
pub(crate) fn open(portal: &Portal, opened: AccountOpened) {
    if let Some(account) = portal.account() {
        portal.set_session(SessionState::Open(Account { fingerprint: opened.fingerprint, ..account }));
    }
}

/// Drops all keys. The session itself goes on; see [`unlock`].
pub async fn lock(portal: &Portal) {
    // First the state, so that no page asks for keys in between.
    portal.fall_back_to_locked();
    portal.inner.attempt.borrow_mut().take();
    // An agent that is gone holds no keys either.
    let _ = portal_agent::ask(&*portal.inner.agent, Lock {}).await;
}

/// Drops keys, tokens and everything read. No server call exists for it (API contract §3).
pub async fn sign_out(portal: &Portal) {
    portal.end_session(SignedOutReason::ByPerson).await;
}

//! The end of a sign-in: keys open, tokens kept, session open.

use portal_agent::Fault;
use portal_agent::protocol::{AccountOpened, FinishSignIn, Forget, WrappedAccount};
use portal_contracts::token::{AccountKeys, MasterPasswordPolicy, TokenAnswer};

use super::outcome::{Arrival, SignInFailure, SignInStep};
use super::still;
use crate::error::ApiError;
use crate::kdf_judgement::{LookUp, remember};
use crate::portal::Portal;
use crate::session::{self, Account, SessionState, Unlockable};
use crate::surroundings::TokenKind;
use crate::tokens::Claims;
use crate::{text, workspace};

/// Opens the account with what the server sent, then keeps the tokens. In that order: tokens of an
/// account whose keys do not open are of no use.
pub(super) async fn arrive(portal: &Portal, mut answer: TokenAnswer) -> Result<SignInStep, SignInFailure> {
    let number = portal.inner.attempt_number.get();
    let opened = open_account(portal, &answer).await;
    if let Err(over) = still(portal, number) {
        if opened.is_ok() {
            // Nobody waits for the keys that the agent has just opened.
            session::lock(portal).await;
        }
        return Err(over);
    }
    let attempt = portal.inner.attempt.borrow_mut().take();
    let (opened, account, claims) = match opened {
        Ok(found) => found,
        Err(failure) => {
            if let Some(attempt) = attempt {
                // An agent that is gone holds nothing either.
                let _ = portal.ask(Forget { handle: attempt.handle }).await;
            }
            return Err(failure);
        }
    };
    let attempt = attempt.ok_or(SignInFailure::AttemptOver)?;
    portal.forget_session();
    portal.keep_tokens(&mut answer)?;
    if let Some(token) = &answer.two_factor_token {
        portal.inner.tokens.store(TokenKind::TwoFactor, Some(token));
    }
    let LookUp { email, salt, kdf, concern, agreed } = attempt.look_up;
    remember(portal, &email, &salt, kdf, agreed || concern.is_some()).await;
    portal.inner.state.borrow_mut().unlockable = Some(Unlockable { salt, kdf, account });
    let shown = if claims.email.is_empty() { email } else { claims.email };
    let who = Account {
        user_id: claims.sub,
        email: text::address(&shown),
        name: text::name(claims.name.as_deref()),
        fingerprint: Vec::new(),
    };
    portal.set_session(SessionState::Open(Account { fingerprint: opened.fingerprint, ..who }));
    // The session stands; pages that need the workspace read it again and show what went wrong.
    let _ = workspace::sync(portal).await;
    portal.tell_workspace(true);
    Ok(SignInStep::SignedIn(Arrival {
        must_change_password: answer.force_password_reset,
        password_policy: answer.master_password_policy.filter(|policy| *policy != MasterPasswordPolicy::default()),
    }))
}

async fn open_account(
    portal: &Portal,
    answer: &TokenAnswer,
) -> Result<(AccountOpened, WrappedAccount, Claims), SignInFailure> {
    let claims = Claims::of(&answer.access_token).ok_or(ApiError::BadAnswer)?;
    let unlock = match &answer.user_decryption_options {
        Some(options) if !options.has_master_password => return Err(SignInFailure::NoMasterPassword),
        Some(options) => options.master_password_unlock.as_ref(),
        None => None,
    };
    let user_key = unlock.map(|unlock| unlock.master_key_encrypted_user_key.as_str()).or(answer.key.as_deref());
    let mut account =
        wrapped_account(&claims.sub, user_key, answer.private_key.as_deref(), answer.account_keys.as_ref())?;
    account.key_id = unlock.and_then(|unlock| unlock.contained_key_id.clone());
    let handle = portal.inner.attempt.borrow().as_ref().map(|attempt| attempt.handle);
    let handle = handle.ok_or(SignInFailure::AttemptOver)?;
    let opened = portal.ask(FinishSignIn { handle, account: account.clone() }).await.map_err(|fault| match fault {
        Fault::Unsupported => SignInFailure::NewerEncryption,
        other => SignInFailure::Keys(other),
    })?;
    Ok((opened, account, claims))
}

/// Puts an account's wrapped keys together. A missing key is an error, never a cue to make new ones
/// (attacks BW11, BW12).
pub(crate) fn wrapped_account(
    user_id: &str,
    user_key: Option<&str>,
    private_key: Option<&str>,
    keys: Option<&AccountKeys>,
) -> Result<WrappedAccount, SignInFailure> {
    if keys.is_some_and(|keys| keys.signature_key_pair.is_some() || keys.security_state.is_some()) {
        return Err(SignInFailure::NewerEncryption);
    }
    let pair = keys.and_then(|keys| keys.public_key_encryption_key_pair.as_ref());
    let private_key = pair.and_then(|pair| pair.wrapped_private_key.as_deref()).or(private_key);
    let private_key = private_key.ok_or(SignInFailure::Keys(Fault::Key))?;
    let user_key = user_key.ok_or(SignInFailure::AccountTooOld)?;
    if [user_key, private_key].iter().any(|text| text.starts_with("7.")) {
        return Err(SignInFailure::NewerEncryption);
    }
    if !private_key.starts_with("2.") {
        // Without authentication it could be anything; the agent refuses it too.
        return Err(SignInFailure::Keys(Fault::Unsupported));
    }
    Ok(WrappedAccount {
        user_id: user_id.to_owned(),
        user_key: user_key.to_owned(),
        key_id: None,
        private_key: private_key.to_owned(),
        public_key: pair.and_then(|pair| pair.public_key.clone()),
    })
}

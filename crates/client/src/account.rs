//! The own account (LOCK-06): name, password, hint.

use std::collections::BTreeSet;

use portal_agent::Fault;
use portal_agent::protocol::{MakePassword, Password, VerifyPassword};
use portal_contracts::account::{ChangePassword, ReplaceTemporaryPassword, SecretBody, UpdateProfile};
use portal_contracts::kdf::PreloginRequest;
use portal_contracts::policies::Policy;
use portal_contracts::register::{AuthenticationData, UnlockData};
use portal_contracts::token::MasterPasswordPolicy;
use portal_contracts::{SecretText, limits};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::session::{SignedOutReason, Unlockable};
use crate::sign_up::{HintProblem, check_hint};
use crate::workspace;

/// Why a password was not changed or not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFailure {
    /// The current password is wrong.
    #[error("wrong password")]
    WrongPassword,
    /// The hint is too long or gives the password away.
    #[error("hint refused")]
    Hint(HintProblem),
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl From<Fault> for PasswordFailure {
    fn from(fault: Fault) -> Self {
        if fault == Fault::Decrypt { Self::WrongPassword } else { Self::Api(ApiError::Keys(fault)) }
    }
}

/// Changes the own name. Servers take it from nowhere else after an invitation.
///
/// # Errors
/// What went wrong with the requests.
pub async fn rename(portal: &Portal, name: &str) -> Result<(), ApiError> {
    let name: String = name.trim().chars().take(limits::NAME).collect();
    let body = UpdateProfile { name, master_password_hint: None };
    portal.run(Call::put("accounts/profile").json(&body)).await?;
    workspace::sync(portal).await.map(drop)
}

/// Checks the master password again, here first and then at the server.
///
/// # Errors
/// See [`PasswordFailure`].
pub async fn verify_password(portal: &Portal, password: SecretText) -> Result<(), PasswordFailure> {
    let body = SecretBody { master_password_hash: server_hash(portal, password).await? };
    Ok(portal.run(Call::post("accounts/verify-password").json(&body)).await?)
}

/// Checks the master password at the key agent and gives its server hash, for calls that ask for it again.
pub(crate) async fn server_hash(portal: &Portal, password: SecretText) -> Result<SecretText, PasswordFailure> {
    let Unlockable { salt, kdf, .. } = unlockable(portal)?;
    Ok(portal.ask(VerifyPassword { password: Password { password, salt, kdf } }).await?.hash)
}

/// Changes the master password, or replaces one that was set by account recovery. The derivation and all data stay. Every
/// session ends, this one included: the person signs in with the new password.
///
/// # Errors
/// See [`PasswordFailure`]. When the answer is lost, sign in with the new password first, then with
/// the old one.
pub async fn change_password(
    portal: &Portal,
    current: SecretText,
    new: SecretText,
    hint: Option<&str>,
) -> Result<(), PasswordFailure> {
    let hint = hint.map(str::trim).filter(|hint| !hint.is_empty());
    if let Some(problem) = hint.and_then(|hint| check_hint(hint, &new)) {
        return Err(PasswordFailure::Hint(problem));
    }
    let hint = hint.map(str::to_owned);
    let Unlockable { salt, kdf, .. } = unlockable(portal)?;
    let made = portal
        .ask(MakePassword {
            current: Password { password: current, salt: salt.clone(), kdf },
            new: Password { password: new, salt: salt.clone(), kdf },
        })
        .await?;
    let authentication_data = Some(AuthenticationData {
        kdf,
        master_password_authentication_hash: made.new_hash.duplicate(),
        salt: salt.clone(),
    });
    let unlock_data = Some(UnlockData {
        kdf,
        master_key_wrapped_user_key: made.user_key.clone(),
        salt,
        contained_key_id: Some(made.key_id),
    });
    let call = if was_set_by_others(portal) {
        Call::put("accounts/update-temp-password").json(&ReplaceTemporaryPassword {
            new_master_password_hash: made.new_hash,
            key: made.user_key,
            master_password_hint: hint,
            authentication_data,
            unlock_data,
        })
    } else {
        Call::post("accounts/password").json(&ChangePassword {
            master_password_hash: made.current_hash,
            new_master_password_hash: made.new_hash,
            key: made.user_key,
            master_password_hint: hint,
            authentication_data,
            unlock_data,
        })
    };
    portal.run(call).await?;
    portal.end_session(SignedOutReason::PasswordChanged).await;
    Ok(())
}

/// Whether somebody else has set the password by account recovery: it has to be changed before anything else.
#[must_use]
pub fn was_set_by_others(portal: &Portal) -> bool {
    portal.workspace().is_some_and(|workspace| workspace.profile.force_password_reset)
}

/// The rules for the master password in the organisations one belongs to, for a session that was unlocked rather than
/// signed in: sign-in brings them along. Organisations that do not answer have no say.
pub async fn password_rules(portal: &Portal) -> MasterPasswordPolicy {
    let Some(workspace) = portal.workspace() else { return MasterPasswordPolicy::default() };
    let managed: BTreeSet<&str> =
        workspace.profile.provider_organizations.iter().map(|client| client.id.as_str()).collect();
    let mut strictest = MasterPasswordPolicy::default();
    // People of an organisation's provider are not bound by its policies.
    let own = workspace.profile.organizations.iter().filter(|own| !managed.contains(own.id.as_str()));
    for own in own.filter(|own| own.features.use_policies) {
        let call = Call::get(["organizations/", &own.id, "/policies/master-password"].concat());
        if let Ok(policy) = portal.read::<Policy>(call).await
            && let Some(rules) = MasterPasswordPolicy::of(&policy)
        {
            strictest = strictest.and(&rules);
        }
    }
    strictest
}

/// Has the hint mailed. The answer is the same for every address.
///
/// # Errors
/// What went wrong with the request.
pub async fn send_hint(portal: &Portal, email: &str) -> Result<(), ApiError> {
    let body = PreloginRequest { email: email.trim().to_owned() };
    portal.run(Call::post("accounts/password-hint").anonymous().impatient().json(&body)).await
}

pub(crate) fn unlockable(portal: &Portal) -> Result<Unlockable, ApiError> {
    portal.inner.state.borrow().unlockable.clone().ok_or(ApiError::SignedOut)
}

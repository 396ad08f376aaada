//! Setting a new master password for a member who is enrolled in account recovery (MEM-10; crypto specification §13.2).
//! The member's user key is opened, wrapped anew and wiped inside the key agent; it never comes out.

use portal_agent::Fault;
use portal_agent::protocol::{Password, RecoverMember, VerifyPassword};
use portal_contracts::SecretText;
use portal_contracts::members::{RecoverAccount, RecoveryDetails};
use portal_contracts::register::{AuthenticationData, UnlockData};

use super::{Member, users};
use crate::account::unlockable;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::session::Unlockable;
use crate::workspace::usable_client;

/// Why an account was not recovered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoverFailure {
    /// The own master password is wrong.
    #[error("wrong password")]
    WrongPassword,
    /// The member left no key for recovery, or the client has no key pair.
    #[error("not enrolled")]
    NotEnrolled,
    /// The keys do not fit each other, or the member's settings are refused as unsafe.
    #[error("keys: {0}")]
    Keys(Fault),
    /// Anything else; the server's text says why a target is refused. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Sets a new master password for a member. They are signed out everywhere, get a mail, and must choose another password
/// when they sign in. `own_password` is that of the signed-in person, who proves to be still there.
///
/// # Errors
/// See [`RecoverFailure`].
pub async fn recover_account(
    portal: &Portal,
    client_id: &str,
    member: &Member,
    own_password: SecretText,
    new_password: SecretText,
) -> Result<(), RecoverFailure> {
    usable_client(portal, client_id)?;
    verify_own(portal, own_password).await?;
    let path = |rest: &str| users(client_id, &["/", &member.id, rest].concat());
    let details: RecoveryDetails = portal.read(Call::get(path("/reset-password-details"))).await?;
    let (Some(reset_password_key), Some(encrypted_private_key)) =
        (details.reset_password_key.clone(), details.encrypted_private_key.clone())
    else {
        return Err(RecoverFailure::NotEnrolled);
    };
    let salt = details.master_password_salt.clone().unwrap_or_else(|| member.email.trim().to_lowercase());
    let kdf = details.settings();
    let question = RecoverMember {
        organization_id: client_id.to_owned(),
        encrypted_private_key,
        reset_password_key,
        password: Password { password: new_password, salt: salt.clone(), kdf },
    };
    let made = portal.ask(question).await.map_err(|fault| match fault {
        Fault::Locked | Fault::Gone => RecoverFailure::Api(ApiError::Keys(fault)),
        other => RecoverFailure::Keys(other),
    })?;
    let body = RecoverAccount {
        reset_master_password: true,
        reset_two_factor: false,
        new_master_password_hash: made.hash.duplicate(),
        key: made.user_key.clone(),
        authentication_data: Some(AuthenticationData {
            kdf,
            master_password_authentication_hash: made.hash,
            salt: salt.clone(),
        }),
        unlock_data: Some(UnlockData {
            kdf,
            master_key_wrapped_user_key: made.user_key,
            salt,
            contained_key_id: Some(made.key_id),
        }),
    };
    // Newer servers know the first path, older ones only the second (API contract §8.8).
    match portal.run(Call::put(path("/recover-account")).json(&body)).await {
        Err(ApiError::NotFound { .. }) => Ok(portal.run(Call::put(path("/reset-password")).json(&body)).await?),
        outcome => Ok(outcome?),
    }
}

async fn verify_own(portal: &Portal, password: SecretText) -> Result<(), RecoverFailure> {
    let Unlockable { salt, kdf, .. } = unlockable(portal)?;
    match portal.ask(VerifyPassword { password: Password { password, salt, kdf } }).await {
        Ok(_) => Ok(()),
        Err(Fault::Decrypt) => Err(RecoverFailure::WrongPassword),
        Err(fault) => Err(ApiError::Keys(fault).into()),
    }
}

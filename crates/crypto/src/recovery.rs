//! Account recovery by an administrator or provider user (spec §13.2).

use crate::{Backend, Credentials, EncString, Error, Kdf, OrgKey, PrivateKey, Salt, SharedKey, UserKey};

/// Opens a member's user key: organisation key → its private key → the key the member left at enrolment. Drop it as
/// soon as the new credentials are made; it opens everything the member has.
///
/// # Errors
/// `decrypt` when a link of the chain does not fit, `key` for damaged keys, `unsupported` for members with the newer
/// encryption.
pub async fn member_user_key<B: Backend>(
    backend: &B,
    org_key: &OrgKey,
    encrypted_private_key: &EncString,
    reset_password_key: &SharedKey,
) -> Result<UserKey, Error> {
    let private = PrivateKey::open(backend, org_key, encrypted_private_key).await?;
    private.unwrap(backend, reset_password_key).await
}

/// New credentials for a member with the member's own key derivation and salt. The user key stays, so the member's
/// data stays valid; it is wiped before this returns.
///
/// # Errors
/// Those of [`member_user_key`] and [`crate::MasterKey::derive`].
pub async fn recover<B: Backend>(
    backend: &B,
    org_key: &OrgKey,
    encrypted_private_key: &EncString,
    reset_password_key: &SharedKey,
    new_password: &str,
    salt: &Salt,
    kdf: Kdf,
) -> Result<Credentials, Error> {
    let user_key = member_user_key(backend, org_key, encrypted_private_key, reset_password_key).await?;
    Credentials::make(backend, new_password, salt, kdf, &user_key).await
}

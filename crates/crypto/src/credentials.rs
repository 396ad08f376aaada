//! What a server stores when a password is set: sign-up, change of password or key derivation, recovery
//! (spec §8.1, §13).

use crate::{Backend, EncString, Error, Kdf, KeyId, KeyPair, MasterKey, PublicKey, Salt, ServerHash, UserKey};

/// The secrets-side of `authenticationData` and `unlockData`, and of their older spellings: send both (spec §13.3).
/// Key derivation and salt stand beside it and must be the ones used here.
pub struct Credentials {
    /// `masterPasswordAuthenticationHash`, formerly `newMasterPasswordHash`.
    pub server_hash: ServerHash,
    /// `masterKeyWrappedUserKey`, formerly `key`. Checked to open again.
    pub protected_user_key: EncString,
    /// `containedKeyId`.
    pub key_id: KeyId,
}

impl Credentials {
    /// From a master key already derived from the new password (in the key derivation worker).
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn from_master_key(master: &MasterKey, password: &str, user_key: &UserKey) -> Result<Self, Error> {
        Ok(Self {
            server_hash: master.server_hash(password),
            protected_user_key: master.wrap_user_key(user_key)?,
            key_id: user_key.key_id(),
        })
    }

    /// Derives and wraps in one go. Where people choose the key derivation, judge it with
    /// [`Kdf::check_for_setting`] first; here only the sign-in limits apply, since a changed password keeps old
    /// settings.
    ///
    /// # Errors
    /// As [`MasterKey::derive`].
    pub async fn make<B: Backend>(
        backend: &B,
        password: &str,
        salt: &Salt,
        kdf: Kdf,
        user_key: &UserKey,
    ) -> Result<Self, Error> {
        let master = MasterKey::derive(backend, password, salt, kdf).await?;
        Self::from_master_key(&master, password, user_key)
    }
}

/// Everything a new account consists of (spec §8.1).
pub struct NewAccount {
    /// For the sign-up request.
    pub credentials: Credentials,
    /// `userAsymmetricKeys.publicKey`.
    pub public_key: PublicKey,
    /// `userAsymmetricKeys.encryptedPrivateKey`.
    pub wrapped_private_key: EncString,
    /// The new user key, for whoever stays signed in; drop it otherwise.
    pub user_key: UserKey,
}

impl NewAccount {
    /// Makes user key and RSA pair and wraps both. Judge the key derivation with [`Kdf::check_for_setting`] before
    /// deriving `master`.
    ///
    /// # Errors
    /// `environment` when the platform cannot make keys.
    pub async fn make<B: Backend>(backend: &B, master: &MasterKey, password: &str) -> Result<Self, Error> {
        let user_key = UserKey::generate()?;
        let pair = KeyPair::generate(backend).await?;
        Ok(Self {
            credentials: Credentials::from_master_key(master, password, &user_key)?,
            public_key: pair.public().clone(),
            wrapped_private_key: pair.wrap_private(&user_key)?,
            user_key,
        })
    }
}

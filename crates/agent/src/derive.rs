//! Deriving the master key: the one slow step, which a browser runs in a worker of its own.

use portal_crypto::{Backend, Error, Kdf, MasterKey, Salt};

/// Derives master keys. The agent has judged the settings before it asks (crypto specification §3.2).
#[allow(async_fn_in_trait, reason = "callers are single-threaded on purpose; no Send bound is wanted")]
pub trait Derive {
    /// The master key of this password.
    ///
    /// # Errors
    /// `environment` when there is not enough memory or the platform refuses.
    async fn derive(&self, password: &str, salt: &Salt, kdf: Kdf) -> Result<MasterKey, Error>;
}

/// Derives right here, on the given backend: for native programs and for the derivation worker itself.
pub struct InPlace<B>(pub B);

impl<B: Backend> Derive for InPlace<B> {
    async fn derive(&self, password: &str, salt: &Salt, kdf: Kdf) -> Result<MasterKey, Error> {
        MasterKey::derive(&self.0, password, salt, kdf).await
    }
}

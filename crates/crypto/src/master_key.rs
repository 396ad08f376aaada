//! From the master password to the user key (spec §3.3, §4, §8).

use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::keys::sealed::Key as _;
use crate::{Backend, EncString, Error, Kdf, Salt, SealingKey as _, StretchedKey, UserKey, enc_string, hkdf, seal};

/// Derived from the master password; lives for seconds, never leaves memory. Wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MasterKey(Box<[u8; 32]>);

/// The credential a server gets instead of the password. Treat it like the password: no log, no storage (spec §4).
#[derive(ZeroizeOnDrop)]
pub struct ServerHash(Zeroizing<String>);

impl ServerHash {
    /// 44 characters of Base64, for the request body and nothing else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the text away for a message to the page that sends the request.
    #[must_use]
    pub fn into_text(mut self) -> Zeroizing<String> {
        std::mem::take(&mut self.0)
    }
}

impl MasterKey {
    /// Derives the key. Judges `kdf` by the sign-in rules first, so nothing is hashed with parameters of an attacker.
    /// The password is used as typed: not trimmed, not normalised (spec §1). Takes up to seconds; Argon2id needs
    /// `memory` MiB at once.
    ///
    /// # Errors
    /// `kdf` when the parameters are refused; `environment` when memory or the platform's PBKDF2 is not to be had.
    pub async fn derive<B: Backend>(backend: &B, password: &str, salt: &Salt, kdf: Kdf) -> Result<Self, Error> {
        kdf.check_for_sign_in()?;
        match kdf {
            Kdf::Pbkdf2 { iterations } => {
                let derived = backend.pbkdf2_sha256(password.as_bytes(), salt.as_str().as_bytes(), iterations).await?;
                Ok(Self::from_bytes(&derived))
            }
            Kdf::Argon2id { iterations, memory, parallelism } => {
                argon2id(password, salt, iterations, memory, parallelism)
            }
        }
    }

    /// Takes over a key that a key derivation worker made.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Box::new(*bytes))
    }

    /// Gives the bytes away, for the one message from the key derivation worker to the key agent.
    #[must_use]
    pub fn into_bytes(self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*self.0)
    }

    /// What a server checks instead of the password: one PBKDF2 round with the roles of key and password exchanged.
    #[must_use]
    pub fn server_hash(&self, password: &str) -> ServerHash {
        ServerHash(Zeroizing::new(self.hash(password, 1)))
    }

    /// The historic hash for offline checks (two rounds). Exists for completeness; the portal verifies a re-entered
    /// password with [`MasterKey::verifies`] and stores no hash.
    #[must_use]
    pub fn local_hash(&self, password: &str) -> ServerHash {
        ServerHash(Zeroizing::new(self.hash(password, 2)))
    }

    fn hash(&self, password: &str, rounds: u32) -> String {
        let mut out = Zeroizing::new([0; 32]);
        pbkdf2::pbkdf2_hmac::<Sha256>(self.0.as_slice(), password.as_bytes(), rounds, out.as_mut());
        crate::base64::encode(out.as_slice())
    }

    /// The key that wraps the user key.
    ///
    /// # Errors
    /// None in practice; the library's length checks are passed on as `key`.
    pub fn stretch(&self) -> Result<StretchedKey, Error> {
        let mut bytes = Zeroizing::new([0; 64]);
        let (enc, mac) = bytes.split_at_mut(32);
        hkdf::expand(self.0.as_slice(), b"enc", enc)?;
        hkdf::expand(self.0.as_slice(), b"mac", mac)?;
        StretchedKey::from_bytes(bytes.as_slice())
    }

    /// Opens a protected user key: type 2 under the stretched key, or the legacy type 0 under this key itself
    /// (spec §8.2). Legacy ones are to be wrapped again whenever password or key derivation changes.
    ///
    /// # Errors
    /// `decrypt` for a wrong password, `unsupported` for an account with the newer encryption (spec §15) or a foreign
    /// type, `key` when the content is no user key.
    pub fn open_user_key(&self, protected: &EncString) -> Result<UserKey, Error> {
        let payload = match protected.0 {
            enc_string::Parts::Unauthenticated { .. } => seal::open_unauthenticated(&self.0, protected)?,
            _ => self.stretch()?.open_bytes(protected)?,
        };
        UserKey::from_payload(&payload)
    }

    /// Wraps a user key as type 2, and opens the result again before it is handed out: a protected key that does not
    /// open would lock its owner out for good (spec §13.3).
    ///
    /// # Errors
    /// `environment` without a random source; `decrypt` when the check fails.
    pub fn wrap_user_key(&self, user_key: &UserKey) -> Result<EncString, Error> {
        let wrapped = self.stretch()?.seal_bytes(&user_key.key64().to_bytes())?;
        let reread: EncString = wrapped.to_text().parse()?;
        if self.open_user_key(&reread)?.same_as(user_key) { Ok(wrapped) } else { Err(Error::Decrypt) }
    }

    /// Whether this key, derived from a re-entered password, opens the protected key to the very user key in memory.
    #[must_use]
    pub fn verifies(&self, protected: &EncString, user_key: &UserKey) -> bool {
        self.open_user_key(protected).is_ok_and(|opened| opened.same_as(user_key))
    }
}

/// Lanes are computed one after another; the result does not depend on threads.
fn argon2id(password: &str, salt: &Salt, iterations: u32, memory: u32, parallelism: u32) -> Result<MasterKey, Error> {
    let params = Params::new(memory * 1024, iterations, parallelism, Some(32)).map_err(|_| Error::Kdf)?;
    // Our own memory instead of the library's: wiped afterwards, and reserved so that too little of it is an error
    // that can be shown rather than a crash.
    let mut blocks = Zeroizing::new(Vec::new());
    blocks.try_reserve_exact(params.block_count()).map_err(|_| Error::Environment)?;
    blocks.resize(params.block_count(), Block::default());
    let salt: [u8; 32] = Sha256::digest(salt.as_str()).into();
    let mut derived = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_bytes(), &salt, derived.as_mut(), blocks.as_mut_slice())
        .map_err(|_| Error::Environment)?;
    Ok(MasterKey::from_bytes(&derived))
}

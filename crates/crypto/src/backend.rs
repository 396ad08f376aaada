//! The part of cryptography that the platform does better than Rust code: long PBKDF2 runs and everything RSA.

use zeroize::Zeroizing;

use crate::Error;

/// The hash of RSA-OAEP, used for both the label and MGF1 (spec §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OaepHash {
    /// Types 4 and 6: what everyone writes.
    Sha1,
    /// Types 3 and 5: read only.
    Sha256,
}

/// A fresh RSA-2048 pair as it leaves the platform, before the private half is wrapped.
pub struct RawKeyPair {
    /// SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// PKCS#8, DER. Wiped on drop.
    pub pkcs8: Zeroizing<Vec<u8>>,
}

/// What the key tree needs from its platform: WebCrypto in the browser, aws-lc-rs natively (feature `native`).
///
/// Used as a type parameter, never as `dyn`: one implementation exists per build, so generics cost no code size and
/// need no boxing. The futures are not `Send`, because those of a browser cannot be.
///
/// Randomness is deliberately not part of it: keys and IVs come from the operating system or
/// `crypto.getRandomValues` through `getrandom`, and no caller can substitute them (spec §16.7).
#[allow(async_fn_in_trait, reason = "callers are single-threaded on purpose; no Send bound is wanted")]
pub trait Backend {
    /// A private key that the platform holds; in the browser a non-extractable `CryptoKey` (spec §16.5).
    type PrivateKey;

    /// PBKDF2-HMAC-SHA-256 with 32 bytes out. The caller has already judged `iterations` (spec §3.2).
    ///
    /// # Errors
    /// `environment` when the platform refuses.
    async fn pbkdf2_sha256(&self, password: &[u8], salt: &[u8], iterations: u32) -> Result<Zeroizing<[u8; 32]>, Error>;

    /// A fresh RSA-2048 pair with exponent 65537.
    ///
    /// # Errors
    /// `environment` when the platform refuses.
    async fn generate_rsa(&self) -> Result<RawKeyPair, Error>;

    /// Takes a PKCS#8 DER over into the platform. The caller wipes its copy.
    ///
    /// # Errors
    /// `key` when the platform does not accept it.
    async fn import_rsa(&self, pkcs8: &[u8]) -> Result<Self::PrivateKey, Error>;

    /// RSA-OAEP decryption with an empty label.
    ///
    /// # Errors
    /// `decrypt`, without any detail why.
    async fn rsa_decrypt(
        &self,
        key: &Self::PrivateKey,
        hash: OaepHash,
        data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// RSA-OAEP encryption with SHA-1 and an empty label: 256 bytes for a 2048-bit key.
    ///
    /// # Errors
    /// `key` when the public key is not usable.
    async fn rsa_encrypt(&self, spki: &[u8], payload: &[u8]) -> Result<Vec<u8>, Error>;
}

//! RSA key pairs and keys wrapped to them (spec §7, §8, §10, §11). The numbers themselves are the platform's business.

use zeroize::Zeroizing;

use crate::backend::{Backend, RawKeyPair};
use crate::{EncString, Error, SealingKey, ShareableKey, SharedKey, base64, der};

/// Bytes of an RSA-2048 ciphertext.
const CIPHERTEXT: usize = 256;

/// Somebody's RSA-2048 public key, exactly as its owner spells it. Wrapping a key to it does not prove who made it:
/// show its [`crate::Fingerprint`] first, and wrap to this very object, not to one fetched again (spec §11.5, §12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// From the Base64 SubjectPublicKeyInfo of a server.
    ///
    /// # Errors
    /// `parse` when it is no Base64, `key` when it is no RSA-2048 public key with exponent 65537.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        Self::from_der(base64::decode(text)?)
    }

    /// From SubjectPublicKeyInfo DER.
    ///
    /// # Errors
    /// `key` when it is no RSA-2048 public key with exponent 65537.
    pub fn from_der(spki: Vec<u8>) -> Result<Self, Error> {
        der::check_spki(&spki)?;
        Ok(Self(spki))
    }

    /// The Base64 text that servers keep.
    #[must_use]
    pub fn to_base64(&self) -> String {
        base64::encode(&self.0)
    }

    /// SubjectPublicKeyInfo DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Wraps a key to the owner of this public key, as type 4: confirming people (provider or organisation key) and
    /// enrolling into account recovery (user key).
    ///
    /// # Errors
    /// `key` when the platform does not accept the public key.
    pub async fn wrap<B: Backend, K: ShareableKey>(&self, backend: &B, key: &K) -> Result<SharedKey, Error> {
        let wrapped = backend.rsa_encrypt(&self.0, &key.key64().to_bytes()).await?;
        if wrapped.len() == CIPHERTEXT { Ok(SharedKey::new(wrapped)) } else { Err(Error::Key) }
    }
}

/// A private key that the platform holds, with the public key derived from it (never the one a server claims).
pub struct PrivateKey<B: Backend> {
    handle: B::PrivateKey,
    public: PublicKey,
}

impl<B: Backend> PrivateKey<B> {
    /// Opens a wrapped PKCS#8 key: the user's under the user key, an organisation's under its key (spec §7). The DER is
    /// wiped as soon as the platform has taken it.
    ///
    /// # Errors
    /// `unsupported` for type 7 (newer encryption), `decrypt`, or `key` when the content is no RSA-2048 PKCS#8.
    pub async fn open(backend: &B, under: &impl SealingKey, wrapped: &EncString) -> Result<Self, Error> {
        let pkcs8 = under.open_bytes(wrapped)?;
        Self::from_pkcs8(backend, &pkcs8).await
    }

    /// From PKCS#8 DER; the caller wipes it.
    ///
    /// # Errors
    /// `key` when it is no RSA-2048 PKCS#8 (PKCS#1 is refused).
    pub async fn from_pkcs8(backend: &B, pkcs8: &[u8]) -> Result<Self, Error> {
        let public = PublicKey(der::public_from_pkcs8(pkcs8)?);
        let handle = backend.import_rsa(pkcs8).await?;
        Ok(Self { handle, public })
    }

    /// The public key that really belongs to this private key.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Compares with the public key a server claims. On a mismatch stop and warn: keys meant for the owner could be
    /// wrapped to somebody else (spec §7).
    ///
    /// # Errors
    /// `key` when they differ.
    pub fn check_public(&self, claimed: &PublicKey) -> Result<(), Error> {
        if self.public == *claimed { Ok(()) } else { Err(Error::Key) }
    }

    /// Unwraps a key of the wanted kind: `private.unwrap::<ProviderKey>(…)`.
    ///
    /// # Errors
    /// `decrypt` for any RSA failure, `key` when the payload is not 64 bytes; for user keys `unsupported` when it is
    /// one of the newer encryption.
    pub async fn unwrap<K: ShareableKey>(&self, backend: &B, shared: &SharedKey) -> Result<K, Error> {
        let (hash, data) = shared.parts()?;
        if data.len() != CIPHERTEXT {
            return Err(Error::Decrypt);
        }
        let payload = backend.rsa_decrypt(&self.handle, hash, data).await?;
        K::from_payload(&payload)
    }
}

/// A fresh pair, before its private half is wrapped and forgotten.
pub struct KeyPair {
    public: PublicKey,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl KeyPair {
    /// Makes an RSA-2048 pair. Takes 30 to 400 ms in a browser.
    ///
    /// # Errors
    /// `environment` when the platform refuses; `key` when its two halves do not belong together.
    pub async fn generate<B: Backend>(backend: &B) -> Result<Self, Error> {
        let RawKeyPair { spki, pkcs8 } = backend.generate_rsa().await?;
        if der::public_from_pkcs8(&pkcs8)? != spki {
            return Err(Error::Key);
        }
        Ok(Self { public: PublicKey(spki), pkcs8 })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The private half as type 2 text under the user or organisation key.
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn wrap_private(&self, under: &impl SealingKey) -> Result<EncString, Error> {
        under.seal_bytes(&self.pkcs8)
    }

    /// Hands the private half to the platform, for use right after making it.
    ///
    /// # Errors
    /// `key` when the platform does not accept its own key.
    pub async fn into_private<B: Backend>(self, backend: &B) -> Result<PrivateKey<B>, Error> {
        PrivateKey::from_pkcs8(backend, &self.pkcs8).await
    }
}

//! The native backend on aws-lc-rs: embedded server, tools, tests. Never part of the browser build.

use std::num::NonZeroU32;
use std::sync::Mutex;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::pbkdf2;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
    PrivateDecryptingKey, PublicEncryptingKey,
};
use zeroize::Zeroizing;

use crate::Error;
use crate::backend::{Backend, OaepHash, RawKeyPair};

/// RSA and PBKDF2 by aws-lc-rs. Work happens on the calling thread.
#[derive(Default)]
pub struct NativeBackend {
    reuse: Option<Reuse>,
}

/// A few pairs handed out in turn.
struct Reuse {
    limit: usize,
    state: Mutex<(Vec<RawKeyPair>, usize)>,
}

impl NativeBackend {
    /// Makes a fresh RSA pair every time.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes at most `pairs` RSA pairs (at least one) and then hands them out in turn. **For generated demo data only**: a
    /// thousand pairs cost minutes of computing time, and demo organisations need distinct symmetric keys, not distinct
    /// RSA pairs. Accounts and organisations of people must use [`NativeBackend::new`].
    #[must_use]
    pub fn reusing_pairs(pairs: usize) -> Self {
        Self { reuse: Some(Reuse { limit: pairs.max(1), state: Mutex::new((Vec::new(), 0)) }) }
    }
}

fn fresh_pair() -> Result<RawKeyPair, Error> {
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).map_err(|_| Error::Environment)?;
    let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&key).map_err(|_| Error::Environment)?;
    let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&key.public_key()).map_err(|_| Error::Environment)?;
    Ok(RawKeyPair { spki: spki.as_ref().to_vec(), pkcs8: Zeroizing::new(pkcs8.as_ref().to_vec()) })
}

impl Reuse {
    fn next(&self) -> Result<RawKeyPair, Error> {
        let mut state = self.state.lock().map_err(|_| Error::Environment)?;
        let (pairs, turn) = &mut *state;
        if pairs.len() < self.limit {
            pairs.push(fresh_pair()?);
        }
        let index = *turn % pairs.len();
        *turn += 1;
        let pair = pairs.get(index).ok_or(Error::Environment)?;
        Ok(RawKeyPair { spki: pair.spki.clone(), pkcs8: pair.pkcs8.clone() })
    }
}

impl Backend for NativeBackend {
    type PrivateKey = OaepPrivateDecryptingKey;

    async fn pbkdf2_sha256(&self, password: &[u8], salt: &[u8], iterations: u32) -> Result<Zeroizing<[u8; 32]>, Error> {
        let iterations = NonZeroU32::new(iterations).ok_or(Error::Kdf)?;
        let mut out = Zeroizing::new([0; 32]);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, iterations, salt, password, out.as_mut());
        Ok(out)
    }

    async fn generate_rsa(&self) -> Result<RawKeyPair, Error> {
        match &self.reuse {
            Some(reuse) => reuse.next(),
            None => fresh_pair(),
        }
    }

    async fn import_rsa(&self, pkcs8: &[u8]) -> Result<Self::PrivateKey, Error> {
        let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| Error::Key)?;
        OaepPrivateDecryptingKey::new(key).map_err(|_| Error::Key)
    }

    async fn rsa_decrypt(
        &self,
        key: &Self::PrivateKey,
        hash: OaepHash,
        data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let algorithm = match hash {
            OaepHash::Sha1 => &OAEP_SHA1_MGF1SHA1,
            OaepHash::Sha256 => &OAEP_SHA256_MGF1SHA256,
        };
        let mut buffer = Zeroizing::new(vec![0; key.min_output_size()]);
        let length = key.decrypt(algorithm, data, &mut buffer, None).map_err(|_| Error::Decrypt)?.len();
        buffer.truncate(length);
        Ok(buffer)
    }

    async fn rsa_encrypt(&self, spki: &[u8], payload: &[u8]) -> Result<Vec<u8>, Error> {
        let key = PublicEncryptingKey::from_der(spki).map_err(|_| Error::Key)?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| Error::Key)?;
        let mut out = vec![0; key.ciphertext_size()];
        let length = key.encrypt(&OAEP_SHA1_MGF1SHA1, payload, &mut out, None).map_err(|_| Error::Key)?.len();
        out.truncate(length);
        Ok(out)
    }
}

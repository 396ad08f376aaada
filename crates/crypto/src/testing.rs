//! Doors for the vector runner: sealing under a given IV, and primitives that the API proper hides. Exists only in tests
//! and with the feature `fixed-iv`, which release builds refuse (spec §18).

use zeroize::Zeroizing;

use crate::keys::sealed::Key as _;
use crate::secret::Key64;
use crate::{EncString, Error, MasterKey, SealingKey, UserKey, hkdf, seal};

/// Seals type 2 text under this IV.
///
/// # Errors
/// None in practice.
pub fn seal_with_iv(key: &impl SealingKey, iv: [u8; 16], plaintext: &[u8]) -> Result<EncString, Error> {
    seal::seal_under(key.key64(), iv, plaintext)
}

/// Seals the binary form under this IV.
///
/// # Errors
/// None in practice.
pub fn seal_file_with_iv(key: &impl SealingKey, iv: [u8; 16], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
    seal::seal_file_under(key.key64(), iv, plaintext)
}

/// Wraps a user key under this IV.
///
/// # Errors
/// None in practice.
pub fn wrap_user_key_with_iv(master: &MasterKey, user_key: &UserKey, iv: [u8; 16]) -> Result<EncString, Error> {
    seal::seal_under(master.stretch()?.key64(), iv, &user_key.key64().to_bytes())
}

/// Opens with raw key bytes, which the typed API makes impossible: the type is judged before the key (spec §6.3).
///
/// # Errors
/// As [`SealingKey::open_bytes`], and `key` for anything but 64 bytes.
pub fn open_with_raw_key(key: &[u8], text: &EncString) -> Result<Zeroizing<Vec<u8>>, Error> {
    if text.kind() != 2 {
        return Err(Error::Unsupported);
    }
    seal::open(&Key64::from_bytes(key)?, text)
}

/// HKDF-Expand alone.
///
/// # Errors
/// `key` for impossible lengths.
pub fn hkdf_expand(prk: &[u8], info: &[u8], length: usize) -> Result<Vec<u8>, Error> {
    let mut out = vec![0; length];
    hkdf::expand(prk, info, &mut out)?;
    Ok(out)
}

/// The bytes of a key, for comparison with a vector.
#[must_use]
pub fn key_bytes(key: &impl SealingKey) -> Vec<u8> {
    key.key64().to_bytes().to_vec()
}

//! HKDF-Expand with SHA-256 and no Extract step (spec §1): stretching and fingerprints.

use hkdf::Hkdf;
use sha2::Sha256;

use crate::Error;

/// Fills `out` from a pseudo-random key of at least 32 bytes.
pub(crate) fn expand(prk: &[u8], info: &[u8], out: &mut [u8]) -> Result<(), Error> {
    Hkdf::<Sha256>::from_prk(prk).map_err(|_| Error::Key)?.expand(info, out).map_err(|_| Error::Key)
}

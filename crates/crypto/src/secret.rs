//! Bytes of keys: made by the platform's random source, wiped on drop, compared in constant time.

use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Error;

/// Fills `out` from the operating system or `crypto.getRandomValues` (spec §16.7); there is no other source.
///
/// # Errors
/// `environment` when there is none. Never falls back to anything weaker.
pub(crate) fn fill_random(out: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(out).map_err(|_| Error::Environment)
}

/// A number that nobody foresees and that JavaScript can hold exactly.
///
/// # Errors
/// `environment` when there is no random source.
pub fn random_number() -> Result<u64, Error> {
    let mut bytes = [0; 8];
    fill_random(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes) >> 12)
}

/// The symmetric key of the protocol: AES-256 and HMAC-SHA-256 halves (spec §1). On the heap, so that moving it
/// leaves no copies behind on the stack. Nominally public because sealed traits speak of it; the module is private.
pub struct Key64(Box<Halves>);

#[derive(Zeroize, ZeroizeOnDrop)]
struct Halves {
    enc: [u8; 32],
    mac: [u8; 32],
}

/// [`Halves`] wipe themselves; the marker passes that on to the types around it.
impl ZeroizeOnDrop for Key64 {}

impl Key64 {
    pub(crate) const LEN: usize = 64;

    pub(crate) fn generate() -> Result<Self, Error> {
        let mut halves = Box::new(Halves { enc: [0; 32], mac: [0; 32] });
        fill_random(&mut halves.enc)?;
        fill_random(&mut halves.mac)?;
        Ok(Self(halves))
    }

    /// Exactly 64 bytes, everything else is a `key` error; 32 bytes would be a pre-2020 unauthenticated key (spec §5).
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (enc, mac) = bytes.split_at_checked(32).ok_or(Error::Key)?;
        let mut halves = Box::new(Halves { enc: [0; 32], mac: [0; 32] });
        if enc.len() != halves.enc.len() || mac.len() != halves.mac.len() {
            return Err(Error::Key);
        }
        halves.enc.copy_from_slice(enc);
        halves.mac.copy_from_slice(mac);
        Ok(Self(halves))
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(Self::LEN));
        out.extend_from_slice(&self.0.enc);
        out.extend_from_slice(&self.0.mac);
        out
    }

    pub(crate) fn enc(&self) -> &[u8; 32] {
        &self.0.enc
    }

    pub(crate) fn mac(&self) -> &[u8; 32] {
        &self.0.mac
    }

    pub(crate) fn same_as(&self, other: &Self) -> bool {
        (self.0.enc.ct_eq(&other.0.enc) & self.0.mac.ct_eq(&other.0.mac)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_bytes_are_a_key() {
        for length in [0, 16, 31, 32, 33, 63, 65, 80, 128] {
            assert_eq!(Key64::from_bytes(&vec![7; length]).err(), Some(Error::Key), "{length}");
        }
        let key = Key64::from_bytes(&(0..64).collect::<Vec<u8>>()).unwrap();
        assert_eq!(key.to_bytes().as_slice(), (0..64).collect::<Vec<u8>>());
    }

    #[test]
    fn fresh_keys_differ_and_compare() {
        let (a, b) = (Key64::generate().unwrap(), Key64::generate().unwrap());
        assert!(!a.same_as(&b));
        assert!(a.same_as(&Key64::from_bytes(&a.to_bytes()).unwrap()));
        let mut half = a.to_bytes();
        half[63] ^= 1;
        assert!(!a.same_as(&Key64::from_bytes(&half).unwrap()));
    }
}

//! The little DER that RSA keys need: from a PKCS#8 private key to its public key, without any big numbers.

use crate::Error;

/// SubjectPublicKeyInfo of an RSA-2048 key up to its modulus. Everything before is fixed because the modulus has
/// exactly 2048 bits and the exponent is 65537 (spec §7), so there is one spelling of each key, as fingerprints need.
const SPKI_HEAD: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];
/// The exponent 65537.
const SPKI_TAIL: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];
const EXPONENT: [u8; 3] = [0x01, 0x00, 0x01];
/// AlgorithmIdentifier content: rsaEncryption, NULL.
const RSA_ENCRYPTION: [u8; 13] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const MODULUS: usize = 256;

pub(crate) const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
pub(crate) const SEQUENCE: u8 = 0x30;

/// Accepts the one spelling of an RSA-2048 public key.
pub(crate) fn check_spki(der: &[u8]) -> Result<(), Error> {
    let modulus = der.strip_prefix(&SPKI_HEAD).and_then(|rest| rest.strip_suffix(&SPKI_TAIL)).ok_or(Error::Key)?;
    check_modulus(modulus)
}

/// The public key that belongs to a private key (spec §7). PKCS#1 is refused: its second element is no sequence.
pub(crate) fn public_from_pkcs8(der: &[u8]) -> Result<Vec<u8>, Error> {
    let mut outer = Reader(der);
    let mut info = Reader(outer.take(SEQUENCE)?);
    outer.end()?;
    let version = info.take(INTEGER)?;
    let algorithm = info.take(SEQUENCE)?;
    let mut wrapped = Reader(info.take(OCTET_STRING)?);
    if version != [0] || algorithm != RSA_ENCRYPTION {
        return Err(Error::Key);
    }
    let mut key = Reader(wrapped.take(SEQUENCE)?);
    wrapped.end()?;
    let version = key.take(INTEGER)?;
    let modulus = key.take(INTEGER)?;
    let exponent = key.take(INTEGER)?;
    if version != [0] || exponent != EXPONENT {
        return Err(Error::Key);
    }
    // Positive numbers with the top bit set carry a leading zero.
    let modulus = modulus.strip_prefix(&[0]).ok_or(Error::Key)?;
    check_modulus(modulus)?;
    Ok([SPKI_HEAD.as_slice(), modulus, SPKI_TAIL.as_slice()].concat())
}

/// Exactly 2048 bits, and odd as every product of two large primes.
fn check_modulus(modulus: &[u8]) -> Result<(), Error> {
    let top = modulus.first().ok_or(Error::Key)?;
    let bottom = modulus.last().ok_or(Error::Key)?;
    if modulus.len() == MODULUS && top & 0x80 != 0 && bottom & 1 == 1 { Ok(()) } else { Err(Error::Key) }
}

/// Reads one element after the other.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// The content of the next element, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Result<&'a [u8], Error> {
        match self.next()? {
            (found, content) if found == tag => Ok(content),
            _ => Err(Error::Key),
        }
    }

    /// Tag and content of the next element.
    pub(crate) fn next(&mut self) -> Result<(u8, &'a [u8]), Error> {
        let (tag, rest) = self.0.split_first().ok_or(Error::Key)?;
        let (first, rest) = rest.split_first().ok_or(Error::Key)?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81 => {
                let (length, rest) = rest.split_first().ok_or(Error::Key)?;
                (usize::from(*length), rest)
            }
            0x82 => {
                let (length, rest) = rest.split_first_chunk::<2>().ok_or(Error::Key)?;
                (usize::from(u16::from_be_bytes(*length)), rest)
            }
            _ => return Err(Error::Key),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(Error::Key)?;
        self.0 = rest;
        Ok((*tag, content))
    }

    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Key) }
    }
}

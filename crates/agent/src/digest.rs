//! Digests that say nothing about what they were made from: pins of keys, names of remembered accounts.

use portal_crypto::KeyId;
use sha2::{Digest as _, Sha256};

use crate::protocol::{Digest, Digests, Pin};

/// Ties a key to the id that it was seen under.
pub(crate) fn pin(key: KeyId, id: &str) -> Pin {
    Pin(hex(&format!("key {key} of {id}")))
}

pub(crate) fn digests(question: &Digest) -> Digests {
    Digests { digests: question.texts.iter().map(|text| hex(text)).collect() }
}

fn hex(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let (short, _) = digest.split_at(16);
    data_encoding::HEXLOWER.encode(short)
}

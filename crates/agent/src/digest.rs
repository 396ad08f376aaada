//! What needs no key: a suggested passphrase, and digests that say nothing about what they were made from: pins of keys, names of remembered accounts.

use portal_contracts::SecretText;
use portal_crypto::KeyId;
use sha2::{Digest as _, Sha256};

use crate::fault::Fault;
use crate::protocol::{Digest, Digests, PassphraseSuggested, Pin};

/// Ties a key to the id that it was seen under.
pub(crate) fn pin(key: KeyId, id: &str) -> Pin {
    Pin(hex(&format!("key {key} of {id}")))
}

pub(crate) fn digests(question: &Digest) -> Digests {
    Digests { digests: question.texts.iter().map(|text| hex(text)).collect() }
}

/// Words of a suggested passphrase.
const WORDS: usize = 5;

pub(crate) fn suggest_passphrase() -> Result<PassphraseSuggested, Fault> {
    let mut passphrase = portal_crypto::passphrase(WORDS)?;
    Ok(PassphraseSuggested { passphrase: SecretText::new(std::mem::take(&mut *passphrase)) })
}

fn hex(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let (short, _) = digest.split_at(16);
    data_encoding::HEXLOWER.encode(short)
}

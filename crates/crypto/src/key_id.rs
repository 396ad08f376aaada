//! The identifier of a key (spec §9): a RFC 9679 thumbprint, cut to 16 bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::secret::Key64;

/// Deterministic CBOR of `{1: 4, -1: key}` up to the key's bytes.
const CBOR_HEAD: [u8; 6] = [0xa2, 0x01, 0x04, 0x20, 0x58, 0x40];

/// Names a user key without revealing it; 32 lower-case hex digits on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 16]);

pub(crate) fn of(key: &Key64) -> KeyId {
    let mut hash = Sha256::new();
    hash.update(CBOR_HEAD);
    hash.update(key.enc());
    hash.update(key.mac());
    let digest: [u8; 32] = hash.finalize().into();
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(digest) {
        *to = from;
    }
    KeyId(id)
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl FromStr for KeyId {
    type Err = Error;

    /// # Errors
    /// `parse` unless it is 32 hex digits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| Error::Parse)?;
        bytes.try_into().map(Self).map_err(|_| Error::Parse)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

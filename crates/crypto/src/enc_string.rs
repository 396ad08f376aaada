//! The text form of encrypted data (spec §6.1, §6.2): parse, print, and nothing that needs a key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Error, base64};

/// Encrypted text as it travels: `type.part|part|part`. Not secret, but never printed in full either (spec §6.2).
#[derive(Clone, PartialEq, Eq)]
pub struct EncString(pub(crate) Parts);

/// The parts by type, checked for number and length, not for authenticity.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Type 0: AES-CBC without authentication. Opens only a protected user key of a very old account (spec §8.2).
    Unauthenticated { iv: [u8; 16], data: Vec<u8> },
    /// Type 2: AES-CBC with HMAC. All symmetric data.
    Authenticated { iv: [u8; 16], data: Vec<u8>, mac: [u8; 32] },
    /// Types 3 and 4: RSA-OAEP.
    Rsa { hash: crate::OaepHash, data: Vec<u8> },
    /// Types 5 and 6: RSA-OAEP with a MAC that nobody checks.
    RsaWithMac { hash: crate::OaepHash, data: Vec<u8>, mac: [u8; 32] },
    /// Type 7: `COSE_Encrypt0` of accounts with the newer encryption (spec §15); recognised, not opened.
    Cose { data: Vec<u8> },
}

impl EncString {
    /// The type number, 0 or 2 to 7.
    #[must_use]
    pub fn kind(&self) -> u8 {
        use crate::OaepHash::{Sha1, Sha256};
        match self.0 {
            Parts::Unauthenticated { .. } => 0,
            Parts::Authenticated { .. } => 2,
            Parts::Rsa { hash: Sha256, .. } => 3,
            Parts::Rsa { hash: Sha1, .. } => 4,
            Parts::RsaWithMac { hash: Sha256, .. } => 5,
            Parts::RsaWithMac { hash: Sha1, .. } => 6,
            Parts::Cose { .. } => 7,
        }
    }

    /// The initialisation vector, for types 0 and 2.
    #[must_use]
    pub fn iv(&self) -> Option<&[u8]> {
        match &self.0 {
            Parts::Unauthenticated { iv, .. } | Parts::Authenticated { iv, .. } => Some(iv),
            _ => None,
        }
    }

    /// The ciphertext.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        match &self.0 {
            Parts::Unauthenticated { data, .. }
            | Parts::Authenticated { data, .. }
            | Parts::Rsa { data, .. }
            | Parts::RsaWithMac { data, .. }
            | Parts::Cose { data } => data,
        }
    }

    /// The message authentication code, for types 2, 5 and 6.
    #[must_use]
    pub fn mac(&self) -> Option<&[u8]> {
        match &self.0 {
            Parts::Authenticated { mac, .. } | Parts::RsaWithMac { mac, .. } => Some(mac),
            _ => None,
        }
    }

    /// The canonical text: padded Base64, no white space. Servers refuse any other spelling.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{}.", self.kind());
        // The table's order: iv, data, mac.
        if let Some(iv) = self.iv() {
            text.push_str(&base64::encode(iv));
            text.push('|');
        }
        text.push_str(&base64::encode(self.data()));
        if let Some(mac) = self.mac() {
            text.push('|');
            text.push_str(&base64::encode(mac));
        }
        text
    }
}

impl FromStr for EncString {
    type Err = Error;

    /// Parses by the rules of spec §6.2.
    ///
    /// # Errors
    /// `unsupported` for a type we do not know, `parse` for everything else. Never panics; allocates less than the
    /// length of the input.
    fn from_str(text: &str) -> Result<Self, Error> {
        use crate::OaepHash::{Sha1, Sha256};
        let (header, body) = match text.split_once('.') {
            Some((_, body)) if body.contains('.') => return Err(Error::Parse),
            Some(split) => split,
            // Before types existed: two parts were type 0, three parts the removed type 1.
            None => match text.split('|').count() {
                2 => ("0", text),
                3 => return Err(Error::Unsupported),
                _ => return Err(Error::Parse),
            },
        };
        let parts = match header {
            "0" => {
                let [iv, data] = split(body)?;
                Parts::Unauthenticated { iv: fixed(iv)?, data: base64::decode(data)? }
            }
            "2" => {
                let [iv, data, mac] = split(body)?;
                Parts::Authenticated { iv: fixed(iv)?, data: base64::decode(data)?, mac: fixed(mac)? }
            }
            "3" | "4" => {
                let [data] = split(body)?;
                let hash = if header == "3" { Sha256 } else { Sha1 };
                Parts::Rsa { hash, data: base64::decode(data)? }
            }
            "5" | "6" => {
                let [data, mac] = split(body)?;
                let hash = if header == "5" { Sha256 } else { Sha1 };
                Parts::RsaWithMac { hash, data: base64::decode(data)?, mac: fixed(mac)? }
            }
            "7" => {
                let [data] = split(body)?;
                Parts::Cose { data: base64::decode(data)? }
            }
            _ => return Err(Error::Unsupported),
        };
        Ok(Self(parts))
    }
}

/// Exactly `N` parts, without collecting more than that.
fn split<const N: usize>(body: &str) -> Result<[&str; N], Error> {
    let mut pieces = body.split('|');
    let mut out = [""; N];
    for slot in &mut out {
        *slot = pieces.next().ok_or(Error::Parse)?;
    }
    if pieces.next().is_some() { Err(Error::Parse) } else { Ok(out) }
}

/// A part of fixed length; the length of the text is checked first so that a long one is not decoded for nothing.
fn fixed<const N: usize>(text: &str) -> Result<[u8; N], Error> {
    if text.len() > N / 3 * 4 + 4 {
        return Err(Error::Parse);
    }
    base64::decode(text)?.try_into().map_err(|_| Error::Parse)
}

impl fmt::Debug for EncString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncString(type {})", self.kind())
    }
}

impl Serialize for EncString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for EncString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A key wrapped to an RSA public key: types 3 to 6 and nothing else, so that symmetric text cannot stand in its place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EncString", into = "EncString")]
pub struct SharedKey(EncString);

impl SharedKey {
    /// What a fresh wrap produced (type 4).
    pub(crate) fn new(data: Vec<u8>) -> Self {
        Self(EncString(Parts::Rsa { hash: crate::OaepHash::Sha1, data }))
    }

    /// Hash and ciphertext; the MAC of types 5 and 6 is ignored, as everywhere (spec §6.1).
    pub(crate) fn parts(&self) -> Result<(crate::OaepHash, &[u8]), Error> {
        match &self.0.0 {
            Parts::Rsa { hash, data } | Parts::RsaWithMac { hash, data, .. } => Ok((*hash, data)),
            _ => Err(Error::Unsupported),
        }
    }

    /// The text form, as sent to servers.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.to_text()
    }
}

impl TryFrom<EncString> for SharedKey {
    type Error = Error;

    fn try_from(text: EncString) -> Result<Self, Error> {
        match text.0 {
            Parts::Rsa { .. } | Parts::RsaWithMac { .. } => Ok(Self(text)),
            _ => Err(Error::Unsupported),
        }
    }
}

impl From<SharedKey> for EncString {
    fn from(key: SharedKey) -> Self {
        key.0
    }
}

impl FromStr for SharedKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse::<EncString>()?.try_into()
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedKey(type {})", self.0.kind())
    }
}

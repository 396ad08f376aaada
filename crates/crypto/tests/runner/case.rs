//! Reading a case: a missing or misshapen field is a failure, never a skipped check.

use std::fmt;

use portal_crypto::{Error, Kdf, PublicKey};
use serde_json::{Map, Value};

/// Why a case failed, or (for cases that expect it) how it was refused.
pub enum Fail {
    /// The crypto core refused.
    Crypto(Error),
    /// A result differs, or the case cannot be read.
    Wrong(String),
}

impl Fail {
    pub fn wrong(reason: impl Into<String>) -> Self {
        Self::Wrong(reason.into())
    }
}

impl From<Error> for Fail {
    fn from(error: Error) -> Self {
        Self::Crypto(error)
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crypto(error) => write!(f, "refused: {}", error.category()),
            Self::Wrong(reason) => f.write_str(reason),
        }
    }
}

/// One case, or a part of one.
pub struct Case {
    pub id: String,
    pub value: Value,
}

impl Case {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.value.get(name).filter(|value| !value.is_null())
    }

    pub fn expects_refusal(&self) -> bool {
        self.get("expect").and_then(Value::as_str) == Some("error")
    }

    /// A nested object.
    pub fn part(&self, name: &str) -> Result<Self, Fail> {
        let value = self.get(name).ok_or_else(|| missing(name))?;
        Ok(Self { id: name.to_owned(), value: value.clone() })
    }

    /// A nested list.
    pub fn parts(&self, name: &str) -> Result<Vec<Self>, Fail> {
        let list = self.get(name).and_then(Value::as_array).ok_or_else(|| missing(name))?;
        Ok(list.iter().map(|value| Self { id: name.to_owned(), value: value.clone() }).collect())
    }

    pub fn text(&self, name: &str) -> Result<&str, Fail> {
        self.get(name).and_then(Value::as_str).ok_or_else(|| missing(name))
    }

    pub fn number(&self, name: &str) -> Result<u64, Fail> {
        self.get(name).and_then(Value::as_u64).ok_or_else(|| missing(name))
    }

    pub fn flag(&self, name: &str) -> Result<bool, Fail> {
        self.get(name).and_then(Value::as_bool).ok_or_else(|| missing(name))
    }

    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Fail> {
        unbase64(self.text(name)?)
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Fail> {
        let list = self.get(name).and_then(Value::as_array).ok_or_else(|| missing(name))?;
        list.iter().map(|value| value.as_str().ok_or_else(|| missing(name))).collect()
    }

    /// `iv_b64`, where the reference used one.
    pub fn iv(&self) -> Result<Option<[u8; 16]>, Fail> {
        if self.get("iv_b64").is_none() {
            return Ok(None);
        }
        let iv = self.bytes("iv_b64")?.try_into().map_err(|_| Fail::wrong("iv_b64 is not 16 bytes"))?;
        Ok(Some(iv))
    }

    /// `kdf`, in the spelling of the vectors.
    pub fn kdf(&self) -> Result<Kdf, Fail> {
        let kdf = self.part("kdf")?;
        let number = |name| kdf.get(name).and_then(Value::as_i64);
        Kdf::from_wire(number("type"), number("iterations"), number("memory"), number("parallelism"))
            .map_err(|refusal| Error::from(refusal).into())
    }

    pub fn public_key(&self, name: &str) -> Result<PublicKey, Fail> {
        Ok(PublicKey::from_base64(self.text(name)?)?)
    }
}

/// The fixed RSA keys and the master keys that other groups refer to by name.
pub struct Keys<'a> {
    groups: &'a Map<String, Value>,
}

impl<'a> Keys<'a> {
    pub fn new(groups: &'a Map<String, Value>) -> Self {
        Self { groups }
    }

    /// PKCS#8 DER of a named RSA key.
    pub fn rsa_private(&self, name: &str) -> Result<Vec<u8>, Fail> {
        self.rsa(name, "private_pkcs8_der_b64")
    }

    /// SubjectPublicKeyInfo DER of a named RSA key.
    pub fn rsa_public(&self, name: &str) -> Result<Vec<u8>, Fail> {
        self.rsa(name, "public_spki_der_b64")
    }

    fn rsa(&self, name: &str, field: &str) -> Result<Vec<u8>, Fail> {
        let key = self.groups.get("rsa_keys").and_then(|keys| keys.get(name)).ok_or_else(|| missing(name))?;
        unbase64(key.get(field).and_then(Value::as_str).ok_or_else(|| missing(field))?)
    }

    /// The master key of a case of the group `master_key`.
    pub fn master_key(&self, id: &str) -> Result<[u8; 32], Fail> {
        let cases = self.groups.get("master_key").and_then(Value::as_array).ok_or_else(|| missing("master_key"))?;
        let case =
            cases.iter().find(|case| case.get("id").and_then(Value::as_str) == Some(id)).ok_or_else(|| missing(id))?;
        let text = case.get("master_key_b64").and_then(Value::as_str).ok_or_else(|| missing("master_key_b64"))?;
        unbase64(text)?.try_into().map_err(|_| Fail::wrong("master key is not 32 bytes"))
    }
}

fn missing(name: &str) -> Fail {
    Fail::Wrong(format!("field {name} is missing or of another kind"))
}

pub fn unbase64(text: &str) -> Result<Vec<u8>, Fail> {
    data_encoding::BASE64.decode(text.as_bytes()).map_err(|_| Fail::wrong("a vector is not canonical Base64"))
}

/// Compares; says only what differs, since values of real keys must not become a habit in logs.
pub fn same<T: PartialEq>(what: &str, actual: T, expected: T) -> Result<(), Fail> {
    if actual == expected { Ok(()) } else { Err(Fail::Wrong(format!("{what} differs"))) }
}

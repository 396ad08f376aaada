//! Encrypted export files (spec §14.4): the portable one under a file password, and the restricted one under the key of
//! an organisation or account. Files are untrusted input.

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{Backend, EncString, Error, Kdf, MasterKey, Salt, SealingKey};

/// A password-protected export file, read from its JSON. Texts are parsed only when opened, so that their damage gets
/// its own category.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordExport {
    encrypted: bool,
    password_protected: bool,
    salt: String,
    kdf_type: Option<i64>,
    kdf_iterations: Option<i64>,
    kdf_memory: Option<i64>,
    kdf_parallelism: Option<i64>,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT")]
    validation: String,
    data: String,
}

impl PasswordExport {
    /// The key derivation the file asks for.
    ///
    /// # Errors
    /// The reason when the parameters are malformed or outside the sign-in limits: a file is as untrusted as a server.
    pub fn kdf(&self) -> Result<Kdf, crate::KdfRefusal> {
        let kdf = Kdf::from_wire(self.kdf_type, self.kdf_iterations, self.kdf_memory, self.kdf_parallelism)?;
        kdf.check_for_sign_in()?;
        Ok(kdf)
    }

    /// Opens the file to the JSON of an unencrypted export. The validation text is opened first: it tells a wrong
    /// password from damaged data, though both are `decrypt`.
    ///
    /// # Errors
    /// `kdf`, `parse`, `decrypt`, `utf8`, or `environment`.
    pub async fn open<B: Backend>(&self, backend: &B, password: &str) -> Result<Zeroizing<String>, Error> {
        if !(self.encrypted && self.password_protected) {
            return Err(Error::Parse);
        }
        let kdf = self.kdf()?;
        self.open_with(&MasterKey::derive(backend, password, &self.salt(), kdf).await?)
    }

    /// What the password is salted with: the Base64 text itself, neither decoded nor lower-cased.
    #[must_use]
    pub fn salt(&self) -> Salt {
        Salt::verbatim(&self.salt)
    }

    /// Opens the file with a key that was derived elsewhere, by [`Self::salt`] and [`Self::kdf`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(&self, master: &MasterKey) -> Result<Zeroizing<String>, Error> {
        if !(self.encrypted && self.password_protected) {
            return Err(Error::Parse);
        }
        let (validation, data): (EncString, EncString) = (self.validation.parse()?, self.data.parse()?);
        let key = master.stretch()?;
        key.open_bytes(&validation)?;
        key.open_text(&data)
    }
}

/// The head of an export file restricted to one account or organisation; its items stay as stored and are opened one
/// by one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedExport {
    encrypted: bool,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT")]
    validation: String,
}

impl RestrictedExport {
    /// Whether the file was made with this key. Ask before touching its items.
    ///
    /// # Errors
    /// `decrypt` when it belongs to another organisation or account; `parse`, `unsupported` when damaged.
    pub fn check(&self, key: &impl SealingKey) -> Result<(), Error> {
        if !self.encrypted {
            return Err(Error::Parse);
        }
        key.open_bytes(&self.validation.parse()?).map(|_| ())
    }
}

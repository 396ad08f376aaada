//! Vault items as they travel (API contract §12.2), generic over their texts: `Cipher<String>` is sealed and goes to a
//! server, `Cipher<SecretText>` is plain and stays in the browser. One traversal, [`Cipher::try_map`], serves sealing,
//! opening and the check of lengths, so that none of them can forget a text.

mod bodies;
mod import;
mod parts;

use serde::{Deserialize, Serialize};

use crate::SecretText;

pub use bodies::{Card, Identity, PasskeyTexts, SshKey};
pub use import::{ImportCollection, ImportRequest, Relation, StoredCipher};
pub use parts::{Part, limit_in_bytes, sealed_length};
use parts::{each, opt};

/// An item in the clear.
pub type PlainCipher = Cipher<SecretText>;

crate::wire_enum! {
    /// Kind of item.
    CipherType {
        /// User name, password, addresses.
        1 => Login,
        /// A note.
        2 => SecureNote,
        /// Payment card.
        3 => Card,
        /// A person's details.
        4 => Identity,
        /// SSH key.
        5 => SshKey,
    }
}

crate::wire_enum! {
    /// Kind of custom field.
    FieldType {
        /// Shown.
        0 => Text,
        /// Covered until asked for.
        1 => Hidden,
        /// `true` or `false`.
        2 => Boolean,
        /// Stands for a member of the item itself.
        3 => Linked,
    }
}

#[allow(clippy::derivable_impls, reason = "the macro that declares it knows no default")]
impl Default for CipherType {
    fn default() -> Self {
        Self::Login
    }
}

#[allow(clippy::derivable_impls, reason = "the macro that declares it knows no default")]
impl Default for FieldType {
    fn default() -> Self {
        Self::Text
    }
}

/// An item. Exactly one of the five bodies is filled, the one that its type names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct Cipher<T> {
    /// Kind.
    pub r#type: CipherType,
    /// Organisation that owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Marked by its owner.
    pub favorite: bool,
    /// 1: the master password is asked for again before it is shown.
    pub reprompt: i64,
    /// Account that encrypted it, for the import that checks it; it is no part of the item.
    #[serde(skip_serializing)]
    pub encrypted_for: Option<String>,
    /// Its own key under the organisation key; without one, the texts are under the organisation key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Name.
    pub name: T,
    /// Notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<T>,
    /// Custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<CipherField<T>>,
    /// Earlier passwords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub password_history: Vec<OldPassword<T>>,
    /// Body of a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<Login<T>>,
    /// Body of a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_note: Option<SecureNote>,
    /// Body of a card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card<T>>,
    /// Body of an identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity<T>>,
    /// Body of an SSH key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssh_key: Option<SshKey<T>>,
}

/// A custom field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct CipherField<T> {
    /// Kind.
    pub r#type: FieldType,
    /// Its name.
    pub name: Option<T>,
    /// Its value; none for a linked field.
    pub value: Option<T>,
    /// What a linked field stands for.
    pub linked_id: Option<i64>,
}

/// An earlier password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct OldPassword<T> {
    /// The password.
    pub password: T,
    /// Until when it was in use, ISO 8601.
    pub last_used_date: Option<String>,
}

/// Body of a login.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct Login<T> {
    /// User name.
    pub username: Option<T>,
    /// Password.
    pub password: Option<T>,
    /// Seed of one-time codes.
    pub totp: Option<T>,
    /// When the password was last changed, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_revision_date: Option<String>,
    /// Addresses.
    pub uris: Vec<LoginUri<T>>,
    /// Passkeys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fido2_credentials: Vec<Passkey<T>>,
}

/// An address of a login.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct LoginUri<T> {
    /// The address.
    pub uri: Option<T>,
    /// Digest of the address, so that a server cannot exchange it (crypto specification §14.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_checksum: Option<T>,
    /// How the address is compared.
    pub r#match: Option<i64>,
}

/// Body of a note: nothing but its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecureNote {
    /// Always 0.
    pub r#type: i64,
}

/// A passkey.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
pub struct Passkey<T> {
    /// Its texts.
    #[serde(flatten)]
    pub texts: PasskeyTexts<T>,
    /// When it was made, ISO 8601.
    pub creation_date: Option<String>,
}

impl<T> Cipher<T> {
    /// The same item with every text changed, in a fixed order; stops at the first error.
    ///
    /// # Errors
    /// Whatever `change` answers.
    pub fn try_map<U, E>(&self, change: &mut impl FnMut(Part, &T) -> Result<U, E>) -> Result<Cipher<U>, E> {
        Ok(Cipher {
            r#type: self.r#type,
            organization_id: self.organization_id.clone(),
            encrypted_for: self.encrypted_for.clone(),
            favorite: self.favorite,
            reprompt: self.reprompt,
            key: self.key.clone(),
            name: change(Part::Name, &self.name)?,
            notes: opt(&self.notes, Part::Notes, change)?,
            fields: each(&self.fields, |at, field| {
                Ok(CipherField {
                    r#type: field.r#type,
                    name: opt(&field.name, Part::FieldName(at), change)?,
                    value: opt(&field.value, Part::FieldValue(at), change)?,
                    linked_id: field.linked_id,
                })
            })?,
            password_history: each(&self.password_history, |at, old| {
                Ok(OldPassword {
                    password: change(Part::OldPassword(at), &old.password)?,
                    last_used_date: old.last_used_date.clone(),
                })
            })?,
            login: self.login.as_ref().map(|login| login.try_map(change)).transpose()?,
            secure_note: self.secure_note,
            card: self.card.as_ref().map(|card| card.try_map(change)).transpose()?,
            identity: self.identity.as_ref().map(|identity| identity.try_map(change)).transpose()?,
            ssh_key: self.ssh_key.as_ref().map(|key| key.try_map(change)).transpose()?,
        })
    }

    /// Shows every text, in the same order.
    pub fn visit(&self, show: &mut impl FnMut(Part, &T)) {
        let seen: Result<Cipher<()>, std::convert::Infallible> = self.try_map(&mut |part, text| {
            show(part, text);
            Ok(())
        });
        drop(seen);
    }
}

impl PlainCipher {
    /// A second copy, wiped on its own.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        let copy: Result<Self, std::convert::Infallible> = self.try_map(&mut |_, text| Ok(text.duplicate()));
        let Ok(copy) = copy;
        copy
    }
}

impl<T> Login<T> {
    fn try_map<U, E>(&self, change: &mut impl FnMut(Part, &T) -> Result<U, E>) -> Result<Login<U>, E> {
        Ok(Login {
            username: opt(&self.username, Part::Username, change)?,
            password: opt(&self.password, Part::Password, change)?,
            totp: opt(&self.totp, Part::Totp, change)?,
            password_revision_date: self.password_revision_date.clone(),
            uris: each(&self.uris, |at, uri| {
                Ok(LoginUri {
                    uri: opt(&uri.uri, Part::Uri(at), change)?,
                    uri_checksum: opt(&uri.uri_checksum, Part::UriChecksum(at), change)?,
                    r#match: uri.r#match,
                })
            })?,
            fido2_credentials: each(&self.fido2_credentials, |_, key| {
                Ok(Passkey { texts: key.texts.try_map(change)?, creation_date: key.creation_date.clone() })
            })?,
        })
    }
}

//! Vault items of an organisation (spec §14.2): which key their fields are under, and the check of their addresses.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{EncString, Error, ItemKey, OrgKey, SealingKey as _, base64};

/// The key of an item's fields: its own, or its organisation's when it has none.
pub enum ItemCipher<'a> {
    /// The item has its own key.
    Own(ItemKey),
    /// An item without one.
    Organisation(&'a OrgKey),
}

impl<'a> ItemCipher<'a> {
    /// For an existing item, by its `key` member.
    ///
    /// # Errors
    /// `decrypt` or `key` when the item's key does not open.
    pub fn for_item(org_key: &'a OrgKey, wrapped_key: Option<&EncString>) -> Result<Self, Error> {
        match wrapped_key {
            Some(wrapped) => org_key.open_item_key(wrapped).map(Self::Own),
            None => Ok(Self::Organisation(org_key)),
        }
    }

    /// Opens one field.
    ///
    /// # Errors
    /// `unsupported`, `decrypt` or `utf8`.
    pub fn open_text(&self, field: &EncString) -> Result<Zeroizing<String>, Error> {
        match self {
            Self::Own(key) => key.open_text(field),
            Self::Organisation(key) => key.open_text(field),
        }
    }

    /// Seals one field.
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn seal_text(&self, field: &str) -> Result<EncString, Error> {
        match self {
            Self::Own(key) => key.seal_text(field),
            Self::Organisation(key) => key.seal_text(field),
        }
    }

    /// The `uriChecksum` of an address, to be written with every address.
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn seal_uri_checksum(&self, uri: &str) -> Result<EncString, Error> {
        self.seal_text(&checksum(uri))
    }

    /// Whether readers keep this address. Items with their own key drop addresses whose checksum is missing or wrong,
    /// because a server could have exchanged them; older items keep all.
    #[must_use]
    pub fn keeps_uri(&self, uri: &str, stored_checksum: Option<&EncString>) -> bool {
        match self {
            Self::Organisation(_) => true,
            Self::Own(key) => stored_checksum
                .and_then(|stored| key.open_text(stored).ok())
                .is_some_and(|stored| stored.as_bytes().ct_eq(checksum(uri).as_bytes()).into()),
        }
    }
}

fn checksum(uri: &str) -> String {
    base64::encode(&Sha256::digest(uri))
}

//! Vault items (spec §14.2): which key their fields are under, and the check of their addresses.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{EncString, Error, ItemKey, OrgKey, SealingKey, base64};

/// The key of an item's fields: its own, or its owner's when it has none. The owner is an organisation, or the account of
/// whoever made a restricted export.
pub enum ItemCipher<'a, K: SealingKey = OrgKey> {
    /// The item has its own key.
    Own(ItemKey),
    /// An item without one.
    Organisation(&'a K),
}

impl<'a, K: SealingKey> ItemCipher<'a, K> {
    /// For an existing item, by its `key` member.
    ///
    /// # Errors
    /// `decrypt` or `key` when the item's key does not open.
    pub fn for_item(owner: &'a K, wrapped_key: Option<&EncString>) -> Result<Self, Error> {
        match wrapped_key {
            Some(wrapped) => owner.open_bytes(wrapped).and_then(|key| ItemKey::from_bytes(&key)).map(Self::Own),
            None => Ok(Self::Organisation(owner)),
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
        self.seal_text(&uri_checksum(uri))
    }

    /// Whether readers keep this address. Items with their own key drop addresses whose checksum is missing or wrong,
    /// because a server could have exchanged them; older items keep all.
    #[must_use]
    pub fn keeps_uri(&self, uri: &str, stored_checksum: Option<&EncString>) -> bool {
        match self {
            Self::Organisation(_) => true,
            Self::Own(key) => stored_checksum
                .and_then(|stored| key.open_text(stored).ok())
                .is_some_and(|stored| stored.as_bytes().ct_eq(uri_checksum(uri).as_bytes()).into()),
        }
    }
}

/// The digest of an address in the clear, see [`ItemCipher::seal_uri_checksum`].
#[must_use]
pub fn uri_checksum(uri: &str) -> String {
    base64::encode(&Sha256::digest(uri))
}

//! The keys of the tree as distinct types (spec §2, §18): a provider key cannot stand where an organisation key
//! belongs. None of them can be printed, copied or serialised; all are wiped on drop.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::secret::Key64;
use crate::{EncString, Error, KeyId, key_id, seal};

pub(crate) mod sealed {
    use super::{Error, Key64};

    /// Only this crate turns bytes into keys and back.
    pub trait Key: Sized {
        #[doc(hidden)]
        fn key64(&self) -> &Key64;
        #[doc(hidden)]
        fn from_key64(key: Key64) -> Self;

        /// From an unwrapped payload; user keys also recognise the newer encryption here.
        #[doc(hidden)]
        fn from_payload(payload: &[u8]) -> Result<Self, Error> {
            Key64::from_bytes(payload).map(Self::from_key64)
        }
    }
}
use sealed::Key;

/// Keys under which names, fields and private keys are sealed: user, organisation and item keys.
pub trait SealingKey: Key {
    /// Seals text as type 2 under a fresh IV. The empty text is legal.
    ///
    /// # Errors
    /// `environment` without a random source.
    fn seal_text(&self, text: &str) -> Result<EncString, Error> {
        self.seal_bytes(text.as_bytes())
    }

    /// Seals bytes as type 2 under a fresh IV.
    ///
    /// # Errors
    /// `environment` without a random source.
    fn seal_bytes(&self, bytes: &[u8]) -> Result<EncString, Error> {
        seal::seal(self.key64(), bytes)
    }

    /// Opens type 2 text.
    ///
    /// # Errors
    /// `unsupported` for any other type, `decrypt` when it was not sealed under this key, `utf8`.
    fn open_text(&self, text: &EncString) -> Result<Zeroizing<String>, Error> {
        let bytes = self.open_bytes(text)?;
        std::str::from_utf8(&bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| Error::Utf8)
    }

    /// Opens type 2 bytes.
    ///
    /// # Errors
    /// As [`SealingKey::open_text`], without `utf8`.
    fn open_bytes(&self, text: &EncString) -> Result<Zeroizing<Vec<u8>>, Error> {
        seal::open(self.key64(), text)
    }

    /// Seals the content of a file in the binary form (spec §6.4).
    ///
    /// # Errors
    /// `environment` without a random source.
    fn seal_file(&self, content: &[u8]) -> Result<Vec<u8>, Error> {
        seal::seal_file(self.key64(), content)
    }

    /// Opens the binary form.
    ///
    /// # Errors
    /// `parse` when it is too short, `unsupported` for another type, `decrypt`.
    fn open_file(&self, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        seal::open_file(self.key64(), file)
    }
}

/// Keys that travel wrapped to somebody's RSA public key: provider, organisation and (recovery only) user keys.
pub trait ShareableKey: Key {}

macro_rules! key_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(ZeroizeOnDrop)]
        pub struct $name(Key64);

        impl $name {
            /// 64 fresh random bytes.
            ///
            /// # Errors
            /// `environment` without a random source.
            pub fn generate() -> Result<Self, Error> {
                Key64::generate().map(Self)
            }

            /// From the 64 raw bytes.
            ///
            /// # Errors
            /// `key` for any other length.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
                Key64::from_bytes(bytes).map(Self)
            }

            /// Whether both are the same key, in constant time.
            #[must_use]
            pub fn same_as(&self, other: &Self) -> bool {
                self.0.same_as(&other.0)
            }

            /// Names the key without revealing it (spec §9); newer servers store it beside a wrapped user key, the
            /// key agent pins provider and organisation keys by it.
            #[must_use]
            pub fn key_id(&self) -> KeyId {
                key_id::of(&self.0)
            }
        }
    };
}

macro_rules! plain_payload {
    ($($name:ident)*) => {$(
        impl Key for $name {
            fn key64(&self) -> &Key64 {
                &self.0
            }
            fn from_key64(key: Key64) -> Self {
                Self(key)
            }
        }
    )*};
}

key_type! {
    /// The root of an account: unwraps the account's RSA private key. Made once at sign-up (spec §8).
    UserKey
}
key_type! {
    /// The key of a provider; wraps the organisation keys of its clients and nothing else (spec §10, §11).
    ProviderKey
}
key_type! {
    /// The key of an organisation: collection names, its RSA private key, item keys and items (spec §14).
    OrgKey
}
key_type! {
    /// The key of one vault item, when it has its own (spec §14.2).
    ItemKey
}
key_type! {
    /// Stretched from the master key; wraps the user key, or an export file (spec §4, §14.4).
    StretchedKey
}

plain_payload!(ProviderKey OrgKey ItemKey StretchedKey);

impl Key for UserKey {
    fn key64(&self) -> &Key64 {
        &self.0
    }

    fn from_key64(key: Key64) -> Self {
        Self(key)
    }

    /// More than 64 bytes are a user key of the newer encryption (spec §15): recognised, so that people read "not
    /// supported yet" instead of "wrong password".
    fn from_payload(payload: &[u8]) -> Result<Self, Error> {
        if payload.len() > Key64::LEN {
            return Err(Error::Unsupported);
        }
        Key64::from_bytes(payload).map(Self)
    }
}

impl SealingKey for UserKey {}
impl SealingKey for OrgKey {}
impl SealingKey for ItemKey {}
impl SealingKey for StretchedKey {}

impl ShareableKey for UserKey {}
impl ShareableKey for ProviderKey {}
impl ShareableKey for OrgKey {}

impl UserKey {
    /// Compares with the identifier a server claims for this key.
    ///
    /// # Errors
    /// `key` when they differ: the server answered with another key than it says.
    pub fn check_key_id(&self, claimed: &KeyId) -> Result<(), Error> {
        if self.key_id() == *claimed { Ok(()) } else { Err(Error::Key) }
    }
}

impl ProviderKey {
    /// Wraps a client's organisation key to this provider (spec §11.2, §11.3).
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn seal_org_key(&self, key: &OrgKey) -> Result<EncString, Error> {
        seal::seal(&self.0, &key.0.to_bytes())
    }

    /// Opens `profile.providerOrganizations[].key` (spec §10.4).
    ///
    /// # Errors
    /// `unsupported`, `decrypt`, or `key` when the content is not 64 bytes.
    pub fn open_org_key(&self, wrapped: &EncString) -> Result<OrgKey, Error> {
        OrgKey::from_payload(&seal::open(&self.0, wrapped)?)
    }
}

impl OrgKey {
    /// Wraps a new item's own key (spec §14.2).
    ///
    /// # Errors
    /// `environment` without a random source.
    pub fn seal_item_key(&self, key: &ItemKey) -> Result<EncString, Error> {
        seal::seal(&self.0, &key.0.to_bytes())
    }

    /// Opens an item's own key.
    ///
    /// # Errors
    /// `unsupported`, `decrypt`, or `key` when the content is not 64 bytes.
    pub fn open_item_key(&self, wrapped: &EncString) -> Result<ItemKey, Error> {
        ItemKey::from_payload(&seal::open(&self.0, wrapped)?)
    }
}

//! The key tree of the portal: how keys are derived, wrapped, used and wiped.
//!
//! Pure: no network, no storage, no user interface, no `unsafe`. Slow or risky primitives (PBKDF2, RSA) come through
//! [`Backend`] from WebCrypto in the browser and from aws-lc-rs natively; the short symmetric work is done here.
//!
//! ```text
//! password + salt ─► MasterKey ─► ServerHash            (all a server ever sees)
//!                        └──────► StretchedKey ─► UserKey ─► PrivateKey ─► ProviderKey ─► OrgKey ─► ItemKey
//! ```
//!
//! Secret types have no `Debug`, `Clone` or `Serialize` and are wiped on drop. [`Error`] is a category without detail.

#[cfg(all(feature = "fixed-iv", not(debug_assertions)))]
compile_error!("the feature `fixed-iv` is for tests; a release build must not contain it");

mod backend;
mod base64;
mod breach;
mod create_client;
mod credentials;
mod der;
mod enc_string;
mod error;
mod export;
mod fingerprint;
mod hkdf;
mod item;
mod kdf;
mod key_id;
mod keys;
pub mod limits;
mod master_key;
#[cfg(feature = "native")]
mod native;
mod passphrase;
pub mod recovery;
mod rsa;
mod salt;
mod seal;
mod secret;
#[cfg(any(test, feature = "fixed-iv"))]
pub mod testing;
mod x509;

pub use backend::{Backend, OaepHash, RawKeyPair};
pub use breach::BreachProbe;
pub use create_client::{ClientKeys, OpenedClient, WrappedKeyPair};
pub use credentials::{Credentials, NewAccount};
pub use enc_string::{EncString, SharedKey};
pub use error::Error;
pub use export::{PasswordExport, RestrictedExport};
pub use fingerprint::Fingerprint;
pub use item::{ItemCipher, uri_checksum};
pub use kdf::{Floor, Kdf, KdfRefusal};
pub use key_id::KeyId;
pub use keys::{ItemKey, OrgKey, ProviderKey, SealingKey, ShareableKey, StretchedKey, UserKey};
pub use master_key::{MasterKey, ServerHash};
#[cfg(feature = "native")]
pub use native::NativeBackend;
pub use passphrase::passphrase;
pub use rsa::{KeyPair, PrivateKey, PublicKey};
pub use salt::Salt;
pub use secret::random_number;
pub use x509::Certificate;

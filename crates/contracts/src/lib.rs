//! Wire types of the Bitwarden REST API as Provider Portal uses it, and the rules that portal,
//! embedded server and tests must agree on: how JSON is read, who may do what, how seats add up.
//!
//! Reading is lenient, writing is strict (API contract §1.4 and §19):
//! [`read_json`] folds the first letter of every member name to lower case and drops nulls, so
//! every type here can be plain camelCase with `#[serde(default)]`; enum numbers that this version
//! does not know survive a round trip as `Unknown`.
//!
//! This crate knows no HTTP, no browser and no keys: encrypted values are carried as text.

pub mod access;
pub mod account;
pub mod billing;
pub mod ciphers;
pub mod clients;
pub mod collections;
pub mod config;
pub mod devices;
pub mod domains;
pub mod enums;
pub mod error;
pub mod events;
pub mod groups;
pub mod joining;
pub mod json;
pub mod kdf;
pub mod limits;
pub mod list;
pub mod member_rules;
pub mod members;
pub mod organization;
pub mod password_rules;
pub mod permissions;
pub mod plans;
pub mod policies;
pub mod profile;
pub mod providers;
pub mod register;
pub mod scim;
pub mod seats;
pub mod secret;
pub mod sso;
pub mod token;
pub mod two_factor;

pub use json::{JsonError, read_json};
pub use list::List;
pub use secret::SecretText;

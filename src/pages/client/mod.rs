//! The console of one client (CLI-08): one folder for each page, the set-up first.

pub mod access;
pub mod band;
pub mod collections;
pub mod devices;
pub mod domains;
pub mod events;
pub mod groups;
pub mod import;
pub mod integrations;
pub mod members;
pub mod opened;
pub mod policies;
pub mod reports;
mod saving;
pub mod scim;
pub mod scope;
pub mod settings;
pub mod setup;
pub mod sso;
pub mod subscription;

//! What people do, against the embedded server in the same process: honest, hostile and cut.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::await_holding_refcell_ref,
    missing_docs,
    reason = "a test that cannot go on has to stop loudly; all of it runs on one thread"
)]

#[allow(dead_code, reason = "shared with the drills, which need other parts of it")]
mod support;

mod collection_moves;
mod collection_pauses;
mod collections;
mod domains;
mod events;
mod existing;
mod groups;
mod hostile_keys;
mod hostile_sign_in;
mod import;
mod import_files;
mod joining_organizations;
mod journey;
mod members;
mod organization;
mod organizations;
mod passwords;
mod permissions;
mod policies;
mod reports;
mod scim;
mod sending;
mod session;
mod setup;
mod sso;
mod two_step;

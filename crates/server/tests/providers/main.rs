//! Providers, organisations, events and demo data, asked in process. One binary, one module per subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    missing_docs,
    reason = "a test that cannot go on has to stop loudly"
)]

mod world;

mod billing;
mod ciphers;
mod clients;
mod collections;
mod connections;
mod demo;
mod details;
mod domains;
mod events;
mod groups;
mod joining;
mod members;
mod organizations;
mod password_rules;
mod people;
mod policies;
mod settings;
mod sso;

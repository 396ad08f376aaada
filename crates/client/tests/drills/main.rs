//! Drills: each call of each step of the journey fails in every way, links of every bad kind, hostile
//! and unreadable answers, refusals by role. The honest way and single attacks stand in `operations`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::await_holding_refcell_ref,
    missing_docs,
    reason = "a test that cannot go on has to stop loudly; all of it runs on one thread"
)]

#[path = "../operations/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other test program, which needs more of it")]
mod support;

mod faulty;
mod members;

mod accounts_in_spite_of_faults;
mod bad_links;
mod clients_in_spite_of_faults;
mod existing_accounts;
mod hostile_account_keys;
mod hostile_derivation;
mod hostile_made_keys;
mod hostile_people;
mod hostile_sessions;
mod hostile_texts;
mod joining_in_spite_of_faults;
mod many_at_once;
mod other_servers;
mod people_in_spite_of_faults;
mod refusals;
mod unreadable_answers;

//! The server's contract, asked in process. One binary, one module per subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test that cannot go on has to stop loudly"
)]

mod support;

mod account;
mod csp_and_files;
mod devices;
mod durability;
mod errors;
mod faults;
mod hint_and_codes;
mod limits;
mod mailbox;
mod password;
mod prelogin;
mod register;
mod relay;
mod server_info;
mod serving;
mod token;
mod token_new_device;
mod token_refresh;
mod two_factor;

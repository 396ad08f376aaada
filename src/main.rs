//! The portal: mounts the app; see docs/architecture.md.

mod i18n;
mod platform;
mod session;
mod ui;

fn main() {}

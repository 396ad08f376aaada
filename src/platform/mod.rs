//! The only place that knows the browser: transport, workers, storage, clipboard, `Intl`, downloads, events.

pub mod clipboard;
pub mod download;
pub mod files;
#[allow(dead_code, reason = "the worker uses the rest")]
pub mod import_protocol;
pub mod importer;
pub mod intl;
pub mod key_worker;
pub mod line;
pub mod page;
pub mod random;
pub mod storage;
pub mod strength;
pub mod strength_protocol;
pub mod surroundings;
pub mod tabs;
pub mod timer;
pub mod transport;

//! The only place that knows the browser: transport, workers, storage, clipboard, `Intl`, downloads, events.

pub mod clipboard;
pub mod intl;
pub mod random;
pub mod storage;

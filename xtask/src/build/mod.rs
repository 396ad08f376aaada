//! Building what is served: the portal (browser) and the embedded server (native).

pub mod compress;
pub mod fingerprint;
pub mod headers;
pub mod portal;
pub mod server;

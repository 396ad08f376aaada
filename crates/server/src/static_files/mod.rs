//! The built portal: files of the dist directory with the production headers.

mod files;
mod headers;

pub use files::serve;
pub use headers::{content_security_policy, layer as headers, security_headers};

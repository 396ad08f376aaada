//! Routes of the whole server and the loop that serves them.

mod cors;
mod routes;
pub mod serve;
pub mod tls;

pub(crate) use routes::router;

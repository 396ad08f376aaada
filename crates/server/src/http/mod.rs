//! Routes of the whole server and the loop that serves them.

mod routes;
pub mod serve;
pub mod tls;

pub(crate) use routes::router;

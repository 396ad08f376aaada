//! What a person does, as plain async functions: join, sign up, sign in, unlock, see clients, create
//! one, manage people. No view code, no browser: [`Transport`], [`KeyAgent`] and the traits of
//! [`surroundings`] are all it needs, so that it runs natively against the embedded server.
//!
//! Start with [`Portal::new`]; every operation takes the [`Portal`]. Only this crate knows API paths.

pub mod account;
pub mod addresses;
pub mod belonging;
pub mod breach;
pub mod bulk;
pub mod clients;
pub mod collections;
pub mod comparing;
pub mod config;
pub mod devices;
pub mod domains;
mod encode;
pub mod error;
pub mod events;
pub mod groups;
mod http_date;
pub mod import;
pub mod invitation;
pub mod join;
pub mod kdf_judgement;
pub mod members;
pub mod new_client;
pub mod organization;
mod patience;
pub mod people;
pub mod policies;
mod portal;
pub mod reports;
pub mod scim;
mod send;
pub mod session;
pub mod setup;
pub mod sign_in;
pub mod sign_up;
pub mod sso;
pub mod surroundings;
pub mod text;
mod throttle;
mod tokens;
pub mod transport;
pub mod workspace;

pub use error::ApiError;
pub use portal::{Portal, Setup};
pub use portal_agent::{KeyAgent, LocalBoxFuture};
pub use session::SessionState;
pub use surroundings::{Clock, Device, Memory, TokenKind, TokenStore};
pub use transport::{Base, HttpRequest, HttpResponse, Method, Transport, TransportError};

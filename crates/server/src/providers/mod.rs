//! Providers: the organisation that runs clients, its people, its clients and its seats (API
//! contract §5 and §6). Permissions: [`access`].

pub mod access;
mod billing;
mod clients;
mod details;
mod people;
pub mod profile;
mod setup;
pub mod store;

use axum::Router;

use crate::state::AppState;

pub use billing::pool;
pub(crate) use clients::insert as insert_client;
pub use details::initiate_deletion;
pub(crate) use people::renew as renew_invitation;
pub use profile::claims;
pub use setup::{Opening, open_provider};

/// All routes below `providers/`, and the event log of a provider, which lives in [`crate::events`].
pub fn router() -> Router<AppState> {
    details::router().merge(setup::router()).merge(people::router()).merge(clients::router()).merge(billing::router())
}

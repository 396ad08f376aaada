//! Organisations: what the profile shows of them, how one is made, and how people are invited
//! (API contract §7, §8). Permissions: [`access`].

pub mod access;
mod ciphers;
mod collections;
mod create;
mod details;
mod events;
mod groups;
pub mod invitations;
mod members;
pub mod policies;
pub mod profile;
mod settings;
pub mod sso;
pub mod store;

use axum::Router;

use crate::state::AppState;

pub use profile::claims;

/// All routes below `organizations`.
pub fn router() -> Router<AppState> {
    create::router()
        .merge(collections::router())
        .merge(ciphers::router())
        .merge(details::router())
        .merge(invitations::router())
        .merge(settings::router())
        .merge(groups::router())
        .merge(policies::router())
        .merge(sso::router())
        .merge(members::router())
        .merge(events::router())
}

//! Organisations: what the profile shows of them, how one is made, and how people are invited
//! (API contract §7, §8). Permissions: [`access`].

mod accept;
pub mod access;
mod ciphers;
mod collections;
mod connections;
mod create;
mod details;
pub mod domains;
mod events;
mod groups;
pub mod invitations;
mod members;
mod opening;
pub mod policies;
pub mod profile;
pub mod rules;
mod settings;
pub mod sso;
pub mod store;

use axum::Router;

use crate::state::AppState;

pub use opening::{Opening, open_organization};
pub use profile::claims;

/// All routes below `organizations`.
pub fn router() -> Router<AppState> {
    create::router()
        .merge(collections::router())
        .merge(ciphers::router())
        .merge(details::router())
        .merge(accept::router())
        .merge(settings::router())
        .merge(groups::router())
        .merge(policies::router())
        .merge(sso::router())
        .merge(domains::router())
        .merge(connections::router())
        .merge(members::router())
        .merge(events::router())
}

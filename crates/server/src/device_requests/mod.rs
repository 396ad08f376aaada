//! Devices that ask to be let in (API contract §15.3): a member signed in by single sign-on, on a device that cannot open
//! their vault, asks the organisation. The organisation's side stands with its members.
//!
//! The server sees a public key and, after an approval, the user key under it; it can open neither.

mod ask;
pub mod store;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

/// The device's side, relative to `/api`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/auth-requests", post(ask::as_stranger))
        .route("/auth-requests/admin-request", post(ask::ask))
        .route("/auth-requests/{id}", get(ask::own))
        .route("/auth-requests/{id}/response", get(ask::answer))
}

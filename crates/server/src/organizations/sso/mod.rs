//! Single sign-on of an organisation (API contract §13.1): kept as it was set up; nobody signs in by it here.

pub mod store;

use axum::Router;

use crate::state::AppState;

pub use store::{Decryption, decryption};

pub(super) fn router() -> Router<AppState> {
    Router::new()
}

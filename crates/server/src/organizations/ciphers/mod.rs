//! Items of organisations: imported at once, listed for whoever looks after all of them (API contract §12), and what
//! happened to each (§14.1).

mod check;
mod events;
mod import;
mod read;
mod store;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::state::AppState;

/// The largest import: 40,000 items of a usual size take about 60 MB.
const IMPORT_BODY: usize = 160 << 20;

pub(super) fn router() -> Router<AppState> {
    let import = post(import::import).layer(DefaultBodyLimit::max(IMPORT_BODY));
    Router::new()
        .route("/ciphers/import-organization", import)
        .route("/ciphers/organization-details", get(read::list))
        .route("/ciphers/{id}/events", get(events::of_item))
}

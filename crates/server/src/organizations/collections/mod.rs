//! Collections: who sees them, who may change them, and who gets access (API contract §9).
//!
//! "My items" of a member (kind 1) are that member's own: never listed here, never changed, given away or deleted.

mod bulk_access;
mod delete;
mod entries;
pub(super) mod grants;
mod read;
pub(super) mod rules;
mod save;
mod store;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/collections", get(read::assigned))
        .route("/organizations/{id}/collections", get(read::list).post(save::create).delete(delete::delete_many))
        .route("/organizations/{id}/collections/details", get(read::list_details))
        .route("/organizations/{id}/collections/delete", post(delete::delete_many))
        .route("/organizations/{id}/collections/bulk-access", post(bulk_access::give))
        .route(
            "/organizations/{id}/collections/{collection}",
            get(read::one).put(save::update).post(save::update).delete(delete::delete),
        )
        .route("/organizations/{id}/collections/{collection}/details", get(read::one_details))
        .route("/organizations/{id}/collections/{collection}/users", get(read::users))
        .route("/organizations/{id}/collections/{collection}/delete", post(delete::delete))
}

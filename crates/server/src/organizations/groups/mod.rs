//! Groups (API contract §10): members of an organisation that share access to collections.

mod read;
mod rules;
mod store;
mod write;

use axum::Router;
use axum::routing::{delete, get, post};

use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}/groups", get(read::list).post(write::create).delete(write::delete_many))
        .route("/organizations/{id}/groups/details", get(read::list_with_details))
        .route("/organizations/{id}/groups/delete", post(write::delete_many))
        .route(
            "/organizations/{id}/groups/{group}",
            get(read::one).put(write::update).post(write::update).delete(write::delete),
        )
        .route("/organizations/{id}/groups/{group}/delete", post(write::delete))
        .route("/organizations/{id}/groups/{group}/details", get(read::one_with_details))
        .route("/organizations/{id}/groups/{group}/users", get(read::members))
        .route("/organizations/{id}/groups/{group}/user/{member}", delete(write::remove_member))
        .route("/organizations/{id}/groups/{group}/delete-user/{member}", post(write::remove_member))
}

//! The provider's clients: list, create, change, take over, unlink (API contract §5.6).
//!
//! Two ids: the link (`provider_organization.id`) stands in the URLs here, the organisation's own
//! id everywhere else.

mod create;
mod existing;
mod list;
mod unlink;
mod update;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::state::AppState;

pub(crate) use create::insert;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/providers/{id}/organizations", get(list::list))
        .route("/providers/{id}/organizations/add", post(existing::add))
        .route("/providers/{id}/organizations/{link}", delete(unlink::unlink))
        .route("/providers/{id}/organizations/{link}/delete", post(unlink::unlink))
        .route("/providers/{id}/clients", post(create::create))
        .route("/providers/{id}/clients/addable", get(existing::addable))
        .route("/providers/{id}/clients/existing", post(existing::add))
        .route("/providers/{id}/clients/{link}", put(update::update))
}

/// Longest wrapped key on the wire, in characters.
const KEY: usize = 1_000;

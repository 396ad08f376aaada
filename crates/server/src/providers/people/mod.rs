//! The provider's people: invite, accept, confirm, change, remove (API contract §5.5). All but
//! *accept* are for provider admins only, the list too.

mod accept;
mod change;
mod confirm;
mod invite;
mod read;

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::state::AppState;

pub(crate) use invite::renew;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/providers/{id}/users", get(read::list).delete(change::remove_many))
        .route("/providers/{id}/users/delete", post(change::remove_many))
        .route("/providers/{id}/users/invite", post(invite::invite))
        .route("/providers/{id}/users/reinvite", post(invite::reinvite_many))
        .route("/providers/{id}/users/public-keys", post(read::public_keys))
        .route("/providers/{id}/users/confirm", post(confirm::confirm_many))
        .route(
            "/providers/{id}/users/{member}",
            get(read::one).put(change::update).post(change::update).delete(change::remove),
        )
        .route("/providers/{id}/users/{member}/delete", post(change::remove))
        .route("/providers/{id}/users/{member}/reinvite", post(invite::reinvite))
        .route("/providers/{id}/users/{member}/accept", post(accept::accept))
        .route("/providers/{id}/users/{member}/confirm", post(confirm::confirm))
}

/// One row of a bulk answer; no error = done.
fn bulk_row(id: Uuid, outcome: Result<(), &str>) -> Value {
    json!({
        "object": "providerBulkConfirmResponseModel",
        "id": id,
        "error": outcome.err().unwrap_or_default(),
    })
}

/// A list that has no further page.
fn whole_list(data: Vec<Value>) -> Value {
    json!({ "data": data, "continuationToken": null, "object": "list" })
}

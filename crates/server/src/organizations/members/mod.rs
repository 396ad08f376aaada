//! Members of an organisation: read, invite, confirm, change, revoke, remove, recover (API contract §8). Their own
//! agreement to an invitation is another matter.
//!
//! Whoever manages members does: a role that allows it, and everybody who works for the provider of the organisation.

mod change;
mod compliance;
mod confirm;
mod delete;
mod devices;
mod each;
mod enrol;
mod events;
mod invite;
mod reach;
mod read;
mod recover;
mod recovery_rules;
mod remove;
mod restore;
mod revoke;
mod rules;
mod store;

use axum::Router;
use axum::routing::{delete, get, post, put};
use portal_contracts::permissions::ClientAction;
use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::access::{self, Actor};
use super::store::Organization;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}/users", get(read::list).delete(remove::remove_many))
        .route("/organizations/{id}/users/mini-details", get(read::mini))
        .route("/organizations/{id}/users/remove", post(remove::remove_many))
        .route("/organizations/{id}/users/invite", post(invite::invite))
        .route("/organizations/{id}/users/reinvite", post(invite::reinvite_many))
        .route("/organizations/{id}/users/public-keys", post(read::public_keys))
        .route("/organizations/{id}/users/confirm", post(confirm::confirm_many))
        .route("/organizations/{id}/users/revoke", put(revoke::revoke_many))
        .route("/organizations/{id}/users/restore", put(restore::restore_many))
        .route("/organizations/{id}/users/delete-account", delete(delete::delete_many).post(delete::delete_many))
        .route("/organizations/{id}/users/account-recovery-details", post(recover::details_many))
        .merge(of_one())
        .merge(of_devices())
}

fn of_devices() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}/auth-requests", get(devices::list).post(devices::answer_many))
        .route("/organizations/{id}/auth-requests/deny", post(devices::deny_many))
        .route("/organizations/{id}/auth-requests/{request}", post(devices::answer))
}

fn of_one() -> Router<AppState> {
    Router::new()
        .route(
            "/organizations/{id}/users/{member}",
            get(read::one).put(change::update).post(change::update).delete(remove::remove),
        )
        .route("/organizations/{id}/users/{member}/remove", post(remove::remove))
        .route("/organizations/{id}/users/{member}/reinvite", post(invite::reinvite))
        .route("/organizations/{id}/users/{member}/confirm", post(confirm::confirm))
        .route("/organizations/{id}/users/{member}/revoke", put(revoke::revoke))
        .route("/organizations/{id}/users/{member}/restore", put(restore::restore))
        .route("/organizations/{id}/users/{member}/restore/vnext", put(restore::restore))
        .route("/organizations/{id}/users/{member}/delete-account", delete(delete::delete).post(delete::delete))
        .route("/organizations/{id}/users/{member}/reset-password-details", get(recover::details))
        .route("/organizations/{id}/users/{member}/recover-account", put(recover::recover))
        .route("/organizations/{id}/users/{member}/reset-password", put(recover::recover))
        .route("/organizations/{id}/users/{member}/reset-password-enrollment", put(enrol::enrol))
        .route("/organizations/{id}/users/{member}/events", get(events::of_member))
}

/// An organisation and somebody who may manage its members.
struct Scope {
    actor: Actor,
    organization: Organization,
}

impl Scope {
    /// Lets whoever manages members through.
    fn manager(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Self> {
        Self::of(conn, caller, organization, ClientAction::ManageMembers)
    }

    fn of(conn: &Connection, caller: &Caller, organization: Uuid, action: ClientAction) -> ApiResult<Self> {
        let actor = access::require(conn, caller, organization, action)?;
        let organization = super::store::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
        Ok(Self { actor, organization })
    }
}

/// What became of one row: done, or why not in the words of the contract.
type RowResult = Result<(), String>;

/// One row of a bulk answer; no error = done.
fn bulk_row(id: Uuid, outcome: RowResult) -> Value {
    json!({
        "object": "OrganizationBulkConfirmResponseModel",
        "id": id,
        "error": outcome.err().unwrap_or_default(),
    })
}

/// A list that has no further page.
fn whole_list(data: Vec<Value>) -> Value {
    json!({ "data": data, "continuationToken": null, "object": "list" })
}

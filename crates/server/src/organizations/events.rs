//! The event log of an organisation (API contract §14.1), for those who may read it.

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use portal_contracts::events::Event;
use portal_contracts::list::List;
use portal_contracts::permissions::{ClientAction, Feature};
use rusqlite::Connection;
use uuid::Uuid;

use super::{access, store};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{EventQuery, Log, answer};
use crate::ids::PathIds;
use crate::plans;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{id}/events", get(read))
}

/// A plan without a log has none to read: 404, as the vendor's server does.
async fn read(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Query(query): Query<EventQuery>,
) -> ApiResult<Json<List<Event>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            require_log(conn, &caller, id)?;
            answer(conn, Log::Organization(id), &query, now)
        })
        .await
}

/// Whether the caller may read the log of an organisation, and there is one.
///
/// # Errors
/// 404 otherwise.
pub(super) fn require_log(conn: &Connection, caller: &Caller, id: Uuid) -> ApiResult<()> {
    access::require(conn, caller, id, ClientAction::ReadEvents)?;
    let organization = store::organization(conn, id)?.ok_or(ApiError::NotFound)?;
    if Feature::Events.is_on(&plans::features(organization.plan)) { Ok(()) } else { Err(ApiError::NotFound) }
}

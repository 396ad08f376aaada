//! Calls that read logs, and the one that reports what happened in the client.

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::events::Event as WireEvent;
use portal_contracts::list::List;
use portal_contracts::permissions::ProviderAction;
use rusqlite::Connection;
use serde::Deserialize;
use uuid::Uuid;

use super::{Event, EventKind, Log, Range, Source, page, write, write_for_user};
use crate::auth::Caller;
use crate::clock::{self, Millis};
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::store as organizations;
use crate::providers::{access, store};
use crate::state::AppState;

/// Logs, below `api`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/providers/{id}/events", get(of_provider))
        .route("/providers/{id}/users/{member}/events", get(of_person))
}

/// `collect`, below `events`.
pub fn collect_router() -> Router<AppState> {
    Router::new().route("/collect", post(collect))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct EventQuery {
    start: Option<String>,
    end: Option<String>,
    continuation_token: Option<String>,
}

async fn of_provider(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Query(query): Query<EventQuery>,
) -> ApiResult<Json<List<WireEvent>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            require_log(conn, &caller, id)?;
            answer(conn, Log::Provider(id), &query, now)
        })
        .await
}

async fn of_person(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, member)): PathIds<(Uuid, Uuid)>,
    Query(query): Query<EventQuery>,
) -> ApiResult<Json<List<WireEvent>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            require_log(conn, &caller, id)?;
            let user = store::person(conn, id, member)?.and_then(|person| person.user_id).ok_or(ApiError::NotFound)?;
            answer(conn, Log::ProviderPerson { provider: id, user }, &query, now)
        })
        .await
}

/// Logs hide from those who may not read them (API contract §14.1: service users get 404).
fn require_log(conn: &Connection, caller: &Caller, provider: Uuid) -> ApiResult<()> {
    access::require(conn, caller, provider, ProviderAction::ReadProviderEvents).map_err(|error| match error {
        ApiError::Forbidden => ApiError::NotFound,
        other => other,
    })?;
    let kept: bool = conn.query_row("SELECT use_events FROM provider WHERE id = ?1", [provider], |row| row.get(0))?;
    if kept { Ok(()) } else { Err(ApiError::NotFound) }
}

/// Reads the page of a log that a query asks for.
///
/// # Errors
/// 400 for a query that is none.
pub(crate) fn answer(conn: &Connection, log: Log, query: &EventQuery, now: Millis) -> ApiResult<Json<List<WireEvent>>> {
    let range = Range::read(query.start.as_deref(), query.end.as_deref(), now)?;
    let page = page(conn, log, range, query.continuation_token.as_deref())?;
    Ok(Json(List { data: page.events, continuation_token: page.continuation_token, ..List::default() }))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Collected {
    r#type: i64,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    organization_id: Option<Uuid>,
}

/// Only what a client alone can know is taken: exports of the own vault (1007) and, from confirmed
/// members, of an organisation's (1602). Everything else this server sees itself and writes itself.
async fn collect(State(app): State<AppState>, caller: Caller, Body(body): Body<Vec<Collected>>) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let source = Source::from(&caller);
            for reported in body {
                // Nobody can report the future.
                let at = reported.date.as_deref().and_then(clock::parse_iso).unwrap_or(now).min(now);
                match (EventKind(reported.r#type), reported.organization_id) {
                    (EventKind::VAULT_EXPORTED, _) => {
                        write_for_user(tx, at, EventKind::VAULT_EXPORTED, caller.user_id, &source)?;
                    }
                    (EventKind::ORGANIZATION_EXPORTED, Some(organization)) => {
                        let member = organizations::membership(tx, organization, caller.user_id)?;
                        if member.is_some_and(|member| member.status == OrganizationUserStatus::Confirmed) {
                            let event = Event::new(EventKind::ORGANIZATION_EXPORTED, &source);
                            write(tx, at, &Event { organization_id: Some(organization), ..event })?;
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })
        .await
}

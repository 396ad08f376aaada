//! Reading groups.

use axum::Json;
use axum::extract::State;
use portal_contracts::permissions::ClientAction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::organizations::access;
use crate::organizations::collections::grants;
use crate::state::AppState;

/// Names for pickers: also for whoever manages a collection, or may read reports.
pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            let actor = access::find(conn, &caller, id)?.ok_or(ApiError::NotFound)?;
            let by_right = [
                ClientAction::ManageGroups,
                ClientAction::ManageMembers,
                ClientAction::ReadReports,
                ClientAction::SeeCollections,
            ]
            .into_iter()
            .any(|action| actor.standing.allows(action));
            if !by_right && grants::managed_by(conn, actor.member)?.is_empty() {
                return Err(ApiError::NotFound);
            }
            Ok(store::all(conn, id)?.iter().map(store::Group::wire).collect::<Vec<_>>())
        })
        .await?;
    Ok(envelope(&data))
}

pub(super) async fn list_with_details(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageGroups)
                .or_else(|_| access::require(conn, &caller, id, ClientAction::ManageMembers))?;
            let collections = store::all_collections(conn, id)?;
            let groups = store::all(conn, id)?;
            let with = |group: &store::Group| group.wire_with(collections.get(&group.id).map_or(&[], Vec::as_slice));
            Ok(groups.iter().map(with).collect::<Vec<_>>())
        })
        .await?;
    Ok(envelope(&data))
}

fn envelope(data: &[Value]) -> Json<Value> {
    Json(json!({ "data": data, "continuationToken": null, "object": "list" }))
}

pub(super) async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    let found = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageGroups)?;
            store::one(conn, id, group)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(found.wire()))
}

pub(super) async fn one_with_details(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    let wire = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageGroups)?;
            let found = store::one(conn, id, group)?.ok_or(ApiError::NotFound)?;
            Ok(found.wire_with(&store::collections(conn, group)?))
        })
        .await?;
    Ok(Json(wire))
}

/// A bare array of membership ids.
pub(super) async fn members(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Vec<Uuid>>> {
    let found = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageGroups)?;
            store::one(conn, id, group)?.ok_or(ApiError::NotFound)?;
            store::members(conn, group)
        })
        .await?;
    Ok(Json(found))
}

//! Which collections there are, and who has access to them.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use portal_contracts::access::{Access, AccessEntry};
use rusqlite::Connection;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::rules::{self, Rights};
use super::store::{self, Collection, Side};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::organizations::access;
use crate::state::AppState;

pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            let rights = Rights::of(conn, &caller, organization)?;
            let own = own_access(conn, &rights)?;
            let all = rights.sees_all();
            let seen = shared(conn, organization)?.into_iter().filter(|row| all || manages(&own, row.id));
            Ok(seen.map(|row| Value::Object(wire("collection", &row))).collect())
        })
        .await?;
    Ok(whole_list(data))
}

/// Reading who has access is what the console does when it opens a client's collections, so it is noted.
pub(super) async fn list_details(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let data = app
        .db
        .write(move |tx| {
            let rights = Rights::of(tx, &caller, organization)?;
            access::note_opening(tx, &caller, organization, rights.actor.via, now)?;
            let own = own_access(tx, &rights)?;
            let mut users = store::lists(tx, Side::Users, organization)?;
            let mut groups = store::lists(tx, Side::Groups, organization)?;
            let all = rights.sees_all_access();
            let seen = shared(tx, organization)?.into_iter().filter(|row| all || manages(&own, row.id));
            Ok(seen
                .map(|row| {
                    let lists = [groups.remove(&row.id).unwrap_or_default(), users.remove(&row.id).unwrap_or_default()];
                    with_access(&row, own.get(&row.id).copied(), &lists, true)
                })
                .collect())
        })
        .await?;
    Ok(whole_list(data))
}

pub(super) async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    let row = app
        .db
        .read(move |conn| {
            let rights = Rights::of(conn, &caller, organization)?;
            let row = rules::shared(conn, organization, id)?;
            if rights.sees(conn, &row, false)? { Ok(row) } else { Err(ApiError::NotFound) }
        })
        .await?;
    Ok(Json(Value::Object(wire("collection", &row))))
}

pub(super) async fn one_details(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    let value = app
        .db
        .read(move |conn| {
            let rights = Rights::of(conn, &caller, organization)?;
            let row = rules::shared(conn, organization, id)?;
            if !rights.sees(conn, &row, true)? {
                return Err(ApiError::NotFound);
            }
            details(conn, &rights, &row, true)
        })
        .await?;
    Ok(Json(value))
}

/// Members with access, without an envelope.
pub(super) async fn users(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Vec<AccessEntry>>> {
    let users = app
        .db
        .read(move |conn| {
            let rights = Rights::of(conn, &caller, organization)?;
            let row = rules::shared(conn, organization, id)?;
            if !rights.sees(conn, &row, true)? {
                return Err(ApiError::NotFound);
            }
            store::list(conn, Side::Users, id)
        })
        .await?;
    Ok(Json(users))
}

/// What is assigned to oneself, in all organisations; "My items" too.
pub(super) async fn assigned(State(app): State<AppState>, caller: Caller) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            let mut data = Vec::new();
            for organization in organizations_of(conn, &caller)? {
                let Some(member) = access::find(conn, &caller, organization)?.and_then(|actor| actor.member) else {
                    continue;
                };
                let own = store::access_of(conn, member, None)?;
                for row in store::all(conn, organization)? {
                    if let Some(access) = own.get(&row.id) {
                        let mut value = wire("collectionDetails", &row);
                        value.extend(flags(Some(*access)));
                        data.push(Value::Object(value));
                    }
                }
            }
            Ok(data)
        })
        .await?;
    Ok(whole_list(data))
}

fn organizations_of(conn: &Connection, caller: &Caller) -> ApiResult<Vec<Uuid>> {
    let mut statement = conn.prepare_cached(
        "SELECT m.organization_id FROM organization_user m JOIN organization o ON o.id = m.organization_id
         WHERE m.user_id = ?1 AND o.enabled ORDER BY o.name, o.id",
    )?;
    let ids = statement.query_map([caller.user_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

fn shared(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Collection>> {
    let mut all = store::all(conn, organization)?;
    all.retain(|row| !row.is_own_items());
    Ok(all)
}

fn own_access(conn: &Connection, rights: &Rights) -> ApiResult<HashMap<Uuid, Access>> {
    rights.actor.member.map_or_else(|| Ok(HashMap::new()), |member| store::access_of(conn, member, None))
}

fn manages(own: &HashMap<Uuid, Access>, id: Uuid) -> bool {
    own.get(&id) == Some(&Access::Manage)
}

/// A collection with who has access. `lists` false leaves them null.
pub(super) fn details(conn: &Connection, rights: &Rights, row: &Collection, lists: bool) -> ApiResult<Value> {
    let own = match rights.actor.member {
        Some(member) => store::access_of(conn, member, Some(row.id))?.remove(&row.id),
        None => None,
    };
    let known = [store::list(conn, Side::Groups, row.id)?, store::list(conn, Side::Users, row.id)?];
    Ok(with_access(row, own, &known, lists))
}

fn with_access(row: &Collection, own: Option<Access>, lists: &[Vec<AccessEntry>; 2], shown: bool) -> Value {
    let managed = lists.iter().flatten().any(|entry| entry.manage);
    let [groups, users] = lists;
    let mut value = wire("collectionAccessDetails", row);
    value.extend(flags(own));
    let further = [
        ("groups", if shown { json!(groups) } else { Value::Null }),
        ("users", if shown { json!(users) } else { Value::Null }),
        ("assigned", json!(own.is_some())),
        ("unmanaged", json!(!managed)),
    ];
    value.extend(further.map(|(name, member)| (name.to_owned(), member)));
    Value::Object(value)
}

/// The three booleans of one's own access; all false without any.
fn flags(own: Option<Access>) -> Map<String, Value> {
    let entry = own.map(|access| access.entry("")).unwrap_or_default();
    [
        ("readOnly", json!(entry.read_only)),
        ("hidePasswords", json!(entry.hide_passwords)),
        ("manage", json!(entry.manage)),
    ]
    .into_iter()
    .map(|(name, member)| (name.to_owned(), member))
    .collect()
}

fn wire(object: &str, row: &Collection) -> Map<String, Value> {
    [
        ("object", json!(object)),
        ("id", json!(row.id)),
        ("organizationId", json!(row.organization)),
        ("name", json!(row.name)),
        ("externalId", json!(row.external_id)),
        ("type", json!(row.kind)),
        // Only collections of members who left carry an address, which this server has none of.
        ("defaultUserCollectionEmail", Value::Null),
    ]
    .into_iter()
    .map(|(name, member)| (name.to_owned(), member))
    .collect()
}

fn whole_list(data: Vec<Value>) -> Json<Value> {
    Json(json!({ "data": data, "continuationToken": null, "object": "list" }))
}

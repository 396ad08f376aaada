//! Devices of one's own account.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
use portal_contracts::List;
use rusqlite::params;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::Caller;
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::sessions;
use crate::state::AppState;
use crate::users;

pub(super) async fn list(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<List<Value>>> {
    let devices = state
        .db
        .read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, identifier, name, type, created_at, seen_at FROM device WHERE user_id = ?1
                 ORDER BY seen_at DESC, identifier",
            )?;
            let rows = statement.query_map([caller.user_id], |row| {
                Ok(json!({
                    "object": "device",
                    "id": row.get::<_, Uuid>(0)?,
                    "identifier": row.get::<_, String>(1)?,
                    "name": row.get::<_, String>(2)?,
                    "type": row.get::<_, i64>(3)?,
                    "creationDate": clock::iso(row.get(4)?),
                    "lastActivityDate": clock::iso(row.get(5)?),
                    "isTrusted": false,
                    "devicePendingAuthRequest": null,
                }))
            })?;
            Ok(rows.collect::<Result<Vec<Value>, _>>()?)
        })
        .await?;
    Ok(Json(List::of(devices)))
}

/// Forgets a device and ends its sessions.
pub(super) async fn remove(
    State(state): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<StatusCode> {
    let removed = state
        .db
        .write(move |tx| {
            Ok(tx.execute("DELETE FROM device WHERE id = ?1 AND user_id = ?2", params![id, caller.user_id])?)
        })
        .await?;
    if removed == 0 { Err(ApiError::NotFound) } else { Ok(StatusCode::OK) }
}

/// Whether a sign-in with these headers would come from a known device (spec §1.2).
pub(super) async fn known(State(state): State<AppState>, headers: HeaderMap) -> ApiResult<Json<bool>> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let required = |name: &str| ApiError::invalid(name, format!("The {name} field is required."));
    let email = text("x-request-email").and_then(decode).ok_or_else(|| required("X-Request-Email"))?;
    let device = text("x-device-identifier").ok_or_else(|| required("X-Device-Identifier"))?.to_owned();
    state
        .db
        .read(move |connection| match users::find_by_email(connection, &email)? {
            Some(user) => sessions::is_known_device(connection, user.id, &device),
            None => Ok(false),
        })
        .await
        .map(Json)
}

/// Clients differ in alphabet and padding.
fn decode(text: &str) -> Option<String> {
    let bytes = [BASE64URL_NOPAD, BASE64URL, BASE64].iter().find_map(|form| form.decode(text.as_bytes()).ok())?;
    String::from_utf8(bytes).ok()
}

//! Public keys of others, for confirming them and for fingerprints.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::state::AppState;
use crate::users;

async fn find(state: &AppState, id: Uuid) -> ApiResult<String> {
    let user = state.db.read(move |connection| users::find(connection, id)).await?;
    user.public_key.ok_or(ApiError::NotFound)
}

pub(super) async fn public_key(
    State(state): State<AppState>,
    _caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let key = find(&state, id).await?;
    Ok(Json(json!({ "object": "userKey", "userId": id, "publicKey": key })))
}

pub(super) async fn keys(
    State(state): State<AppState>,
    _caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let key = find(&state, id).await?;
    Ok(Json(json!({ "object": "publicKeys", "publicKey": key, "signedPublicKey": null, "verifyingKey": null })))
}

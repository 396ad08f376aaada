//! `/dev/clock`: what time it is for the server, and moving it. What the server does by itself at its time happens with
//! the move, so that nobody has to wait for it.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use time::Duration;

use crate::clock::iso;
use crate::error::ApiResult;
use crate::json::Body;
use crate::organizations::domains;
use crate::state::AppState;

/// Moves the clock forwards, or backwards when negative.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Advance {
    advance_seconds: i64,
}

pub(super) async fn read(State(state): State<AppState>) -> Json<Value> {
    Json(json!({ "now": iso(state.clock.now()) }))
}

pub(super) async fn advance(State(state): State<AppState>, Body(request): Body<Advance>) -> ApiResult<Json<Value>> {
    state.clock.advance(Duration::seconds(request.advance_seconds));
    domains::run_due(&state).await?;
    Ok(read(State(state)).await)
}

//! `/dev/faults`: GET lists the rules, POST adds one or several, DELETE removes all.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;

use super::{Active, Rule};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

/// The routes, relative to `/dev`.
pub fn router() -> Router<AppState> {
    Router::new().route("/faults", get(list).post(add).delete(clear))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Rules {
    One(Box<Rule>),
    Many(Vec<Rule>),
}

async fn list(State(state): State<AppState>) -> Json<Vec<Active>> {
    Json(state.faults.list())
}

async fn add(State(state): State<AppState>, body: axum::body::Bytes) -> ApiResult<StatusCode> {
    // Not the lenient reader: a patch needs its nulls, and a mistyped rule must not pass silently.
    let rules: Rules = serde_json::from_slice(&body).map_err(|_| ApiError::invalid("", "Not a rule."))?;
    match rules {
        Rules::One(rule) => state.faults.add(*rule),
        Rules::Many(rules) => rules.into_iter().for_each(|rule| state.faults.add(rule)),
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn clear(State(state): State<AppState>) -> StatusCode {
    state.faults.clear();
    StatusCode::NO_CONTENT
}

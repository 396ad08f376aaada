//! `/dev/csp-report`: browsers report violations of the policy here; tests read that there are none.

use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

/// Older reports make room for newer ones beyond this many.
const KEPT: usize = 500;

/// The reports received so far.
#[derive(Debug, Default)]
pub struct CspReports(Mutex<Vec<Value>>);

impl CspReports {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All reports, oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<Value> {
        self.lock().clone()
    }
}

pub(super) async fn list(State(state): State<AppState>) -> Json<Vec<Value>> {
    Json(state.csp_reports.list())
}

pub(super) async fn receive(State(state): State<AppState>, body: Bytes) -> ApiResult<StatusCode> {
    let report: Value = serde_json::from_slice(&body).map_err(|_| ApiError::invalid("", "Not a report."))?;
    let mut reports = state.csp_reports.lock();
    if reports.len() >= KEPT {
        reports.remove(0);
    }
    reports.push(report);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn clear(State(state): State<AppState>) -> StatusCode {
    state.csp_reports.lock().clear();
    StatusCode::NO_CONTENT
}

//! All routes and the layers around them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use super::cors;
use crate::error::{self, ApiError};
use crate::state::AppState;
use crate::{
    accounts, dev, device_requests, events, faults, identity, organizations, plans, providers, server_info,
    static_files,
};

/// The server as one service.
pub(crate) fn router(state: AppState) -> Router {
    let api = Router::new()
        .merge(server_info::router())
        .merge(accounts::router())
        .merge(device_requests::router())
        .merge(providers::router())
        .merge(organizations::router())
        .merge(events::router())
        .merge(plans::router())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method);
    let identity = identity::router().fallback(unknown).method_not_allowed_fallback(wrong_method);
    let mut all = Router::new()
        .nest("/api", api)
        .nest("/identity", identity)
        .nest("/events", events::collect_router().fallback(unknown).method_not_allowed_fallback(wrong_method))
        .fallback(static_files::serve);
    if state.config.dev_pages {
        all = all.nest("/dev", dev::router(&state, faults::router()).fallback(unknown));
    }
    let mut all = all
        .layer(from_fn_with_state(state.clone(), cors::layer))
        .layer(DefaultBodyLimit::max(state.config.body_limit))
        .layer(from_fn_with_state(state.clone(), time_limit));
    if state.config.dev_pages {
        all = all.layer(from_fn_with_state(state.clone(), faults::layer));
    }
    all.layer(from_fn_with_state(state.clone(), static_files::headers)).with_state(state)
}

async fn unknown() -> ApiError {
    ApiError::NotFound
}

async fn wrong_method() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, axum::Json(error::model("Method not allowed.", None))).into_response()
}

/// Ends requests that take too long, a slowly sent body included.
async fn time_limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(state.config.request_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            (StatusCode::REQUEST_TIMEOUT, axum::Json(error::model("The request took too long.", None))).into_response()
        }
    }
}

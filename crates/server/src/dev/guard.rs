//! Keeps other web sites away from the development pages. They ask for no password, so a page open in the same browser
//! could otherwise read mail (by renaming its host to this address) or set faults (by posting across sites).

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::host_of;
use crate::error::ApiError;
use crate::state::AppState;

const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Lets through what was asked under our own name and not by another site.
pub(super) async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    let ours = host.map(host_of).is_none_or(|host| LOCAL.contains(&host) || host == host_of(&state.config.origin));
    let foreign = text("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site");
    // A link in another page may lead here; only its scripts and forms may not.
    let visit = request.method() == axum::http::Method::GET && text("sec-fetch-mode") == Some("navigate");
    if ours && (!foreign || visit) { next.run(request).await } else { ApiError::Forbidden.into_response() }
}

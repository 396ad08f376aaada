//! `POST connect/token`: reads the form, checks what all grants have in common, and hands over.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Form, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use zeroize::Zeroizing;

use super::answers;
use super::grants::{self, Origin};
use crate::auth::{PeerIp, device_type};
use crate::error::{ApiError, ApiResult};
use crate::limits::Kind;
use crate::state::AppState;

/// The oldest client version that is served.
const OLDEST_CLIENT: [u32; 2] = [2024, 12];

/// The form's members by lower-case name.
pub(super) struct Fields(HashMap<String, Zeroizing<String>>);

impl Fields {
    /// A member that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }
}

pub(super) async fn token(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    headers: HeaderMap,
    request: Request,
) -> ApiResult<Response> {
    state.limiter.check(Kind::Token, ip)?;
    let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &state)
        .await
        .map_err(|_| answers::oauth("invalid_request"))?;
    let fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value.into())).collect());
    require_version(&headers)?;
    if fields.get("client_id") != Some("web") {
        return Err(answers::oauth("invalid_client"));
    }
    let origin = Origin { ip, device_type: device_type(&headers) };
    let answer = match fields.get("grant_type") {
        Some("password") => {
            require_scope(fields.get("scope"))?;
            grants::password(&state, &fields, origin).await?
        }
        Some("refresh_token") => grants::refresh(&state, &fields).await?,
        Some(_) => return Err(answers::oauth("unsupported_grant_type")),
        None => return Err(answers::oauth("invalid_request")),
    };
    let mut response = Json(answer).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    Ok(response)
}

fn require_scope(scope: Option<&str>) -> Result<(), ApiError> {
    let mut scopes: Vec<&str> = scope.unwrap_or_default().split(' ').filter(|part| !part.is_empty()).collect();
    scopes.sort_unstable();
    if scopes == ["api", "offline_access"] { Ok(()) } else { Err(answers::oauth("invalid_scope")) }
}

fn require_version(headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(version) = headers.get("bitwarden-client-version") else {
        let text = "No client version header found, required to prevent encryption errors. Please confirm your client is supplying the header: \"Bitwarden-Client-Version\"";
        return Err(answers::refused("version_header_missing", text, text));
    };
    let numbers: Option<Vec<u32>> = version.to_str().ok().and_then(|text| {
        // A suffix such as "-beta.1" does not count.
        let plain = text.split(['-', '+']).next().unwrap_or_default();
        plain.split('.').map(|part| part.parse().ok()).collect()
    });
    match numbers {
        Some(numbers) if numbers.as_slice() >= OLDEST_CLIENT.as_slice() => Ok(()),
        _ => {
            let text = "Please update your app to continue using this server.";
            Err(answers::refused("invalid_client_version", text, text))
        }
    }
}

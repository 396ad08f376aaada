//! The layer that applies rules.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::{CutAt, Rule};
use crate::error;
use crate::state::AppState;

/// Marks an answer that must not be sent: the accept loop closes the connection instead. In-process callers treat an
/// answer with this extension as a network failure.
#[derive(Debug, Clone, Copy)]
pub struct Cut;

/// Applies the first rule that strikes.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/dev/") {
        return next.run(request).await;
    }
    let Some(rule) = state.faults.strike(request.method().as_str(), path) else {
        return next.run(request).await;
    };
    if rule.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(rule.delay_ms)).await;
    }
    if rule.cut == Some(CutAt::Before) {
        return cut();
    }
    let honest = match rule.status {
        Some(_) if !rule.work => None,
        _ => Some(next.run(request).await),
    };
    if rule.cut == Some(CutAt::After) {
        return cut();
    }
    dress(rule, honest).await
}

fn cut() -> Response {
    let mut response = StatusCode::BAD_GATEWAY.into_response();
    response.extensions_mut().insert(Cut);
    response
}

async fn dress(rule: Rule, honest: Option<Response>) -> Response {
    let status = rule.status.and_then(|status| StatusCode::from_u16(status).ok());
    let mut response = match (status, honest) {
        (Some(status), _) => {
            let body = axum::Json(error::model("Told to fail.", None));
            if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
                status.into_response()
            } else {
                (status, body).into_response()
            }
        }
        (None, Some(response)) => response,
        (None, None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if let Some(patch) = &rule.merge {
        response = merged(response, patch).await;
    }
    if let Some(body) = rule.body {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(match body {
            Value::String(text) => text,
            other => other.to_string(),
        });
    }
    for (name, value) in &rule.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

async fn merged(response: Response, patch: &Value) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    merge(&mut value, patch);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(value.to_string()))
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_changes_members_and_removes_nulls() {
        let mut answer = json!({"a": {"b": 1, "c": 2}, "d": 3});
        merge(&mut answer, &json!({"a": {"b": 9, "c": null}, "e": [1]}));
        assert_eq!(answer, json!({"a": {"b": 9}, "d": 3, "e": [1]}));
    }
}

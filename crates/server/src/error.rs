//! Errors as the API answers them (spec §1.7).

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The result of everything that can end in an error answer.
pub type ApiResult<T> = Result<T, ApiError>;

/// An error answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// 400: a business rule was broken; the text is the `message`.
    #[error("{0}")]
    Rule(String),
    /// 400 `The model state is invalid.` with texts per Pascal-case property path.
    #[error("the request body is invalid")]
    Invalid(BTreeMap<String, Vec<String>>),
    /// 400 as problem details, the form of newer endpoints.
    #[error("{detail}")]
    Problem {
        /// Property in camel case.
        field: &'static str,
        /// Kind for programs.
        kind: &'static str,
        /// Text for people.
        detail: &'static str,
    },
    /// 401 without a body: the token is missing, expired or ended.
    #[error("not signed in")]
    Unauthorized,
    /// 401 with a message: a billing path refused the call (spec §6).
    #[error("{0}")]
    Unentitled(String),
    /// 403 without a body: signed in, but the right is missing.
    #[error("the right is missing")]
    Forbidden,
    /// 403 with a message: a security token was refused.
    #[error("{0}")]
    Refused(String),
    /// 404 `Resource not found.`
    #[error("not found")]
    NotFound,
    /// 409 with a message.
    #[error("{0}")]
    Conflict(String),
    /// 413: the body is larger than the server reads.
    #[error("the request body is too large")]
    TooLarge,
    /// 429 with `Retry-After`; `window` names the counted window. Both in seconds.
    #[error("too many requests")]
    TooManyRequests {
        /// Seconds after which the call may be tried again.
        retry_after: u64,
        /// Length of the counted window.
        window: u32,
    },
    /// A failure of the token endpoint, which has its own shapes (spec §3).
    #[error("sign-in failed")]
    Grant(Value),
    /// 500 with a message for the caller: something is not set up as it has to be (spec §5.6).
    #[error("{0}")]
    Unready(String),
    /// 500: our own fault. The text goes to the log, never to the caller.
    #[error("internal: {0}")]
    Internal(String),
}

impl ApiError {
    /// A broken business rule.
    pub fn rule(message: impl Into<String>) -> Self {
        Self::Rule(message.into())
    }

    /// One invalid property; `property` is the Pascal-case path, e.g. `Ciphers[3].Notes`.
    pub fn invalid(property: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(BTreeMap::from([(property.into(), vec![message.into()])]))
    }

    /// The refusal of a wrong master password in a request body.
    #[must_use]
    pub fn wrong_password() -> Self {
        Self::invalid("MasterPasswordHash", "Invalid password.")
    }

    /// Our own fault; keep secrets out of `what`.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Internal(what.into())
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            // Bound values are not part of these texts; the statement may be.
            other => Self::Internal(format!("database: {other}")),
        }
    }
}

/// The error model of spec §1.7.
#[must_use]
pub fn model(message: &str, validation: Option<&BTreeMap<String, Vec<String>>>) -> Value {
    json!({
        "object": "error",
        "message": message,
        "validationErrors": validation,
        "exceptionMessage": null,
        "exceptionStackTrace": null,
        "innerExceptionMessage": null,
    })
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let plain = |status: StatusCode, message: &str| (status, Json(model(message, None))).into_response();
        match self {
            Self::Rule(message) => plain(StatusCode::BAD_REQUEST, &message),
            Self::Invalid(errors) => {
                let body = model("The model state is invalid.", Some(&errors));
                (StatusCode::BAD_REQUEST, Json(body)).into_response()
            }
            Self::Problem { field, kind, detail } => {
                let body = json!({
                    "type": "validation_error",
                    "title": "One or more validation errors occurred.",
                    "status": 400,
                    "errors": { field: [{ "type": kind, "detail": detail }] },
                });
                let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
                (StatusCode::BAD_REQUEST, kind, body.to_string()).into_response()
            }
            Self::Unauthorized => StatusCode::UNAUTHORIZED.into_response(),
            Self::Unentitled(message) => plain(StatusCode::UNAUTHORIZED, &message),
            Self::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Self::Refused(message) => plain(StatusCode::FORBIDDEN, &message),
            Self::NotFound => plain(StatusCode::NOT_FOUND, "Resource not found."),
            Self::Conflict(message) => plain(StatusCode::CONFLICT, &message),
            Self::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large."),
            Self::TooManyRequests { retry_after, window } => {
                let message =
                    format!("Slow down! Too many requests. Try again in {retry_after}s (window of {window}s).");
                let mut response = plain(StatusCode::TOO_MANY_REQUESTS, &message);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
                response
            }
            Self::Unready(message) => plain(StatusCode::INTERNAL_SERVER_ERROR, &message),
            Self::Grant(body) => (StatusCode::BAD_REQUEST, Json(body)).into_response(),
            Self::Internal(what) => {
                crate::log::error(&what);
                plain(StatusCode::INTERNAL_SERVER_ERROR, "An error has occurred.")
            }
        }
    }
}

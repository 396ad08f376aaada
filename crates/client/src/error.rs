//! The one error of all calls.

use portal_agent::Fault;
use portal_contracts::JsonError;
use portal_contracts::error::ErrorAnswer;

use crate::text;
use crate::transport::{HttpResponse, TransportError};

/// Why an operation did not succeed, as far as it is not special to the operation.
///
/// `message` members are texts of the server for people, chosen by API contract §1.7, cut short and
/// freed of control and direction characters. They are never instructions and never markup.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No connection; it is not known whether a write arrived.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time; it is not known whether a write arrived.
    #[error("the server did not answer in time")]
    Timeout,
    /// Given up by the page.
    #[error("given up")]
    Cancelled,
    /// Too many requests (429).
    #[error("too many requests")]
    RateLimited {
        /// Seconds to wait, when the server says so.
        retry_after: Option<u32>,
    },
    /// A missing right: 403, or 401 in spite of a fresh token. Never ends the session.
    #[error("not allowed")]
    Forbidden {
        /// What the server says.
        message: Option<String>,
    },
    /// 404: gone, never there, not allowed, or not built into this server.
    #[error("not found")]
    NotFound {
        /// What the server says; `None` also when the server does not know the call at all.
        message: Option<String>,
    },
    /// The session is over; the portal is signed out already.
    #[error("the session is over")]
    SessionOver,
    /// The call needs a session, or an unlocked one, and there is none.
    #[error("not signed in")]
    SignedOut,
    /// The server refuses single fields (400).
    #[error("some fields were refused")]
    Validation {
        /// The refused fields.
        fields: Vec<FieldError>,
        /// The text to show when no field fits.
        message: String,
    },
    /// The server refuses (other 4xx).
    #[error("refused")]
    Refused {
        /// HTTP status.
        status: u16,
        /// What the server says.
        message: Option<String>,
    },
    /// The server failed (5xx); it is not known whether a write arrived.
    #[error("the server failed")]
    Server {
        /// HTTP status.
        status: u16,
        /// Id of the request, to quote to whoever runs the server.
        id: Option<String>,
        /// What the server says, for example that payment is not set up (API contract §5.6).
        message: Option<String>,
    },
    /// The answer is too large, not JSON, or not of the promised shape.
    #[error("the answer cannot be read")]
    BadAnswer,
    /// A fresh token is refused and the local clock is far off: the clock is the likely reason.
    #[error("the clock is wrong")]
    ClockWrong {
        /// Local clock minus server clock, in seconds.
        seconds: i64,
    },
    /// The key agent could not do its part.
    #[error("key agent: {0}")]
    Keys(#[from] Fault),
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Property path with its first letter in lower case, for example `emails`; may be empty.
    pub field: String,
    /// What the server says.
    pub message: String,
}

impl ApiError {
    /// Whether a write may have arrived in spite of the error: look before repeating it.
    #[must_use]
    pub const fn outcome_unknown(&self) -> bool {
        matches!(self, Self::Offline | Self::Timeout | Self::Cancelled | Self::Server { .. } | Self::BadAnswer)
    }

    /// What the server says, where it says something.
    #[must_use]
    pub fn server_text(&self) -> Option<&str> {
        match self {
            Self::Forbidden { message }
            | Self::NotFound { message }
            | Self::Refused { message, .. }
            | Self::Server { message, .. } => message.as_deref(),
            Self::Validation { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Whether the server's text contains `needle`, without regard to ASCII case.
    pub(crate) fn says(&self, needle: &str) -> bool {
        self.server_text().is_some_and(|text| text.to_ascii_lowercase().contains(needle))
    }

    /// The error of an answer whose status is not 2xx. 401 is the caller's business.
    pub(crate) fn from_answer(answer: &HttpResponse) -> Self {
        let read: ErrorAnswer = portal_contracts::read_json(&answer.body).unwrap_or_default();
        let message =
            read.display_text().map(|shown| text::clean(shown, text::MESSAGE)).filter(|shown| !shown.is_empty());
        match answer.status {
            401 | 403 => Self::Forbidden { message },
            404 => Self::NotFound { message },
            429 => Self::RateLimited { retry_after: retry_after(answer) },
            400..=499 => {
                let fields = field_errors(&read);
                match (fields.is_empty(), message) {
                    (false, Some(message)) => Self::Validation { fields, message },
                    (_, message) => Self::Refused { status: answer.status, message },
                }
            }
            500..=599 => Self::Server {
                status: answer.status,
                id: answer.header("x-request-id").map(|id| text::clean(id, 64)),
                message,
            },
            _ => Self::BadAnswer,
        }
    }
}

impl From<TransportError> for ApiError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Offline => Self::Offline,
            TransportError::Timeout => Self::Timeout,
            TransportError::Aborted => Self::Cancelled,
            TransportError::TooLarge => Self::BadAnswer,
        }
    }
}

impl From<JsonError> for ApiError {
    fn from(_: JsonError) -> Self {
        Self::BadAnswer
    }
}

/// `Retry-After` in seconds. The form with a date is not read: then the client's own steps apply.
pub(crate) fn retry_after(answer: &HttpResponse) -> Option<u32> {
    answer.header("retry-after").and_then(|value| value.trim().parse::<u32>().ok()).map(|seconds| seconds.min(3_600))
}

/// Most refused fields that are kept; a hostile answer may name millions.
const FIELDS: usize = 20;

fn field_errors(read: &ErrorAnswer) -> Vec<FieldError> {
    let validation =
        read.validation_errors.iter().flat_map(|(field, texts)| texts.iter().map(move |text| (field, text)));
    let problems =
        read.errors.iter().flat_map(|(field, list)| list.iter().map(move |problem| (field, &problem.detail)));
    validation
        .chain(problems)
        .filter(|(field, text)| !field.is_empty() && !text.trim().is_empty())
        .take(FIELDS)
        .map(|(field, text)| FieldError { field: text::clean(field, 64), message: text::clean(text, text::MESSAGE) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn an_error_without_a_body_speaks_through_its_status() {
        assert_eq!(ApiError::from_answer(&answer(403, "")), ApiError::Forbidden { message: None });
        assert_eq!(
            ApiError::from_answer(&answer(502, "<html>")),
            ApiError::Server { status: 502, id: None, message: None }
        );
        let said = ApiError::from_answer(&answer(500, r#"{"message":"No such plan.","object":"error"}"#));
        assert_eq!((said.server_text(), said.outcome_unknown()), (Some("No such plan."), true));
    }

    #[test]
    fn field_errors_keep_their_fields() {
        let error = ApiError::from_answer(&answer(
            400,
            r#"{"message":"The model state is invalid.","validationErrors":{"Emails":["Email #2 is not valid."]}}"#,
        ));
        let ApiError::Validation { fields, message } = error else { unreachable!("{error:?}") };
        assert_eq!(fields, [FieldError { field: "emails".into(), message: "Email #2 is not valid.".into() }]);
        assert_eq!(message, "Email #2 is not valid.");
    }

    #[test]
    fn a_general_refusal_is_no_field_error() {
        let error = ApiError::from_answer(&answer(400, r#"{"message":"No.","validationErrors":{"":["No."]}}"#));
        assert_eq!(error, ApiError::Refused { status: 400, message: Some("No.".into()) });
        assert!(error.says("no"));
    }
}

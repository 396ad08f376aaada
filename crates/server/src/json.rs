//! Request bodies: read by the rules of spec §1.4, refused in the error model.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use portal_contracts::{JsonError, read_json};
use serde::de::DeserializeOwned;

use crate::error::{ApiError, ApiResult};

/// A JSON body: the first letter of member names may have either case, null counts as missing, unknown members are
/// passed over. The content type is not looked at, as some clients leave it out.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Raw(bytes) = Raw::from_request(request, state).await?;
        parse(&bytes).map(Self)
    }
}

/// A body as it was sent, for what has to be kept letter by letter.
#[derive(Debug)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| {
            if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::TooLarge
            } else {
                ApiError::invalid("", "The request body could not be read.")
            }
        })
    }
}

/// Reads a body that was received whole.
///
/// # Errors
/// [`ApiError::Invalid`]; the text never repeats the content.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    Ok(read_json(bytes)?)
}

impl From<JsonError> for ApiError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::NotJson => Self::invalid("", "The request body is not valid JSON."),
            JsonError::Shape => Self::invalid("", "The request body does not have the expected members."),
        }
    }
}

//! Ids in paths and bodies.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::ApiError;

/// Ids out of the path; what is no id leads nowhere, so it is 404 like every unknown resource.
#[derive(Debug, Clone, Copy)]
pub struct PathIds<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathIds<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(ids)) => Ok(Self(ids)),
            Err(_) => Err(ApiError::NotFound),
        }
    }
}

/// A body that is a list of ids.
#[derive(Debug, Deserialize)]
pub struct IdList {
    /// The ids, in the order of the results.
    pub ids: Vec<Uuid>,
}

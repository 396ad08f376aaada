//! Who belongs to the provider.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::ProviderUserStatus;
use portal_contracts::permissions::{Permissions, ProviderAction};
use serde_json::{Value, json};
use uuid::Uuid;

use super::whole_list;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::organizations::profile::permissions;
use crate::providers::{access, store};
use crate::state::AppState;

pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let people = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, provider, ProviderAction::ManagePeople)?;
            store::people(conn, provider)
        })
        .await?;
    let data = people
        .into_iter()
        .map(|person| {
            json!({
                "object": "providerUserUserDetails",
                "id": person.id,
                "userId": person.user_id,
                "type": person.kind,
                "status": person.status,
                "permissions": permissions(Permissions::default()),
                "name": person.name,
                "email": person.email,
            })
        })
        .collect();
    Ok(Json(whole_list(data)))
}

pub(super) async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    let person = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, provider, ProviderAction::ManagePeople)?;
            store::person(conn, provider, member)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(json!({
        "object": "providerUser",
        "id": person.id,
        "userId": person.user_id,
        "type": person.kind,
        "status": person.status,
        "permissions": permissions(Permissions::default()),
    })))
}

/// Only people who accepted have a key worth fetching: the others are left out.
pub(super) async fn public_keys(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    let people = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, provider, ProviderAction::ManagePeople)?;
            Ok(store::people(conn, provider)?
                .into_iter()
                .filter(|person| person.status == ProviderUserStatus::Accepted && body.ids.contains(&person.id))
                .collect::<Vec<_>>())
        })
        .await?;
    let data = people
        .into_iter()
        .filter(|person| person.public_key.is_some())
        .map(|person| {
            json!({
                "object": "providerUserPublicKeyResponseModel",
                "id": person.id,
                "userId": person.user_id,
                "key": person.public_key,
            })
        })
        .collect();
    Ok(Json(whole_list(data)))
}

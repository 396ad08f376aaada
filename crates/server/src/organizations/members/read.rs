//! Who belongs to the organisation.

use axum::Json;
use axum::extract::{Query, State};
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::permissions::ClientAction;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, MemberRow};
use super::{rules, whole_list};
use crate::auth::Caller;
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::organizations::access;
use crate::organizations::profile::permissions;
use crate::state::AppState;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Wanted {
    include_collections: bool,
    include_groups: bool,
}

/// Whoever may recover accounts but not manage members sees the enrolled ones only.
pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            let actor = access::find(conn, &caller, organization)?.ok_or(ApiError::NotFound)?;
            let manages = actor.standing.allows(ClientAction::ManageMembers);
            if !manages && !actor.standing.allows(ClientAction::RecoverAccounts) {
                return Err(ApiError::NotFound);
            }
            let mut members = store::all(conn, organization)?;
            members.retain(|member| manages || member.recovery_key.is_some());
            let mut collections =
                if wanted.include_collections { store::collections(conn, organization)? } else { Default::default() };
            let mut groups =
                if wanted.include_groups { store::groups(conn, organization)? } else { Default::default() };
            let data = members.iter().map(|member| {
                let collections = collections.remove(&member.id).unwrap_or_default();
                let groups = groups.remove(&member.id).unwrap_or_default();
                with(wire(member), [("collections", json!(collections)), ("groups", json!(groups))])
            });
            Ok(Json(whole_list(data.collect())))
        })
        .await
}

/// The short list for pickers, for every member and for the provider.
pub(super) async fn mini(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let members = app
        .db
        .read(move |conn| {
            access::find(conn, &caller, organization)?.ok_or(ApiError::NotFound)?;
            store::all(conn, organization)
        })
        .await?;
    let data = members.iter().map(|member| {
        json!({
            "object": "organizationUserUserMiniDetails",
            "id": member.id,
            "userId": member.user_id,
            "type": member.kind,
            "status": member.status,
            "name": member.name,
            "email": member.email,
        })
    });
    Ok(Json(whole_list(data.collect())))
}

/// One member, without name and address, as on the vendor's server.
pub(super) async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            access::require(conn, &caller, organization, ClientAction::ManageMembers)?;
            let member = rules::member(conn, organization, member)?;
            let groups = if wanted.include_groups { store::groups_of(conn, member.id)? } else { Vec::new() };
            let mut value = with(
                wire(&member),
                [
                    ("object", json!("organizationUserDetails")),
                    ("ssoExternalId", Value::Null),
                    ("collections", json!(store::collections_of(conn, member.id)?)),
                    ("groups", json!(groups)),
                ],
            );
            if let Value::Object(members) = &mut value {
                members.retain(|name, _| !matches!(name.as_str(), "name" | "email" | "avatarColor"));
            }
            Ok(Json(value))
        })
        .await
}

/// Only people who accepted have a key worth fetching: the others are left out.
pub(super) async fn public_keys(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    let asked: std::collections::BTreeSet<Uuid> = body.ids.into_iter().collect();
    let members = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, organization, ClientAction::ManageMembers)?;
            store::all(conn, organization)
        })
        .await?;
    let data = members
        .iter()
        .filter(|member| member.status == OrganizationUserStatus::Accepted && asked.contains(&member.id))
        .filter(|member| member.public_key.is_some())
        .map(|member| {
            json!({
                "object": "organizationUserPublicKeyResponseModel",
                "id": member.id,
                "userId": member.user_id,
                "key": member.public_key,
            })
        });
    Ok(Json(whole_list(data.collect())))
}

/// The same object with these members.
fn with<const N: usize>(mut value: Value, members: [(&str, Value); N]) -> Value {
    if let Value::Object(object) = &mut value {
        object.extend(members.map(|(name, member)| (name.to_owned(), member)));
    }
    value
}

fn wire(member: &MemberRow) -> Value {
    json!({
        "object": "organizationUserUserDetails",
        "id": member.id,
        "userId": member.user_id,
        "name": member.name,
        "email": member.email,
        "avatarColor": member.avatar_color,
        "type": member.kind,
        "status": member.status,
        "externalId": member.external_id,
        "accessSecretsManager": false,
        "accessPam": false,
        "permissions": permissions(member.permissions),
        "resetPasswordEnrolled": member.recovery_key.is_some(),
        "usesKeyConnector": false,
        "hasMasterPassword": member.user_id.is_some(),
        "twoFactorEnabled": member.two_step,
        "ssoBound": false,
        "claimedByOrganization": member.claimed,
        "revocationReason": member.revoked_because,
        "creationDate": clock::iso(member.created_at),
    })
}

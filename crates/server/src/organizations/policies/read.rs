//! Reading policies: for who manages them, for people with a link to the organisation, and for invited people.

use axum::Json;
use axum::extract::{Query, State};
use portal_contracts::SecretText;
use portal_contracts::permissions::ClientAction;
use portal_contracts::policies::PolicyType;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::store::{self, Stored};
use super::{footing, send};
use crate::auth::Caller;
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::organizations::access;
use crate::organizations::store as organizations;
use crate::state::AppState;
use crate::tokens::Purpose;

/// Saved policies, and the one of Send that others make up.
pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let entries = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, organization, ClientAction::ManagePolicies)?;
            let saved = store::all(conn, organization)?;
            let mut entries = Vec::with_capacity(saved.len() + 1);
            for policy in &saved {
                let toggle = can_toggle(conn, organization, policy.kind, policy.enabled)?;
                entries.push(status(organization, policy.kind, policy.enabled, policy.data.clone(), toggle));
            }
            if !saved.iter().any(|policy| policy.kind == PolicyType::SendControls) {
                entries.push(never_saved(conn, organization, PolicyType::SendControls)?);
            }
            Ok(entries)
        })
        .await?;
    Ok(Json(whole_list(entries)))
}

/// One policy, also one that was never saved.
pub(super) async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, number)): PathIds<(Uuid, i64)>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            access::require(conn, &caller, organization, ClientAction::ManagePolicies)?;
            let kind = known(number)?;
            match store::one(conn, organization, kind)? {
                Some(policy) => {
                    let toggle = can_toggle(conn, organization, kind, policy.enabled)?;
                    Ok(status(organization, kind, policy.enabled, policy.data, toggle))
                }
                None => never_saved(conn, organization, kind),
            }
        })
        .await
        .map(Json)
}

/// What the organisation demands of master passwords; for anybody with a link to it.
pub(super) async fn master_password(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            let linked = access::find(conn, &caller, organization)?.is_some()
                || organizations::membership(conn, organization, caller.user_id)?.is_some();
            let kind = PolicyType::MasterPassword;
            if !linked || !store::is_on(conn, organization, kind)? {
                return Err(ApiError::NotFound);
            }
            store::one(conn, organization, kind)?.map(|policy| whole(organization, &policy)).ok_or(ApiError::NotFound)
        })
        .await
        .map(Json)
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Invited {
    token: SecretText,
    email: String,
    organization_user_id: Option<Uuid>,
}

/// The policies that are on, for somebody who was invited and may have no account yet.
pub(super) async fn by_token(
    State(app): State<AppState>,
    PathIds(organization): PathIds<Uuid>,
    Query(invited): Query<Invited>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let state = app.clone();
    let entries = app
        .db
        .read(move |conn| {
            let member = invited.organization_user_id.ok_or(ApiError::NotFound)?;
            let purpose = Purpose::OrganizationInvitation;
            state
                .tokens
                .check(invited.token.expose(), purpose, &[member], &invited.email, now)
                .map_err(|_| ApiError::NotFound)?;
            organizations::member(conn, organization, member)?.ok_or(ApiError::NotFound)?;
            if !store::in_plan(conn, organization)? {
                return Err(ApiError::NotFound);
            }
            let on = store::all(conn, organization)?.into_iter().filter(|policy| policy.enabled);
            Ok(on.map(|policy| whole(organization, &policy)).collect())
        })
        .await?;
    Ok(Json(whole_list(entries)))
}

/// A kind that this server knows.
pub(super) fn known(number: i64) -> ApiResult<PolicyType> {
    match PolicyType::from_number(number) {
        PolicyType::Unknown(_) => Err(ApiError::NotFound),
        kind => Ok(kind),
    }
}

fn never_saved(conn: &Connection, organization: Uuid, kind: PolicyType) -> ApiResult<Value> {
    let (enabled, data) = match kind {
        PolicyType::SendControls => {
            let (enabled, settings) = send::synthesised(conn, organization)?;
            (enabled, settings.into_data())
        }
        _ => (false, None),
    };
    Ok(status(organization, kind, enabled, data, true))
}

/// Claimed domains hold the policy of a single organisation on.
fn can_toggle(conn: &Connection, organization: Uuid, kind: PolicyType, enabled: bool) -> ApiResult<bool> {
    Ok(!(enabled && kind == PolicyType::SingleOrganization && footing(conn, organization, None)?.claimed_domain))
}

fn status(
    organization: Uuid,
    kind: PolicyType,
    enabled: bool,
    data: Option<Map<String, Value>>,
    can_toggle: bool,
) -> Value {
    json!({
        "object": "policy",
        "organizationId": organization,
        "type": kind,
        "data": data.unwrap_or_default(),
        "enabled": enabled,
        "canToggleState": can_toggle,
    })
}

/// The form with an id.
pub(super) fn whole(organization: Uuid, policy: &Stored) -> Value {
    json!({
        "object": "policy",
        "id": policy.id,
        "organizationId": organization,
        "type": policy.kind,
        "data": policy.data,
        "enabled": policy.enabled,
        "revisionDate": clock::iso(policy.revised_at),
    })
}

fn whole_list(entries: Vec<Value>) -> Value {
    json!({ "object": "list", "data": entries, "continuationToken": null })
}

//! The profile: who one is, in which providers and organisations.

use axum::Json;
use axum::extract::State;
use portal_contracts::limits::NAME;
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::fields;
use crate::json::Body;
use crate::state::AppState;
use crate::two_step;
use crate::users::{self, User};
use crate::{organizations, providers};

pub(super) async fn read(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<Value>> {
    state.db.read(move |connection| whole(connection, &users::find(connection, caller.user_id)?)).await.map(Json)
}

/// The profile with all memberships.
pub(super) fn whole(connection: &Connection, user: &User) -> ApiResult<Value> {
    let mut profile = own(connection, user)?;
    let lists = json!({
        "organizations": organizations::profile::entries(connection, user.id)?,
        "organizationsNew": organizations::profile::entries_with_accepted(connection, user.id)?,
        "providers": providers::profile::entries(connection, user.id)?,
        "providerOrganizations": providers::profile::client_entries(connection, user.id)?,
    });
    if let (Some(members), Value::Object(lists)) = (profile.as_object_mut(), lists) {
        members.extend(lists);
    }
    Ok(profile)
}

/// The profile as answers of changes carry it: without the lists.
fn own(connection: &Connection, user: &User) -> ApiResult<Value> {
    Ok(json!({
        "object": "profile",
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "emailVerified": user.email_verified,
        "premium": false,
        "premiumFromOrganization": false,
        "culture": user.culture,
        "twoFactorEnabled": !two_step::enabled(connection, user.id)?.is_empty(),
        "key": user.key,
        "privateKey": user.private_key,
        "accountKeys": super::keys::account_keys(user),
        "securityStamp": user.security_stamp,
        "forcePasswordReset": user.force_password_reset,
        "usesKeyConnector": false,
        "avatarColor": user.avatar_color,
        "creationDate": clock::iso(user.created_at),
        "verifyDevices": user.verify_devices,
        "organizations": null,
        "organizationsNew": null,
        "providers": null,
        "providerOrganizations": null,
    }))
}

/// `PUT accounts/profile`; a hint is passed over, as on Bitwarden's server.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Update {
    name: Option<String>,
}

pub(super) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<Update>,
) -> ApiResult<Json<Value>> {
    fields::at_most("Name", request.name.as_deref(), NAME)?;
    let name = request.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    change(&state, caller, "UPDATE user SET name = ?2 WHERE id = ?1", name).await
}

/// `PUT accounts/avatar`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Avatar {
    avatar_color: Option<String>,
}

pub(super) async fn avatar(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<Avatar>,
) -> ApiResult<Json<Value>> {
    if !request.avatar_color.as_deref().is_none_or(is_color) {
        return Err(ApiError::invalid("AvatarColor", "The AvatarColor field must be a color such as #1a2b3c."));
    }
    change(&state, caller, "UPDATE user SET avatar_color = ?2 WHERE id = ?1", request.avatar_color).await
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

async fn change(state: &AppState, caller: Caller, sql: &'static str, value: Option<String>) -> ApiResult<Json<Value>> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            tx.execute(sql, params![caller.user_id, value])?;
            users::touch(tx, caller.user_id, now)?;
            own(tx, &users::find(tx, caller.user_id)?)
        })
        .await
        .map(Json)
}

pub(super) async fn revision_date(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<i64>> {
    state.db.read(move |connection| Ok(users::find(connection, caller.user_id)?.revised_at)).await.map(Json)
}

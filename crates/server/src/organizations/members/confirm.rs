//! Sharing the organisation key with somebody who accepted.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::limits;
use portal_contracts::members::{ConfirmMember, ConfirmMembers};
use portal_contracts::policies::PolicyType;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::compliance::{self, Breach};
use super::{RowResult, Scope, bulk_row, rules, store, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::organizations::policies;
use crate::state::AppState;

/// Longest wrapped key on the wire, in characters.
const KEY: usize = 1_000;

pub(super) async fn confirm(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<ConfirmMember>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            check_name(body.default_user_collection_name.as_deref())?;
            fields::encrypted("Key", &body.key, Sealed::Asymmetric, KEY)?;
            let shared = Shared { key: &body.key, my_items: body.default_user_collection_name.as_deref() };
            share(tx, &state, &caller, &scope, member, shared, now)?.map_err(ApiError::rule)
        })
        .await
}

pub(super) async fn confirm_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<ConfirmMembers>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let state = app.clone();
    let rows = app
        .db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            check_name(body.default_user_collection_name.as_deref())?;
            for (index, entry) in body.keys.iter().enumerate() {
                fields::encrypted(&format!("Keys[{index}].Key"), &entry.key, Sealed::Asymmetric, KEY)?;
            }
            let mut rows = Vec::with_capacity(body.keys.len());
            for entry in &body.keys {
                let id: Uuid = entry.id.parse().map_err(|_| ApiError::NotFound)?;
                let shared = Shared { key: &entry.key, my_items: body.default_user_collection_name.as_deref() };
                rows.push(bulk_row(id, share(tx, &state, &caller, &scope, id, shared, now)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

/// The name of "My items" under the organisation key.
pub(super) fn check_name(name: Option<&str>) -> ApiResult<()> {
    match name {
        Some(name) => fields::encrypted("DefaultUserCollectionName", name, Sealed::Symmetric, limits::ENCRYPTED_NAME),
        None => Ok(()),
    }
}

/// What a member is confirmed with.
#[derive(Clone, Copy)]
struct Shared<'a> {
    /// Organisation key to the member's public key.
    key: &'a str,
    /// Name of "My items".
    my_items: Option<&'a str>,
}

/// Gives a member a collection of their own, where their items belong to the organisation.
pub(super) fn give_my_items(
    tx: &Transaction<'_>,
    organization: Uuid,
    member: Uuid,
    name: Option<&str>,
    now: Millis,
) -> ApiResult<()> {
    match name {
        Some(name) if policies::is_on(tx, organization, PolicyType::DataOwnership)? => {
            policies::give_my_items(tx, organization, Some(member), name, now)
        }
        _ => Ok(()),
    }
}

fn share(
    tx: &Transaction<'_>,
    app: &AppState,
    caller: &Caller,
    scope: &Scope,
    member: Uuid,
    shared: Shared<'_>,
    now: Millis,
) -> ApiResult<RowResult> {
    let organization = scope.organization.id;
    let found = store::one(tx, organization, member)?;
    let Some(member) = found.filter(|member| member.status == OrganizationUserStatus::Accepted) else {
        return Ok(Err("User not valid.".to_owned()));
    };
    if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
        return Ok(Err(reason.to_owned()));
    }
    match compliance::breach(tx, organization, member.user_id, member.kind, OrganizationUserStatus::Confirmed)? {
        Some(Breach::TwoStep) => return Ok(Err("User does not have two-step login enabled.".to_owned())),
        Some(Breach::OtherOrganization) => {
            return Ok(Err(
                "Cannot confirm this member to the organization until they leave or remove all other organizations."
                    .to_owned(),
            ));
        }
        None => {}
    }
    tx.execute(
        "UPDATE organization_user SET key = ?2, status = ?3, revised_at = ?4 WHERE id = ?1",
        params![member.id, shared.key, OrganizationUserStatus::Confirmed.number(), now],
    )?;
    give_my_items(tx, organization, member.id, shared.my_items, now)?;
    store::touch(tx, &member, now)?;
    let event = Event::of_member(EventKind::MEMBER_CONFIRMED, &Source::from(caller), organization, member.id);
    events::write(tx, now, &event)?;
    enqueue(tx, now, &templates::confirmed(&app.config.origin, &member.email, &scope.organization.name))?;
    Ok(Ok(()))
}

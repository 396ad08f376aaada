//! Giving access back, where there is a seat.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::members::RestoreMembers;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::compliance::{self, Breach};
use super::confirm::{check_name, give_my_items};
use super::store::MemberRow;
use super::{RowResult, Scope, bulk_row, rules, store, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::{self, Body};
use crate::state::AppState;

/// The old path has no body, the new one has: both are taken.
pub(super) async fn restore(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    body: Bytes,
) -> ApiResult<()> {
    let body: RestoreMembers = if body.is_empty() { RestoreMembers::default() } else { json::parse(&body)? };
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            check_name(body.default_user_collection_name.as_deref())?;
            rules::member(tx, organization, member)?;
            give_back(tx, &caller, &scope, member, body.default_user_collection_name.as_deref(), now)?
                .map_err(ApiError::rule)
        })
        .await
}

pub(super) async fn restore_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<RestoreMembers>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let rows = app
        .db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            check_name(body.default_user_collection_name.as_deref())?;
            let mut rows = Vec::new();
            let name = body.default_user_collection_name.as_deref();
            for id in body.ids.unwrap_or_default() {
                let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
                rows.push(bulk_row(id, give_back(tx, &caller, &scope, id, name, now)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

fn give_back(
    tx: &Transaction<'_>,
    caller: &Caller,
    scope: &Scope,
    member: Uuid,
    my_items: Option<&str>,
    now: Millis,
) -> ApiResult<RowResult> {
    let organization = scope.organization.id;
    let Some(member) = store::one(tx, organization, member)? else { return Ok(Err("Invalid user.".to_owned())) };
    let refusal = if member.status != OrganizationUserStatus::Revoked {
        Some("Already active.")
    } else if member.user_id == Some(caller.user_id) {
        Some("You cannot restore yourself.")
    } else if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
        Some(reason)
    } else {
        rules::no_seat(tx, &scope.organization, 1)?
    };
    if let Some(reason) = refusal {
        return Ok(Err(reason.to_owned()));
    }
    let status = status_before(&member);
    match compliance::breach(tx, organization, member.user_id, member.kind, status)? {
        Some(Breach::TwoStep) => {
            return Ok(Err(format!("{} is not compliant with the two-step login policy", member.email)));
        }
        Some(Breach::OtherOrganization) => {
            return Ok(Err(format!("{} is not compliant with the single organization policy", member.email)));
        }
        None => {}
    }
    tx.execute(
        "UPDATE organization_user SET status = ?2, status_before_revoked = NULL, revocation_reason = NULL,
                revised_at = ?3
         WHERE id = ?1",
        params![member.id, status.number(), now],
    )?;
    give_my_items(tx, organization, member.id, my_items, now)?;
    store::touch(tx, &member, now)?;
    let event = Event::of_member(EventKind::MEMBER_RESTORED, &Source::from(caller), organization, member.id);
    events::write(tx, now, &event)?;
    Ok(Ok(()))
}

/// Where the person had come to; what the membership holds has the last word.
fn status_before(member: &MemberRow) -> OrganizationUserStatus {
    match (member.user_id, member.has_key) {
        (None, _) if member.status_before == Some(OrganizationUserStatus::Staged) => OrganizationUserStatus::Staged,
        (None, _) => OrganizationUserStatus::Invited,
        (Some(_), false) => OrganizationUserStatus::Accepted,
        (Some(_), true) => OrganizationUserStatus::Confirmed,
    }
}

//! Taking access away for now: data and settings stay, the seat is free.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::members::RevocationReason;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::{RowResult, Scope, each, rules, store};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::state::AppState;

pub(super) async fn revoke(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    each::one(app, caller, organization, member, take_access).await
}

pub(super) async fn revoke_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    each::many(app, caller, organization, body.ids, take_access).await
}

fn take_access(
    tx: &Transaction<'_>,
    caller: &Caller,
    scope: &Scope,
    member: Uuid,
    now: Millis,
) -> ApiResult<RowResult> {
    let organization = scope.organization.id;
    let Some(member) = store::one(tx, organization, member)? else { return Ok(Err("Invalid user.".to_owned())) };
    let refusal = if member.status == OrganizationUserStatus::Revoked {
        Some("Already revoked.")
    } else if member.user_id == Some(caller.user_id) {
        Some("You cannot revoke yourself.")
    } else if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
        Some(reason)
    } else if rules::is_last_owner(tx, &member)? {
        Some(rules::LAST_OWNER)
    } else {
        None
    };
    if let Some(reason) = refusal {
        return Ok(Err(reason.to_owned()));
    }
    tx.execute(
        "UPDATE organization_user SET status = ?2, status_before_revoked = ?3, revocation_reason = ?4, revised_at = ?5
         WHERE id = ?1",
        params![
            member.id,
            OrganizationUserStatus::Revoked.number(),
            member.status.number(),
            RevocationReason::Manual.number(),
            now
        ],
    )?;
    store::touch(tx, &member, now)?;
    let event = Event::of_member(EventKind::MEMBER_REVOKED, &Source::from(caller), organization, member.id);
    events::write(tx, now, &event)?;
    Ok(Ok(()))
}

//! Taking members out. Their accounts stay; claimed accounts are deleted instead, see [`super::delete`].

use axum::Json;
use axum::extract::State;
use rusqlite::Transaction;
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

const CLAIMED: &str = "Cannot remove member accounts claimed by the organization. To offboard a member, revoke or delete \
                       the account.";

pub(super) async fn remove(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    each::one(app, caller, organization, member, take_out).await
}

pub(super) async fn remove_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    each::many(app, caller, organization, body.ids, take_out).await
}

fn take_out(tx: &Transaction<'_>, caller: &Caller, scope: &Scope, member: Uuid, now: Millis) -> ApiResult<RowResult> {
    let organization = scope.organization.id;
    let Some(member) = store::one(tx, organization, member)? else { return Ok(Err("Invalid user.".to_owned())) };
    let refusal = if member.user_id == Some(caller.user_id) {
        Some("You cannot remove yourself.")
    } else if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
        Some(reason)
    } else if member.claimed {
        Some(CLAIMED)
    } else if rules::is_last_owner(tx, &member)? {
        Some(rules::LAST_OWNER)
    } else {
        None
    };
    if let Some(reason) = refusal {
        return Ok(Err(reason.to_owned()));
    }
    tx.execute("DELETE FROM organization_user WHERE id = ?1", [member.id])?;
    store::touch(tx, &member, now)?;
    let event = Event::of_member(EventKind::MEMBER_REMOVED, &Source::from(caller), organization, member.id);
    events::write(tx, now, &event)?;
    Ok(Ok(()))
}

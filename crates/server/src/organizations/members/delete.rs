//! Deleting the account of a member whose domain the organisation has claimed.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType, ProviderUserStatus, ProviderUserType};
use rusqlite::{Connection, Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::store::MemberRow;
use super::{RowResult, Scope, each, rules, store};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::state::AppState;

pub(super) async fn delete(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    each::one(app, caller, organization, member, delete_account).await
}

pub(super) async fn delete_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    each::many(app, caller, organization, body.ids, delete_account).await
}

fn delete_account(
    tx: &Transaction<'_>,
    caller: &Caller,
    scope: &Scope,
    member: Uuid,
    now: Millis,
) -> ApiResult<RowResult> {
    let organization = scope.organization.id;
    let Some(member) = store::one(tx, organization, member)? else { return Ok(Err("Member not found.".to_owned())) };
    let Some(user) = member.user_id else {
        return Ok(Err("You cannot delete a member with Invited status.".to_owned()));
    };
    if let Some(reason) = refusal(tx, caller, scope, &member, user)? {
        return Ok(Err(reason.to_owned()));
    }
    // Memberships, devices and sessions go with the account.
    tx.execute("DELETE FROM user WHERE id = ?1", [user])?;
    let event = Event::of_member(EventKind::MEMBER_DELETED, &Source::from(caller), organization, member.id);
    events::write(tx, now, &event)?;
    Ok(Ok(()))
}

fn refusal(
    conn: &Connection,
    caller: &Caller,
    scope: &Scope,
    member: &MemberRow,
    user: Uuid,
) -> ApiResult<Option<&'static str>> {
    Ok(if user == caller.user_id {
        Some("You cannot delete yourself.")
    } else if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
        Some(reason)
    } else if !member.claimed {
        Some("Member is not claimed by the organization.")
    } else if rules::is_last_owner(conn, member)? {
        Some(rules::LAST_OWNER)
    } else if owns_alone(conn, scope.organization.id, user)? {
        Some(
            "Cannot delete this user because it is the sole owner of at least one organization. Please delete these \
             organizations or upgrade another user.",
        )
    } else if runs_provider_alone(conn, user)? {
        Some(
            "Cannot delete this user because it is the sole owner of at least one provider. Please delete these \
             providers or upgrade another user.",
        )
    } else {
        None
    })
}

/// Whether another organisation would lose its only confirmed owner.
fn owns_alone(conn: &Connection, organization: Uuid, user: Uuid) -> ApiResult<bool> {
    let alone = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM organization_user m
                WHERE m.user_id = ?1 AND m.organization_id <> ?2 AND m.status = ?3 AND m.type = ?4
                AND NOT EXISTS (SELECT 1 FROM organization_user o WHERE o.organization_id = m.organization_id
                                AND o.id <> m.id AND o.status = ?3 AND o.type = ?4))",
        )?
        .query_row(
            params![
                user,
                organization,
                OrganizationUserStatus::Confirmed.number(),
                OrganizationUserType::Owner.number()
            ],
            |row| row.get(0),
        )?;
    Ok(alone)
}

/// Whether a provider would lose its only confirmed admin.
fn runs_provider_alone(conn: &Connection, user: Uuid) -> ApiResult<bool> {
    let alone = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM provider_user m
                WHERE m.user_id = ?1 AND m.status = ?2 AND m.type = ?3
                AND NOT EXISTS (SELECT 1 FROM provider_user o WHERE o.provider_id = m.provider_id
                                AND o.id <> m.id AND o.status = ?2 AND o.type = ?3))",
        )?
        .query_row(
            params![user, ProviderUserStatus::Confirmed.number(), ProviderUserType::ProviderAdmin.number()],
            |row| row.get(0),
        )?;
    Ok(alone)
}

//! Whether an account may be recovered, and by whom (API contract §8.8; screens MEM-E).

use portal_contracts::enums::{OrganizationUserStatus, ProviderUserStatus, ProviderUserType};
use portal_contracts::member_rules::may_recover;
use portal_contracts::permissions::{ClientAction, Feature};
use portal_contracts::policies::PolicyType;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::store::{self, MemberRow};
use super::{Scope, rules};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::organizations::policies;
use crate::plans;

const NOT_PERMITTED: &str = "You are not permitted to recover this user's account.";

/// The organisation, for somebody who may recover accounts in it at all.
///
/// Refusals are 400 with a reason, not 403: whoever gets here may recover accounts.
pub(super) fn scope(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Scope> {
    let scope = Scope::of(conn, caller, organization, ClientAction::RecoverAccounts)?;
    if !Feature::Recovery.is_on(&plans::features(scope.organization.plan)) {
        return Err(ApiError::rule("Organization does not allow password reset."));
    }
    if !policies::is_on(conn, organization, PolicyType::AccountRecovery)? {
        return Err(ApiError::rule("Organization does not have the password reset policy enabled."));
    }
    Ok(scope)
}

/// A member whose account may be recovered by the caller, with the account.
pub(super) fn target(conn: &Connection, caller: &Caller, scope: &Scope, member: Uuid) -> ApiResult<(MemberRow, Uuid)> {
    let member = rules::member(conn, scope.organization.id, member)?;
    let user = member
        .user_id
        .filter(|_| member.status == OrganizationUserStatus::Confirmed && member.recovery_key.is_some())
        .ok_or_else(|| ApiError::rule("Organization User not valid"))?;
    let permitted = user != caller.user_id
        && may_recover(&scope.actor.standing, member.kind)
        && may_recover_provider_person(conn, caller.user_id, user)?;
    if permitted { Ok((member, user)) } else { Err(ApiError::rule(NOT_PERMITTED)) }
}

/// Whoever takes an account over gets everything that the person reaches, the clients of their providers too. So only
/// somebody of at least the same role in each of these providers may.
fn may_recover_provider_person(conn: &Connection, actor: Uuid, target: Uuid) -> ApiResult<bool> {
    let refused: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM provider_user t WHERE t.user_id = ?1 AND t.status = ?3
                AND NOT EXISTS (SELECT 1 FROM provider_user a WHERE a.provider_id = t.provider_id AND a.user_id = ?2
                                AND a.status = ?3 AND (a.type = ?4 OR t.type <> ?4)))",
        )?
        .query_row(
            params![target, actor, ProviderUserStatus::Confirmed.number(), ProviderUserType::ProviderAdmin.number()],
            |row| row.get(0),
        )?;
    Ok(!refused)
}

/// Members of a list whose accounts may be recovered; the others are left out.
pub(super) fn targets(
    conn: &Connection,
    caller: &Caller,
    scope: &Scope,
    ids: &[Uuid],
) -> ApiResult<Vec<(MemberRow, Uuid)>> {
    let mut found = Vec::new();
    for id in ids {
        if store::one(conn, scope.organization.id, *id)?.is_none() {
            continue;
        }
        match target(conn, caller, scope, *id) {
            Ok(one) => found.push(one),
            Err(ApiError::Rule(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

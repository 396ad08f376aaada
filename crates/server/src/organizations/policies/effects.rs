//! What switching a policy on does to members (screens §2.13): who does not comply loses access until they do.

use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::policies::PolicyType;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::words;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::mail::{enqueue, templates};
use crate::organizations::rules;
use crate::organizations::store::{self, Member};
use crate::two_step;
use crate::users;

/// Reasons of revocation (API contract §18).
const TWO_FACTOR: i64 = 2;
const SINGLE_ORGANIZATION: i64 = 4;

/// Applies what follows from a policy that has just gone on.
///
/// # Errors
/// 400 when somebody would be locked out of the account itself.
pub fn went_on(
    tx: &Transaction<'_>,
    source: &Source,
    organization: Uuid,
    kind: PolicyType,
    now: Millis,
) -> ApiResult<()> {
    let revocation = match kind {
        PolicyType::TwoFactor => {
            if !in_breach(tx, organization, kind, &format!("{NO_SECOND_STEP} AND length(u.password_hash) = 0"))?
                .is_empty()
            {
                return Err(ApiError::rule(words::LOCKED_OUT));
            }
            NO_TWO_STEP_LOGIN
        }
        PolicyType::SingleOrganization => OTHER_ORGANIZATION,
        _ => return Ok(()),
    };
    for member in in_breach(tx, organization, kind, revocation.breach)? {
        // Nobody loses access by their own hand.
        if member.user_id.is_some() && member.user_id == source.acting_user_id {
            continue;
        }
        revoke(tx, source, organization, &member, &revocation, now)?;
    }
    Ok(())
}

/// Takes access from an account that has just lost a second step and has none left, wherever two-step login is required
/// of it (screens MEM-E, §2.19). It is the server that acts, whoever switched the step off.
///
/// # Errors
/// When the database fails.
pub fn lost_second_step(tx: &Transaction<'_>, user: Uuid, now: Millis) -> ApiResult<()> {
    if !two_step::enabled(tx, user)?.is_empty() {
        return Ok(());
    }
    let (kind, source) = (PolicyType::TwoFactor, Source::system(Source::TWO_FACTOR_DISABLED));
    for (organization, member) in rules::memberships(tx, user)? {
        let concerned = rules::is_active(member.status)
            && super::is_on(tx, organization, kind)?
            && rules::binds(tx, organization, kind, (member.kind, member.status), user)?;
        if concerned {
            revoke(tx, &source, organization, &member, &NO_TWO_STEP_LOGIN, now)?;
        }
    }
    Ok(())
}

struct Revocation {
    breach: &'static str,
    reason: i64,
    event: EventKind,
    why: &'static str,
    remedy: &'static str,
}

const NO_TWO_STEP_LOGIN: Revocation = Revocation {
    breach: NO_SECOND_STEP,
    reason: TWO_FACTOR,
    event: EventKind::MEMBER_REVOKED_TWO_FACTOR,
    why: "it requires two-step login and your account has none.",
    remedy: "Set up two-step login in your account, then ask an administrator to restore your access. Nothing of yours was deleted.",
};
const OTHER_ORGANIZATION: Revocation = Revocation {
    breach: ELSEWHERE,
    reason: SINGLE_ORGANIZATION,
    event: EventKind::MEMBER_REVOKED_SINGLE_ORGANIZATION,
    why: "it does not allow its members to belong to other organisations.",
    remedy: "Leave the other organisations, then ask an administrator to restore your access. Nothing of yours was deleted.",
};

const NO_SECOND_STEP: &str = "NOT EXISTS (SELECT 1 FROM two_factor t WHERE t.user_id = m.user_id AND t.enabled <> 0)";
const ELSEWHERE: &str = "EXISTS (SELECT 1 FROM organization_user other WHERE other.user_id = m.user_id
                                 AND other.organization_id <> m.organization_id AND other.status IN (1, 2))";

/// Members with an account whom the policy binds and of whom `breach` is true.
fn in_breach(tx: &Transaction<'_>, organization: Uuid, kind: PolicyType, breach: &str) -> ApiResult<Vec<Member>> {
    let sql = format!(
        "SELECT m.id FROM organization_user m JOIN user u ON u.id = m.user_id
         WHERE m.organization_id = ?1 AND m.status IN (1, 2) AND {breach} ORDER BY m.created_at, m.id"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let ids: Vec<Uuid> = statement.query_map([organization], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for id in ids {
        if let Some(member) = store::member(tx, organization, id)?
            && let Some(user) = member.user_id
            && rules::binds(tx, organization, kind, (member.kind, member.status), user)?
        {
            found.push(member);
        }
    }
    Ok(found)
}

/// Takes access away, notes it, and tells the person how to get it back.
fn revoke(
    tx: &Transaction<'_>,
    source: &Source,
    organization: Uuid,
    member: &Member,
    revocation: &Revocation,
    now: Millis,
) -> ApiResult<()> {
    tx.prepare_cached(
        "UPDATE organization_user SET status_before_revoked = status, status = ?2, revocation_reason = ?3, revised_at = ?4
         WHERE id = ?1",
    )?
    .execute(params![member.id, OrganizationUserStatus::Revoked.number(), revocation.reason, now])?;
    if let Some(user) = member.user_id {
        users::touch(tx, user, now)?;
    }
    events::write(tx, now, &Event::of_member(revocation.event, source, organization, member.id))?;
    let name = store::organization(tx, organization)?.map(|found| found.name).unwrap_or_default();
    enqueue(tx, now, &templates::access_revoked(&member.email, &name, revocation.why, revocation.remedy))
}

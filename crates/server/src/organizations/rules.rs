//! What policies of organisations mean for an account: which rules bind its master password, which organisations it may
//! join, and whether it may join a provider (API contract §3, §11.3; screens §2.13, JOIN-A, JOIN-D). Keeping and
//! switching them: [`super::policies`].

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType, ProviderUserStatus};
use portal_contracts::policies::{Policy, PolicyType, binding};
use portal_contracts::token::MasterPasswordPolicy;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{policies, store};
use crate::error::{ApiError, ApiResult};
use crate::two_step;

/// The policies of an organisation that are in force; none when its plan has no policies.
fn enabled(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Policy>> {
    if !policies::store::in_plan(conn, organization)? {
        return Ok(Vec::new());
    }
    let stored = policies::store::all(conn, organization)?.into_iter().filter(|policy| policy.enabled);
    let policy = |policy: policies::store::Stored| Policy {
        id: Some(policy.id.to_string()),
        enabled: true,
        data: policy.data,
        ..Policy::never_saved(&organization.to_string(), policy.kind)
    };
    Ok(stored.map(policy).collect())
}

/// The policies that bind the members of one's organisations, as a sync lists them.
///
/// # Errors
/// When the database fails.
pub fn of_member(conn: &Connection, user: Uuid, statuses: &[OrganizationUserStatus]) -> ApiResult<Vec<Policy>> {
    let mut found = Vec::new();
    for (organization, member) in memberships(conn, user)? {
        if statuses.contains(&member.status) {
            found.append(&mut enabled(conn, organization)?);
        }
    }
    Ok(found)
}

/// The rules for master passwords that bind an account: the strictest of all its organisations.
///
/// # Errors
/// When the database fails.
pub fn master_password(conn: &Connection, user: Uuid) -> ApiResult<MasterPasswordPolicy> {
    let mut strictest = MasterPasswordPolicy::default();
    for (organization, member) in memberships(conn, user)? {
        if !binds(conn, organization, PolicyType::MasterPassword, (member.kind, member.status), user)? {
            continue;
        }
        for policy in enabled(conn, organization)? {
            if policy.r#type == PolicyType::MasterPassword
                && let Some(rules) = MasterPasswordPolicy::of(&policy)
            {
                strictest = strictest.and(&rules);
            }
        }
    }
    Ok(strictest)
}

/// Whether policies let an account join an organisation (screens JOIN-D), as far as they bind it.
///
/// # Errors
/// 400 with the reason.
pub fn require_may_join(
    conn: &Connection,
    organization: Uuid,
    role: OrganizationUserType,
    user: Uuid,
) -> ApiResult<()> {
    let single = PolicyType::SingleOrganization;
    let others: Vec<_> = memberships(conn, user)?.into_iter().filter(|(id, _)| *id != organization).collect();
    for (other, member) in &others {
        if binds(conn, *other, single, (member.kind, member.status), user)? && policies::is_on(conn, *other, single)? {
            return Err(ApiError::rule(
                "You cannot join this organization because you are a member of another organization which forbids it.",
            ));
        }
    }
    let bound = |kind: PolicyType| {
        let bound = binds(conn, organization, kind, (role, OrganizationUserStatus::Accepted), user)?;
        Ok::<_, ApiError>(bound && policies::is_on(conn, organization, kind)?)
    };
    if others.iter().any(|(_, other)| is_active(other.status)) && bound(single)? {
        return Err(ApiError::rule(
            "You may not join this organization until you leave or remove all other organizations.",
        ));
    }
    if two_step::enabled(conn, user)?.is_empty() && bound(PolicyType::TwoFactor)? {
        return Err(ApiError::rule(
            "You cannot join this organization until you enable two-step login on your user account.",
        ));
    }
    Ok(())
}

/// Why somebody is kept out of providers: an organisation that confirms its members automatically has no provider's people
/// among them, neither by accepting nor by being confirmed (screens JOIN-A, API contract §11.3).
pub const NO_PROVIDERS: &str = "You cannot join a provider because you are a member of an organization with the Automatic user confirmation policy.";

/// Whether policies keep an account out of providers; see [`NO_PROVIDERS`].
///
/// # Errors
/// When the database fails.
pub fn keeps_out_of_providers(conn: &Connection, user: Uuid) -> ApiResult<bool> {
    let kind = PolicyType::AutomaticConfirmation;
    for (organization, member) in memberships(conn, user)? {
        let bound = binds(conn, organization, kind, (member.kind, member.status), user)?;
        if bound && policies::is_on(conn, organization, kind)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether whoever joins hands the organisation a copy of the user key (policy 8 with automatic enrolment).
///
/// # Errors
/// When the database fails.
pub fn enrols_automatically(conn: &Connection, organization: Uuid) -> ApiResult<bool> {
    let kind = PolicyType::AccountRecovery;
    let policy = policies::store::one(conn, organization, kind)?;
    let automatic = policy.is_some_and(|policy| policy.settings().flag("autoEnrollEnabled"));
    Ok(automatic && policies::is_on(conn, organization, kind)?)
}

/// Whether a policy of this kind binds a person of this role and status. Whether it is on is another question.
pub(super) fn binds(
    conn: &Connection,
    organization: Uuid,
    kind: PolicyType,
    (role, status): (OrganizationUserType, OrganizationUserStatus),
    user: Uuid,
) -> ApiResult<bool> {
    let binding = binding(kind);
    Ok(binding.binds(role, status) && (binding.provider_staff || !works_for_provider(conn, organization, user)?))
}

/// Accepted or confirmed.
pub(super) const fn is_active(status: OrganizationUserStatus) -> bool {
    matches!(status, OrganizationUserStatus::Accepted | OrganizationUserStatus::Confirmed)
}

/// The memberships of an account, of every status.
pub(super) fn memberships(conn: &Connection, user: Uuid) -> ApiResult<Vec<(Uuid, store::Member)>> {
    let mut statement = conn.prepare_cached("SELECT organization_id FROM organization_user WHERE user_id = ?1")?;
    let ids: Vec<Uuid> = statement.query_map([user], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(member) = store::membership(conn, id, user)? {
            found.push((id, member));
        }
    }
    Ok(found)
}

fn works_for_provider(conn: &Connection, organization: Uuid, user: Uuid) -> ApiResult<bool> {
    let found = conn
        .prepare_cached(
            "SELECT 1 FROM provider_organization o JOIN provider_user u ON u.provider_id = o.provider_id
             WHERE o.organization_id = ?1 AND u.user_id = ?2 AND u.status = ?3",
        )?
        .query_row(params![organization, user, ProviderUserStatus::Confirmed.number()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

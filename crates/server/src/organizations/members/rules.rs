//! Who may do what to whom, seats, and the rule that somebody is always there to answer for an organisation.

use portal_contracts::enums::{OrganizationStatus, OrganizationUserStatus, OrganizationUserType, ProviderUserStatus};
use portal_contracts::member_rules::{SeatNeed, may_grant, may_manage};
use portal_contracts::permissions::{ClientStanding, Feature, Permissions};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::Scope;
use super::store::{self, MemberRow};
use crate::error::{ApiError, ApiResult};
use crate::organizations::store::Organization;
use crate::plans;

/// How the contract says that nobody would be left to answer for the organisation.
pub(super) const LAST_OWNER: &str = "Organization must have at least one confirmed owner.";

const ONLY_OWNERS: &str = "Only an Owner can configure another Owner's account.";
const CUSTOM_BELOW: &str = "Custom users can not manage Admins or Owners.";
const CUSTOM_GRANTS: &str = "Custom users can only grant the same custom permissions that they have.";
const NO_CUSTOM: &str = "To enable custom permissions the organization must be on an Enterprise plan.";

/// Why somebody may not manage a member of this role; `None` = they may.
pub(super) fn hierarchy(standing: &ClientStanding, target: OrganizationUserType) -> Option<&'static str> {
    if may_manage(standing, target) {
        None
    } else if standing.acts_as() == OrganizationUserType::Custom {
        Some(CUSTOM_BELOW)
    } else {
        Some(ONLY_OWNERS)
    }
}

/// Checks that somebody may give this role with these permissions, and that the plan has it.
pub(super) fn grant(scope: &Scope, role: OrganizationUserType, permissions: &Permissions) -> ApiResult<()> {
    if matches!(role, OrganizationUserType::Unknown(_)) {
        return Err(ApiError::invalid("Type", "The Type field is not a role of an organization."));
    }
    if let Some(reason) = hierarchy(&scope.actor.standing, role) {
        return Err(ApiError::rule(reason));
    }
    if !may_grant(&scope.actor.standing, role, permissions) {
        return Err(ApiError::rule(CUSTOM_GRANTS));
    }
    let features = plans::features(scope.organization.plan);
    if role == OrganizationUserType::Custom && !Feature::CustomRole.is_on(&features) {
        return Err(ApiError::rule(NO_CUSTOM));
    }
    Ok(())
}

/// What a member of this role keeps of the permissions sent along.
pub(super) fn stored_permissions(role: OrganizationUserType, permissions: &Permissions) -> Option<String> {
    if role == OrganizationUserType::Custom { serde_json::to_string(permissions).ok() } else { None }
}

/// Whether taking this member away would leave the organisation without a confirmed owner, and without a provider whose
/// people could answer for it.
pub(super) fn is_last_owner(conn: &Connection, member: &MemberRow) -> ApiResult<bool> {
    if member.status != OrganizationUserStatus::Confirmed || member.kind != OrganizationUserType::Owner {
        return Ok(false);
    }
    let others: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM organization_user
                            WHERE organization_id = ?1 AND id <> ?2 AND status = ?3 AND type = ?4)
                 OR EXISTS (SELECT 1 FROM provider_organization c JOIN provider_user p ON p.provider_id = c.provider_id
                            WHERE c.organization_id = ?1 AND p.status = ?5)",
        )?
        .query_row(
            params![
                member.organization_id,
                member.id,
                OrganizationUserStatus::Confirmed.number(),
                OrganizationUserType::Owner.number(),
                ProviderUserStatus::Confirmed.number(),
            ],
            |row| row.get(0),
        )?;
    Ok(!others)
}

/// Why so many newcomers find no seat; `None` = they do.
pub(super) fn no_seat(
    conn: &Connection,
    organization: &Organization,
    newcomers: usize,
) -> ApiResult<Option<&'static str>> {
    if SeatNeed::of(organization.seats, store::occupied(conn, organization.id)?, newcomers).fits() {
        return Ok(None);
    }
    Ok(Some(if organization.status == OrganizationStatus::Managed {
        "Seat limit has been reached. Please contact your provider to add more seats."
    } else {
        "Seat limit has been reached. Contact your billing owner to add more seats."
    }))
}

/// The member with this id, or 404.
pub(super) fn member(conn: &Connection, organization: Uuid, member: Uuid) -> ApiResult<MemberRow> {
    store::one(conn, organization, member)?.ok_or(ApiError::NotFound)
}

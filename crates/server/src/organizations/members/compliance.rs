//! Whether policies let somebody be an active member (screens §2.11): two-step login, no other organisation.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::policies::PolicyType;
use rusqlite::Connection;
use uuid::Uuid;

use crate::error::ApiResult;
use crate::organizations::{policies, rules};
use crate::two_step;

/// What stands against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breach {
    /// No second step.
    TwoStep,
    /// Member of another organisation.
    OtherOrganization,
}

/// What stands against an account becoming a member of this role and status; `None` = nothing. An account that does not
/// exist yet cannot break a rule.
pub(super) fn breach(
    conn: &Connection,
    organization: Uuid,
    user: Option<Uuid>,
    role: OrganizationUserType,
    status: OrganizationUserStatus,
) -> ApiResult<Option<Breach>> {
    let Some(user) = user else { return Ok(None) };
    let binds = |kind: PolicyType| -> ApiResult<bool> {
        Ok(policies::is_on(conn, organization, kind)? && rules::binds(conn, organization, kind, (role, status), user)?)
    };
    if binds(PolicyType::TwoFactor)? && two_step::enabled(conn, user)?.is_empty() {
        return Ok(Some(Breach::TwoStep));
    }
    if binds(PolicyType::SingleOrganization)? && belongs_elsewhere(conn, organization, user)? {
        return Ok(Some(Breach::OtherOrganization));
    }
    Ok(None)
}

fn belongs_elsewhere(conn: &Connection, organization: Uuid, user: Uuid) -> ApiResult<bool> {
    let found = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM organization_user
                            WHERE user_id = ?1 AND organization_id <> ?2 AND status IN (1, 2))",
        )?
        .query_row([user, organization], |row| row.get(0))?;
    Ok(found)
}

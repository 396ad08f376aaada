//! Who may do what in a provider (screens §1.1, API contract §1.6).
//!
//! A right needs both: the claim in the access token, so that new rights work only after a refresh
//! as on the vendor's server, and the membership as it stands now, so that lost rights end at once.

use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use portal_contracts::permissions::ProviderAction;
use rusqlite::Connection;
use uuid::Uuid;

use super::store::{self, Provider};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};

/// The provider and the caller's role in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// The provider.
    pub provider: Provider,
    /// The caller's role, already known to allow the action.
    pub role: ProviderUserType,
}

/// Lets the caller through when their role allows the action.
///
/// Service users are kept out of a provider that is out of service; its admins are not.
///
/// # Errors
/// 403 for everyone else, also when there is no such provider.
pub fn require(conn: &Connection, caller: &Caller, provider: Uuid, action: ProviderAction) -> ApiResult<Access> {
    let claimed = if caller.is_provider_admin(provider) {
        ProviderUserType::ProviderAdmin
    } else if caller.is_provider_member(provider) {
        ProviderUserType::ServiceUser
    } else {
        return Err(ApiError::Forbidden);
    };
    let found = store::provider(conn, provider)?.ok_or(ApiError::Forbidden)?;
    let member = store::membership(conn, provider, caller.user_id)?
        .filter(|member| member.status == ProviderUserStatus::Confirmed)
        .ok_or(ApiError::Forbidden)?;
    let enters = found.enabled || member.kind == ProviderUserType::ProviderAdmin;
    if enters && action.allowed_for(claimed) && action.allowed_for(member.kind) {
        // The weaker of both roles decides whatever else depends on the role.
        let role = if claimed == member.kind { claimed } else { ProviderUserType::ServiceUser };
        Ok(Access { provider: found, role })
    } else {
        Err(ApiError::Forbidden)
    }
}

/// The same for actions on clients, which need a provider that is billed for them.
///
/// # Errors
/// 403 as [`require`]; 401 without a body when the provider is not billable (API contract §5.6).
pub fn require_billable(
    conn: &Connection,
    caller: &Caller,
    provider: Uuid,
    action: ProviderAction,
) -> ApiResult<Access> {
    let access = require(conn, caller, provider, action)?;
    if access.provider.is_billable() { Ok(access) } else { Err(ApiError::Unauthorized) }
}

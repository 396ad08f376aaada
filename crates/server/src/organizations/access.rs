//! Who may do what in an organisation (API contract §1.6).
//!
//! As with providers a right needs both the claim in the token and the membership as it stands now.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::permissions::ProviderAction;
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::providers;

/// Why somebody counts as an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Own membership.
    Member,
    /// Membership of the provider that manages the organisation.
    Provider {
        /// The provider.
        provider: Uuid,
        /// The link between provider and organisation.
        link: Uuid,
    },
}

/// The right *org:owner*: a confirmed owner, or anyone confirmed in the provider of the organisation.
///
/// # Errors
/// 404 for everybody else, as if the organisation did not exist.
pub fn require_owner(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Owner> {
    let member = store::membership(conn, organization, caller.user_id)?;
    let is_owner = member.is_some_and(|member| {
        member.kind == OrganizationUserType::Owner && member.status == OrganizationUserStatus::Confirmed
    });
    if is_owner && caller.organizations.owner.contains(&organization) {
        return Ok(Owner::Member);
    }
    let managed: Option<(Uuid, Uuid)> = conn
        .prepare_cached("SELECT provider_id, id FROM provider_organization WHERE organization_id = ?1")?
        .query_row([organization], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (provider, link) = managed.ok_or(ApiError::NotFound)?;
    match providers::access::require(conn, caller, provider, ProviderAction::OpenClient) {
        Ok(_) => Ok(Owner::Provider { provider, link }),
        Err(ApiError::Forbidden) => Err(ApiError::NotFound),
        Err(other) => Err(other),
    }
}

/// Notes in both logs that a provider opened one of its clients (1903 and 1603); nothing when the
/// caller is a member of the organisation.
///
/// # Errors
/// When the database fails.
pub fn note_opening(
    tx: &Transaction<'_>,
    caller: &Caller,
    organization: Uuid,
    owner: Owner,
    now: Millis,
) -> ApiResult<()> {
    let Owner::Provider { provider, link } = owner else { return Ok(()) };
    let source = Source::from(caller);
    events::write(tx, now, &Event::of_client(EventKind::CLIENT_ACCESSED, &source, provider, link))?;
    let opened = Event::new(EventKind::ORGANIZATION_ACCESSED, &source);
    events::write(tx, now, &Event { organization_id: Some(organization), ..opened })
}

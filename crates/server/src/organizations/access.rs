//! Who may do what in an organisation (API contract §1.6).
//!
//! As with providers a right needs both the claim in the token and the membership as it stands now.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::permissions::{ClientAction, ClientStanding, Permissions, ProviderAction};
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::providers;

/// Why somebody may work in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
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

/// Somebody who was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Why.
    pub via: Via,
    /// Role and permissions.
    pub standing: ClientStanding,
    /// Own membership, when there is a confirmed one; provider staff may have one too.
    pub member: Option<Uuid>,
}

/// Lets the caller through when role or permissions allow the action, or when they work for the provider of the
/// organisation (the rights *org:X* and *org:owner*). Whether the plan has the feature is another question.
///
/// # Errors
/// 404 for everybody else, as if the organisation did not exist.
pub fn require(conn: &Connection, caller: &Caller, organization: Uuid, action: ClientAction) -> ApiResult<Actor> {
    let actor = find(conn, caller, organization)?.ok_or(ApiError::NotFound)?;
    if actor.standing.allows(action) { Ok(actor) } else { Err(ApiError::NotFound) }
}

/// As [`require`], for calls that tell a member whose right is missing that it is; one of the actions is enough.
///
/// # Errors
/// 401 without a body for members who may do none of them (spec §13.2), 404 for strangers.
pub fn require_any(
    conn: &Connection,
    caller: &Caller,
    organization: Uuid,
    actions: &[ClientAction],
) -> ApiResult<Actor> {
    let actor = find(conn, caller, organization)?.ok_or(ApiError::NotFound)?;
    if actions.iter().any(|action| actor.standing.allows(*action)) { Ok(actor) } else { Err(ApiError::Unauthorized) }
}

/// The right *org:owner*: a confirmed owner, or anyone confirmed in the provider of the organisation.
///
/// # Errors
/// 404 for everybody else, as if the organisation did not exist.
pub fn require_owner(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Actor> {
    require(conn, caller, organization, ClientAction::ManageOrganization)
}

/// What the caller is in an organisation; `None` for strangers.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Option<Actor>> {
    let member = store::membership(conn, organization, caller.user_id)?
        .filter(|member| member.status == OrganizationUserStatus::Confirmed)
        .filter(|member| claims(caller, organization, member.kind));
    let permissions = match &member {
        Some(member) if member.kind == OrganizationUserType::Custom => permissions_of(conn, member.id)?,
        _ => Permissions::NONE,
    };
    let standing = |provider| ClientStanding { provider, role: member.as_ref().map(|member| member.kind), permissions };
    let own = member.as_ref().map(|member| member.id);
    if let Some(via @ Via::Provider { .. }) = provider_of(conn, caller, organization)? {
        // Whoever is both acts with the larger right, but leaves no trace as a provider.
        let via = if standing(false).is_owner() { Via::Member } else { via };
        return Ok(Some(Actor { via, standing: standing(true), member: own }));
    }
    Ok(own.map(|_| Actor { via: Via::Member, standing: standing(false), member: own }))
}

/// Whether the token carries the role that the membership has now.
fn claims(caller: &Caller, organization: Uuid, role: OrganizationUserType) -> bool {
    let claims = &caller.organizations;
    match role {
        OrganizationUserType::Owner => claims.owner.contains(&organization),
        OrganizationUserType::Admin => claims.admin.contains(&organization),
        OrganizationUserType::User => claims.user.contains(&organization),
        OrganizationUserType::Custom => claims.custom.contains(&organization),
        OrganizationUserType::Unknown(_) => false,
    }
}

fn permissions_of(conn: &Connection, member: Uuid) -> ApiResult<Permissions> {
    let text: Option<String> = conn
        .prepare_cached("SELECT permissions FROM organization_user WHERE id = ?1")?
        .query_row([member], |row| row.get(0))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn provider_of(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Option<Via>> {
    let managed: Option<(Uuid, Uuid)> = conn
        .prepare_cached("SELECT provider_id, id FROM provider_organization WHERE organization_id = ?1")?
        .query_row([organization], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((provider, link)) = managed else { return Ok(None) };
    match providers::access::require(conn, caller, provider, ProviderAction::OpenClient) {
        Ok(_) => Ok(Some(Via::Provider { provider, link })),
        Err(ApiError::Forbidden) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Notes in both logs that a provider opened one of its clients (1903 and 1603); nothing when the
/// caller is a member of the organisation.
///
/// # Errors
/// When the database fails.
pub fn note_opening(tx: &Transaction<'_>, caller: &Caller, organization: Uuid, via: Via, now: Millis) -> ApiResult<()> {
    let Via::Provider { provider, link } = via else { return Ok(()) };
    let source = Source::from(caller);
    events::write(tx, now, &Event::of_client(EventKind::CLIENT_ACCESSED, &source, provider, link))?;
    let opened = Event::new(EventKind::ORGANIZATION_ACCESSED, &source);
    events::write(tx, now, &Event { organization_id: Some(organization), ..opened })
}

//! Writing events. An event is part of the transaction it tells of: both happen or neither.

use portal_contracts::enums::{OrganizationUserStatus, PlanType, ProviderUserStatus};
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::EventKind;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::plans;

/// Who caused an event and from where; nothing is known of events without a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The person who acted.
    pub acting_user_id: Option<Uuid>,
    /// `DeviceType` of the program, from the request or the session.
    pub device_type: Option<i64>,
    /// Address of the sender.
    pub ip_address: Option<String>,
    /// The part of the server that acted by itself (API contract §14.2).
    pub system_user: Option<i64>,
}

impl Source {
    /// Looking at domains by itself.
    pub const DOMAIN_VERIFICATION: i64 = 2;
    /// Taking access from an account whose second step is gone.
    pub const TWO_FACTOR_DISABLED: i64 = 4;

    /// A part of the server, not a person.
    #[must_use]
    pub fn system(part: i64) -> Self {
        Self { system_user: Some(part), ..Self::default() }
    }
}

impl From<&Caller> for Source {
    fn from(caller: &Caller) -> Self {
        Self {
            acting_user_id: Some(caller.user_id),
            device_type: caller.device_type,
            ip_address: Some(caller.ip.to_string()),
            system_user: None,
        }
    }
}

/// One event to be written; ids that do not apply stay empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub source: Source,
    /// Account it concerns.
    pub user_id: Option<Uuid>,
    /// Organisation in whose log it stands.
    pub organization_id: Option<Uuid>,
    /// Provider in whose log it stands.
    pub provider_id: Option<Uuid>,
    /// Collection it concerns.
    pub collection_id: Option<Uuid>,
    /// Group it concerns.
    pub group_id: Option<Uuid>,
    /// Policy it concerns.
    pub policy_id: Option<Uuid>,
    /// Member it concerns.
    pub organization_user_id: Option<Uuid>,
    /// Provider's person it concerns.
    pub provider_user_id: Option<Uuid>,
    /// Client link it concerns.
    pub provider_organization_id: Option<Uuid>,
    /// Domain it concerns.
    pub domain_name: Option<String>,
}

impl Event {
    /// An event without any id yet.
    #[must_use]
    pub fn new(kind: EventKind, source: &Source) -> Self {
        Self {
            kind,
            source: source.clone(),
            user_id: None,
            organization_id: None,
            provider_id: None,
            collection_id: None,
            group_id: None,
            policy_id: None,
            organization_user_id: None,
            provider_user_id: None,
            provider_organization_id: None,
            domain_name: None,
        }
    }

    /// An event of a provider's log about one of its people.
    #[must_use]
    pub fn of_provider_user(kind: EventKind, source: &Source, provider: Uuid, provider_user: Uuid) -> Self {
        Self { provider_id: Some(provider), provider_user_id: Some(provider_user), ..Self::new(kind, source) }
    }

    /// An event of a provider's log about one of its clients.
    #[must_use]
    pub fn of_client(kind: EventKind, source: &Source, provider: Uuid, link: Uuid) -> Self {
        Self { provider_id: Some(provider), provider_organization_id: Some(link), ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about itself.
    #[must_use]
    pub fn of_organization(kind: EventKind, source: &Source, organization: Uuid) -> Self {
        Self { organization_id: Some(organization), ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about one of its collections.
    #[must_use]
    pub fn of_collection(kind: EventKind, source: &Source, organization: Uuid, collection: Uuid) -> Self {
        Self { organization_id: Some(organization), collection_id: Some(collection), ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about one of its groups.
    #[must_use]
    pub fn of_group(kind: EventKind, source: &Source, organization: Uuid, group: Uuid) -> Self {
        Self { organization_id: Some(organization), group_id: Some(group), ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about one of its policies.
    #[must_use]
    pub fn of_policy(kind: EventKind, source: &Source, organization: Uuid, policy: Uuid) -> Self {
        Self { organization_id: Some(organization), policy_id: Some(policy), ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about one of its domains.
    #[must_use]
    pub fn of_domain(kind: EventKind, source: &Source, organization: Uuid, domain: &str) -> Self {
        let domain_name = Some(domain.to_owned());
        Self { organization_id: Some(organization), domain_name, ..Self::new(kind, source) }
    }

    /// An event of an organisation's log about one of its members.
    #[must_use]
    pub fn of_member(kind: EventKind, source: &Source, organization: Uuid, member: Uuid) -> Self {
        Self { organization_id: Some(organization), organization_user_id: Some(member), ..Self::new(kind, source) }
    }
}

/// Writes one event. An event for the log of a provider or organisation that keeps none (switched
/// off, out of service, or not part of the plan) is dropped, as the vendor's server does.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &Transaction<'_>, at: Millis, event: &Event) -> ApiResult<()> {
    if let Some(provider) = event.provider_id
        && !provider_keeps_log(tx, provider)?
    {
        return Ok(());
    }
    if let Some(organization) = event.organization_id
        && !organization_keeps_log(tx, organization)?
    {
        return Ok(());
    }
    insert(tx, at, event)
}

/// Writes an event of a person's own (1000–1011): once for the person, and once for each provider
/// and organisation of which the person is a confirmed member, so that it shows in their logs.
///
/// # Errors
/// When the database fails.
pub fn write_for_user(tx: &Transaction<'_>, at: Millis, kind: EventKind, user: Uuid, source: &Source) -> ApiResult<()> {
    let source = Source { acting_user_id: Some(user), ..source.clone() };
    let own = Event { user_id: Some(user), ..Event::new(kind, &source) };
    insert(tx, at, &own)?;
    for provider in memberships(
        tx,
        "SELECT provider_id FROM provider_user WHERE user_id = ?1 AND status = ?2",
        user,
        ProviderUserStatus::Confirmed.number(),
    )? {
        write(tx, at, &Event { provider_id: Some(provider), ..own.clone() })?;
    }
    for organization in memberships(
        tx,
        "SELECT organization_id FROM organization_user WHERE user_id = ?1 AND status = ?2",
        user,
        OrganizationUserStatus::Confirmed.number(),
    )? {
        write(tx, at, &Event { organization_id: Some(organization), ..own.clone() })?;
    }
    Ok(())
}

fn memberships(tx: &Transaction<'_>, sql: &str, user: Uuid, status: i64) -> ApiResult<Vec<Uuid>> {
    let mut statement = tx.prepare_cached(sql)?;
    let ids = statement.query_map(params![user, status], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

fn provider_keeps_log(tx: &Transaction<'_>, provider: Uuid) -> ApiResult<bool> {
    let keeps = tx
        .prepare_cached("SELECT use_events AND enabled FROM provider WHERE id = ?1")?
        .query_row([provider], |row| row.get(0))
        .optional()?;
    Ok(keeps.unwrap_or(false))
}

fn organization_keeps_log(tx: &Transaction<'_>, organization: Uuid) -> ApiResult<bool> {
    let found: Option<(i64, bool)> = tx
        .prepare_cached("SELECT plan_type, enabled FROM organization WHERE id = ?1")?
        .query_row([organization], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.is_some_and(|(plan, enabled)| enabled && plans::features(PlanType::from_number(plan)).use_events))
}

fn insert(tx: &Transaction<'_>, at: Millis, event: &Event) -> ApiResult<()> {
    tx.prepare_cached(
        "INSERT INTO event (type, date, user_id, acting_user_id, organization_id, provider_id, collection_id,
                            organization_user_id, provider_user_id, provider_organization_id, device_type, ip_address,
                            group_id, policy_id, system_user, domain_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        event.kind.0,
        at,
        event.user_id,
        event.source.acting_user_id,
        event.organization_id,
        event.provider_id,
        event.collection_id,
        event.organization_user_id,
        event.provider_user_id,
        event.provider_organization_id,
        event.source.device_type,
        event.source.ip_address,
        event.group_id,
        event.policy_id,
        event.source.system_user,
        event.domain_name,
    ])?;
    Ok(())
}

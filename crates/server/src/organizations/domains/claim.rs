//! What comes of a look at a domain: it is claimed, with everything that follows, or it is not yet.

use portal_contracts::permissions::Feature;
use portal_contracts::policies::{PolicyMetadata, PolicyType};
use rusqlite::Transaction;
use uuid::Uuid;

use super::store::{self, Domain};
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::organizations::policies::{self, Switch, store as policy_store};
use crate::organizations::store as organizations;
use crate::plans;

/// Somebody else was first.
pub(super) const TAKEN: &str = "The domain is not available to be claimed.";

/// Somebody asked to look.
///
/// # Errors
/// 404 when the domain is gone, 409 when it is claimed already, by this organisation or by another one.
pub(super) fn by_person(
    tx: &Transaction<'_>,
    source: &Source,
    organization: Uuid,
    id: Uuid,
    says: bool,
    now: Millis,
) -> ApiResult<Domain> {
    let domain = store::one(tx, organization, id)?.ok_or(ApiError::NotFound)?;
    if domain.verified_at.is_some() {
        return Err(ApiError::Conflict("Domain has already been verified.".into()));
    }
    if store::claimed_by_another(tx, organization, &domain.name)? {
        return Err(ApiError::Conflict(TAKEN.into()));
    }
    settle(tx, source, domain, says, now)
}

/// The server looked by itself. What happened to the domain meanwhile counts.
///
/// # Errors
/// When the database fails.
pub(super) fn by_itself(tx: &Transaction<'_>, seen: &Domain, says: bool, now: Millis) -> ApiResult<()> {
    let Some(mut domain) = store::one(tx, seen.organization_id, seen.id)? else { return Ok(()) };
    if domain.verified_at.is_some() {
        return Ok(());
    }
    domain.job_runs += 1;
    domain.next_run_at = domain.look_after(domain.job_runs, now);
    let free = !store::claimed_by_another(tx, domain.organization_id, &domain.name)?;
    // As for a person who asks: in service, on a plan with claimed domains.
    let owner = organizations::organization(tx, domain.organization_id)?;
    let may = owner.is_some_and(|owner| owner.enabled && Feature::Domains.is_on(&plans::features(owner.plan)));
    settle(tx, &Source::system(Source::DOMAIN_VERIFICATION), domain, says && free && may, now)?;
    Ok(())
}

fn settle(tx: &Transaction<'_>, source: &Source, mut domain: Domain, claims: bool, now: Millis) -> ApiResult<Domain> {
    domain.last_checked_at = Some(now);
    if claims {
        domain.verified_at = Some(now);
        domain.next_run_at = None;
    }
    store::looked(tx, &domain)?;
    let kind = if claims { EventKind::DOMAIN_VERIFIED } else { EventKind::DOMAIN_NOT_VERIFIED };
    events::write(tx, now, &Event::of_domain(kind, source, domain.organization_id, &domain.name))?;
    if claims {
        hold_together(tx, source, domain.organization_id, now)?;
        organizations::touch_members(tx, domain.organization_id, now)?;
    }
    Ok(domain)
}

/// Whose accounts belong to an organisation belong to no other one: the policy goes on with the first domain.
fn hold_together(tx: &Transaction<'_>, source: &Source, organization: Uuid, now: Millis) -> ApiResult<()> {
    let kind = PolicyType::SingleOrganization;
    let before = policy_store::one(tx, organization, kind)?;
    if before.as_ref().is_some_and(|before| before.enabled) || !policy_store::in_plan(tx, organization)? {
        return Ok(());
    }
    let data = before.and_then(|before| before.data);
    let change = Switch { organization, kind, enabled: true, data, metadata: PolicyMetadata::default() };
    policies::switch(tx, source, &change, now)?;
    Ok(())
}

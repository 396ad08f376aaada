//! Claimed domains of an organisation (API contract §13.2; screens §2.17): a domain is claimed by whoever can write into
//! its DNS. Members with addresses of a claimed domain have accounts that belong to the organisation.

mod address;
mod claim;
pub mod store;
mod watch;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use portal_contracts::List;
use portal_contracts::domains::{AddDomain, DOMAIN, OrganizationDomain, read_domain};
use portal_contracts::permissions::{ClientAction, Feature};
use rusqlite::Connection;
use uuid::Uuid;

use self::store::Domain;
use crate::auth::Caller;
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::{access, store as organizations};
use crate::state::AppState;
use crate::{fields, plans};

/// Most domains of one organisation, claimed or not: each is looked at again and again.
const MOST: usize = 100;

pub use address::blocks;
pub use watch::{run_due, watch};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/domain/sso/verified", post(address::verified))
        .route("/organizations/{id}/domain", get(list).post(add))
        .route("/organizations/{id}/domain/{domain}", get(one).delete(remove))
        .route("/organizations/{id}/domain/{domain}/verify", post(verify))
        .route("/organizations/{id}/domain/{domain}/remove", post(remove))
}

async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<List<OrganizationDomain>>> {
    app.db
        .read(move |conn| {
            // Policies stand on claimed domains, so who manages them may see which ones there are.
            let either = [ClientAction::ManageSso, ClientAction::ManagePolicies];
            access::require_any(conn, &caller, organization, &either)?;
            Ok(Json(List::of(store::all(conn, organization)?.into_iter().map(wire).collect())))
        })
        .await
}

async fn one(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, domain)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<OrganizationDomain>> {
    app.db
        .read(move |conn| {
            access::require_any(conn, &caller, organization, &[ClientAction::ManageSso])?;
            store::one(conn, organization, domain)?.map(wire).map(Json).ok_or(ApiError::NotFound)
        })
        .await
}

async fn add(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(wanted): Body<AddDomain>,
) -> ApiResult<Json<OrganizationDomain>> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            allowed(tx, &caller, organization)?;
            fields::required("DomainName", &wanted.domain_name, DOMAIN)?;
            let name = read_domain(&wanted.domain_name)
                .map_err(|_| ApiError::invalid("DomainName", "The DomainName field is not a valid domain."))?;
            if store::all(tx, organization)?.len() >= MOST {
                return Err(ApiError::rule("An organization can have 100 domains at most."));
            }
            if store::named(tx, organization, &name)? {
                return Err(ApiError::Conflict("A domain already exists for this organization.".into()));
            }
            if store::claimed_by_another(tx, organization, &name)? {
                return Err(ApiError::Conflict(claim::TAKEN.into()));
            }
            let domain = store::insert(tx, organization, &name, now)?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_domain(EventKind::DOMAIN_ADDED, &source, organization, &name))?;
            Ok(Json(wire(domain)))
        })
        .await
}

/// Looks now. A domain that does not say what it should is no error: the answer shows that it is not claimed.
async fn verify(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<OrganizationDomain>> {
    let asking = caller.clone();
    let domain = app
        .db
        .read(move |conn| {
            allowed(conn, &asking, organization)?;
            store::one(conn, organization, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    // No transaction is held open while a name server thinks.
    let says = app.dns.says(&domain.name, &domain.txt).await;
    let now = app.clock.now();
    let source = Source::from(&caller);
    let settled = app
        .db
        .write(move |tx| {
            allowed(tx, &caller, organization)?;
            claim::by_person(tx, &source, organization, id, says, now)
        })
        .await?;
    Ok(Json(wire(settled)))
}

async fn remove(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            // Whoever had the plan can always let go.
            access::require_any(tx, &caller, organization, &[ClientAction::ManageSso])?;
            let domain = store::one(tx, organization, id)?.ok_or(ApiError::NotFound)?;
            store::delete(tx, id)?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_domain(EventKind::DOMAIN_REMOVED, &source, organization, &domain.name))?;
            organizations::touch_members(tx, organization, now)
        })
        .await
}

/// The right, and a plan that has claimed domains.
fn allowed(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<()> {
    access::require_any(conn, caller, organization, &[ClientAction::ManageSso])?;
    let found = organizations::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
    if Feature::Domains.is_on(&plans::features(found.plan)) {
        Ok(())
    } else {
        Err(ApiError::rule("Organization cannot claim domains."))
    }
}

fn wire(domain: Domain) -> OrganizationDomain {
    OrganizationDomain {
        object: "organizationDomain".to_owned(),
        id: domain.id.to_string(),
        organization_id: domain.organization_id.to_string(),
        txt: Some(domain.txt),
        domain_name: domain.name,
        creation_date: Some(clock::iso(domain.created_at)),
        next_run_date: domain.next_run_at.map(clock::iso),
        job_run_count: domain.job_runs,
        verified_date: domain.verified_at.map(clock::iso),
        last_checked_date: domain.last_checked_at.map(clock::iso),
    }
}

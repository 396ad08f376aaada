//! Taking over an organisation that the caller owns.

use axum::Json;
use axum::extract::State;
use portal_contracts::clients::{AddExistingClient, AddableOrganization};
use portal_contracts::enums::{
    OrganizationStatus, OrganizationUserStatus, OrganizationUserType, PlanType, ProviderUserType,
};
use portal_contracts::permissions::ProviderAction;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::KEY;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::store::{self as organizations, Organization};
use crate::plans;
use crate::providers::access::{self, Access};
use crate::providers::{billing, store};
use crate::state::AppState;

/// Answers a bare array (API contract §5.6).
pub(super) async fn addable(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
) -> ApiResult<Json<Vec<AddableOrganization>>> {
    let found = app
        .db
        .read(move |conn| {
            let access = access::require_billable(conn, &caller, provider, ProviderAction::SeeClients)?;
            let mut found = Vec::new();
            for organization in owned(conn, caller.user_id)? {
                let Some((seats, plan)) = takeover(&access, &organization) else { continue };
                let Some(pool) = billing::pool(conn, provider, plan)? else { continue };
                let may_buy = access.role == ProviderUserType::ProviderAdmin;
                found.push(AddableOrganization {
                    id: organization.id.to_string(),
                    plan: plans::name(organization.plan),
                    name: organization.name,
                    seats,
                    disabled: !may_buy && pool.purchases(0, seats),
                });
            }
            Ok(found)
        })
        .await?;
    Ok(Json(found))
}

/// Also the older path `organizations/add`, which has the same body.
pub(super) async fn add(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<AddExistingClient>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let access = access::require_billable(tx, &caller, provider, ProviderAction::AddExistingClient)?;
            fields::encrypted("Key", &body.key, Sealed::Symmetric, KEY)?;
            let id: Uuid = body
                .organization_id
                .parse()
                .map_err(|_| ApiError::invalid("OrganizationId", "The OrganizationId field is not a valid id."))?;
            link(tx, &caller, &access, id, &body.key, now)
        })
        .await
}

fn link(tx: &Transaction<'_>, caller: &Caller, access: &Access, id: Uuid, key: &str, now: Millis) -> ApiResult<()> {
    let provider = &access.provider;
    // Organisations of others do not exist for the caller: a provider must not be able to take them
    // over, nor to find out about them.
    let owns = organizations::membership(tx, id, caller.user_id)?.is_some_and(|member| {
        member.kind == OrganizationUserType::Owner && member.status == OrganizationUserStatus::Confirmed
    });
    let organization = organizations::organization(tx, id)?.filter(|_| owns).ok_or(ApiError::NotFound)?;
    let linked: Option<Uuid> = tx
        .query_row("SELECT provider_id FROM provider_organization WHERE organization_id = ?1", [id], |row| row.get(0))
        .optional()?;
    if linked.is_some() {
        return Err(ApiError::Conflict("This organisation already belongs to a provider.".to_owned()));
    }
    let Some((_, plan)) = takeover(access, &organization) else {
        return Err(ApiError::rule("This organisation cannot be added to the provider."));
    };
    if billing::pool(tx, provider.id, plan)?.is_none() {
        return Err(ApiError::Unready("The provider's subscription has no such plan.".to_owned()));
    }
    tx.execute(
        "UPDATE organization SET status = ?2, plan_type = ?3, billing_email = ?4, revised_at = ?5 WHERE id = ?1",
        params![id, OrganizationStatus::Managed.number(), plan.number(), provider.billing_email, now],
    )?;
    let link = Uuid::new_v4();
    tx.execute(
        "INSERT INTO provider_organization (id, provider_id, organization_id, key, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![link, provider.id, id, key, now],
    )?;
    let source = Source::from(caller);
    events::write(tx, now, &Event::of_client(EventKind::CLIENT_ADDED, &source, provider.id, link))?;
    organizations::touch_members(tx, id, now)?;
    store::touch_people(tx, provider.id, now)
}

/// The organisations of which the person is a confirmed owner and which have no provider yet.
fn owned(conn: &Connection, user: Uuid) -> ApiResult<Vec<Organization>> {
    let sql = format!(
        "SELECT {} FROM organization o JOIN organization_user m ON m.organization_id = o.id
         WHERE m.user_id = ?1 AND m.status = ?2 AND m.type = ?3
           AND NOT EXISTS (SELECT 1 FROM provider_organization c WHERE c.organization_id = o.id)
         ORDER BY o.name, o.id",
        organizations::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement
        .query_map(
            params![user, OrganizationUserStatus::Confirmed.number(), OrganizationUserType::Owner.number()],
            organizations::read,
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Seats and plan with which the provider would take the organisation over; `None` = it cannot
/// (screens CLI-C: in service, on its own, paid plan of a family the provider sells, seats).
fn takeover(access: &Access, organization: &Organization) -> Option<(i64, PlanType)> {
    let seats = organization.seats.filter(|seats| *seats > 0)?;
    let stands_alone = organization.enabled && organization.status == OrganizationStatus::Created;
    let plan = plans::when_taken_over(access.provider.kind, organization.plan)?;
    stands_alone.then_some((seats, plan))
}

//! All clients with their seats.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::{OrganizationUserStatus, PlanType};
use portal_contracts::permissions::ProviderAction;
use rusqlite::{Connection, named_params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::ApiResult;
use crate::ids::PathIds;
use crate::providers::access;
use crate::state::AppState;
use crate::{clock, plans};

pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, provider, ProviderAction::SeeClients)?;
            clients(conn, provider)
        })
        .await?;
    Ok(Json(json!({ "data": data, "continuationToken": null, "object": "list" })))
}

fn clients(conn: &Connection, provider: Uuid) -> ApiResult<Vec<Value>> {
    let mut statement = conn.prepare_cached(
        "SELECT c.id, c.organization_id, o.name, c.key, c.settings, c.created_at, c.revised_at, o.seats, o.plan_type,
                (SELECT count(*) FROM organization_user m WHERE m.organization_id = o.id AND m.status = :confirmed),
                (SELECT count(*) FROM organization_user m
                 WHERE m.organization_id = o.id AND m.status BETWEEN :invited AND :confirmed)
         FROM provider_organization c JOIN organization o ON o.id = c.organization_id
         WHERE c.provider_id = :provider ORDER BY o.name, c.id",
    )?;
    let clients = statement
        .query_map(
            named_params! {
                ":provider": provider,
                ":invited": OrganizationUserStatus::Invited.number(),
                ":confirmed": OrganizationUserStatus::Confirmed.number(),
            },
            |row| {
                let seats: Option<i64> = row.get(7)?;
                let occupied: i64 = row.get(10)?;
                Ok(json!({
                    "object": "providerOrganizationOrganizationDetail",
                    "id": row.get::<_, Uuid>(0)?,
                    "providerId": provider,
                    "organizationId": row.get::<_, Uuid>(1)?,
                    "organizationName": row.get::<_, String>(2)?,
                    "key": row.get::<_, String>(3)?,
                    "settings": row.get::<_, Option<String>>(4)?,
                    "creationDate": clock::iso(row.get(5)?),
                    "revisionDate": clock::iso(row.get(6)?),
                    "userCount": row.get::<_, i64>(9)?,
                    "seats": seats,
                    "occupiedSeats": occupied,
                    "remainingSeats": seats.map(|seats| seats.saturating_sub(occupied)),
                    "plan": plans::name(PlanType::from_number(row.get(8)?)),
                }))
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(clients)
}

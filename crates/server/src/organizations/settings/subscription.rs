//! What an organisation subscribes to (API contract §7.7). No money moves here.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use rusqlite::params;
use serde_json::{Value, json};
use uuid::Uuid;

use super::provider_of;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::organizations::details::wire;
use crate::organizations::{access, store};
use crate::state::AppState;

/// Of a client that a provider bills only the provider's people see it: its own owner asks the provider.
pub(super) async fn read(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let organization = app
        .db
        .read(move |conn| {
            let actor = access::require_owner(conn, &caller, id)?;
            let billed_elsewhere = provider_of(conn, id)?.is_some_and(|provider| provider.is_billable());
            if billed_elsewhere && !actor.standing.provider {
                return Err(ApiError::NotFound);
            }
            store::organization(conn, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    let mut answer = wire(&organization);
    if let Value::Object(members) = &mut answer {
        members.insert("object".to_owned(), json!("organizationSubscription"));
        members.insert("storageGb".to_owned(), json!(0.0));
        for name in [
            "storageName",
            "customerDiscount",
            "subscription",
            "upcomingInvoice",
            "expiration",
            "expirationWithoutGracePeriod",
        ] {
            members.insert(name.to_owned(), Value::Null);
        }
    }
    Ok(Json(answer))
}

/// Seats that somebody sits on, for every member and the provider's people.
pub(super) async fn metadata(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let occupied: i64 = app
        .db
        .read(move |conn| {
            access::find(conn, &caller, id)?.ok_or(ApiError::NotFound)?;
            let count = conn
                .prepare_cached(
                    "SELECT count(*) FROM organization_user WHERE organization_id = ?1 AND status BETWEEN ?2 AND ?3",
                )?
                .query_row(
                    params![id, OrganizationUserStatus::Invited.number(), OrganizationUserStatus::Confirmed.number()],
                    |row| row.get(0),
                )?;
            Ok(count)
        })
        .await?;
    Ok(Json(json!({ "isOnSecretsManagerStandalone": false, "organizationOccupiedSeats": occupied })))
}

/// An organisation out of service is the only thing to warn of.
pub(super) async fn warnings(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let inactive = app
        .db
        .read(move |conn| {
            let actor = access::find(conn, &caller, id)?.ok_or(ApiError::NotFound)?;
            let organization = store::organization(conn, id)?.ok_or(ApiError::NotFound)?;
            Ok((!organization.enabled).then(|| match (provider_of(conn, id), actor.standing.is_owner()) {
                (Ok(Some(_)), _) => "contact_provider",
                (_, true) => "resubscribe",
                (_, false) => "contact_owner",
            }))
        })
        .await?;
    Ok(Json(json!({
        "freeTrial": null,
        "inactiveSubscription": inactive.map(|resolution| json!({ "resolution": resolution })),
        "resellerRenewal": null,
        "taxId": null,
        "scheduledPriceIncrease": null,
    })))
}

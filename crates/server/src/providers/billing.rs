//! What a provider pays for and how its seats are spread (API contract §6).
//!
//! No money moves here: prices are the plan table's, the period is the calendar month.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use portal_contracts::enums::{OrganizationStatus, PlanType, ProviderUserType};
use portal_contracts::permissions::ProviderAction;
use portal_contracts::seats::SeatPool;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use time::{Month, OffsetDateTime, Time};
use uuid::Uuid;

use super::access::{self, Access};
use super::store;
use crate::auth::Caller;
use crate::clock::{self, Millis};
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::plans;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/providers/{id}/billing/subscription", get(subscription))
        .route("/providers/{id}/billing/vnext/warnings", get(warnings))
}

/// Seats of one plan of a provider; `None` when the provider does not have the plan. Purchased
/// seats are those assigned beyond the minimum.
///
/// # Errors
/// When the database fails.
pub fn pool(conn: &Connection, provider: Uuid, plan: PlanType) -> ApiResult<Option<SeatPool>> {
    let minimum: Option<i64> = conn
        .prepare_cached("SELECT seat_minimum FROM provider_plan WHERE provider_id = ?1 AND plan_type = ?2")?
        .query_row(params![provider, plan.number()], |row| row.get(0))
        .optional()?;
    let Some(minimum) = minimum else { return Ok(None) };
    let assigned: i64 = conn
        .prepare_cached(
            "SELECT coalesce(sum(o.seats), 0) FROM provider_organization c JOIN organization o ON o.id = c.organization_id
             WHERE c.provider_id = ?1 AND o.plan_type = ?2 AND o.status = ?3",
        )?
        .query_row(params![provider, plan.number(), OrganizationStatus::Managed.number()], |row| row.get(0))?;
    Ok(Some(SeatPool { minimum, assigned, purchased: assigned.saturating_sub(minimum).max(0) }))
}

/// Service users are answered too: the numbers feed the hints of the seats dialog.
async fn subscription(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let answer = app
        .db
        .read(move |conn| {
            let access = entitled(conn, &caller, id)?;
            if !access.provider.is_billable() {
                return Err(unauthorized());
            }
            let mut statement =
                conn.prepare_cached("SELECT plan_type FROM provider_plan WHERE provider_id = ?1 ORDER BY plan_type")?;
            let types: Vec<i64> = statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut lines = Vec::with_capacity(types.len());
            for plan in types.into_iter().map(PlanType::from_number) {
                if let Some(pool) = pool(conn, id, plan)? {
                    lines.push(line(plan, pool, access.provider.discount));
                }
            }
            Ok(json!({
                "status": if access.provider.enabled { "active" } else { "unpaid" },
                "currentPeriodEndDate": clock::iso(period_end(now)),
                "discountPercentage": access.provider.discount,
                "collectionMethod": "send_invoice",
                "plans": lines,
                "accountCredit": 0.0,
                "taxInformation": null,
                "cancelAt": null,
                "suspension": null,
                "providerType": access.provider.kind,
                "paymentSource": null,
            }))
        })
        .await?;
    Ok(Json(answer))
}

fn line(plan: PlanType, pool: SeatPool, discount: f64) -> Value {
    let spec = plans::spec(plan);
    let price = spec.map_or(0.0, |spec| spec.provider_seat_price);
    let seats = i32::try_from(pool.minimum.saturating_add(pool.purchased)).unwrap_or(i32::MAX);
    let cost = f64::from(seats) * price * (1.0 - discount / 100.0);
    json!({
        "planName": plans::name(plan),
        "type": plan,
        "productTier": plans::tier(plan),
        "seatMinimum": pool.minimum,
        "purchasedSeats": pool.purchased,
        "assignedSeats": pool.assigned,
        "cost": (cost * 100.0).round() / 100.0,
        "cadence": if spec.is_some_and(|spec| spec.annual) { "Annual" } else { "Monthly" },
    })
}

/// A provider out of service is the only thing to warn of: there is no payment and no tax id here.
async fn warnings(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<Json<Value>> {
    let access = app.db.read(move |conn| entitled_even_if_suspended(conn, &caller, id)).await?;
    let suspension = if access.provider.enabled {
        Value::Null
    } else {
        let resolution = match access.role {
            ProviderUserType::ProviderAdmin => "contact_support",
            _ => "contact_administrator",
        };
        json!({ "resolution": resolution, "subscriptionCancelsAt": null })
    };
    Ok(Json(json!({ "suspension": suspension, "taxId": null })))
}

/// Billing answers its refusals in its own way: 404 for an unknown provider, else 401 with a message.
fn entitled(conn: &Connection, caller: &Caller, id: Uuid) -> ApiResult<Access> {
    if store::provider(conn, id)?.is_none() {
        return Err(ApiError::NotFound);
    }
    access::require(conn, caller, id, ProviderAction::SeeClients).map_err(|error| match error {
        ApiError::Forbidden => unauthorized(),
        other => other,
    })
}

/// The warning about a suspension has to reach the service users whom it keeps out.
fn entitled_even_if_suspended(conn: &Connection, caller: &Caller, id: Uuid) -> ApiResult<Access> {
    let provider = store::provider(conn, id)?.ok_or(ApiError::NotFound)?;
    match access::require(conn, caller, id, ProviderAction::SeeClients) {
        Err(ApiError::Forbidden) if !provider.enabled && caller.is_provider_member(id) => {
            Ok(Access { provider, role: ProviderUserType::ServiceUser })
        }
        Err(ApiError::Forbidden) => Err(unauthorized()),
        other => other,
    }
}

fn unauthorized() -> ApiError {
    ApiError::Unentitled("Unauthorized.".to_owned())
}

/// Midnight that ends the calendar month of `now`.
fn period_end(now: Millis) -> Millis {
    let Ok(date) = OffsetDateTime::from_unix_timestamp_nanos(i128::from(now) * 1_000_000) else { return now };
    let (year, month) = match date.month() {
        Month::December => (date.year() + 1, Month::January),
        month => (date.year(), month.next()),
    };
    time::Date::from_calendar_date(year, month, 1)
        .map_or(now, |first| clock::to_millis(first.with_time(Time::MIDNIGHT).assume_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_ends_with_the_month() {
        let end = |text: &str| clock::iso(period_end(clock::parse_iso(text).unwrap()));
        assert_eq!(end("2026-02-28T23:59:59Z"), "2026-03-01T00:00:00Z");
        assert_eq!(end("2026-12-31T23:59:59Z"), "2027-01-01T00:00:00Z");
    }

    #[test]
    fn a_line_costs_minimum_and_purchased_seats_less_the_discount() {
        let pool = SeatPool { minimum: 50, assigned: 55, purchased: 5 };
        let full = line(PlanType::TeamsMonthly, pool, 0.0);
        assert_eq!(full.get("cost"), Some(&json!(220.0)));
        assert_eq!(line(PlanType::TeamsMonthly, pool, 35.0).get("cost"), Some(&json!(143.0)));
        assert_eq!(full.get("cadence"), Some(&json!("Monthly")));
    }
}

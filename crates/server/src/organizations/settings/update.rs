//! Name and billing address (API contract §7.2).

use axum::Json;
use axum::extract::State;
use portal_contracts::limits;
use portal_contracts::organization::UpdateOrganization;
use rusqlite::params;
use serde_json::Value;
use uuid::Uuid;

use super::{keys, provider_of, touch_all};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields;
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::details::wire;
use crate::organizations::{access, store};
use crate::state::AppState;

/// Whoever pays decides where invoices go: for a client of a provider that bills it, the provider's people do, and the
/// client's own owner is refused.
pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(body): Body<UpdateOrganization>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let organization = app
        .db
        .write(move |tx| {
            let actor = access::require_owner(tx, &caller, id)?;
            let billed_elsewhere = provider_of(tx, id)?.is_some_and(|provider| provider.is_billable());
            if body.billing_email.is_some() && billed_elsewhere && !actor.standing.provider {
                return Err(ApiError::Unauthorized);
            }
            if let Some(name) = &body.name {
                fields::required("Name", name, limits::NAME)?;
            }
            if let Some(email) = &body.billing_email {
                fields::email("BillingEmail", email)?;
            }
            if let Some(pair) = &body.keys {
                keys::fill(tx, id, pair)?;
            }
            tx.execute(
                "UPDATE organization SET name = coalesce(?2, name), billing_email = coalesce(?3, billing_email),
                                         revised_at = ?4 WHERE id = ?1",
                params![id, body.name.as_deref().map(str::trim), body.billing_email.as_deref().map(str::trim), now],
            )?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_organization(EventKind::ORGANIZATION_UPDATED, &source, id))?;
            touch_all(tx, id, now)?;
            store::organization(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&organization)))
}

//! Name and seats of a client. Service users may spread seats that are paid for, not buy more.

use axum::extract::State;
use portal_contracts::clients::UpdateClient;
use portal_contracts::enums::{OrganizationStatus, ProviderUserType};
use portal_contracts::permissions::ProviderAction;
use rusqlite::params;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields;
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::store as organizations;
use crate::providers::{access, billing, store};
use crate::state::AppState;

/// Neither the seats in use nor the length of the name are checked, as on the vendor's server
/// (screens CLI-D): the dialogs of the portal are the guard.
pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, link)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<UpdateClient>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let access = access::require_billable(tx, &caller, provider, ProviderAction::AssignSeats)?;
            fields::required("Name", &body.name, usize::MAX)?;
            if !(0..=i64::from(i32::MAX)).contains(&body.assigned_seats) {
                return Err(ApiError::invalid("AssignedSeats", "The field AssignedSeats must not be negative."));
            }
            let organization: Uuid = tx.query_row(
                "SELECT organization_id FROM provider_organization WHERE id = ?1 AND provider_id = ?2",
                [link, provider],
                |row| row.get(0),
            )?;
            let client = organizations::organization(tx, organization)?.ok_or(ApiError::NotFound)?;
            if client.status != OrganizationStatus::Managed {
                return Err(ApiError::Unready("The organisation is not managed by a provider.".to_owned()));
            }
            let pool = billing::pool(tx, provider, client.plan)?
                .ok_or_else(|| ApiError::Unready("The provider's subscription has no such plan.".to_owned()))?;
            let now_assigned = client.seats.unwrap_or(0);
            let buys = pool.purchases(now_assigned, body.assigned_seats);
            if buys && access.role != ProviderUserType::ProviderAdmin {
                return Err(ApiError::Unentitled("Service users cannot purchase additional seats.".to_owned()));
            }
            let name = body.name.trim();
            tx.execute(
                "UPDATE organization SET name = ?2, seats = ?3, revised_at = ?4 WHERE id = ?1",
                params![organization, name, body.assigned_seats, now],
            )?;
            if name != client.name {
                let source = Source::from(&caller);
                let renamed = Event {
                    organization_id: Some(organization),
                    ..Event::new(EventKind::ORGANIZATION_UPDATED, &source)
                };
                events::write(tx, now, &renamed)?;
            }
            organizations::touch_members(tx, organization, now)?;
            store::touch_people(tx, provider, now)
        })
        .await
}

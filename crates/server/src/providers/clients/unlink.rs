//! Letting a client go: the organisation stays, the provider loses its key.

use axum::extract::State;
use portal_contracts::enums::OrganizationStatus;
use portal_contracts::permissions::ProviderAction;
use rusqlite::params;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::organizations::store as organizations;
use crate::providers::{access, store};
use crate::state::AppState;

/// Refused while the organisation has no confirmed owner of its own: nobody could open it any more.
pub(super) async fn unlink(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, link)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            access::require(tx, &caller, provider, ProviderAction::UnlinkClient)?;
            let organization: Uuid = tx.query_row(
                "SELECT organization_id FROM provider_organization WHERE id = ?1 AND provider_id = ?2",
                [link, provider],
                |row| row.get(0),
            )?;
            if organizations::confirmed_owners(tx, organization)? == 0 {
                return Err(ApiError::rule("Organization must have at least one confirmed owner."));
            }
            tx.execute("DELETE FROM provider_organization WHERE id = ?1", [link])?;
            tx.execute(
                "UPDATE organization SET status = ?2, revised_at = ?3 WHERE id = ?1",
                params![organization, OrganizationStatus::Created.number(), now],
            )?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_client(EventKind::CLIENT_REMOVED, &source, provider, link))?;
            organizations::touch_members(tx, organization, now)?;
            store::touch_people(tx, provider, now)
        })
        .await
}

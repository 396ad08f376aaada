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
use crate::mail::{enqueue, templates};
use crate::organizations::store as organizations;
use crate::providers::{access, store};
use crate::state::AppState;

/// Refused while the organisation has no confirmed owner of its own: nobody could open it any more. Its owners are mailed
/// that it pays for itself from now on (screens CLI-F).
pub(super) async fn unlink(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, link)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::UnlinkClient)?.provider;
            let organization: Uuid = tx.query_row(
                "SELECT organization_id FROM provider_organization WHERE id = ?1 AND provider_id = ?2",
                [link, provider.id],
                |row| row.get(0),
            )?;
            let client = organizations::organization(tx, organization)?.ok_or(ApiError::NotFound)?;
            if organizations::confirmed_owners(tx, organization)? == 0 {
                return Err(ApiError::rule("Organization must have at least one confirmed owner."));
            }
            tx.execute("DELETE FROM provider_organization WHERE id = ?1", [link])?;
            tx.execute(
                "UPDATE organization SET status = ?2, revised_at = ?3 WHERE id = ?1",
                params![organization, OrganizationStatus::Created.number(), now],
            )?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_client(EventKind::CLIENT_REMOVED, &source, provider.id, link))?;
            for owner in organizations::owner_addresses(tx, organization)? {
                let (origin, name) = (&state.config.origin, provider.display_name());
                enqueue(tx, now, &templates::client_let_go(origin, &owner, &client.name, name))?;
            }
            organizations::touch_members(tx, organization, now)?;
            store::touch_people(tx, provider.id, now)
        })
        .await
}

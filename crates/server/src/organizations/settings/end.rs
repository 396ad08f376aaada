//! Leaving an organisation, and its end (API contract §7.5).

use axum::extract::State;
use portal_contracts::account::SecretBody;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{provider_of, touch_all};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::{access, store};
use crate::state::AppState;
use crate::users;

/// For members only: a provider's people leave by being removed from the provider. The last confirmed owner stays,
/// unless a provider goes on running the organisation.
pub(super) async fn leave(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let member = store::membership(tx, id, caller.user_id)?
                .filter(|member| member.status == OrganizationUserStatus::Confirmed)
                .ok_or(ApiError::NotFound)?;
            if member.kind == OrganizationUserType::Owner
                && store::confirmed_owners(tx, id)? == 1
                && provider_of(tx, id)?.is_none()
            {
                return Err(ApiError::rule("Organization must have at least one confirmed owner."));
            }
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_member(EventKind::MEMBER_LEFT, &source, id, member.id))?;
            tx.execute("DELETE FROM organization_user WHERE id = ?1", [member.id])?;
            users::touch(tx, caller.user_id, now)
        })
        .await
}

/// The seats of a provider's client are free again with it; its provider keeps a line in the log.
pub(super) async fn delete(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(request): Body<SecretBody>,
) -> ApiResult<()> {
    let asking = caller.clone();
    app.db.read(move |conn| access::require_owner(conn, &asking, id).map(drop)).await?;
    users::require_password(&app, caller.user_id, request.master_password_hash.expose()).await.map_err(|error| {
        match error {
            ApiError::Invalid(_) => ApiError::rule("User verification failed."),
            other => other,
        }
    })?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            access::require_owner(tx, &caller, id)?;
            let link: Option<(Uuid, Uuid)> = tx
                .query_row(
                    "SELECT provider_id, id FROM provider_organization WHERE organization_id = ?1",
                    [id],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            if let Some((provider, link)) = link {
                let source = Source::from(&caller);
                events::write(tx, now, &Event::of_client(EventKind::CLIENT_REMOVED, &source, provider, link))?;
            }
            touch_all(tx, id, now)?;
            tx.execute("DELETE FROM organization WHERE id = ?1", params![id])?;
            Ok(())
        })
        .await
}

//! What an organisation is set to: name, billing address, key pair, access settings, API keys,
//! subscription, and its end (API contract §7, §13.4).

mod api_key;
mod end;
mod keys;
mod management;
mod subscription;
mod update;

use axum::Router;
use axum::routing::{get, post, put};
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

use super::store;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::providers;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}", put(update::update).post(update::update).delete(end::delete))
        .route("/organizations/{id}/delete", post(end::delete))
        .route("/organizations/{id}/leave", post(end::leave))
        .route("/organizations/{id}/keys", post(keys::set))
        .route("/organizations/{id}/private-key", get(keys::private_key))
        .route("/organizations/{id}/collection-management", put(management::update))
        .route("/organizations/{id}/api-key", post(api_key::show))
        .route("/organizations/{id}/rotate-api-key", post(api_key::rotate))
        .route("/organizations/{id}/api-key-information", get(api_key::information))
        .route("/organizations/{id}/api-key-information/{kind}", get(api_key::information_of))
        .route("/organizations/{id}/subscription", get(subscription::read))
        .route("/organizations/{id}/billing/vnext/metadata", get(subscription::metadata))
        .route("/organizations/{id}/billing/vnext/self-host/metadata", get(subscription::metadata))
        .route("/organizations/{id}/billing/vnext/warnings", get(subscription::warnings))
}

/// The provider that manages an organisation.
fn provider_of(conn: &Connection, organization: Uuid) -> ApiResult<Option<providers::store::Provider>> {
    let id: Option<Uuid> = conn
        .prepare_cached("SELECT provider_id FROM provider_organization WHERE organization_id = ?1")?
        .query_row([organization], |row| row.get(0))
        .optional()?;
    match id {
        Some(id) => providers::store::provider(conn, id),
        None => Ok(None),
    }
}

/// Moves the revision date of all who see this organisation in their profile: members and the provider's people.
fn touch_all(tx: &Transaction<'_>, organization: Uuid, now: Millis) -> ApiResult<()> {
    if let Some(provider) = provider_of(tx, organization)? {
        providers::store::touch_people(tx, provider.id, now)?;
    }
    store::touch_members(tx, organization, now)
}

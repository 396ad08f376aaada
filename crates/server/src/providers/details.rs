//! The provider itself: read, change, delete (API contract §5.1, §5.2, §5.4).

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use portal_contracts::limits;
use portal_contracts::permissions::ProviderAction;
use portal_contracts::providers::{TokenBody, UpdateProvider};
use rusqlite::{Transaction, params};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::access;
use super::store::{self, Provider};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::state::AppState;
use crate::tokens::Purpose;
use crate::{clock, fields};

/// How long the mailed link to delete a provider works (API contract §16).
const DELETION_LIFETIME: Duration = Duration::hours(1);

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/providers/{id}", get(read).put(update).delete(delete))
        .route("/providers/{id}/delete", post(delete))
        .route("/providers/{id}/delete-recover-token", post(delete_by_mail))
}

async fn read(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<Json<Value>> {
    let provider =
        app.db.read(move |conn| Ok(access::require(conn, &caller, id, ProviderAction::SeeClients)?.provider)).await?;
    Ok(Json(wire(&provider)))
}

async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(body): Body<UpdateProvider>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let provider = app
        .db
        .write(move |tx| {
            access::require(tx, &caller, id, ProviderAction::ManageProvider)?;
            check(&body.name, body.business_name.as_deref(), &body.billing_email)?;
            tx.execute(
                "UPDATE provider SET name = ?2, business_name = ?3, billing_email = ?4, revised_at = ?5 WHERE id = ?1",
                params![id, body.name.trim(), body.business_name, body.billing_email.trim(), now],
            )?;
            store::touch_people(tx, id, now)?;
            store::provider(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&provider)))
}

async fn delete(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            access::require(tx, &caller, id, ProviderAction::ManageProvider)?;
            remove(tx, id, now)
        })
        .await
}

/// The mailed link stands in for a signed-in admin.
async fn delete_by_mail(
    State(app): State<AppState>,
    PathIds(id): PathIds<Uuid>,
    Body(body): Body<TokenBody>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = store::provider(tx, id)?.ok_or(ApiError::NotFound)?;
            state.tokens.check(body.token.expose(), Purpose::ProviderDeletion, &[id], &provider.billing_email, now)?;
            remove(tx, id, now)
        })
        .await
}

/// Mails the link that deletes a provider to its billing address. Only the operator of the server
/// can ask for it; the contract has no call for it.
///
/// # Errors
/// 404 for an unknown provider; when the database fails.
pub async fn initiate_deletion(app: &AppState, id: Uuid) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = store::provider(tx, id)?.ok_or(ApiError::NotFound)?;
            let email = provider.billing_email.as_str();
            let token = state.tokens.issue(Purpose::ProviderDeletion, &[id], email, None, now, DELETION_LIFETIME)?;
            let name = provider.display_name();
            enqueue(tx, now, &templates::provider_deletion(&state.config.origin, id, name, email, &token))
        })
        .await
}

/// A provider is deleted only without clients: their keys would be lost with it.
fn remove(tx: &Transaction<'_>, id: Uuid, now: clock::Millis) -> ApiResult<()> {
    let clients: i64 =
        tx.query_row("SELECT count(*) FROM provider_organization WHERE provider_id = ?1", [id], |row| row.get(0))?;
    if clients > 0 {
        return Err(ApiError::rule("You must unlink all clients before you can delete this provider."));
    }
    store::touch_people(tx, id, now)?;
    tx.execute("DELETE FROM provider WHERE id = ?1", [id])?;
    Ok(())
}

/// The rules for the members that set-up and settings share.
pub(super) fn check(name: &str, business_name: Option<&str>, billing_email: &str) -> ApiResult<()> {
    fields::required("Name", name, limits::NAME)?;
    fields::at_most("BusinessName", business_name, limits::NAME)?;
    fields::email("BillingEmail", billing_email)
}

pub(super) fn wire(provider: &Provider) -> Value {
    json!({
        "object": "provider",
        "id": provider.id,
        "name": provider.name,
        "businessName": provider.business_name,
        "businessAddress1": null,
        "businessAddress2": null,
        "businessAddress3": null,
        "businessCountry": null,
        "businessTaxNumber": null,
        "billingEmail": provider.billing_email,
        "creationDate": clock::iso(provider.created_at),
        "type": provider.kind,
    })
}

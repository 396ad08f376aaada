//! One organisation, and its public key (API contract §7.1, §7.3).

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::access;
use super::profile::flags_without_a_plan;
use super::store::{self, Organization};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::plans;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}", get(read))
        .route("/organizations/{id}/public-key", get(public_key))
        .route("/organizations/{id}/keys", get(public_key))
}

/// Reading an organisation is what the console does when it opens a client, so it is noted.
async fn read(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let organization = app
        .db
        .write(move |tx| {
            let actor = access::require_owner(tx, &caller, id)?;
            access::note_opening(tx, &caller, id, actor.via, now)?;
            store::organization(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&organization)))
}

/// A public key is no secret: any signed-in person may ask.
async fn public_key(
    State(app): State<AppState>,
    _caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let organization = app.db.read(move |conn| store::organization(conn, id)).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(json!({ "object": "organizationPublicKey", "publicKey": organization.public_key })))
}

pub(super) fn wire(organization: &Organization) -> Value {
    let parts = [
        json!({
            "object": "organization",
            "id": organization.id,
            "name": organization.name,
            "businessName": organization.business_name,
            "businessAddress1": null,
            "businessAddress2": null,
            "businessAddress3": null,
            "businessCountry": null,
            "businessTaxNumber": null,
            "billingEmail": organization.billing_email,
            "plan": plans::spec(organization.plan).map(plans::wire),
            "secretsManagerPlan": null,
            "planType": organization.plan,
            "seats": organization.seats,
            "maxAutoscaleSeats": null,
            "maxCollections": organization.max_collections,
            "maxStorageGb": organization.max_storage_gb,
            "hasPublicAndPrivateKeys":
                organization.public_key.is_some() && organization.encrypted_private_key.is_some(),
            "smSeats": null,
            "smServiceAccounts": null,
            "maxAutoscaleSmSeats": null,
            "maxAutoscaleSmServiceAccounts": null,
        }),
        json!(plans::features(organization.plan)),
        json!(organization.management),
        flags_without_a_plan(),
    ];
    let mut members: Map<String, Value> = parts
        .into_iter()
        .filter_map(|part| match part {
            Value::Object(members) => Some(members),
            _ => None,
        })
        .flatten()
        .collect();
    // The contract spells this one flag differently here than in the profile.
    if let Some(flag) = members.remove("useDisableSMAdsForUsers") {
        members.insert("useDisableSmAdsForUsers".to_owned(), flag);
    }
    Value::Object(members)
}

//! An organisation of one's own (API contract §7.8). Payment members are ignored: nothing is sold here.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use portal_contracts::enums::{OrganizationStatus, OrganizationUserStatus, OrganizationUserType, PlanType};
use portal_contracts::limits;
use portal_contracts::register::KeyPair;
use rusqlite::params;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::details::wire;
use super::store::{self, NewOrganization};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::json::Body;
use crate::plans;
use crate::state::AppState;
use crate::users;

/// Longest wrapped private key on the wire, in characters.
const PRIVATE_KEY: usize = 10_000;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/organizations", post(create))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewBody {
    name: String,
    billing_email: String,
    plan_type: PlanType,
    /// Organisation key to the own public key.
    key: String,
    keys: KeyPair,
    collection_name: String,
    /// Seats of plans that are sold by the seat.
    #[serde(default)]
    additional_seats: i64,
}

async fn create(State(app): State<AppState>, caller: Caller, Body(body): Body<NewBody>) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let organization = app
        .db
        .write(move |tx| {
            let (seats, max_collections) = check(&body)?;
            let id = Uuid::new_v4();
            let new = NewOrganization {
                id,
                name: body.name.trim(),
                billing_email: body.billing_email.trim(),
                plan: body.plan_type,
                status: OrganizationStatus::Created,
                seats: Some(seats),
                max_collections,
                public_key: &body.keys.public_key,
                encrypted_private_key: &body.keys.encrypted_private_key,
                collection_name: &body.collection_name,
            };
            let collection = store::insert(tx, new, now)?;
            let member = Uuid::new_v4();
            tx.execute(
                "INSERT INTO organization_user (id, organization_id, user_id, key, status, type, created_at, revised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                params![
                    member,
                    id,
                    caller.user_id,
                    body.key,
                    OrganizationUserStatus::Confirmed.number(),
                    OrganizationUserType::Owner.number(),
                    now
                ],
            )?;
            tx.execute(
                "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
                params![collection, member],
            )?;
            users::touch(tx, caller.user_id, now)?;
            store::organization(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&organization)))
}

/// Answers the seats and the limit of collections.
fn check(body: &NewBody) -> ApiResult<(i64, Option<i64>)> {
    fields::required("Name", &body.name, limits::NAME)?;
    fields::email("BillingEmail", &body.billing_email)?;
    fields::encrypted("Key", &body.key, Sealed::Asymmetric, 1_000)?;
    fields::public_key("Keys.PublicKey", &body.keys.public_key)?;
    let private_key = &body.keys.encrypted_private_key;
    fields::encrypted("Keys.EncryptedPrivateKey", private_key, Sealed::Symmetric, PRIVATE_KEY)?;
    fields::encrypted("CollectionName", &body.collection_name, Sealed::Symmetric, limits::ENCRYPTED_NAME)?;
    let spec = plans::spec(body.plan_type).ok_or_else(|| ApiError::rule("Invalid plan selected."))?;
    match spec.fixed_seats {
        Some(seats) => Ok((seats, spec.max_collections)),
        None if (1..=i64::from(i32::MAX)).contains(&body.additional_seats) => {
            Ok((body.additional_seats, spec.max_collections))
        }
        None => Err(ApiError::rule("You do not have any seats!")),
    }
}

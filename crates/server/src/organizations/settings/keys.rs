//! The key pair of an organisation (API contract §7.3). It is set once: what was wrapped to it could not be opened again.

use axum::Json;
use axum::extract::State;
use portal_contracts::permissions::ClientAction;
use portal_contracts::register::KeyPair;
use rusqlite::{Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use super::touch_all;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::{access, store};
use crate::state::AppState;

/// Longest wrapped private key on the wire, in characters.
const PRIVATE_KEY: usize = 10_000;

/// Gives a key pair to an organisation that has none; says whether it had none.
pub(super) fn fill(tx: &Transaction<'_>, organization: Uuid, pair: &KeyPair) -> ApiResult<bool> {
    fields::public_key("PublicKey", &pair.public_key)?;
    fields::encrypted("EncryptedPrivateKey", &pair.encrypted_private_key, Sealed::Symmetric, PRIVATE_KEY)?;
    let filled = tx.execute(
        "UPDATE organization SET public_key = ?2, encrypted_private_key = ?3
         WHERE id = ?1 AND public_key IS NULL AND encrypted_private_key IS NULL",
        params![organization, pair.public_key, pair.encrypted_private_key],
    )?;
    Ok(filled > 0)
}

pub(super) async fn set(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(pair): Body<KeyPair>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let organization = app
        .db
        .write(move |tx| {
            access::require(tx, &caller, id, ClientAction::RecoverAccounts)?;
            if !fill(tx, id, &pair)? {
                return Err(ApiError::rule("Organization Keys already exist."));
            }
            touch_all(tx, id, now)?;
            store::organization(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(json!({
        "object": "organizationKeys",
        "publicKey": organization.public_key,
        "privateKey": organization.encrypted_private_key,
    })))
}

/// The wrapped private key, for those who hold the organisation key: with it they can tell whether the public key that
/// this server hands out really belongs to the organisation.
pub(super) async fn private_key(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let organization = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageMembers)?;
            store::organization(conn, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(json!({ "object": "organizationPrivateKey", "privateKey": organization.encrypted_private_key })))
}

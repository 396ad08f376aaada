//! The key pair of one's own account.

use axum::Json;
use axum::extract::State;
use portal_contracts::register::KeyPair;
use rusqlite::params;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::json::Body;
use crate::state::AppState;
use crate::users::{self, User};

/// The newer shape of an account's keys; null without a key pair.
pub(super) fn account_keys(user: &User) -> Value {
    let (Some(private), Some(public)) = (&user.private_key, &user.public_key) else { return Value::Null };
    json!({
        "object": "privateKeys",
        "signatureKeyPair": null,
        "publicKeyEncryptionKeyPair": {
            "object": "publicKeyEncryptionKeyPair",
            "wrappedPrivateKey": private,
            "publicKey": public,
            "signedPublicKey": null,
        },
        "securityState": null,
    })
}

fn answer(user: &User) -> Json<Value> {
    Json(json!({
        "object": "keys",
        "key": user.key,
        "publicKey": user.public_key,
        "privateKey": user.private_key,
        "accountKeys": account_keys(user),
    }))
}

pub(super) async fn read(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<Value>> {
    let user = state.db.read(move |connection| users::find(connection, caller.user_id)).await?;
    Ok(answer(&user))
}

/// Sets the key pair of an account that has none.
pub(super) async fn set(
    State(state): State<AppState>,
    caller: Caller,
    Body(keys): Body<KeyPair>,
) -> ApiResult<Json<Value>> {
    fields::public_key("PublicKey", &keys.public_key)?;
    fields::encrypted("EncryptedPrivateKey", &keys.encrypted_private_key, Sealed::Symmetric, 10_000)?;
    let now = state.clock.now();
    let user = state
        .db
        .write(move |tx| {
            let changed = tx.execute(
                "UPDATE user SET public_key = ?2, private_key = ?3 WHERE id = ?1 AND private_key IS NULL",
                params![caller.user_id, keys.public_key, keys.encrypted_private_key],
            )?;
            if changed == 0 {
                return Err(ApiError::rule("User has existing keypair"));
            }
            users::touch(tx, caller.user_id, now)?;
            users::find(tx, caller.user_id)
        })
        .await?;
    Ok(answer(&user))
}

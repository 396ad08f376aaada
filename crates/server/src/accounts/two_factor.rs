//! Second steps: which are on, and the authenticator app.

use axum::Json;
use axum::extract::State;
use portal_contracts::List;
use portal_contracts::SecretText;
use portal_contracts::account::SecretBody;
use portal_contracts::two_factor::SaveAuthenticator;
use serde::Deserialize;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, EventKind, Source};
use crate::json::Body;
use crate::organizations::policies;
use crate::state::AppState;
use crate::tokens::Purpose;
use crate::totp;
use crate::two_step;
use crate::users;

/// How long the page that shows the secret may stay open.
const SET_UP: Duration = Duration::minutes(30);

pub(super) async fn list(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<List<Value>>> {
    let steps = state.db.read(move |connection| two_step::enabled(connection, caller.user_id)).await?;
    let entry = |kind: i64| json!({ "object": "twoFactorProvider", "enabled": true, "type": kind });
    Ok(Json(List::of(steps.into_iter().map(|step| entry(step.kind)).collect())))
}

/// Shows the secret in force, or a fresh one, to somebody who knows the master password.
pub(super) async fn prepare_authenticator(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SecretBody>,
) -> ApiResult<Json<Value>> {
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let present =
        state.db.read(move |connection| two_step::get(connection, caller.user_id, two_step::AUTHENTICATOR)).await?;
    let (enabled, secret) = match present {
        Some(step) => (true, step.data),
        None => (false, totp::new_secret()?),
    };
    let proof = state.tokens.issue(
        Purpose::AuthenticatorSetUp,
        &[user.id],
        &user.email,
        Some(&fingerprint(&secret)),
        state.clock.now(),
        SET_UP,
    )?;
    Ok(Json(json!({
        "object": "twoFactorAuthenticator",
        "enabled": enabled,
        "key": secret,
        "userVerificationToken": proof,
    })))
}

/// Switches the app on once a code shows that it holds the secret.
pub(super) async fn save_authenticator(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SaveAuthenticator>,
) -> ApiResult<Json<Value>> {
    check_proof(&state, &caller, request.key.expose(), request.user_verification_token.expose())?;
    let now = state.clock.now();
    let step = totp::matching_step(request.key.expose(), request.token.expose(), now);
    let Some(step) = step else {
        tokio::time::sleep(state.config.wrong_password_delay).await;
        return Err(ApiError::invalid("Token", "Invalid token."));
    };
    let source = Source::from(&caller);
    let key = request.key.expose().to_owned();
    state
        .db
        .write(move |tx| {
            two_step::enable(tx, caller.user_id, two_step::AUTHENTICATOR, &key, Some(step))?;
            users::touch(tx, caller.user_id, now)?;
            events::write_for_user(tx, now, EventKind::TWO_FACTOR_CHANGED, caller.user_id, &source)
        })
        .await?;
    Ok(Json(json!({ "object": "twoFactorAuthenticator", "enabled": true, "key": request.key })))
}

/// `DELETE two-factor/authenticator`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct RemoveAuthenticator {
    key: SecretText,
    user_verification_token: SecretText,
}

pub(super) async fn remove_authenticator(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<RemoveAuthenticator>,
) -> ApiResult<Json<Value>> {
    check_proof(&state, &caller, request.key.expose(), request.user_verification_token.expose())?;
    turn_off(&state, &caller, two_step::AUTHENTICATOR).await
}

/// `PUT two-factor/disable`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Disable {
    r#type: i64,
    #[serde(default)]
    master_password_hash: SecretText,
}

pub(super) async fn disable(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<Disable>,
) -> ApiResult<Json<Value>> {
    users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    turn_off(&state, &caller, request.r#type).await
}

async fn turn_off(state: &AppState, caller: &Caller, kind: i64) -> ApiResult<Json<Value>> {
    let (now, user, source) = (state.clock.now(), caller.user_id, Source::from(caller));
    state
        .db
        .write(move |tx| {
            if two_step::disable(tx, user, kind)? {
                users::touch(tx, user, now)?;
                events::write_for_user(tx, now, EventKind::TWO_FACTOR_DISABLED, user, &source)?;
                policies::lost_second_step(tx, user, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(Json(json!({ "object": "twoFactorProvider", "enabled": false, "type": kind })))
}

/// The proof must be of this person and this secret.
fn check_proof(state: &AppState, caller: &Caller, secret: &str, proof: &str) -> ApiResult<()> {
    let ids: [Uuid; 1] = [caller.user_id];
    let data = state.tokens.check(proof, Purpose::AuthenticatorSetUp, &ids, &caller.email, state.clock.now());
    match data {
        Ok(Some(bound)) if bound == fingerprint(secret) => Ok(()),
        _ => Err(ApiError::invalid("UserVerificationToken", "User verification failed.")),
    }
}

/// What is said of the secret inside the proof, which is readable.
fn fingerprint(secret: &str) -> String {
    data_encoding::HEXLOWER.encode(&crate::secrets::sha256(secret.as_bytes()))
}

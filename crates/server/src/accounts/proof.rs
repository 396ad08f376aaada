//! Codes by mail that prove who one is.

use axum::extract::State;
use axum::http::StatusCode;
use portal_contracts::SecretText;
use portal_contracts::two_factor::ResendNewDeviceCode;
use serde::Deserialize;

use crate::auth::{Caller, PeerIp};
use crate::error::{ApiError, ApiResult};
use crate::json::Body;
use crate::limits::Kind;
use crate::mailed_code::{self, CodeFor};
use crate::state::AppState;
use crate::users;

pub(super) async fn request(State(state): State<AppState>, caller: Caller) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::EmailLogin, caller.ip)?;
    let (now, lifetime) = (state.clock.now(), state.config.lifetimes.mailed_code);
    state
        .db
        .write(move |tx| mailed_code::send(tx, caller.user_id, CodeFor::Proof, &caller.email, now, lifetime))
        .await?;
    Ok(StatusCode::OK)
}

/// `POST accounts/verify-otp`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(super) struct Code {
    #[serde(alias = "oTP", alias = "OTP")]
    otp: SecretText,
}

pub(super) async fn verify(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<Code>,
) -> ApiResult<StatusCode> {
    let now = state.clock.now();
    let right = state
        .db
        .write(move |tx| mailed_code::redeem(tx, caller.user_id, CodeFor::Proof, request.otp.expose(), now))
        .await?
        .is_some();
    if right {
        return Ok(StatusCode::OK);
    }
    tokio::time::sleep(state.config.wrong_password_delay).await;
    Err(ApiError::invalid("Token", "Invalid token"))
}

/// Sends the new-device code again; says 200 whatever was sent.
pub(super) async fn resend_new_device(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<ResendNewDeviceCode>,
) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::EmailLogin, ip)?;
    let known = users::find_with_password(&state, &request.email, &request.master_password_hash).await?;
    if let Some(user) = known {
        let (now, lifetime) = (state.clock.now(), state.config.lifetimes.mailed_code);
        state
            .db
            .write(move |tx| mailed_code::send(tx, user.id, CodeFor::NewDevice, &user.email, now, lifetime))
            .await?;
    }
    Ok(StatusCode::OK)
}

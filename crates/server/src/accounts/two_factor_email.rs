//! Two-step login by mail: set-up, and the mail during a sign-in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portal_contracts::SecretText;
use portal_contracts::account::SecretBody;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::{Caller, PeerIp};
use crate::error::{ApiError, ApiResult};
use crate::events::{self, EventKind, Source};
use crate::fields;
use crate::json::Body;
use crate::limits::Kind;
use crate::mailed_code::{self, CodeFor};
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};
use crate::two_step;
use crate::users::{self, User};

fn answer(enabled: bool, email: &str) -> Json<Value> {
    Json(json!({ "object": "twoFactorEmail", "enabled": enabled, "email": email }))
}

pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SecretBody>,
) -> ApiResult<Json<Value>> {
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let step = state.db.read(move |connection| two_step::get(connection, user.id, two_step::EMAIL)).await?;
    Ok(match step {
        Some(step) => answer(step.enabled, &step.data),
        None => answer(false, &user.email),
    })
}

/// `POST two-factor/send-email` and `PUT two-factor/email`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SetUp {
    email: String,
    token: SecretText,
    master_password_hash: SecretText,
}

/// Mails a code to the address that is to be used.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SetUp>,
) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::EmailLogin, caller.ip)?;
    fields::email("Email", &request.email)?;
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let (now, lifetime) = (state.clock.now(), state.config.lifetimes.mailed_code);
    let address = normal_email(&request.email);
    state.db.write(move |tx| mailed_code::send(tx, user.id, CodeFor::SetUp, &address, now, lifetime)).await?;
    Ok(StatusCode::OK)
}

/// Switches it on for the address the code had been sent to.
pub(super) async fn save(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SetUp>,
) -> ApiResult<Json<Value>> {
    fields::email("Email", &request.email)?;
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let (now, source) = (state.clock.now(), Source::from(&caller));
    let address = normal_email(&request.email);
    let code = request.token;
    let wanted = address.clone();
    let right = state
        .db
        .write(move |tx| {
            let sent_to = mailed_code::redeem(tx, user.id, CodeFor::SetUp, code.expose(), now)?;
            if sent_to.as_deref() != Some(wanted.as_str()) {
                return Ok(false);
            }
            two_step::enable(tx, user.id, two_step::EMAIL, &wanted, None)?;
            users::touch(tx, user.id, now)?;
            events::write_for_user(tx, now, EventKind::TWO_FACTOR_CHANGED, user.id, &source)?;
            Ok(true)
        })
        .await?;
    if right {
        return Ok(answer(true, &address));
    }
    tokio::time::sleep(state.config.wrong_password_delay).await;
    Err(ApiError::invalid("Token", "Invalid token."))
}

/// `POST two-factor/send-email-login`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AtSignIn {
    email: String,
    master_password_hash: SecretText,
    #[serde(alias = "ssoEmail2faSessionToken")]
    sso_email2_fa_session_token: SecretText,
}

/// Mails the code during a sign-in to somebody who has shown the password, or the proof of having shown it.
pub(super) async fn send_at_sign_in(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<AtSignIn>,
) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::EmailLogin, ip)?;
    let user = match users::find_with_password(&state, &request.email, &request.master_password_hash).await? {
        Some(user) => Some(user),
        None => find_with_proof(&state, &request).await?,
    };
    if let Some(user) = user {
        let (now, lifetime) = (state.clock.now(), state.config.lifetimes.mailed_code);
        let sent = state
            .db
            .write(move |tx| {
                let step = two_step::get(tx, user.id, two_step::EMAIL)?.filter(|step| step.enabled);
                let Some(step) = step else { return Ok(false) };
                mailed_code::send(tx, user.id, CodeFor::SignIn, &step.data, now, lifetime)?;
                Ok(true)
            })
            .await?;
        if sent {
            return Ok(StatusCode::OK);
        }
    }
    tokio::time::sleep(state.config.wrong_password_delay).await;
    Err(ApiError::rule("Cannot send two-factor email."))
}

async fn find_with_proof(state: &AppState, request: &AtSignIn) -> ApiResult<Option<User>> {
    let email = request.email.clone();
    let user = state.db.read(move |connection| users::find_by_email(connection, &email)).await?;
    let proof = request.sso_email2_fa_session_token.expose();
    let now = state.clock.now();
    Ok(user.filter(|user| state.tokens.check(proof, Purpose::EmailLogin, &[user.id], &user.email, now).is_ok()))
}

//! The mail before a sign-up, and the click on it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use portal_contracts::limits::NAME;
use portal_contracts::register::{SendVerificationEmail, VerificationEmailClicked};

use crate::auth::PeerIp;
use crate::error::{ApiError, ApiResult};
use crate::fields;
use crate::json::Body;
use crate::limits::Kind;
use crate::mail::{self, templates};
use crate::organizations::domains;
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};
use crate::users;

/// Sends the mail. Whether the address has an account shows only in the mail itself.
pub(super) async fn send(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<SendVerificationEmail>,
) -> ApiResult<Response> {
    state.limiter.check(Kind::SignUpMail, ip)?;
    fields::email("Email", &request.email)?;
    fields::at_most("Name", request.name.as_deref(), NAME)?;
    if state.config.disable_registration {
        return Err(ApiError::rule("Open registration has been disabled by the system administrator."));
    }
    let email = normal_email(&request.email);
    let now = state.clock.now();
    let name = request.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let token = state.tokens.issue(Purpose::SignUp, &[], &email, name, now, state.config.lifetimes.sign_up)?;
    let verify = state.config.verify_email;
    let origin = state.config.origin.clone();
    let answer = state
        .db
        .write(move |tx| {
            // Before anything about the account: the answer is the same with and without one.
            if domains::blocks(tx, &email)? {
                return Err(claimed_error());
            }
            let taken = users::find_by_email(tx, &email)?.is_some();
            if !verify {
                return if taken { Err(taken_error(&email)) } else { Ok(Some(token)) };
            }
            let mail = if taken {
                templates::account_exists(&origin, &email)
            } else {
                templates::sign_up(&origin, &email, &token)
            };
            mail::enqueue(tx, now, &mail)?;
            Ok(None)
        })
        .await?;
    Ok(match answer {
        Some(token) => Json(token).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Tells whether the link of the mail still works.
pub(super) async fn clicked(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<VerificationEmailClicked>,
) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::Identity, ip)?;
    let token = request.email_verification_token.expose();
    state.tokens.check(token, Purpose::SignUp, &[], &request.email, state.clock.now())?;
    let email = request.email.clone();
    let taken = state.db.read(move |connection| users::find_by_email(connection, &email)).await?.is_some();
    if taken { Err(taken_error(&request.email)) } else { Ok(StatusCode::OK) }
}

/// The domain of the address is claimed, and the organisation makes the accounts itself.
pub(super) fn claimed_error() -> ApiError {
    ApiError::rule("This email address is claimed by an organization using Bitwarden.")
}

fn taken_error(email: &str) -> ApiError {
    ApiError::invalid("Email", format!("Email '{}' is already taken.", normal_email(email)))
}

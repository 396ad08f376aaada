//! Everything below `identity`: how to derive, who signs in, who signs up (spec §3).

mod answers;
mod grants;
mod prelogin;
mod register;
mod second_step;
mod sign_up_mail;
mod token;

use axum::Router;
use axum::routing::{get, post};

use crate::server_info;
use crate::state::AppState;

/// The routes, relative to `/identity`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/alive", get(server_info::now))
        .route("/accounts/prelogin", post(prelogin::prelogin))
        .route("/accounts/prelogin/password", post(prelogin::prelogin))
        .route("/accounts/register/send-verification-email", post(sign_up_mail::send))
        .route("/accounts/register/verification-email-clicked", post(sign_up_mail::clicked))
        .route("/accounts/register/finish", post(register::finish))
        .route("/connect/token", post(token::token))
}

//! The password hint by mail. The answer never tells whether the address has an account.

use axum::extract::State;
use axum::http::StatusCode;
use portal_contracts::kdf::PreloginRequest;

use crate::auth::PeerIp;
use crate::error::ApiResult;
use crate::fields;
use crate::json::Body;
use crate::limits::Kind;
use crate::mail::{self, templates};
use crate::state::AppState;
use crate::users;

pub(super) async fn send(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<PreloginRequest>,
) -> ApiResult<StatusCode> {
    state.limiter.check(Kind::Hint, ip)?;
    fields::email("Email", &request.email)?;
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            if let Some(user) = users::find_by_email(tx, &request.email)? {
                mail::enqueue(tx, now, &templates::password_hint(&user.email, user.password_hint.as_deref()))?;
            }
            Ok(())
        })
        .await?;
    Ok(StatusCode::OK)
}

//! The invited person agrees. Any signed-in account may call; token and address decide, and the policies of the
//! organisations that the account belongs to.

use axum::extract::State;
use portal_contracts::enums::ProviderUserStatus;
use portal_contracts::providers::TokenBody;
use rusqlite::params;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::rules;
use crate::providers::store;
use crate::state::AppState;
use crate::tokens::{Purpose, TokenError, normal_email};
use crate::users;

pub(super) async fn accept(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<TokenBody>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let person = store::person(tx, provider, member)?.ok_or_else(|| ApiError::rule("User invalid."))?;
            let joined_otherwise = store::membership(tx, provider, caller.user_id)?.is_some();
            let checked =
                state.tokens.check(body.token.expose(), Purpose::ProviderInvitation, &[member], &caller.email, now);
            // Whoever follows somebody else's link learns that, and nothing about the invitation or about themselves.
            if let Err(error @ (TokenError::Altered | TokenError::Foreign)) = checked {
                return Err(error.into());
            }
            if person.status != ProviderUserStatus::Invited || joined_otherwise {
                return Err(ApiError::rule("Already accepted."));
            }
            checked?;
            if person.email != normal_email(&caller.email) {
                return Err(ApiError::rule("User email does not match invite."));
            }
            if rules::keeps_out_of_providers(tx, caller.user_id)? {
                return Err(ApiError::rule(rules::NO_PROVIDERS));
            }
            tx.execute(
                "UPDATE provider_user SET user_id = ?2, email = NULL, status = ?3, revised_at = ?4 WHERE id = ?1",
                params![member, caller.user_id, ProviderUserStatus::Accepted.number(), now],
            )?;
            users::touch(tx, caller.user_id, now)
        })
        .await
}

//! A member joins or leaves account recovery themselves (API contract §8.8).

use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::members::RecoveryEnrollment;
use portal_contracts::policies::PolicyType;
use rusqlite::params;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::{policies, store};
use crate::state::AppState;
use crate::users;

/// The id in the path is that of the *account*, and has to be the own one.
pub(super) async fn enrol(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, user)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<RecoveryEnrollment>,
) -> ApiResult<()> {
    if user != caller.user_id {
        return Err(ApiError::NotFound);
    }
    users::require_password(&app, caller.user_id, body.master_password_hash.expose()).await?;
    if let Some(key) = body.reset_password_key.as_deref() {
        fields::encrypted("ResetPasswordKey", key, Sealed::Asymmetric, 1_000)?;
    }
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let member = store::membership(tx, organization, user)?
                .filter(|member| {
                    matches!(member.status, OrganizationUserStatus::Accepted | OrganizationUserStatus::Confirmed)
                })
                .ok_or(ApiError::NotFound)?;
            let on = policies::is_on(tx, organization, PolicyType::AccountRecovery)?;
            let policy = policies::store::one(tx, organization, PolicyType::AccountRecovery)?;
            let kind = if body.reset_password_key.is_some() {
                if !on {
                    return Err(ApiError::rule("Organization does not have the password reset policy enabled."));
                }
                EventKind::MEMBER_ENROLLED
            } else {
                if on && policy.is_some_and(|policy| policy.settings().flag("autoEnrollEnabled")) {
                    return Err(ApiError::rule(
                        "Due to an Enterprise Policy, you are not allowed to withdraw from account recovery.",
                    ));
                }
                EventKind::MEMBER_WITHDRAWN
            };
            tx.execute(
                "UPDATE organization_user SET reset_password_key = ?2, revised_at = ?3 WHERE id = ?1",
                params![member.id, body.reset_password_key, now],
            )?;
            users::touch(tx, user, now)?;
            events::write(tx, now, &Event::of_member(kind, &Source::from(&caller), organization, member.id))
        })
        .await
}

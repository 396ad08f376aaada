//! Master password and derivation: proving it, changing it, ending all sessions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portal_contracts::SecretText;
use portal_contracts::account::{ChangePassword, ReplaceTemporaryPassword, SecretBody};
use portal_contracts::limits::HINT;
use portal_contracts::register::{AuthenticationData, UnlockData};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, EventKind, Source};
use crate::fields;
use crate::json::Body;
use crate::organizations;
use crate::password_data::{self, OldForm, PasswordData};
use crate::secrets::StoredPassword;
use crate::sessions;
use crate::state::AppState;
use crate::users::{self, NewPassword, User};

/// Answers with the rules for master passwords that bind this account.
pub(super) async fn verify(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SecretBody>,
) -> ApiResult<Json<Value>> {
    users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let rules =
        state.db.read(move |connection| organizations::rules::master_password(connection, caller.user_id)).await?;
    let mut answer = json!(rules);
    if let Some(members) = answer.as_object_mut() {
        members.insert("object".to_owned(), "masterPasswordPolicy".into());
    }
    Ok(Json(answer))
}

/// Replaces the password that an administrator has set by account recovery. Only then the old one need not be proven:
/// whoever has the session knows it already.
pub(super) async fn replace_temporary(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<ReplaceTemporaryPassword>,
) -> ApiResult<StatusCode> {
    fields::at_most("MasterPasswordHint", request.master_password_hint.as_deref(), HINT)?;
    let user = state.db.read(move |connection| users::find(connection, caller.user_id)).await?;
    if !user.force_password_reset {
        return Err(ApiError::rule("User does not have a temporary password to update."));
    }
    let old = OldForm { hash: Some(&request.new_master_password_hash), key: Some(&request.key), kdf: Some(user.kdf) };
    let new =
        password_data::agree(&old, request.authentication_data.as_ref(), request.unlock_data.as_ref(), &user.email)?;
    let hint = request.master_password_hint.filter(|hint| !hint.is_empty());
    let session = caller.session.clone();
    store(&state, &caller, user, new, Some(hint), session, EventKind::TEMPORARY_PASSWORD_CHANGED).await
}

/// Changes the master password. The session in which this happens lives on by its refresh token; all others end, those of
/// other tabs of the same browser too.
pub(super) async fn change(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<ChangePassword>,
) -> ApiResult<StatusCode> {
    fields::at_most("MasterPasswordHint", request.master_password_hint.as_deref(), HINT)?;
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let old = OldForm { hash: Some(&request.new_master_password_hash), key: Some(&request.key), kdf: Some(user.kdf) };
    let new =
        password_data::agree(&old, request.authentication_data.as_ref(), request.unlock_data.as_ref(), &user.email)?;
    let hint = request.master_password_hint.filter(|hint| !hint.is_empty());
    let session = caller.session.clone();
    store(&state, &caller, user, new, Some(hint), session, EventKind::PASSWORD_CHANGED).await
}

/// `POST accounts/kdf`; missing members are told apart from wrong ones.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangeKdf {
    master_password_hash: SecretText,
    authentication_data: Option<AuthenticationData>,
    unlock_data: Option<UnlockData>,
}

/// Changes the derivation. All sessions end.
pub(super) async fn change_kdf(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<ChangeKdf>,
) -> ApiResult<StatusCode> {
    let (Some(authentication), Some(unlock)) = (&request.authentication_data, &request.unlock_data) else {
        return Err(ApiError::rule("AuthenticationData and UnlockData must be provided."));
    };
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let none = OldForm { hash: None, key: None, kdf: None };
    let new = password_data::agree(&none, Some(authentication), Some(unlock), &user.email)?;
    store(&state, &caller, user, new, None, None, EventKind::PASSWORD_CHANGED).await
}

async fn store(
    state: &AppState,
    caller: &Caller,
    user: User,
    new: PasswordData,
    hint: Option<Option<String>>,
    keep: Option<String>,
    kind: EventKind,
) -> ApiResult<StatusCode> {
    let password = StoredPassword::make(&new.hash, state.config.password_hash_rounds).await?;
    let (now, source) = (state.clock.now(), Source::from(caller));
    state
        .db
        .write(move |tx| {
            if users::find(tx, user.id)?.security_stamp != user.security_stamp {
                // Changed by somebody else since the password was checked.
                return Err(ApiError::Unauthorized);
            }
            let new = NewPassword { password, kdf: new.kdf, key: new.key, hint };
            let stamp = users::set_password(tx, user.id, &new, now)?;
            sessions::keep_only(tx, user.id, keep.as_deref(), &stamp)?;
            events::write_for_user(tx, now, kind, user.id, &source)
        })
        .await?;
    Ok(StatusCode::OK)
}

/// Ends all sessions, this one included.
pub(super) async fn end_sessions(
    State(state): State<AppState>,
    caller: Caller,
    Body(request): Body<SecretBody>,
) -> ApiResult<StatusCode> {
    let user = users::require_password(&state, caller.user_id, request.master_password_hash.expose()).await?;
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            let stamp = users::renew_stamp(tx, user.id, now)?;
            sessions::keep_only(tx, user.id, None, &stamp)
        })
        .await?;
    Ok(StatusCode::OK)
}

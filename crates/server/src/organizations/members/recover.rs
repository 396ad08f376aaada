//! Recovering the account of a member (API contract §8.8): what the keys need, and setting the new password. The server
//! sees neither the password nor the member's key.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portal_contracts::members::RecoverAccount;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::MemberRow;
use super::{Scope, recovery_rules, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::organizations::policies;
use crate::password_data::{self, OldForm};
use crate::secrets::StoredPassword;
use crate::sessions;
use crate::state::AppState;
use crate::users::{self, NewPassword};

pub(super) async fn details(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            let scope = recovery_rules::scope(conn, &caller, organization)?;
            let (member, user) = recovery_rules::target(conn, &caller, &scope, member)?;
            wire(conn, &scope, &member, user).map(Json)
        })
        .await
}

pub(super) async fn details_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            let scope = recovery_rules::scope(conn, &caller, organization)?;
            let targets = recovery_rules::targets(conn, &caller, &scope, &body.ids)?;
            let rows: ApiResult<Vec<_>> =
                targets.iter().map(|(member, user)| wire(conn, &scope, member, *user)).collect();
            Ok(Json(whole_list(rows?)))
        })
        .await
}

fn wire(conn: &Connection, scope: &Scope, member: &MemberRow, user: Uuid) -> ApiResult<Value> {
    let user = users::find(conn, user)?;
    Ok(json!({
        "object": "organizationUserResetPasswordDetails",
        "organizationUserId": member.id,
        "kdf": user.kdf.kdf_type,
        "kdfIterations": user.kdf.iterations,
        "kdfMemory": user.kdf.memory,
        "kdfParallelism": user.kdf.parallelism,
        "masterPasswordSalt": user.email,
        "resetPasswordKey": member.recovery_key,
        "encryptedPrivateKey": scope.organization.encrypted_private_key,
    }))
}

/// A new password, no second step any more, or both. Every session of the member ends, and the member has to choose a
/// password of their own at the next sign-in.
pub(super) async fn recover(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<RecoverAccount>,
) -> ApiResult<StatusCode> {
    // The old path has no switches: it always sets a password.
    let sets_password = body.reset_master_password || !body.reset_two_factor;
    let asking = caller.clone();
    let user = app
        .db
        .read(move |conn| {
            let scope = recovery_rules::scope(conn, &asking, organization)?;
            users::find(conn, recovery_rules::target(conn, &asking, &scope, member)?.1)
        })
        .await?;
    let new = if sets_password {
        let old = OldForm { hash: Some(&body.new_master_password_hash), key: Some(&body.key), kdf: Some(user.kdf) };
        let new =
            password_data::agree(&old, body.authentication_data.as_ref(), body.unlock_data.as_ref(), &user.email)?;
        let password = StoredPassword::make(&new.hash, app.config.password_hash_rounds).await?;
        Some(NewPassword { password, kdf: new.kdf, key: new.key, hint: None })
    } else {
        None
    };
    let (now, state) = (app.clock.now(), app.clone());
    app.db
        .write(move |tx| {
            // Rights and member may have changed while the password was hashed.
            let scope = recovery_rules::scope(tx, &caller, organization)?;
            let (member, user) = recovery_rules::target(tx, &caller, &scope, member)?;
            if let Some(new) = &new {
                users::set_password(tx, user, new, now)?;
                users::demand_new_password(tx, user)?;
                note(tx, &caller, &member, EventKind::MEMBER_PASSWORD_RESET, now)?;
            }
            if body.reset_two_factor {
                tx.execute("DELETE FROM two_factor WHERE user_id = ?1", [user])?;
                note(tx, &caller, &member, EventKind::MEMBER_TWO_STEP_RESET, now)?;
                policies::lost_second_step(tx, user, now)?;
            }
            let stamp = users::renew_stamp(tx, user, now)?;
            sessions::keep_only(tx, user, None, &stamp)?;
            let (origin, name) = (&state.config.origin, &scope.organization.name);
            enqueue(tx, now, &templates::account_recovered(origin, &member.email, name))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn note(tx: &Transaction<'_>, caller: &Caller, member: &MemberRow, kind: EventKind, now: Millis) -> ApiResult<()> {
    events::write(tx, now, &Event::of_member(kind, &Source::from(caller), member.organization_id, member.id))
}

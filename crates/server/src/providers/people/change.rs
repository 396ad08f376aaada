//! Roles and removal. The provider always keeps a confirmed admin, and nobody removes themselves.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use portal_contracts::permissions::ProviderAction;
use portal_contracts::providers::UpdateProviderUser;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::{bulk_row, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::providers::access;
use crate::providers::store::{self, ProviderUser};
use crate::state::AppState;
use crate::users;

const LAST_ADMIN: &str = "Provider must have at least one confirmed ProviderAdmin.";

pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<UpdateProviderUser>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            access::require(tx, &caller, provider, ProviderAction::ManagePeople)?;
            if matches!(body.r#type, ProviderUserType::Unknown(_)) {
                return Err(ApiError::invalid("Type", "The Type field is not a role of a provider."));
            }
            let person = store::person(tx, provider, member)?.ok_or(ApiError::NotFound)?;
            if body.r#type != ProviderUserType::ProviderAdmin && is_last_admin(tx, &person)? {
                return Err(ApiError::rule(LAST_ADMIN));
            }
            tx.execute(
                "UPDATE provider_user SET type = ?2, revised_at = ?3 WHERE id = ?1",
                params![member, body.r#type.number(), now],
            )?;
            if let Some(user) = person.user_id {
                users::touch(tx, user, now)?;
            }
            let kind = EventKind::PROVIDER_USER_UPDATED;
            events::write(tx, now, &Event::of_provider_user(kind, &Source::from(&caller), provider, member))
        })
        .await
}

pub(super) async fn remove(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            access::require(tx, &caller, provider, ProviderAction::ManagePeople)?;
            let person = store::person(tx, provider, member)?.ok_or(ApiError::NotFound)?;
            take_out(tx, &caller, &person, now)?.map_err(ApiError::rule)
        })
        .await
}

pub(super) async fn remove_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let rows = app
        .db
        .write(move |tx| {
            access::require(tx, &caller, provider, ProviderAction::ManagePeople)?;
            let mut rows = Vec::with_capacity(body.ids.len());
            for id in body.ids {
                let outcome = match store::person(tx, provider, id)? {
                    Some(person) => take_out(tx, &caller, &person, now)?,
                    None => Err("Invalid user."),
                };
                rows.push(bulk_row(id, outcome));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

fn take_out(
    tx: &Transaction<'_>,
    caller: &Caller,
    person: &ProviderUser,
    now: Millis,
) -> ApiResult<Result<(), &'static str>> {
    if person.user_id == Some(caller.user_id) {
        return Ok(Err("You cannot remove yourself."));
    }
    if is_last_admin(tx, person)? {
        return Ok(Err(LAST_ADMIN));
    }
    tx.execute("DELETE FROM provider_user WHERE id = ?1", [person.id])?;
    if let Some(user) = person.user_id {
        users::touch(tx, user, now)?;
    }
    let kind = EventKind::PROVIDER_USER_REMOVED;
    events::write(tx, now, &Event::of_provider_user(kind, &Source::from(caller), person.provider_id, person.id))?;
    Ok(Ok(()))
}

fn is_last_admin(tx: &Transaction<'_>, person: &ProviderUser) -> ApiResult<bool> {
    Ok(person.kind == ProviderUserType::ProviderAdmin
        && person.status == ProviderUserStatus::Confirmed
        && store::other_confirmed_admins(tx, person.provider_id, person.id)? == 0)
}

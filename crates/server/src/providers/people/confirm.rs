//! An admin shares the provider key with somebody who accepted.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::ProviderUserStatus;
use portal_contracts::permissions::ProviderAction;
use portal_contracts::providers::ConfirmBody;
use rusqlite::{Transaction, params};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{bulk_row, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::organizations::rules;
use crate::providers::access;
use crate::providers::store::{self, Provider};
use crate::state::AppState;
use crate::users;

/// Longest wrapped key on the wire, in characters.
const KEY: usize = 1_000;

#[derive(Debug, Deserialize)]
pub(super) struct Keys {
    keys: Vec<MemberKey>,
}

#[derive(Debug, Deserialize)]
struct MemberKey {
    id: Uuid,
    key: String,
}

/// As on the vendor's server, 200 does not mean that the person was confirmed: whoever is not in
/// status *accepted* is passed over, and the list tells (API contract §5.5).
pub(super) async fn confirm(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<ConfirmBody>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::ManagePeople)?.provider;
            fields::encrypted("Key", &body.key, Sealed::Asymmetric, KEY)?;
            let _unreported = share(tx, &state, &caller, &provider, member, &body.key, now)?;
            Ok(())
        })
        .await
}

pub(super) async fn confirm_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<Keys>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let state = app.clone();
    let rows = app
        .db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::ManagePeople)?.provider;
            for (index, entry) in body.keys.iter().enumerate() {
                fields::encrypted(&format!("Keys[{index}].Key"), &entry.key, Sealed::Asymmetric, KEY)?;
            }
            let mut rows = Vec::with_capacity(body.keys.len());
            for entry in &body.keys {
                rows.push(bulk_row(entry.id, share(tx, &state, &caller, &provider, entry.id, &entry.key, now)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

fn share(
    tx: &Transaction<'_>,
    app: &AppState,
    caller: &Caller,
    provider: &Provider,
    member: Uuid,
    key: &str,
    now: Millis,
) -> ApiResult<Result<(), &'static str>> {
    let person = store::person(tx, provider.id, member)?;
    let Some(person) = person.filter(|person| person.status == ProviderUserStatus::Accepted) else {
        return Ok(Err("Invalid user."));
    };
    if let Some(user) = person.user_id
        && rules::keeps_out_of_providers(tx, user)?
    {
        return Ok(Err("Cannot confirm: a member of an organization with the Automatic user confirmation policy."));
    }
    tx.execute(
        "UPDATE provider_user SET key = ?2, status = ?3, revised_at = ?4 WHERE id = ?1",
        params![member, key, ProviderUserStatus::Confirmed.number(), now],
    )?;
    if let Some(user) = person.user_id {
        users::touch(tx, user, now)?;
    }
    let kind = EventKind::PROVIDER_USER_CONFIRMED;
    events::write(tx, now, &Event::of_provider_user(kind, &Source::from(caller), provider.id, member))?;
    enqueue(tx, now, &templates::confirmed(&app.config.origin, &person.email, provider.display_name()))?;
    Ok(Ok(()))
}

//! One step for one member, or for many in one transaction with an answer for each.

use axum::Json;
use rusqlite::Transaction;
use serde_json::Value;
use uuid::Uuid;

use super::{RowResult, Scope, bulk_row, rules, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

/// What is done to a member by somebody who manages members; an error undoes the whole request, a refusal only its row.
pub(super) type Step = fn(&Transaction<'_>, &Caller, &Scope, Uuid, Millis) -> ApiResult<RowResult>;

/// Does it to one. A stranger's id is not found.
pub(super) async fn one(app: AppState, caller: Caller, organization: Uuid, member: Uuid, step: Step) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            rules::member(tx, organization, member)?;
            step(tx, &caller, &scope, member, now)?.map_err(ApiError::rule)
        })
        .await
}

/// Does it to many, in the order given.
pub(super) async fn many(
    app: AppState,
    caller: Caller,
    organization: Uuid,
    members: Vec<Uuid>,
    step: Step,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let rows = app
        .db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            let row = |id| Ok(bulk_row(id, step(tx, &caller, &scope, id, now)?));
            members.into_iter().map(row).collect::<ApiResult<Vec<_>>>()
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

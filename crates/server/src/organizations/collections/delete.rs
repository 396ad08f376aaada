//! Deleting collections. Their items stay, without a collection.

use axum::extract::State;
use rusqlite::Transaction;
use uuid::Uuid;

use super::rules::{self, Rights};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::organizations::store as organizations;
use crate::state::AppState;

pub(super) async fn delete(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db.write(move |tx| take_out(tx, &caller, organization, &[id], now)).await
}

/// All of them, or none when one of them may not be deleted.
pub(super) async fn delete_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<()> {
    if body.ids.is_empty() {
        return Err(ApiError::invalid("Ids", "The Ids field is required."));
    }
    let now = app.clock.now();
    app.db.write(move |tx| take_out(tx, &caller, organization, &body.ids, now)).await
}

fn take_out(tx: &Transaction<'_>, caller: &Caller, organization: Uuid, ids: &[Uuid], now: Millis) -> ApiResult<()> {
    let rights = Rights::of(tx, caller, organization)?;
    let source = Source::from(caller);
    for id in ids {
        let row = rules::shared(tx, organization, *id)?;
        if !rights.deletes(tx, *id)? {
            return Err(ApiError::NotFound);
        }
        if row.is_own_items() {
            return Err(ApiError::rule("You cannot delete a collection with the type as DefaultUserCollection."));
        }
        tx.prepare_cached("DELETE FROM collection WHERE id = ?1")?.execute([id])?;
        events::write(tx, now, &Event::of_collection(EventKind::COLLECTION_DELETED, &source, organization, *id))?;
    }
    organizations::touch_members(tx, organization, now)
}

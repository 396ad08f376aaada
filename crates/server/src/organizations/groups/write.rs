//! Making, changing and deleting groups.

use axum::Json;
use axum::extract::State;
use portal_contracts::groups::GroupRequest;
use rusqlite::Transaction;
use serde_json::Value;
use uuid::Uuid;

use super::rules::{self, Checked};
use super::store::{self, NewState};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::state::AppState;

pub(super) async fn create(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(body): Body<GroupRequest>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let wire = app
        .db
        .write(move |tx| {
            let (actor, organization) = rules::manager(tx, &caller, id)?;
            let Checked { name, members, collections } = rules::check(tx, id, body)?;
            rules::no_self_service(&actor, &organization, &[], &members)?;
            let collections = rules::merge_collections(tx, &actor, &organization, Vec::new(), collections)?;
            let group = Uuid::new_v4();
            store::insert(tx, id, group, &name, now)?;
            let state = NewState { name: &name, members: &members, collections: &collections };
            store::replace(tx, group, &state, now)?;
            note(tx, &caller, EventKind::GROUP_CREATED, id, group, now)?;
            Ok(store::one(tx, id, group)?.ok_or(ApiError::NotFound)?.wire())
        })
        .await?;
    Ok(Json(wire))
}

/// Both lists replace what was there, but for the collections that the caller may not touch.
pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<GroupRequest>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let wire = app
        .db
        .write(move |tx| {
            let (actor, organization) = rules::manager(tx, &caller, id)?;
            store::one(tx, id, group)?.ok_or(ApiError::NotFound)?;
            let Checked { name, members, collections } = rules::check(tx, id, body)?;
            rules::no_self_service(&actor, &organization, &store::members(tx, group)?, &members)?;
            let before = store::collections(tx, group)?;
            let collections = rules::merge_collections(tx, &actor, &organization, before, collections)?;
            let state = NewState { name: &name, members: &members, collections: &collections };
            store::replace(tx, group, &state, now)?;
            note(tx, &caller, EventKind::GROUP_UPDATED, id, group, now)?;
            Ok(store::one(tx, id, group)?.ok_or(ApiError::NotFound)?.wire())
        })
        .await?;
    Ok(Json(wire))
}

pub(super) async fn delete(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            rules::manager(tx, &caller, id)?;
            store::one(tx, id, group)?.ok_or(ApiError::NotFound)?;
            end(tx, &caller, id, group, now)
        })
        .await
}

/// All or nothing: with a group of another organisation among them nothing is deleted. Groups that are gone already
/// do not disturb.
pub(super) async fn delete_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(list): Body<IdList>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            rules::manager(tx, &caller, id)?;
            if list.ids.is_empty() {
                return Err(ApiError::invalid("Ids", "The Ids field is required."));
            }
            let mut owner = tx.prepare_cached("SELECT organization_id = ?2 FROM groups WHERE id = ?1")?;
            let mut found = Vec::with_capacity(list.ids.len());
            for group in list.ids {
                match owner.query_row([group, id], |row| row.get::<_, bool>(0)) {
                    Ok(true) => found.push(group),
                    Ok(false) => return Err(ApiError::NotFound),
                    Err(rusqlite::Error::QueryReturnedNoRows) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            drop(owner);
            found.sort_unstable();
            found.dedup();
            for group in found {
                end(tx, &caller, id, group, now)?;
            }
            Ok(())
        })
        .await
}

fn end(tx: &Transaction<'_>, caller: &Caller, organization: Uuid, group: Uuid, now: Millis) -> ApiResult<()> {
    store::touch(tx, group, now)?;
    tx.prepare_cached("DELETE FROM groups WHERE id = ?1")?.execute([group])?;
    note(tx, caller, EventKind::GROUP_DELETED, organization, group, now)
}

/// Takes one member out. Whoever is not in the group is as good as taken out.
pub(super) async fn remove_member(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, group, member)): PathIds<(Uuid, Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            rules::manager(tx, &caller, id)?;
            store::one(tx, id, group)?.ok_or(ApiError::NotFound)?;
            crate::organizations::store::member(tx, id, member)?.ok_or(ApiError::NotFound)?;
            store::touch(tx, group, now)?;
            let removed = tx
                .prepare_cached("DELETE FROM group_user WHERE group_id = ?1 AND organization_user_id = ?2")?
                .execute([group, member])?;
            if removed > 0 {
                let source = Source::from(&caller);
                let event = Event::of_member(EventKind::MEMBER_GROUPS_CHANGED, &source, id, member);
                events::write(tx, now, &event)?;
            }
            Ok(())
        })
        .await
}

fn note(
    tx: &Transaction<'_>,
    caller: &Caller,
    kind: EventKind,
    organization: Uuid,
    group: Uuid,
    now: Millis,
) -> ApiResult<()> {
    events::write(tx, now, &Event::of_group(kind, &Source::from(caller), organization, group))
}

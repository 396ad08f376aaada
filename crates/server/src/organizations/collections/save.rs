//! Making and changing a collection.

use axum::Json;
use axum::extract::State;
use portal_contracts::collections::CollectionType;
use portal_contracts::limits;
use rusqlite::{Transaction, params};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::entries::{self, Entry};
use super::read::details;
use super::rules::{self, Rights};
use super::store::{self, Side};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::store as organizations;
use crate::plans;
use crate::state::AppState;

/// A list that is missing stays as it was; one that is there replaces.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SaveBody {
    name: Option<String>,
    external_id: Option<String>,
    groups: Option<Vec<Entry>>,
    users: Option<Vec<Entry>>,
}

pub(super) async fn create(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<SaveBody>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let value = app
        .db
        .write(move |tx| {
            let rights = Rights::of(tx, &caller, organization)?;
            if !rights.creates() {
                return Err(ApiError::NotFound);
            }
            let name = body.name.as_deref().unwrap_or_default();
            check(name, body.external_id.as_deref())?;
            check_limit(tx, &rights)?;
            let id = Uuid::new_v4();
            tx.prepare_cached(
                "INSERT INTO collection (id, organization_id, name, external_id, type, created_at, revised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            )?
            .execute(params![
                id,
                organization,
                name,
                body.external_id,
                CollectionType::Shared.number(),
                now
            ])?;
            write_lists(tx, &rights, id, &body)?;
            // A member manages what they made, unless they may change any collection anyway.
            if let Some(member) = rights.actor.member
                && !rights.edits_any()
            {
                entries::let_manage(tx, organization, id, member)?;
            }
            rights.require_manager(tx, id)?;
            organizations::touch_members(tx, organization, now)?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_collection(EventKind::COLLECTION_CREATED, &source, organization, id))?;
            let row = rules::shared(tx, organization, id)?;
            details(tx, &rights, &row, rights.actor.member.is_some())
        })
        .await?;
    Ok(Json(value))
}

pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<SaveBody>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let value = app
        .db
        .write(move |tx| {
            let rights = Rights::of(tx, &caller, organization)?;
            let row = rules::shared(tx, organization, id)?;
            if !rights.edits(tx, id)? {
                return Err(ApiError::NotFound);
            }
            if row.is_own_items() {
                return Err(ApiError::rule("You cannot edit a collection with the type as DefaultUserCollection."));
            }
            let name = body.name.as_deref().unwrap_or(&row.name);
            check(name, body.external_id.as_deref())?;
            tx.prepare_cached("UPDATE collection SET name = ?2, external_id = ?3, revised_at = ?4 WHERE id = ?1")?
                .execute(params![id, name, body.external_id, now])?;
            write_lists(tx, &rights, id, &body)?;
            rights.require_manager(tx, id)?;
            organizations::touch_members(tx, organization, now)?;
            let source = Source::from(&caller);
            events::write(tx, now, &Event::of_collection(EventKind::COLLECTION_UPDATED, &source, organization, id))?;
            let row = rules::shared(tx, organization, id)?;
            details(tx, &rights, &row, rights.actor.member.is_some())
        })
        .await?;
    Ok(Json(value))
}

fn check(name: &str, external_id: Option<&str>) -> ApiResult<()> {
    fields::encrypted("Name", name, Sealed::Symmetric, limits::ENCRYPTED_NAME)?;
    fields::at_most("ExternalId", external_id, limits::EXTERNAL_ID)
}

fn check_limit(tx: &Transaction<'_>, rights: &Rights) -> ApiResult<()> {
    match rights.organization.max_collections {
        Some(most) if store::count(tx, rights.organization.id)? >= most => Err(ApiError::rule(format!(
            "You have reached the maximum number of collections ({most}) for this organization."
        ))),
        _ => Ok(()),
    }
}

/// Groups are passed over where the plan has none.
fn write_lists(tx: &Transaction<'_>, rights: &Rights, id: Uuid, body: &SaveBody) -> ApiResult<()> {
    let organization = rights.organization.id;
    if let Some(users) = &body.users {
        entries::replace(tx, Side::Users, organization, id, users)?;
    }
    if let Some(groups) = &body.groups {
        if plans::features(rights.organization.plan).use_groups {
            entries::replace(tx, Side::Groups, organization, id, groups)?;
        } else {
            entries::check(groups)?;
        }
    }
    Ok(())
}

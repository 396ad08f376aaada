//! Items and collections of an import, all or none.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use portal_contracts::ciphers::{ImportCollection, ImportRequest};
use portal_contracts::policies::PolicyType;
use rusqlite::{Connection, Transaction, params};
use serde::Deserialize;
use uuid::Uuid;

use super::check::{self, Terms};
use super::store;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::json;
use crate::organizations::collections::rules::Rights;
use crate::organizations::policies;
use crate::organizations::store as organizations;
use crate::state::AppState;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Into {
    organization_id: Uuid,
}

pub(super) async fn import(
    State(app): State<AppState>,
    caller: Caller,
    into: Result<Query<Into>, QueryRejection>,
    body: Bytes,
) -> ApiResult<()> {
    let organization = into.map_err(|_| ApiError::NotFound)?.organization_id;
    let now = app.clock.now();
    // The slow part, reading and judging, is done before anybody else's writing has to wait for it.
    let (caller, request) = app
        .db
        .read(move |conn| {
            Rights::of(conn, &caller, organization)?;
            let request = read(&body)?;
            require(conn, &caller, &request, organization)?;
            let no_cards = policies::is_on(conn, organization, PolicyType::RestrictedItemTypes)?;
            check::check(&request, &Terms { user: caller.user_id, no_cards })?;
            Ok((caller, request))
        })
        .await?;
    app.db
        .write(move |tx| {
            let (rights, known) = require(tx, &caller, &request, organization)?;
            if store::holds(tx, organization, &request.ciphers)? {
                return Ok(());
            }
            rights.require_room(tx, known.iter().filter(|id| id.is_none()).count())?;
            let source = Source::from(&caller);
            let collections = add_collections(tx, &rights, &source, &request.collections, &known, now)?;
            let ciphers = store::insert(tx, organization, &request.ciphers, now)?;
            for relation in &request.collection_relationships {
                // A pair that leads nowhere is passed over, as the vendor's server does.
                if let (Some(cipher), Some(collection)) = (ciphers.get(relation.key), collections.get(relation.value)) {
                    store::put_into(tx, *collection, *cipher)?;
                }
            }
            organizations::touch_members(tx, organization, now)
        })
        .await
}

/// The right to import this, and which of its collections exist already.
fn require(
    conn: &Connection,
    caller: &Caller,
    request: &ImportRequest,
    organization: Uuid,
) -> ApiResult<(Rights, Vec<Option<Uuid>>)> {
    let rights = Rights::of(conn, caller, organization)?;
    let known = existing(conn, organization, &request.collections)?;
    let any_new = known.is_empty() || known.iter().any(Option::is_none);
    if rights.imports(conn, known.iter().flatten(), any_new)? { Ok((rights, known)) } else { Err(ApiError::NotFound) }
}

/// An import is large: it is read as it is, and by the lenient rules only when that fails.
fn read(body: &Bytes) -> ApiResult<ImportRequest> {
    match serde_json::from_slice(body) {
        Ok(request) => Ok(request),
        Err(_) => json::parse(body),
    }
}

/// The collections that exist already, by their ids; one that is somebody's own or not of this organisation is new.
fn existing(conn: &Connection, organization: Uuid, asked: &[ImportCollection]) -> ApiResult<Vec<Option<Uuid>>> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM collection WHERE id = ?1 AND organization_id = ?2 AND type = 0)",
    )?;
    asked
        .iter()
        .map(|collection| {
            let id = collection.id.as_deref().and_then(|id| Uuid::parse_str(id).ok());
            let Some(id) = id else { return Ok(None) };
            let known: bool = statement.query_row([id, organization], |row| row.get(0))?;
            Ok(known.then_some(id))
        })
        .collect()
}

fn add_collections(
    tx: &Transaction<'_>,
    rights: &Rights,
    source: &Source,
    asked: &[ImportCollection],
    known: &[Option<Uuid>],
    now: Millis,
) -> ApiResult<Vec<Uuid>> {
    let organization = rights.organization.id;
    let mut insert = tx.prepare_cached(
        "INSERT INTO collection (id, organization_id, name, external_id, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    )?;
    let mut manage = tx.prepare_cached(
        "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
    )?;
    let mut ids = Vec::with_capacity(asked.len());
    for (collection, known) in asked.iter().zip(known) {
        let id = match known {
            Some(id) => *id,
            None => {
                let id = Uuid::new_v4();
                insert.execute(params![id, organization, collection.name, collection.external_id, now])?;
                // A member who imports manages what that makes; a provider's people are no members.
                if let Some(member) = rights.actor.member {
                    manage.execute([id, member])?;
                }
                events::write(tx, now, &Event::of_collection(EventKind::COLLECTION_CREATED, source, organization, id))?;
                id
            }
        };
        ids.push(id);
    }
    Ok(ids)
}

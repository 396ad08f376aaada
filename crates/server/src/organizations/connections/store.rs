//! Rows of SCIM connections; an organisation has one at most.

use portal_contracts::scim::SCIM;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;

/// A connection that was saved.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stored {
    /// Connection id.
    pub(super) id: Uuid,
    /// Whether it is used.
    pub(super) enabled: bool,
    /// Everything else, as it was sent.
    pub(super) config: Option<Map<String, Value>>,
}

impl Stored {
    fn text(&self) -> Option<String> {
        self.config.as_ref().map(|config| Value::Object(config.clone()).to_string())
    }
}

pub(super) fn find(conn: &Connection, organization: Uuid) -> ApiResult<Option<Stored>> {
    let found: Option<(Uuid, bool, Option<String>)> = conn
        .prepare_cached(
            "SELECT id, enabled, config FROM organization_connection WHERE organization_id = ?1 AND type = ?2",
        )?
        .query_row(params![organization, SCIM], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found.map(|(id, enabled, config)| Stored {
        id,
        enabled,
        config: config.and_then(|text| serde_json::from_str(&text).ok()),
    }))
}

/// Whose connection it is.
pub(super) fn owner(conn: &Connection, id: Uuid) -> ApiResult<Option<Uuid>> {
    let found = conn
        .prepare_cached("SELECT organization_id FROM organization_connection WHERE id = ?1 AND type = ?2")?
        .query_row(params![id, SCIM], |row| row.get(0))
        .optional()?;
    Ok(found)
}

pub(super) fn insert(tx: &Transaction<'_>, organization: Uuid, stored: &Stored, now: Millis) -> ApiResult<()> {
    tx.prepare_cached(
        "INSERT INTO organization_connection (id, organization_id, type, enabled, config, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![stored.id, organization, SCIM, stored.enabled, stored.text(), now])?;
    Ok(())
}

pub(super) fn update(tx: &Transaction<'_>, stored: &Stored, now: Millis) -> ApiResult<()> {
    tx.prepare_cached("UPDATE organization_connection SET enabled = ?2, config = ?3, revised_at = ?4 WHERE id = ?1")?
        .execute(params![stored.id, stored.enabled, stored.text(), now])?;
    Ok(())
}

pub(super) fn delete(tx: &Transaction<'_>, id: Uuid) -> ApiResult<()> {
    tx.prepare_cached("DELETE FROM organization_connection WHERE id = ?1")?.execute([id])?;
    Ok(())
}

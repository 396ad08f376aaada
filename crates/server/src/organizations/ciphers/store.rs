//! Rows of items.

use std::collections::HashMap;

use portal_contracts::ciphers::Cipher;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};

/// An item as it is kept.
pub(super) struct Row {
    pub id: Uuid,
    pub cipher: Cipher<String>,
    pub created_at: Millis,
    pub revised_at: Millis,
    pub deleted_at: Option<Millis>,
}

/// Adds items; their new ids in the same order.
pub(super) fn insert(
    tx: &Transaction<'_>,
    organization: Uuid,
    ciphers: &[Cipher<String>],
    now: Millis,
) -> ApiResult<Vec<Uuid>> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO cipher (id, organization_id, type, data, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    )?;
    let mut ids = Vec::with_capacity(ciphers.len());
    for cipher in ciphers {
        let data = serde_json::to_string(cipher).map_err(|_| ApiError::internal("an item could not be written"))?;
        let id = Uuid::new_v4();
        statement.execute(params![id, organization, cipher.r#type.number(), data, now])?;
        ids.push(id);
    }
    Ok(ids)
}

/// Whether these items were added before, by this very request. A browser that loses the answer on a kept connection
/// sends the request again by itself; every encrypted text carries a fresh random value, so the same items are the same
/// request.
pub(super) fn holds(tx: &Transaction<'_>, organization: Uuid, ciphers: &[Cipher<String>]) -> ApiResult<bool> {
    let Some(first) = ciphers.first() else { return Ok(false) };
    let data = serde_json::to_string(first).map_err(|_| ApiError::internal("an item could not be written"))?;
    let twice = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM cipher WHERE organization_id = ?1 AND data = ?2)")?
        .query_row(params![organization, data], |row| row.get(0))?;
    Ok(twice)
}

/// Puts an item into a collection; twice is once.
pub(super) fn put_into(tx: &Transaction<'_>, collection: Uuid, cipher: Uuid) -> ApiResult<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO collection_cipher (collection_id, cipher_id) VALUES (?1, ?2)")?
        .execute([collection, cipher])?;
    Ok(())
}

/// All items of an organisation, oldest first.
pub(super) fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Row>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, data, created_at, revised_at, deleted_at FROM cipher WHERE organization_id = ?1 ORDER BY rowid",
    )?;
    let mut rows = statement.query([organization])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let data: String = row.get(1)?;
        let cipher = serde_json::from_str(&data).map_err(|_| ApiError::internal("an item cannot be read"))?;
        found.push(Row {
            id: row.get(0)?,
            cipher,
            created_at: row.get(2)?,
            revised_at: row.get(3)?,
            deleted_at: row.get(4)?,
        });
    }
    Ok(found)
}

/// The collections of every item of an organisation.
pub(super) fn places(conn: &Connection, organization: Uuid) -> ApiResult<HashMap<Uuid, Vec<Uuid>>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.cipher_id, p.collection_id FROM collection_cipher p JOIN cipher c ON c.id = p.cipher_id
         WHERE c.organization_id = ?1",
    )?;
    let mut rows = statement.query([organization])?;
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(found)
}

/// The organisation of an item.
pub(super) fn organization_of(conn: &Connection, cipher: Uuid) -> ApiResult<Option<Uuid>> {
    let found = conn
        .prepare_cached("SELECT organization_id FROM cipher WHERE id = ?1")?
        .query_row([cipher], |row| row.get(0))
        .optional()?;
    Ok(found)
}

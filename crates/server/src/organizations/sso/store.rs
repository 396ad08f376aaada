//! Rows of single sign-on.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;

/// Single sign-on as it was saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    /// Whether it is on.
    pub enabled: bool,
    /// Everything else, as it was sent.
    pub data: Option<Map<String, Value>>,
}

/// How members open their vault after signing in by single sign-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decryption {
    /// By the master password.
    MasterPassword,
    /// By a server that keeps their keys.
    KeyConnector,
    /// By a device that they trust.
    TrustedDevices,
}

impl Stored {
    /// How members open their vault.
    #[must_use]
    pub fn decryption(&self) -> Decryption {
        let member = |name: &str| self.data.as_ref().and_then(|data| data.get(name));
        match member("memberDecryptionType").and_then(Value::as_i64) {
            Some(1) => Decryption::KeyConnector,
            Some(2) => Decryption::TrustedDevices,
            // What older clients send.
            None if member("keyConnectorEnabled").and_then(Value::as_bool) == Some(true) => Decryption::KeyConnector,
            _ => Decryption::MasterPassword,
        }
    }
}

/// What was saved.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &Connection, organization: Uuid) -> ApiResult<Option<Stored>> {
    let found: Option<(bool, Option<String>)> = conn
        .prepare_cached("SELECT enabled, data FROM organization_sso WHERE organization_id = ?1")?
        .query_row([organization], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(enabled, data)| Stored { enabled, data: data.and_then(|text| serde_json::from_str(&text).ok()) }))
}

/// How members open their vault; nothing while single sign-on is off.
///
/// # Errors
/// When the database fails.
pub fn decryption(conn: &Connection, organization: Uuid) -> ApiResult<Option<Decryption>> {
    Ok(find(conn, organization)?.filter(|stored| stored.enabled).map(|stored| stored.decryption()))
}

/// Saves it.
///
/// # Errors
/// When the database fails.
pub fn put(tx: &Transaction<'_>, organization: Uuid, stored: &Stored, now: Millis) -> ApiResult<()> {
    let text = stored.data.as_ref().map(|data| Value::Object(data.clone()).to_string());
    tx.prepare_cached(
        "INSERT INTO organization_sso (organization_id, enabled, data, revised_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization_id)
         DO UPDATE SET enabled = excluded.enabled, data = excluded.data, revised_at = excluded.revised_at",
    )?
    .execute(params![organization, stored.enabled, text, now])?;
    Ok(())
}

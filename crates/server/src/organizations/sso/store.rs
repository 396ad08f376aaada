//! Rows of single sign-on.

use portal_contracts::policies::Settings;
use portal_contracts::sso::{self, MemberDecryption};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;

/// Single sign-on as it was saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Whether it is on.
    pub enabled: bool,
    /// Everything else, as it was sent.
    pub data: Option<Map<String, Value>>,
}

impl Stored {
    /// From the two columns; missing ones are those of an organisation that never saved any.
    #[must_use]
    pub fn of_columns(enabled: Option<bool>, data: Option<&str>) -> Self {
        Self { enabled: enabled.unwrap_or_default(), data: data.and_then(|text| serde_json::from_str(text).ok()) }
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings::of(self.data.clone())
    }

    /// How members open their vault; nothing while single sign-on is off.
    #[must_use]
    pub fn decryption(&self) -> Option<MemberDecryption> {
        self.enabled.then(|| sso::decryption(&self.settings()))
    }
}

/// What was saved.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &Connection, organization: Uuid) -> ApiResult<Stored> {
    let found: Option<(bool, Option<String>)> = conn
        .prepare_cached("SELECT enabled, data FROM organization_sso WHERE organization_id = ?1")?
        .query_row([organization], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(enabled, data)| Stored::of_columns(Some(enabled), data.as_deref())).unwrap_or_default())
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

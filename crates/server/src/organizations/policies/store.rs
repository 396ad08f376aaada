//! Rows of policies. A policy that was never saved has none and is off.

use portal_contracts::policies::{On, PolicyType, Settings};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::organizations::store as organizations;
use crate::plans;

/// A policy that was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Policy id.
    pub id: Uuid,
    /// Kind.
    pub kind: PolicyType,
    /// Whether it is on.
    pub enabled: bool,
    /// Settings, as they were sent.
    pub data: Option<Map<String, Value>>,
    /// When it was saved.
    pub revised_at: Millis,
}

impl Stored {
    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings::of(self.data.clone())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let data: Option<String> = row.get(3)?;
    Ok(Stored {
        id: row.get(0)?,
        kind: PolicyType::from_number(row.get(1)?),
        enabled: row.get(2)?,
        data: data.and_then(|text| serde_json::from_str(&text).ok()),
        revised_at: row.get(4)?,
    })
}

const SELECT: &str = "SELECT id, type, enabled, data, revised_at FROM policy WHERE organization_id = ?1";

/// All saved policies, by number.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Stored>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY type"))?;
    let rows = statement.query_map([organization], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// One policy, when it was saved.
///
/// # Errors
/// When the database fails.
pub fn one(conn: &Connection, organization: Uuid, kind: PolicyType) -> ApiResult<Option<Stored>> {
    let found = conn
        .prepare_cached(&format!("{SELECT} AND type = ?2"))?
        .query_row(params![organization, kind.number()], read)
        .optional()?;
    Ok(found)
}

/// Which policies are on.
///
/// # Errors
/// When the database fails.
pub fn on(conn: &Connection, organization: Uuid) -> ApiResult<On> {
    Ok(all(conn, organization)?.into_iter().filter(|policy| policy.enabled).map(|policy| policy.kind).collect())
}

/// Whether the organisation's plan has policies.
///
/// # Errors
/// When the database fails.
pub fn in_plan(conn: &Connection, organization: Uuid) -> ApiResult<bool> {
    let found = organizations::organization(conn, organization)?;
    Ok(found.is_some_and(|found| plans::features(found.plan).use_policies))
}

/// Whether a policy is in force: it is on, and the plan has policies.
///
/// # Errors
/// When the database fails.
pub fn is_on(conn: &Connection, organization: Uuid, kind: PolicyType) -> ApiResult<bool> {
    let enabled = one(conn, organization, kind)?.is_some_and(|policy| policy.enabled);
    Ok(enabled && in_plan(conn, organization)?)
}

/// Saves a policy.
///
/// # Errors
/// When the database fails.
pub fn put(
    tx: &Transaction<'_>,
    organization: Uuid,
    kind: PolicyType,
    enabled: bool,
    data: Option<&Map<String, Value>>,
    now: Millis,
) -> ApiResult<Stored> {
    let text = data.map(|data| Value::Object(data.clone()).to_string());
    tx.prepare_cached(
        "INSERT INTO policy (id, organization_id, type, enabled, data, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
         ON CONFLICT (organization_id, type)
         DO UPDATE SET enabled = excluded.enabled, data = excluded.data, revised_at = excluded.revised_at",
    )?
    .execute(params![Uuid::new_v4(), organization, kind.number(), enabled, text, now])?;
    Ok(tx.prepare_cached(&format!("{SELECT} AND type = ?2"))?.query_row(params![organization, kind.number()], read)?)
}

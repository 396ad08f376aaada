//! Rows of collections and of who has access.

use std::collections::HashMap;

use portal_contracts::access::{Access, AccessEntry};
use portal_contracts::collections::CollectionType;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::error::ApiResult;

/// A collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collection {
    pub id: Uuid,
    pub organization: Uuid,
    /// Under the organisation key.
    pub name: String,
    pub external_id: Option<String>,
    pub kind: CollectionType,
}

impl Collection {
    /// Whether it is "My items" of a member.
    pub fn is_own_items(&self) -> bool {
        self.kind == CollectionType::DefaultUserCollection
    }
}

const COLUMNS: &str = "id, organization_id, name, external_id, type";

fn read(row: &Row<'_>) -> rusqlite::Result<Collection> {
    Ok(Collection {
        id: row.get(0)?,
        organization: row.get(1)?,
        name: row.get(2)?,
        external_id: row.get(3)?,
        kind: CollectionType::from_number(row.get(4)?),
    })
}

/// One collection; `None` also when it belongs to another organisation.
pub(super) fn collection(conn: &Connection, organization: Uuid, id: Uuid) -> ApiResult<Option<Collection>> {
    let found = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM collection WHERE organization_id = ?1 AND id = ?2"))?
        .query_row([organization, id], read)
        .optional()?;
    Ok(found)
}

/// All of an organisation, oldest first, "My items" included.
pub(super) fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Collection>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM collection WHERE organization_id = ?1 ORDER BY created_at, rowid"
    ))?;
    let rows = statement.query_map([organization], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// How many count against the limit of the plan.
pub(super) fn count(conn: &Connection, organization: Uuid) -> ApiResult<i64> {
    let count = conn
        .prepare_cached("SELECT count(*) FROM collection WHERE organization_id = ?1 AND type = ?2")?
        .query_row(params![organization, CollectionType::Shared.number()], |row| row.get(0))?;
    Ok(count)
}

/// Who has access to a collection: members or groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Users,
    Groups,
}

impl Side {
    /// Table and column of the one who has access.
    pub const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Users => ("collection_user", "organization_user_id"),
            Self::Groups => ("collection_group", "group_id"),
        }
    }
}

fn flags(row: &Row<'_>, at: usize) -> rusqlite::Result<Access> {
    Ok(Access::from_flags(row.get(at)?, row.get(at + 1)?, row.get(at + 2)?))
}

/// The access lists of all collections of an organisation.
pub(super) fn lists(conn: &Connection, side: Side, organization: Uuid) -> ApiResult<HashMap<Uuid, Vec<AccessEntry>>> {
    let (table, who) = side.table();
    let mut statement = conn.prepare_cached(&format!(
        "SELECT a.collection_id, a.{who}, a.read_only, a.hide_passwords, a.manage
         FROM collection c JOIN {table} a ON a.collection_id = c.id WHERE c.organization_id = ?1"
    ))?;
    let mut rows = statement.query([organization])?;
    let mut lists: HashMap<Uuid, Vec<AccessEntry>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let who: Uuid = row.get(1)?;
        lists.entry(row.get(0)?).or_default().push(flags(row, 2)?.entry(who.to_string()));
    }
    Ok(lists)
}

/// The access list of one collection.
pub(super) fn list(conn: &Connection, side: Side, collection: Uuid) -> ApiResult<Vec<AccessEntry>> {
    let (table, who) = side.table();
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {who}, read_only, hide_passwords, manage FROM {table} WHERE collection_id = ?1"
    ))?;
    let read = |row: &Row<'_>| {
        let who: Uuid = row.get(0)?;
        Ok(flags(row, 1)?.entry(who.to_string()))
    };
    let entries = statement.query_map([collection], read)?.collect::<Result<_, _>>()?;
    Ok(entries)
}

/// What a member reaches, in one collection or in all: what is set on the member replaces what groups give; of several
/// groups the most permissive one counts.
pub(super) fn access_of(conn: &Connection, member: Uuid, collection: Option<Uuid>) -> ApiResult<HashMap<Uuid, Access>> {
    let mut reached = HashMap::new();
    let mut by_group = conn.prepare_cached(
        "SELECT a.collection_id, a.read_only, a.hide_passwords, a.manage
         FROM group_user m JOIN collection_group a ON a.group_id = m.group_id
         WHERE m.organization_user_id = ?1 AND (?2 IS NULL OR a.collection_id = ?2)",
    )?;
    let mut rows = by_group.query(params![member, collection])?;
    while let Some(row) = rows.next()? {
        let access = flags(row, 1)?;
        let best = reached.entry(row.get(0)?).or_insert(access);
        *best = access.max(*best);
    }
    let mut direct = conn.prepare_cached(
        "SELECT collection_id, read_only, hide_passwords, manage FROM collection_user
         WHERE organization_user_id = ?1 AND (?2 IS NULL OR collection_id = ?2)",
    )?;
    let mut rows = direct.query(params![member, collection])?;
    while let Some(row) = rows.next()? {
        reached.insert(row.get(0)?, flags(row, 1)?);
    }
    Ok(reached)
}

/// Whether any member or group may manage a collection.
pub(super) fn has_manager(conn: &Connection, collection: Uuid) -> ApiResult<bool> {
    let has = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM collection_user WHERE collection_id = ?1 AND manage)
                 OR EXISTS (SELECT 1 FROM collection_group WHERE collection_id = ?1 AND manage)",
        )?
        .query_row([collection], |row| row.get(0))?;
    Ok(has)
}

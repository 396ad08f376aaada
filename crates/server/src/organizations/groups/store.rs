//! Rows of groups, their members and their collections.

use std::collections::BTreeMap;

use portal_contracts::access::AccessEntry;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;

/// A group.
pub(super) struct Group {
    pub(super) id: Uuid,
    organization: Uuid,
    name: String,
    external_id: Option<String>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group { id: row.get(0)?, organization: row.get(1)?, name: row.get(2)?, external_id: row.get(3)? })
}

const SELECT: &str = "SELECT id, organization_id, name, external_id FROM groups";

impl Group {
    pub(super) fn wire(&self) -> Value {
        json!({
            "object": "group",
            "id": self.id,
            "organizationId": self.organization,
            "name": self.name,
            "externalId": self.external_id,
        })
    }

    pub(super) fn wire_with(&self, collections: &[AccessEntry]) -> Value {
        let mut value = self.wire();
        if let Value::Object(members) = &mut value {
            members.insert("object".to_owned(), json!("groupDetails"));
            members.insert("collections".to_owned(), json!(collections));
        }
        value
    }
}

/// The groups of an organisation, by name.
pub(super) fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Group>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE organization_id = ?1 ORDER BY name, id"))?;
    let groups = statement.query_map([organization], read)?.collect::<Result<_, _>>()?;
    Ok(groups)
}

/// One group; `None` also when it belongs to another organisation.
pub(super) fn one(conn: &Connection, organization: Uuid, id: Uuid) -> ApiResult<Option<Group>> {
    let found = conn
        .prepare_cached(&format!("{SELECT} WHERE organization_id = ?1 AND id = ?2"))?
        .query_row([organization, id], read)
        .optional()?;
    Ok(found)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AccessEntry> {
    Ok(AccessEntry {
        id: row.get::<_, Uuid>(0)?.to_string(),
        read_only: row.get(1)?,
        hide_passwords: row.get(2)?,
        manage: row.get(3)?,
    })
}

/// The collections of a group.
pub(super) fn collections(conn: &Connection, group: Uuid) -> ApiResult<Vec<AccessEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT collection_id, read_only, hide_passwords, manage FROM collection_group WHERE group_id = ?1
         ORDER BY collection_id",
    )?;
    let entries = statement.query_map([group], entry)?.collect::<Result<_, _>>()?;
    Ok(entries)
}

/// The collections of all groups of an organisation, by group.
pub(super) fn all_collections(conn: &Connection, organization: Uuid) -> ApiResult<BTreeMap<Uuid, Vec<AccessEntry>>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.collection_id, a.read_only, a.hide_passwords, a.manage, a.group_id
         FROM collection_group a JOIN groups g ON g.id = a.group_id WHERE g.organization_id = ?1
         ORDER BY a.group_id, a.collection_id",
    )?;
    let mut found: BTreeMap<Uuid, Vec<AccessEntry>> = BTreeMap::new();
    let mut rows = statement.query([organization])?;
    while let Some(row) = rows.next()? {
        found.entry(row.get(4)?).or_default().push(entry(row)?);
    }
    Ok(found)
}

/// The memberships in a group.
pub(super) fn members(conn: &Connection, group: Uuid) -> ApiResult<Vec<Uuid>> {
    let mut statement = conn.prepare_cached(
        "SELECT organization_user_id FROM group_user WHERE group_id = ?1 ORDER BY organization_user_id",
    )?;
    let members = statement.query_map([group], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(members)
}

/// What a group is to become.
pub(super) struct NewState<'a> {
    pub(super) name: &'a str,
    pub(super) members: &'a [Uuid],
    pub(super) collections: &'a [(Uuid, AccessEntry)],
}

pub(super) fn insert(tx: &Transaction<'_>, organization: Uuid, id: Uuid, name: &str, now: Millis) -> ApiResult<()> {
    tx.prepare_cached(
        "INSERT INTO groups (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?4)",
    )?
    .execute(params![id, organization, name, now])?;
    Ok(())
}

/// Replaces name, members and collections. Who was in the group and who is now has something new to synchronise.
pub(super) fn replace(tx: &Transaction<'_>, id: Uuid, state: &NewState<'_>, now: Millis) -> ApiResult<()> {
    touch(tx, id, now)?;
    tx.prepare_cached("UPDATE groups SET name = ?2, revised_at = ?3 WHERE id = ?1")?
        .execute(params![id, state.name, now])?;
    tx.prepare_cached("DELETE FROM group_user WHERE group_id = ?1")?.execute([id])?;
    let mut add =
        tx.prepare_cached("INSERT OR IGNORE INTO group_user (group_id, organization_user_id) VALUES (?1, ?2)")?;
    for member in state.members {
        add.execute([id, *member])?;
    }
    tx.prepare_cached("DELETE FROM collection_group WHERE group_id = ?1")?.execute([id])?;
    let mut grant = tx.prepare_cached(
        "INSERT OR REPLACE INTO collection_group (collection_id, group_id, read_only, hide_passwords, manage)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (collection, entry) in state.collections {
        grant.execute(params![collection, id, entry.read_only, entry.hide_passwords, entry.manage])?;
    }
    touch(tx, id, now)
}

/// Moves the revision date of everybody in a group.
pub(super) fn touch(tx: &Transaction<'_>, group: Uuid, now: Millis) -> ApiResult<()> {
    tx.prepare_cached(
        "UPDATE user SET revised_at = max(?2, revised_at + 1)
         WHERE id IN (SELECT m.user_id FROM organization_user m JOIN group_user g ON g.organization_user_id = m.id
                      WHERE g.group_id = ?1)",
    )?
    .execute(params![group, now])?;
    Ok(())
}

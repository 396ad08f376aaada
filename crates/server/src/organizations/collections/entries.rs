//! Access lists as they arrive, and how they are written.

use portal_contracts::access::Access;
use rusqlite::{Transaction, params};
use serde::Deserialize;
use uuid::Uuid;

use super::store::Side;
use crate::error::{ApiError, ApiResult};

/// One line of an access list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    /// Membership or group.
    id: Uuid,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    hide_passwords: bool,
    #[serde(default)]
    manage: bool,
}

/// `manage` and the other two exclude each other.
pub(super) fn check(entries: &[Entry]) -> ApiResult<()> {
    if entries.iter().any(|entry| entry.manage && (entry.read_only || entry.hide_passwords)) {
        return Err(ApiError::rule(
            "The Manage property is mutually exclusive and cannot be true while the ReadOnly or HidePasswords \
             properties are also true.",
        ));
    }
    Ok(())
}

/// Gives access to a collection; who has it already gets the new permission, everybody else keeps theirs.
pub(super) fn give(
    tx: &Transaction<'_>,
    side: Side,
    organization: Uuid,
    collection: Uuid,
    entries: &[Entry],
) -> ApiResult<()> {
    check(entries)?;
    let (table, who) = side.table();
    let (known, refusal) = match side {
        Side::Users => ("organization_user", "One or more users do not exist in this organization."),
        Side::Groups => ("groups", "One or more groups do not exist in this organization."),
    };
    let known = format!("SELECT EXISTS (SELECT 1 FROM {known} WHERE id = ?1 AND organization_id = ?2)");
    let write = format!(
        "INSERT INTO {table} (collection_id, {who}, read_only, hide_passwords, manage) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (collection_id, {who}) DO UPDATE
         SET read_only = excluded.read_only, hide_passwords = excluded.hide_passwords, manage = excluded.manage"
    );
    for entry in entries {
        if !tx.prepare_cached(&known)?.query_row([entry.id, organization], |row| row.get::<_, bool>(0))? {
            return Err(ApiError::rule(refusal));
        }
        tx.prepare_cached(&write)?.execute(params![
            collection,
            entry.id,
            entry.read_only,
            entry.hide_passwords,
            entry.manage
        ])?;
    }
    Ok(())
}

/// Replaces an access list.
pub(super) fn replace(
    tx: &Transaction<'_>,
    side: Side,
    organization: Uuid,
    collection: Uuid,
    entries: &[Entry],
) -> ApiResult<()> {
    let (table, _) = side.table();
    tx.prepare_cached(&format!("DELETE FROM {table} WHERE collection_id = ?1"))?.execute([collection])?;
    give(tx, side, organization, collection, entries)
}

/// Lets a member manage a collection.
pub(super) fn let_manage(tx: &Transaction<'_>, organization: Uuid, collection: Uuid, member: Uuid) -> ApiResult<()> {
    let entry = Access::Manage.entry(member.to_string());
    let entry =
        Entry { id: member, read_only: entry.read_only, hide_passwords: entry.hide_passwords, manage: entry.manage };
    give(tx, Side::Users, organization, collection, &[entry])
}

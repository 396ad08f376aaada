//! Rows of members with everything that the lists show of them.

use std::collections::BTreeMap;

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::members::RevocationReason;
use portal_contracts::permissions::Permissions;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::users;

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberRow {
    pub(super) id: Uuid,
    pub(super) organization_id: Uuid,
    /// `None` while invited.
    pub(super) user_id: Option<Uuid>,
    pub(super) name: Option<String>,
    pub(super) email: String,
    pub(super) avatar_color: Option<String>,
    pub(super) kind: OrganizationUserType,
    pub(super) status: OrganizationUserStatus,
    pub(super) status_before: Option<OrganizationUserStatus>,
    pub(super) permissions: Permissions,
    pub(super) external_id: Option<String>,
    pub(super) recovery_key: Option<String>,
    pub(super) has_key: bool,
    pub(super) revoked_because: Option<RevocationReason>,
    pub(super) public_key: Option<String>,
    pub(super) two_step: bool,
    /// The domain of the account's address is claimed by the organisation.
    pub(super) claimed: bool,
    pub(super) created_at: Millis,
}

const SELECT: &str = "SELECT m.id, m.organization_id, m.user_id, u.name, coalesce(u.email, m.email), u.avatar_color,
        m.type, m.status, m.status_before_revoked, m.permissions, m.external_id, m.reset_password_key,
        m.key IS NOT NULL, m.revocation_reason, u.public_key,
        EXISTS (SELECT 1 FROM two_factor t WHERE t.user_id = m.user_id AND t.enabled),
        EXISTS (SELECT 1 FROM organization_domain d WHERE d.organization_id = m.organization_id
                AND d.verified_at IS NOT NULL AND d.domain_name = substr(u.email, instr(u.email, '@') + 1)),
        m.created_at
    FROM organization_user m LEFT JOIN user u ON u.id = m.user_id";

fn read(row: &Row<'_>) -> rusqlite::Result<MemberRow> {
    let permissions: Option<String> = row.get(9)?;
    Ok(MemberRow {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        user_id: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        avatar_color: row.get(5)?,
        kind: OrganizationUserType::from_number(row.get(6)?),
        status: OrganizationUserStatus::from_number(row.get(7)?),
        status_before: row.get::<_, Option<i64>>(8)?.map(OrganizationUserStatus::from_number),
        permissions: permissions.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        external_id: row.get(10)?,
        recovery_key: row.get(11)?,
        has_key: row.get(12)?,
        revoked_because: row.get::<_, Option<i64>>(13)?.map(RevocationReason::from_number),
        public_key: row.get(14)?,
        two_step: row.get(15)?,
        claimed: row.get(16)?,
        created_at: row.get(17)?,
    })
}

/// All members, oldest first.
pub(super) fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<MemberRow>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE m.organization_id = ?1 ORDER BY m.created_at, m.id"))?;
    let rows = statement.query_map([organization], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// One member; `None` also when the membership belongs to another organisation.
pub(super) fn one(conn: &Connection, organization: Uuid, member: Uuid) -> ApiResult<Option<MemberRow>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE m.organization_id = ?1 AND m.id = ?2"))?;
    Ok(statement.query_row([organization, member], read).optional()?)
}

/// The member with this address, compared normalised.
pub(super) fn by_email(conn: &Connection, organization: Uuid, email: &str) -> ApiResult<Option<MemberRow>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE m.organization_id = ?1 AND coalesce(u.email, m.email) = ?2"))?;
    Ok(statement.query_row(params![organization, email], read).optional()?)
}

/// Collections per member, own access only.
pub(super) fn collections(conn: &Connection, organization: Uuid) -> ApiResult<BTreeMap<Uuid, Vec<AccessEntry>>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.organization_user_id, a.collection_id, a.read_only, a.hide_passwords, a.manage
         FROM collection_user a JOIN collection c ON c.id = a.collection_id
         WHERE c.organization_id = ?1 AND c.type = 0 ORDER BY a.organization_user_id, a.collection_id",
    )?;
    let mut rows = statement.query([organization])?;
    let mut found: BTreeMap<Uuid, Vec<AccessEntry>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(entry(row)?);
    }
    Ok(found)
}

/// Own collections of one member.
pub(super) fn collections_of(conn: &Connection, member: Uuid) -> ApiResult<Vec<AccessEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.organization_user_id, a.collection_id, a.read_only, a.hide_passwords, a.manage
         FROM collection_user a JOIN collection c ON c.id = a.collection_id
         WHERE a.organization_user_id = ?1 AND c.type = 0 ORDER BY a.collection_id",
    )?;
    let found = statement.query_map([member], entry)?.collect::<Result<_, _>>()?;
    Ok(found)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AccessEntry> {
    Ok(AccessEntry {
        id: row.get::<_, Uuid>(1)?.to_string(),
        read_only: row.get(2)?,
        hide_passwords: row.get(3)?,
        manage: row.get(4)?,
    })
}

/// Groups per member.
pub(super) fn groups(conn: &Connection, organization: Uuid) -> ApiResult<BTreeMap<Uuid, Vec<Uuid>>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.organization_user_id, a.group_id FROM group_user a JOIN groups g ON g.id = a.group_id
         WHERE g.organization_id = ?1 ORDER BY a.organization_user_id, a.group_id",
    )?;
    let mut rows = statement.query([organization])?;
    let mut found: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(found)
}

/// Groups of one member.
pub(super) fn groups_of(conn: &Connection, member: Uuid) -> ApiResult<Vec<Uuid>> {
    let mut statement =
        conn.prepare_cached("SELECT group_id FROM group_user WHERE organization_user_id = ?1 ORDER BY group_id")?;
    let found = statement.query_map([member], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Replaces groups and collections of a member.
pub(super) fn set_reach(
    tx: &Transaction<'_>,
    member: Uuid,
    groups: &[Uuid],
    collections: &[(Uuid, AccessEntry)],
) -> ApiResult<()> {
    tx.execute("DELETE FROM group_user WHERE organization_user_id = ?1", [member])?;
    tx.execute(
        "DELETE FROM collection_user WHERE organization_user_id = ?1
         AND collection_id IN (SELECT id FROM collection WHERE type = 0)",
        [member],
    )?;
    for group in groups {
        tx.prepare_cached("INSERT OR IGNORE INTO group_user (group_id, organization_user_id) VALUES (?1, ?2)")?
            .execute([group, &member])?;
    }
    for (collection, entry) in collections {
        tx.prepare_cached(
            "INSERT INTO collection_user (collection_id, organization_user_id, read_only, hide_passwords, manage)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET read_only = ?3, hide_passwords = ?4, manage = ?5",
        )?
        .execute(params![collection, member, entry.read_only, entry.hide_passwords, entry.manage])?;
    }
    Ok(())
}

/// How many members take a seat.
pub(super) fn occupied(conn: &Connection, organization: Uuid) -> ApiResult<i64> {
    let statuses = (OrganizationUserStatus::Invited.number(), OrganizationUserStatus::Confirmed.number());
    let count = conn
        .prepare_cached(
            "SELECT count(*) FROM organization_user WHERE organization_id = ?1 AND status BETWEEN ?2 AND ?3",
        )?
        .query_row(params![organization, statuses.0, statuses.1], |row| row.get(0))?;
    Ok(count)
}

/// Notes that something the person's profile shows has changed.
pub(super) fn touch(tx: &Transaction<'_>, member: &MemberRow, now: Millis) -> ApiResult<()> {
    match member.user_id {
        Some(user) => users::touch(tx, user, now),
        None => Ok(()),
    }
}

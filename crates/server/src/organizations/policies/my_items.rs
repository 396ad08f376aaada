//! "My items": the collection of one's own that members get where their items belong to the organisation.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::policies::PolicyType;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::organizations::rules;

/// `CollectionType` of "My items".
const DEFAULT_USER_COLLECTION: i64 = 1;

/// Gives a "My items" collection to confirmed members who have none: one member, or everybody whom data ownership binds.
/// `name` is encrypted under the organisation key.
///
/// # Errors
/// When the database fails.
pub fn give(tx: &Transaction<'_>, organization: Uuid, only: Option<Uuid>, name: &str, now: Millis) -> ApiResult<()> {
    let mut statement = tx.prepare_cached(
        "SELECT m.id, m.type, m.status, m.user_id FROM organization_user m
         WHERE m.organization_id = ?1 AND m.status = 2 AND m.user_id IS NOT NULL AND (?2 IS NULL OR m.id = ?2)
           AND NOT EXISTS (SELECT 1 FROM collection_user a JOIN collection c ON c.id = a.collection_id
                           WHERE a.organization_user_id = m.id AND c.type = ?3)",
    )?;
    let members: Vec<(Uuid, i64, i64, Uuid)> = statement
        .query_map(params![organization, only, DEFAULT_USER_COLLECTION], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    for (member, role, status, user) in members {
        let standing = (OrganizationUserType::from_number(role), OrganizationUserStatus::from_number(status));
        if !rules::binds(tx, organization, PolicyType::DataOwnership, standing, user)? {
            continue;
        }
        let collection = Uuid::new_v4();
        tx.prepare_cached(
            "INSERT INTO collection (id, organization_id, name, type, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )?
        .execute(params![collection, organization, name, DEFAULT_USER_COLLECTION, now])?;
        tx.prepare_cached(
            "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
        )?
        .execute(params![collection, member])?;
    }
    Ok(())
}

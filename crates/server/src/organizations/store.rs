//! Rows of organisations and their members.

use portal_contracts::enums::{OrganizationStatus, OrganizationUserStatus, OrganizationUserType, PlanType};
use portal_contracts::profile::CollectionManagement;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::sso::store::Stored;
use crate::clock::Millis;
use crate::error::ApiResult;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Organisation id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Legal name.
    pub business_name: Option<String>,
    /// Where invoices go.
    pub billing_email: String,
    /// Identifier for single sign-on.
    pub identifier: Option<String>,
    /// Plan; decides on the features.
    pub plan: PlanType,
    /// Whether a provider manages it.
    pub status: OrganizationStatus,
    /// Whether it is in service.
    pub enabled: bool,
    /// Seats; `None` = not counted.
    pub seats: Option<i64>,
    /// Most collections; `None` = no limit.
    pub max_collections: Option<i64>,
    /// Storage; `None` = none counted.
    pub max_storage_gb: Option<i64>,
    /// Base64 of `SubjectPublicKeyInfo`.
    pub public_key: Option<String>,
    /// Private key under the organisation key.
    pub encrypted_private_key: Option<String>,
    /// Settings of collection management.
    pub management: CollectionManagement,
    /// Single sign-on.
    pub sso: Stored,
}

/// The columns that [`read`] reads, of a table called `o`.
pub(crate) const COLUMNS: &str =
    "o.id, o.name, o.business_name, o.billing_email, o.identifier, o.plan_type, o.status, o.enabled,
     o.seats, o.max_collections, o.max_storage_gb, o.public_key, o.encrypted_private_key, o.limit_collection_creation,
     o.limit_collection_deletion, o.limit_item_deletion, o.allow_admin_access,
     (SELECT s.enabled FROM organization_sso s WHERE s.organization_id = o.id),
     (SELECT s.data FROM organization_sso s WHERE s.organization_id = o.id)";

/// How many columns [`COLUMNS`] names: further ones of a query start here.
pub(crate) const COLUMN_COUNT: usize = 19;

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Organization> {
    Ok(Organization {
        id: row.get(0)?,
        name: row.get(1)?,
        business_name: row.get(2)?,
        billing_email: row.get(3)?,
        identifier: row.get(4)?,
        plan: PlanType::from_number(row.get(5)?),
        status: OrganizationStatus::from_number(row.get(6)?),
        enabled: row.get(7)?,
        seats: row.get(8)?,
        max_collections: row.get(9)?,
        max_storage_gb: row.get(10)?,
        public_key: row.get(11)?,
        encrypted_private_key: row.get(12)?,
        management: CollectionManagement {
            limit_collection_creation: row.get(13)?,
            limit_collection_deletion: row.get(14)?,
            limit_item_deletion: row.get(15)?,
            allow_admin_access_to_all_collection_items: row.get(16)?,
        },
        sso: Stored::of_columns(row.get(17)?, row.get::<_, Option<String>>(18)?.as_deref()),
    })
}

/// Finds an organisation.
///
/// # Errors
/// When the database fails.
pub fn organization(conn: &Connection, id: Uuid) -> ApiResult<Option<Organization>> {
    let found = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM organization o WHERE o.id = ?1"))?
        .query_row([id], read)
        .optional()?;
    Ok(found)
}

/// What a new organisation is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewOrganization<'a> {
    /// Organisation id.
    pub id: Uuid,
    /// Name.
    pub name: &'a str,
    /// Where invoices go.
    pub billing_email: &'a str,
    /// Plan.
    pub plan: PlanType,
    /// Whether a provider manages it.
    pub status: OrganizationStatus,
    /// Seats; `None` = not counted.
    pub seats: Option<i64>,
    /// Most collections; `None` = no limit.
    pub max_collections: Option<i64>,
    /// Base64 of `SubjectPublicKeyInfo`.
    pub public_key: &'a str,
    /// Private key under the organisation key.
    pub encrypted_private_key: &'a str,
    /// Name of its first collection under the organisation key.
    pub collection_name: &'a str,
}

/// Adds an organisation with its first collection, whose id is returned. All access settings start
/// switched off (screens CLI-B).
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &Transaction<'_>, new: NewOrganization<'_>, now: Millis) -> ApiResult<Uuid> {
    tx.prepare_cached(
        "INSERT INTO organization (id, name, billing_email, plan_type, status, seats, max_collections, public_key,
                                   encrypted_private_key, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
    )?
    .execute(params![
        new.id,
        new.name,
        new.billing_email,
        new.plan.number(),
        new.status.number(),
        new.seats,
        new.max_collections,
        new.public_key,
        new.encrypted_private_key,
        now,
    ])?;
    let collection = Uuid::new_v4();
    tx.prepare_cached(
        "INSERT INTO collection (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?4)",
    )?
    .execute(params![collection, new.id, new.collection_name, now])?;
    Ok(collection)
}

/// A membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Membership id.
    pub id: Uuid,
    /// The account; `None` while invited.
    pub user_id: Option<Uuid>,
    /// Address of the invitation, then of the account.
    pub email: String,
    /// How far the person has come.
    pub status: OrganizationUserStatus,
    /// Role.
    pub kind: OrganizationUserType,
}

const MEMBER: &str = "SELECT m.id, m.user_id, coalesce(u.email, m.email), m.status, m.type
                      FROM organization_user m LEFT JOIN user u ON u.id = m.user_id";

fn read_member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        user_id: row.get(1)?,
        email: row.get(2)?,
        status: OrganizationUserStatus::from_number(row.get(3)?),
        kind: OrganizationUserType::from_number(row.get(4)?),
    })
}

/// One member; `None` also when the membership belongs to another organisation.
///
/// # Errors
/// When the database fails.
pub fn member(conn: &Connection, organization: Uuid, id: Uuid) -> ApiResult<Option<Member>> {
    let found = conn
        .prepare_cached(&format!("{MEMBER} WHERE m.organization_id = ?1 AND m.id = ?2"))?
        .query_row([organization, id], read_member)
        .optional()?;
    Ok(found)
}

/// The membership of an account.
///
/// # Errors
/// When the database fails.
pub fn membership(conn: &Connection, organization: Uuid, user: Uuid) -> ApiResult<Option<Member>> {
    let found = conn
        .prepare_cached(&format!("{MEMBER} WHERE m.organization_id = ?1 AND m.user_id = ?2"))?
        .query_row([organization, user], read_member)
        .optional()?;
    Ok(found)
}

/// Number of confirmed owners.
///
/// # Errors
/// When the database fails.
pub fn confirmed_owners(conn: &Connection, organization: Uuid) -> ApiResult<i64> {
    let count = conn
        .prepare_cached(
            "SELECT count(*) FROM organization_user WHERE organization_id = ?1 AND status = ?2 AND type = ?3",
        )?
        .query_row(
            params![organization, OrganizationUserStatus::Confirmed.number(), OrganizationUserType::Owner.number()],
            |row| row.get(0),
        )?;
    Ok(count)
}

/// Addresses of the confirmed owners, oldest membership first.
///
/// # Errors
/// When the database fails.
pub fn owner_addresses(conn: &Connection, organization: Uuid) -> ApiResult<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT u.email FROM organization_user m JOIN user u ON u.id = m.user_id
         WHERE m.organization_id = ?1 AND m.status = ?2 AND m.type = ?3 ORDER BY m.created_at, m.id",
    )?;
    let confirmed = OrganizationUserStatus::Confirmed.number();
    let addresses = statement
        .query_map(params![organization, confirmed, OrganizationUserType::Owner.number()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(addresses)
}

/// Moves the revision date of everyone who sees this organisation in the profile as a member.
///
/// # Errors
/// When the database fails.
pub fn touch_members(tx: &Transaction<'_>, organization: Uuid, now: Millis) -> ApiResult<()> {
    tx.prepare_cached(
        "UPDATE user SET revised_at = ?2
         WHERE id IN (SELECT user_id FROM organization_user WHERE organization_id = ?1 AND status >= ?3)",
    )?
    .execute(params![organization, now, OrganizationUserStatus::Accepted.number()])?;
    Ok(())
}

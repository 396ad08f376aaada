//! Rows of providers and their people.

use portal_contracts::enums::{ProviderStatus, ProviderType, ProviderUserStatus, ProviderUserType};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;

/// A provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// Provider id.
    pub id: Uuid,
    /// Name; `None` until set up.
    pub name: Option<String>,
    /// Legal name.
    pub business_name: Option<String>,
    /// Where invoices go.
    pub billing_email: String,
    /// Kind.
    pub kind: ProviderType,
    /// Stage.
    pub status: ProviderStatus,
    /// Whether it is in service.
    pub enabled: bool,
    /// Reduction of seat prices in per cent.
    pub discount: f64,
    /// When it was made.
    pub created_at: Millis,
}

impl Provider {
    /// The name, or what stands in for it until set-up.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or("your provider")
    }

    /// Whether clients are billed through it.
    #[must_use]
    pub fn is_billable(&self) -> bool {
        self.status == ProviderStatus::Billable && matches!(self.kind, ProviderType::Msp | ProviderType::BusinessUnit)
    }
}

/// A provider's person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderUser {
    /// Membership id.
    pub id: Uuid,
    /// The provider.
    pub provider_id: Uuid,
    /// The account; `None` while invited.
    pub user_id: Option<Uuid>,
    /// The account's name.
    pub name: Option<String>,
    /// Address of the invitation, then of the account.
    pub email: String,
    /// How far the person has come.
    pub status: ProviderUserStatus,
    /// Role.
    pub kind: ProviderUserType,
    /// The account's public key.
    pub public_key: Option<String>,
}

/// Finds a provider.
///
/// # Errors
/// When the database fails.
pub fn provider(conn: &Connection, id: Uuid) -> ApiResult<Option<Provider>> {
    let found = conn
        .prepare_cached(
            "SELECT id, name, business_name, billing_email, type, status, enabled, discount, created_at
             FROM provider WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok(Provider {
                id: row.get(0)?,
                name: row.get(1)?,
                business_name: row.get(2)?,
                billing_email: row.get(3)?,
                kind: ProviderType::from_number(row.get(4)?),
                status: ProviderStatus::from_number(row.get(5)?),
                enabled: row.get(6)?,
                discount: row.get(7)?,
                created_at: row.get(8)?,
            })
        })
        .optional()?;
    Ok(found)
}

const PERSON: &str = "SELECT m.id, m.provider_id, m.user_id, u.name, coalesce(u.email, m.email), m.status, m.type,
                             u.public_key
                      FROM provider_user m LEFT JOIN user u ON u.id = m.user_id";

fn read_person(row: &Row<'_>) -> rusqlite::Result<ProviderUser> {
    Ok(ProviderUser {
        id: row.get(0)?,
        provider_id: row.get(1)?,
        user_id: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        status: ProviderUserStatus::from_number(row.get(5)?),
        kind: ProviderUserType::from_number(row.get(6)?),
        public_key: row.get(7)?,
    })
}

/// All people of a provider, oldest first.
///
/// # Errors
/// When the database fails.
pub fn people(conn: &Connection, provider: Uuid) -> ApiResult<Vec<ProviderUser>> {
    let mut statement =
        conn.prepare_cached(&format!("{PERSON} WHERE m.provider_id = ?1 ORDER BY m.created_at, m.id"))?;
    let people = statement.query_map([provider], read_person)?.collect::<Result<_, _>>()?;
    Ok(people)
}

/// One person of a provider; `None` also when the membership belongs to another provider.
///
/// # Errors
/// When the database fails.
pub fn person(conn: &Connection, provider: Uuid, id: Uuid) -> ApiResult<Option<ProviderUser>> {
    let found = conn
        .prepare_cached(&format!("{PERSON} WHERE m.provider_id = ?1 AND m.id = ?2"))?
        .query_row([provider, id], read_person)
        .optional()?;
    Ok(found)
}

/// The membership of an account in a provider.
///
/// # Errors
/// When the database fails.
pub fn membership(conn: &Connection, provider: Uuid, user: Uuid) -> ApiResult<Option<ProviderUser>> {
    let found = conn
        .prepare_cached(&format!("{PERSON} WHERE m.provider_id = ?1 AND m.user_id = ?2"))?
        .query_row([provider, user], read_person)
        .optional()?;
    Ok(found)
}

/// Number of confirmed provider admins other than this membership.
///
/// # Errors
/// When the database fails.
pub fn other_confirmed_admins(conn: &Connection, provider: Uuid, but: Uuid) -> ApiResult<i64> {
    let count = conn
        .prepare_cached(
            "SELECT count(*) FROM provider_user WHERE provider_id = ?1 AND id <> ?2 AND status = ?3 AND type = ?4",
        )?
        .query_row(
            params![provider, but, ProviderUserStatus::Confirmed.number(), ProviderUserType::ProviderAdmin.number()],
            |row| row.get(0),
        )?;
    Ok(count)
}

/// Moves the revision date of everyone who sees this provider or its clients in the profile.
///
/// # Errors
/// When the database fails.
pub fn touch_people(tx: &Transaction<'_>, provider: Uuid, now: Millis) -> ApiResult<()> {
    tx.prepare_cached(
        "UPDATE user SET revised_at = ?2
         WHERE id IN (SELECT user_id FROM provider_user WHERE provider_id = ?1 AND status = ?3)",
    )?
    .execute(params![provider, now, ProviderUserStatus::Confirmed.number()])?;
    Ok(())
}

//! Rows of devices that ask.

use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::sso::MemberDecryption;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use time::Duration;
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::organizations::sso;

/// How long a request waits for an answer.
const WAITS: Duration = Duration::days(7);
/// Most devices of one member that wait in one organisation; the oldest make room.
const MOST: i64 = 5;
/// How long an approval opens the vault.
const OPENS: Duration = Duration::hours(12);

/// A device that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRequest {
    /// Request id.
    pub id: Uuid,
    /// Whom it asks.
    pub organization_id: Uuid,
    /// Whose device it is.
    pub user_id: Uuid,
    /// Base64 of `SubjectPublicKeyInfo`.
    pub public_key: String,
    /// Stable identifier of the device.
    pub device_identifier: String,
    /// `DeviceType`.
    pub device_type: i64,
    /// Where it came from.
    pub ip_address: String,
    /// SHA-256 of the access code.
    pub access_code_hash: Vec<u8>,
    /// The user key to the public key, once it is let in.
    pub key: Option<String>,
    /// The answer; `None` while it waits.
    pub approved: Option<bool>,
    /// When it asked.
    pub created_at: Millis,
    /// When it was answered.
    pub answered_at: Option<Millis>,
}

impl DeviceRequest {
    /// Whether it is too old: a request after a week, an approval after half a day.
    #[must_use]
    pub fn is_over(&self, now: Millis) -> bool {
        let opened = self.answered_at.filter(|_| self.approved == Some(true));
        now >= opened.map_or_else(|| after(self.created_at, WAITS), |at| after(at, OPENS))
    }
}

fn after(at: Millis, time: Duration) -> Millis {
    at.saturating_add(i64::try_from(time.whole_milliseconds()).unwrap_or(i64::MAX))
}

const SELECT: &str = "SELECT r.id, r.organization_id, r.user_id, r.public_key, r.device_identifier, r.device_type,
    r.ip_address, r.access_code_hash, r.key, r.approved, r.created_at, r.answered_at FROM device_request r";
/// How many columns [`SELECT`] names.
const COLUMNS: usize = 12;

fn read(row: &Row<'_>) -> rusqlite::Result<DeviceRequest> {
    Ok(DeviceRequest {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        user_id: row.get(2)?,
        public_key: row.get(3)?,
        device_identifier: row.get(4)?,
        device_type: row.get(5)?,
        ip_address: row.get(6)?,
        access_code_hash: row.get(7)?,
        key: row.get(8)?,
        approved: row.get(9)?,
        created_at: row.get(10)?,
        answered_at: row.get(11)?,
    })
}

/// Adds a request. A device that asks again takes its earlier question back, what is over is forgotten, and nobody fills the
/// list that others look through.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &Transaction<'_>, request: &DeviceRequest) -> ApiResult<()> {
    let oldest = request.created_at.saturating_sub(after(0, WAITS));
    tx.execute(
        "DELETE FROM device_request WHERE created_at <= ?1 AND coalesce(answered_at, 0) <= ?1
         OR (approved IS NULL AND organization_id = ?2 AND user_id = ?3 AND device_identifier = ?4)",
        params![oldest, request.organization_id, request.user_id, request.device_identifier],
    )?;
    tx.execute(
        "DELETE FROM device_request WHERE id IN (SELECT id FROM device_request
            WHERE organization_id = ?1 AND user_id = ?2 AND approved IS NULL
            ORDER BY created_at DESC, id LIMIT -1 OFFSET ?3)",
        params![request.organization_id, request.user_id, MOST - 1],
    )?;
    tx.prepare_cached(
        "INSERT INTO device_request (id, organization_id, user_id, public_key, device_identifier, device_type, ip_address,
                                     access_code_hash, key, approved, created_at, answered_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        request.id,
        request.organization_id,
        request.user_id,
        request.public_key,
        request.device_identifier,
        request.device_type,
        request.ip_address,
        request.access_code_hash,
        request.key,
        request.approved,
        request.created_at,
        request.answered_at,
    ])?;
    Ok(())
}

/// A request that is not over.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &Connection, id: Uuid, now: Millis) -> ApiResult<Option<DeviceRequest>> {
    let found = conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1"))?.query_row([id], read).optional()?;
    Ok(found.filter(|request| !request.is_over(now)))
}

/// A waiting request with the member it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The request.
    pub request: DeviceRequest,
    /// The membership.
    pub member: Uuid,
    /// Address of the account.
    pub email: String,
}

/// The requests of confirmed members that wait for an answer, oldest first; `only` one of them.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &Connection, organization: Uuid, only: Option<Uuid>, now: Millis) -> ApiResult<Vec<Waiting>> {
    let sql = SELECT.replacen(" FROM", ", m.id, u.email FROM", 1)
        + " JOIN organization_user m ON m.organization_id = r.organization_id AND m.user_id = r.user_id
            JOIN user u ON u.id = r.user_id
            WHERE r.organization_id = ?1 AND r.approved IS NULL AND m.status = ?2
                AND (?3 IS NULL OR r.id = ?3) ORDER BY r.created_at, r.id";
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params![organization, OrganizationUserStatus::Confirmed.number(), only], |row| {
        Ok(Waiting { request: read(row)?, member: row.get(COLUMNS)?, email: row.get(COLUMNS + 1)? })
    })?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|waiting| !waiting.request.is_over(now)).collect())
}

/// Answers a request: with the wrapped user key, or with no.
///
/// # Errors
/// When the database fails.
pub fn answer(tx: &Transaction<'_>, id: Uuid, key: Option<&str>, now: Millis) -> ApiResult<()> {
    tx.prepare_cached("UPDATE device_request SET key = ?2, approved = ?3, answered_at = ?4 WHERE id = ?1")?
        .execute(params![id, key, key.is_some(), now])?;
    Ok(())
}

/// The organisations that a member may ask: confirmed, in service, and set to trusted devices.
///
/// # Errors
/// When the database fails.
pub fn askable(conn: &Connection, user: Uuid) -> ApiResult<Vec<Uuid>> {
    let mut statement = conn.prepare_cached(
        "SELECT o.id FROM organization_user m JOIN organization o ON o.id = m.organization_id
         WHERE m.user_id = ?1 AND m.status = ?2 AND o.enabled ORDER BY m.created_at, m.id",
    )?;
    let all = statement
        .query_map(params![user, OrganizationUserStatus::Confirmed.number()], |row| row.get(0))?
        .collect::<Result<Vec<Uuid>, _>>()?;
    let mut found = Vec::new();
    for organization in all {
        if sso::store::find(conn, organization)?.decryption() == Some(MemberDecryption::TrustedDevices) {
            found.push(organization);
        }
    }
    Ok(found)
}

/// What a kind of program is called.
#[must_use]
pub const fn device_name(kind: i64) -> &'static str {
    match kind {
        0 | 15 => "Android",
        1 => "iOS",
        2 => "Chrome extension",
        3 => "Firefox extension",
        4 => "Opera extension",
        5 => "Edge extension",
        6 => "Windows",
        7 => "macOS",
        8 => "Linux",
        9 => "Chrome",
        10 => "Firefox",
        11 => "Opera",
        12 => "Edge",
        13 => "Internet Explorer",
        16 => "Windows app",
        17 => "Safari",
        18 => "Vivaldi",
        19 => "Vivaldi extension",
        20 => "Safari extension",
        21 => "SDK",
        22 => "Server",
        23 => "Windows command line",
        24 => "macOS command line",
        25 => "Linux command line",
        26 => "DuckDuckGo browser",
        _ => "Unknown browser",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_last_a_week_and_approvals_half_a_day() {
        let day = after(0, Duration::days(1));
        let mut request = DeviceRequest {
            id: Uuid::nil(),
            organization_id: Uuid::nil(),
            user_id: Uuid::nil(),
            public_key: String::new(),
            device_identifier: String::new(),
            device_type: 9,
            ip_address: String::new(),
            access_code_hash: Vec::new(),
            key: None,
            approved: None,
            created_at: 0,
            answered_at: None,
        };
        assert!(!request.is_over(7 * day - 1) && request.is_over(7 * day));
        (request.approved, request.answered_at) = (Some(false), Some(6 * day));
        assert!(
            !request.is_over(7 * day - 1) && request.is_over(7 * day),
            "a no can be fetched as long as the question"
        );
        request.approved = Some(true);
        assert!(!request.is_over(6 * day + day / 2 - 1) && request.is_over(6 * day + day / 2));
    }
}

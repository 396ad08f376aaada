//! Rows of domains.

use data_encoding::BASE64;
use portal_contracts::domains::{CHECKS_AFTER_HOURS, VANISHES_AFTER_DAYS};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::secrets::{new_id, random};

const HOUR: Millis = 60 * 60 * 1000;
const DAY: Millis = 24 * HOUR;

/// A domain, claimed or on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Domain id.
    pub id: Uuid,
    /// Whose.
    pub organization_id: Uuid,
    /// The domain.
    pub name: String,
    /// What it has to say to be claimed.
    pub txt: String,
    /// How often the server looked by itself.
    pub job_runs: i64,
    /// When it looks next.
    pub next_run_at: Option<Millis>,
    /// When anybody looked last.
    pub last_checked_at: Option<Millis>,
    /// When it was claimed.
    pub verified_at: Option<Millis>,
    /// When it was added.
    pub created_at: Millis,
}

impl Domain {
    /// When the server looks again after so many looks; not at all once it has looked often enough. A server that was away
    /// at that time makes up for it in the next round.
    #[must_use]
    pub fn look_after(&self, looks: i64, now: Millis) -> Option<Millis> {
        let hours = CHECKS_AFTER_HOURS.get(usize::try_from(looks).ok()?)?;
        let planned = self.created_at.saturating_add(hours * HOUR);
        Some(if planned > now { planned } else { now.saturating_add(HOUR) })
    }
}

const SELECT: &str =
    "SELECT id, organization_id, domain_name, txt, job_runs, next_run_at, last_checked_at, verified_at,
                             created_at FROM organization_domain";

fn read(row: &Row<'_>) -> rusqlite::Result<Domain> {
    Ok(Domain {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        name: row.get(2)?,
        txt: row.get(3)?,
        job_runs: row.get(4)?,
        next_run_at: row.get(5)?,
        last_checked_at: row.get(6)?,
        verified_at: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// All domains of an organisation, by name.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &Connection, organization: Uuid) -> ApiResult<Vec<Domain>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE organization_id = ?1 ORDER BY domain_name"))?;
    let rows = statement.query_map([organization], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// One domain; `None` also when it belongs to another organisation.
///
/// # Errors
/// When the database fails.
pub fn one(conn: &Connection, organization: Uuid, id: Uuid) -> ApiResult<Option<Domain>> {
    let found = conn
        .prepare_cached(&format!("{SELECT} WHERE organization_id = ?1 AND id = ?2"))?
        .query_row([organization, id], read)
        .optional()?;
    Ok(found)
}

/// Whether the organisation has a domain of this name on its list.
///
/// # Errors
/// When the database fails.
pub fn named(conn: &Connection, organization: Uuid, name: &str) -> ApiResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM organization_domain WHERE organization_id = ?1 AND domain_name = ?2)";
    Ok(conn.prepare_cached(sql)?.query_row(params![organization, name], |row| row.get(0))?)
}

/// Whether another organisation has claimed it.
///
/// # Errors
/// When the database fails.
pub fn claimed_by_another(conn: &Connection, organization: Uuid, name: &str) -> ApiResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM organization_domain
                              WHERE organization_id <> ?1 AND domain_name = ?2 AND verified_at IS NOT NULL)";
    Ok(conn.prepare_cached(sql)?.query_row(params![organization, name], |row| row.get(0))?)
}

/// Domains that wait to be looked at.
///
/// # Errors
/// When the database fails.
pub fn due(conn: &Connection, now: Millis) -> ApiResult<Vec<Domain>> {
    let sql = format!("{SELECT} WHERE verified_at IS NULL AND next_run_at <= ?1 ORDER BY next_run_at");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([now], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Domains that waited too long to be claimed.
///
/// # Errors
/// When the database fails.
pub fn stale(conn: &Connection, now: Millis) -> ApiResult<Vec<Domain>> {
    let sql = format!("{SELECT} WHERE verified_at IS NULL AND created_at <= ?1 ORDER BY created_at");
    let mut statement = conn.prepare_cached(&sql)?;
    let before = now.saturating_sub(VANISHES_AFTER_DAYS * DAY);
    let rows = statement.query_map([before], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Puts a domain on the list, with a text that nobody can guess.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &Transaction<'_>, organization: Uuid, name: &str, now: Millis) -> ApiResult<Domain> {
    let mut domain = Domain {
        id: new_id(),
        organization_id: organization,
        name: name.to_owned(),
        txt: ["bw=", &BASE64.encode(&random::<32>()?)].concat(),
        job_runs: 0,
        next_run_at: None,
        last_checked_at: None,
        verified_at: None,
        created_at: now,
    };
    domain.next_run_at = domain.look_after(0, now);
    tx.prepare_cached(
        "INSERT INTO organization_domain (id, organization_id, domain_name, txt, next_run_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![domain.id, organization, domain.name, domain.txt, domain.next_run_at, now])?;
    Ok(domain)
}

/// Writes down what came of a look.
///
/// # Errors
/// When the database fails.
pub fn looked(tx: &Transaction<'_>, domain: &Domain) -> ApiResult<()> {
    tx.prepare_cached(
        "UPDATE organization_domain SET job_runs = ?2, next_run_at = ?3, last_checked_at = ?4, verified_at = ?5
         WHERE id = ?1",
    )?
    .execute(params![
        domain.id,
        domain.job_runs,
        domain.next_run_at,
        domain.last_checked_at,
        domain.verified_at
    ])?;
    Ok(())
}

/// Takes a domain off the list.
///
/// # Errors
/// When the database fails.
pub fn delete(tx: &Transaction<'_>, id: Uuid) -> ApiResult<()> {
    tx.prepare_cached("DELETE FROM organization_domain WHERE id = ?1")?.execute([id])?;
    Ok(())
}

//! Second steps of an account: which are on, and whether a code is right.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::totp;

/// Number of the authenticator app (`TwoFactorProviderType`).
pub const AUTHENTICATOR: i64 = 0;
/// Number of codes by e-mail.
pub const EMAIL: i64 = 1;
/// Number of a remembered device.
pub const REMEMBER: i64 = 5;

/// One second step of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondStep {
    /// Which kind.
    pub kind: i64,
    /// Whether it is asked for.
    pub enabled: bool,
    /// Base32 secret, or address.
    pub data: String,
}

/// All second steps of an account, switched-off ones included.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection, user: Uuid) -> ApiResult<Vec<SecondStep>> {
    let mut statement =
        connection.prepare_cached("SELECT type, enabled, data FROM two_factor WHERE user_id = ?1 ORDER BY type")?;
    let rows = statement
        .query_map([user], |row| Ok(SecondStep { kind: row.get(0)?, enabled: row.get(1)?, data: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The second steps that are on.
///
/// # Errors
/// When the database fails.
pub fn enabled(connection: &Connection, user: Uuid) -> ApiResult<Vec<SecondStep>> {
    Ok(all(connection, user)?.into_iter().filter(|step| step.enabled).collect())
}

/// One second step, when the account has it.
///
/// # Errors
/// When the database fails.
pub fn get(connection: &Connection, user: Uuid, kind: i64) -> ApiResult<Option<SecondStep>> {
    Ok(all(connection, user)?.into_iter().find(|step| step.kind == kind))
}

/// Switches a second step on, with its secret or address.
///
/// # Errors
/// When the database fails.
pub fn enable(tx: &Transaction<'_>, user: Uuid, kind: i64, data: &str, used_step: Option<i64>) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO two_factor (user_id, type, enabled, data, last_step) VALUES (?1, ?2, 1, ?3, ?4)
         ON CONFLICT (user_id, type) DO UPDATE SET enabled = 1, data = ?3, last_step = ?4",
        params![user, kind, data, used_step],
    )?;
    Ok(())
}

/// Switches a second step off; whether it was on.
///
/// # Errors
/// When the database fails.
pub fn disable(tx: &Transaction<'_>, user: Uuid, kind: i64) -> ApiResult<bool> {
    Ok(tx.execute("DELETE FROM two_factor WHERE user_id = ?1 AND type = ?2", params![user, kind])? > 0)
}

/// Checks a code of the authenticator app and uses it up: neither it nor an earlier one works again.
///
/// # Errors
/// When the database fails.
pub fn use_authenticator_code(tx: &Transaction<'_>, user: Uuid, code: &str, now: Millis) -> ApiResult<bool> {
    let found: Option<(String, Option<i64>)> = tx
        .query_row(
            "SELECT data, last_step FROM two_factor WHERE user_id = ?1 AND type = ?2 AND enabled = 1",
            params![user, AUTHENTICATOR],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((secret, last)) = found else { return Ok(false) };
    let Some(step) = totp::matching_step(&secret, code, now) else { return Ok(false) };
    if last.is_some_and(|last| step <= last) {
        return Ok(false);
    }
    tx.execute(
        "UPDATE two_factor SET last_step = ?3 WHERE user_id = ?1 AND type = ?2",
        params![user, AUTHENTICATOR, step],
    )?;
    Ok(true)
}

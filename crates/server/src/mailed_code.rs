//! Six-digit codes sent by mail: for the two-step login, a new device, or to prove oneself.

use rusqlite::{OptionalExtension, Transaction, params};
use time::Duration;
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::mail::{self, templates};
use crate::secrets;

/// Wrong tries after which a code is dead.
const TRIES: i64 = 5;

/// What a code is for; a code for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFor {
    /// Two-step login by mail.
    SignIn,
    /// First sign-in from a device.
    NewDevice,
    /// Switching the two-step login by mail on.
    SetUp,
    /// Proving oneself without a master password.
    Proof,
}

impl CodeFor {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::NewDevice => "new-device",
            Self::SetUp => "set-up",
            Self::Proof => "proof",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::SignIn => "Use this code to finish signing in.",
            Self::NewDevice => "Somebody signs in to your account from a new device.",
            Self::SetUp => "Use this code to switch on two-step login by e-mail.",
            Self::Proof => "Use this code to prove that it is you.",
        }
    }
}

/// Makes a code, mails it, and forgets an earlier one for the same purpose.
///
/// # Errors
/// When the database fails or no randomness is available.
pub fn send(
    tx: &Transaction<'_>,
    user: Uuid,
    purpose: CodeFor,
    address: &str,
    now: Millis,
    lifetime: Duration,
) -> ApiResult<()> {
    let code = new_code()?;
    tx.execute(
        "INSERT OR REPLACE INTO mailed_code (user_id, purpose, code_hash, address, tries_left, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            user,
            purpose.name(),
            secrets::sha256(code.as_bytes()),
            address,
            TRIES,
            now.saturating_add(i64::try_from(lifetime.whole_milliseconds()).unwrap_or(i64::MAX)),
        ],
    )?;
    mail::enqueue(tx, now, &templates::code(address, purpose.text(), &code))
}

/// Checks a code and uses it up; a wrong try counts. Returns the address it had been sent to.
///
/// Commit the transaction in either case, or wrong tries go uncounted.
///
/// # Errors
/// When the database fails.
pub fn redeem(
    tx: &Transaction<'_>,
    user: Uuid,
    purpose: CodeFor,
    code: &str,
    now: Millis,
) -> ApiResult<Option<String>> {
    let found: Option<(Vec<u8>, String)> = tx
        .query_row(
            "SELECT code_hash, address FROM mailed_code
             WHERE user_id = ?1 AND purpose = ?2 AND tries_left > 0 AND expires_at > ?3",
            params![user, purpose.name(), now],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((hash, address)) = found else { return Ok(None) };
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    if secrets::same(&hash, &secrets::sha256(code.as_bytes())) {
        tx.execute("DELETE FROM mailed_code WHERE user_id = ?1 AND purpose = ?2", params![user, purpose.name()])?;
        return Ok(Some(address));
    }
    tx.execute(
        "UPDATE mailed_code SET tries_left = tries_left - 1 WHERE user_id = ?1 AND purpose = ?2",
        params![user, purpose.name()],
    )?;
    Ok(None)
}

fn new_code() -> ApiResult<String> {
    // 2^64 is so much larger than 10^6 that the remainder is as good as even.
    let number = u64::from_be_bytes(secrets::random::<8>()?) % 1_000_000;
    Ok(format!("{number:06}"))
}

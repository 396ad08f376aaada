//! Sessions: devices, refresh tokens, and the access tokens made from them.

use data_encoding::BASE64URL_NOPAD;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use time::Duration;
use uuid::Uuid;

use crate::auth::AccessClaims;
use crate::clock::Millis;
use crate::error::ApiResult;
use crate::secrets;
use crate::state::AppState;
use crate::users::User;
use crate::{organizations, providers};

/// A device as a sign-in describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Stable identifier of the browser profile.
    pub identifier: String,
    /// For example `chrome`.
    pub name: String,
    /// `DeviceType`.
    pub kind: i64,
}

/// Whether the account has signed in from this device before.
///
/// # Errors
/// When the database fails.
pub fn is_known_device(connection: &Connection, user: Uuid, identifier: &str) -> ApiResult<bool> {
    Ok(connection
        .query_row("SELECT 1 FROM device WHERE user_id = ?1 AND identifier = ?2", params![user, identifier], |_| Ok(()))
        .optional()?
        .is_some())
}

/// Whether the account has signed in from any device before.
///
/// # Errors
/// When the database fails.
pub fn has_devices(connection: &Connection, user: Uuid) -> ApiResult<bool> {
    Ok(connection
        .query_row("SELECT 1 FROM device WHERE user_id = ?1 LIMIT 1", [user], |_| Ok(()))
        .optional()?
        .is_some())
}

/// Notes a sign-in from a device; returns the device's id.
///
/// # Errors
/// When the database fails.
pub fn note_device(tx: &Transaction<'_>, user: Uuid, device: &DeviceInfo, now: Millis) -> ApiResult<Uuid> {
    Ok(tx.query_row(
        "INSERT INTO device (id, user_id, identifier, name, type, created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
         ON CONFLICT (user_id, identifier) DO UPDATE SET name = ?4, type = ?5, seen_at = ?6 RETURNING id",
        params![secrets::new_id(), user, device.identifier, device.name, device.kind, now],
        |row| row.get(0),
    )?)
}

/// Opens a session on a device: a new opaque refresh token, of which only the hash is stored. Sessions of the account
/// that are over by now are forgotten.
///
/// # Errors
/// When the database fails or no randomness is available.
pub fn open(tx: &Transaction<'_>, user: &User, device: Uuid, now: Millis, lifetime: Duration) -> ApiResult<String> {
    tx.execute(
        "DELETE FROM refresh_token WHERE user_id = ?1 AND (used_at <= ?2 OR security_stamp <> ?3)",
        params![user.id, oldest_use(now, lifetime), user.security_stamp],
    )?;
    let token = BASE64URL_NOPAD.encode(&secrets::random::<48>()?);
    tx.execute(
        "INSERT INTO refresh_token (hash, user_id, device_id, client_id, security_stamp, used_at)
         VALUES (?1, ?2, ?3, 'web', ?4, ?5)",
        params![secrets::sha256(token.as_bytes()), user.id, device, user.security_stamp, now],
    )?;
    Ok(token)
}

/// Refresh tokens last used then or earlier are over.
fn oldest_use(now: Millis, lifetime: Duration) -> Millis {
    now.saturating_sub(i64::try_from(lifetime.whole_milliseconds()).unwrap_or(i64::MAX))
}

/// The session a refresh token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub user_id: Uuid,
    /// Identifier of its device.
    pub device: String,
}

/// Uses a refresh token: its life starts anew. `None` when it is unknown, too old, or ended by a new security stamp;
/// such a token is forgotten.
///
/// # Errors
/// When the database fails.
pub fn renew(
    tx: &Transaction<'_>,
    token: &str,
    client_id: &str,
    now: Millis,
    lifetime: Duration,
) -> ApiResult<Option<Session>> {
    let hash = secrets::sha256(token.as_bytes());
    let oldest = oldest_use(now, lifetime);
    let found: Option<Session> = tx
        .query_row(
            "SELECT refresh_token.user_id, device.identifier FROM refresh_token
             JOIN user ON user.id = refresh_token.user_id AND user.security_stamp = refresh_token.security_stamp
             JOIN device ON device.id = refresh_token.device_id
             WHERE refresh_token.hash = ?1 AND refresh_token.used_at > ?2 AND refresh_token.client_id = ?3",
            params![hash, oldest, client_id],
            |row| Ok(Session { user_id: row.get(0)?, device: row.get(1)? }),
        )
        .optional()?;
    if found.is_some() {
        tx.execute("UPDATE refresh_token SET used_at = ?2 WHERE hash = ?1", params![hash, now])?;
    } else {
        tx.execute("DELETE FROM refresh_token WHERE used_at <= ?1", [oldest])?;
    }
    Ok(found)
}

/// After a new security stamp: keeps the session of this name, or none, and forgets the others. The device would not do:
/// all tabs of a browser have the same one, and each has a session of its own (spec §4.5).
///
/// # Errors
/// When the database fails.
pub fn keep_only(tx: &Transaction<'_>, user: Uuid, session: Option<&str>, stamp: &str) -> ApiResult<()> {
    if let Some(hash) = session.and_then(|name| BASE64URL_NOPAD.decode(name.as_bytes()).ok()) {
        tx.execute(
            "UPDATE refresh_token SET security_stamp = ?3 WHERE user_id = ?1 AND hash = ?2",
            params![user, hash, stamp],
        )?;
    }
    tx.execute("DELETE FROM refresh_token WHERE user_id = ?1 AND security_stamp <> ?2", params![user, stamp])?;
    Ok(())
}

/// The name by which an access token tells whose session it belongs to: what is stored of the refresh token, from which
/// nobody gets back to it.
fn name_of(refresh: &str) -> String {
    BASE64URL_NOPAD.encode(&secrets::sha256(refresh.as_bytes()))
}

/// Makes an access token for the session of this refresh token, with the memberships as they are in the database now.
///
/// # Errors
/// When the database fails.
pub fn access_token(
    connection: &Connection,
    state: &AppState,
    user: &User,
    device: &str,
    refresh: &str,
) -> ApiResult<String> {
    let now = state.clock.now().div_euclid(1000);
    let claims = AccessClaims {
        sub: user.id,
        exp: now.saturating_add(state.config.lifetimes.access_token.whole_seconds()),
        nbf: now,
        iat: now,
        iss: format!("{}/identity", state.config.origin),
        client_id: "web".to_owned(),
        scope: vec!["api".to_owned(), "offline_access".to_owned()],
        amr: vec!["Application".to_owned()],
        email: user.email.clone(),
        email_verified: user.email_verified,
        name: user.name.clone().unwrap_or_default(),
        premium: false,
        device: device.to_owned(),
        sstamp: user.security_stamp.clone(),
        session: Some(name_of(refresh)),
        providers: providers::profile::claims(connection, user.id)?,
        organizations: organizations::profile::claims(connection, user.id)?,
    };
    claims.sign(&state.access_key)
}

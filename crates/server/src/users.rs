//! Accounts in the database.

use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::secrets::{self, StoredPassword};
use crate::state::AppState;
use crate::tokens::normal_email;

/// One account.
pub struct User {
    /// Id.
    pub id: Uuid,
    /// Address, normalised; also the salt of the master key.
    pub email: String,
    /// Whether the address was proven.
    pub email_verified: bool,
    /// Name.
    pub name: Option<String>,
    /// What is kept of the received password hash.
    pub password: StoredPassword,
    /// Hint.
    pub password_hint: Option<String>,
    /// Derivation of the master key.
    pub kdf: KdfSettings,
    /// User key under the stretched master key.
    pub key: String,
    /// RSA key, Base64 of `SubjectPublicKeyInfo`.
    pub public_key: Option<String>,
    /// RSA key under the user key.
    pub private_key: Option<String>,
    /// Changes when sessions are to end.
    pub security_stamp: String,
    /// A new password has to be chosen.
    pub force_password_reset: bool,
    /// New devices are checked by mail.
    pub verify_devices: bool,
    /// `#rrggbb`.
    pub avatar_color: Option<String>,
    /// Language.
    pub culture: String,
    /// When the account was made.
    pub created_at: Millis,
    /// When anything a sync shows last changed.
    pub revised_at: Millis,
}

const SELECT: &str = "SELECT id, email, email_verified, name, password_hash, password_salt, password_rounds, \
    password_hint, kdf, kdf_iterations, kdf_memory, kdf_parallelism, key, public_key, private_key, security_stamp, \
    force_password_reset, verify_devices, avatar_color, culture, created_at, revised_at FROM user";

fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        email_verified: row.get(2)?,
        name: row.get(3)?,
        password: StoredPassword { hash: row.get(4)?, salt: row.get(5)?, rounds: row.get(6)? },
        password_hint: row.get(7)?,
        kdf: KdfSettings {
            kdf_type: KdfType::from_number(row.get(8)?),
            iterations: row.get(9)?,
            memory: row.get(10)?,
            parallelism: row.get(11)?,
        },
        key: row.get(12)?,
        public_key: row.get(13)?,
        private_key: row.get(14)?,
        security_stamp: row.get(15)?,
        force_password_reset: row.get(16)?,
        verify_devices: row.get(17)?,
        avatar_color: row.get(18)?,
        culture: row.get(19)?,
        created_at: row.get(20)?,
        revised_at: row.get(21)?,
    })
}

/// The account with this address, compared normalised.
///
/// # Errors
/// When the database fails.
pub fn find_by_email(connection: &Connection, email: &str) -> ApiResult<Option<User>> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE email = ?1"))?;
    Ok(statement.query_row([normal_email(email)], read).optional()?)
}

/// The account with this id.
///
/// # Errors
/// [`ApiError::NotFound`] when there is none.
pub fn find(connection: &Connection, id: Uuid) -> ApiResult<User> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    Ok(statement.query_row([id], read)?)
}

/// Adds an account.
///
/// # Errors
/// 400 when the address is taken.
pub fn insert(tx: &Transaction<'_>, user: &User) -> ApiResult<()> {
    let added = tx.execute(
        "INSERT INTO user (id, email, email_verified, name, password_hash, password_salt, password_rounds,
            password_hint, kdf, kdf_iterations, kdf_memory, kdf_parallelism, key, public_key, private_key,
            security_stamp, force_password_reset, verify_devices, avatar_color, culture, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (email) DO NOTHING",
        params![
            user.id,
            user.email,
            user.email_verified,
            user.name,
            user.password.hash,
            user.password.salt,
            user.password.rounds,
            user.password_hint,
            user.kdf.kdf_type.number(),
            user.kdf.iterations,
            user.kdf.memory,
            user.kdf.parallelism,
            user.key,
            user.public_key,
            user.private_key,
            user.security_stamp,
            user.force_password_reset,
            user.verify_devices,
            user.avatar_color,
            user.culture,
            user.created_at,
            user.revised_at,
        ],
    )?;
    if added == 0 {
        Err(ApiError::invalid("Email", format!("Email '{}' is already taken.", user.email)))
    } else {
        Ok(())
    }
}

/// Notes that something a sync shows has changed for this person. The date grows even within one millisecond.
///
/// # Errors
/// When the database fails.
pub fn touch(tx: &Transaction<'_>, id: Uuid, now: Millis) -> ApiResult<()> {
    tx.prepare_cached("UPDATE user SET revised_at = max(?2, revised_at + 1) WHERE id = ?1")?
        .execute(params![id, now])?;
    Ok(())
}

/// What changes with a new master password or derivation.
pub struct NewPassword {
    /// Of the new server hash.
    pub password: StoredPassword,
    /// New derivation.
    pub kdf: KdfSettings,
    /// User key under the new stretched master key.
    pub key: String,
    /// New hint; `None` leaves it.
    pub hint: Option<Option<String>>,
}

/// Stores a new master password and ends all sessions by a new security stamp, which is returned.
///
/// # Errors
/// When the database fails.
pub fn set_password(tx: &Transaction<'_>, id: Uuid, new: &NewPassword, now: Millis) -> ApiResult<String> {
    tx.execute(
        "UPDATE user SET password_hash = ?2, password_salt = ?3, password_rounds = ?4, kdf = ?5, kdf_iterations = ?6,
            kdf_memory = ?7, kdf_parallelism = ?8, key = ?9, force_password_reset = 0 WHERE id = ?1",
        params![
            id,
            new.password.hash,
            new.password.salt,
            new.password.rounds,
            new.kdf.kdf_type.number(),
            new.kdf.iterations,
            new.kdf.memory,
            new.kdf.parallelism,
            new.key,
        ],
    )?;
    if let Some(hint) = &new.hint {
        tx.execute("UPDATE user SET password_hint = ?2 WHERE id = ?1", params![id, hint])?;
    }
    renew_stamp(tx, id, now)
}

/// The person has to choose a new master password at the next sign-in.
///
/// # Errors
/// When the database fails.
pub fn demand_new_password(tx: &Transaction<'_>, id: Uuid) -> ApiResult<()> {
    tx.execute("UPDATE user SET force_password_reset = 1 WHERE id = ?1", [id])?;
    Ok(())
}

/// Ends all sessions of an account; returns the new security stamp.
///
/// # Errors
/// When the database fails.
pub fn renew_stamp(tx: &Transaction<'_>, id: Uuid, now: Millis) -> ApiResult<String> {
    let stamp = secrets::new_id().to_string();
    tx.execute("UPDATE user SET security_stamp = ?2 WHERE id = ?1", params![id, stamp])?;
    touch(tx, id, now)?;
    Ok(stamp)
}

/// The account with this address when the received hash is right. Strangers cost the same time.
///
/// # Errors
/// When the database fails.
pub async fn find_with_password(state: &AppState, email: &str, received: &SecretText) -> ApiResult<Option<User>> {
    let (email, received) = (email.to_owned(), received.duplicate());
    let rounds = state.config.password_hash_rounds;
    state
        .db
        .read(move |connection| {
            let user = find_by_email(connection, &email)?;
            if user.is_none() {
                StoredPassword::new(received.expose(), rounds)?;
            }
            Ok(user.filter(|user| user.password.matches(received.expose())))
        })
        .await
}

/// Asks for the master password inside a signed-in call: the account when the received hash is right.
///
/// # Errors
/// 400 `Invalid password.` after the delay that slows guessing down.
pub async fn require_password(state: &AppState, id: Uuid, received: &str) -> ApiResult<User> {
    let received = zeroize::Zeroizing::new(received.to_owned());
    let user = state
        .db
        .read(move |connection| {
            let user = find(connection, id)?;
            Ok(user.password.matches(&received).then_some(user))
        })
        .await?;
    match user {
        Some(user) => Ok(user),
        None => {
            tokio::time::sleep(state.config.wrong_password_delay).await;
            Err(ApiError::wrong_password())
        }
    }
}

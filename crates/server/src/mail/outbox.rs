//! The outbox table.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::Mail;
use crate::clock::{Clock, Millis};
use crate::db::Db;
use crate::error::ApiResult;

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// Grows with every message.
    pub id: i64,
    /// The message.
    pub mail: Mail,
    /// When it was written.
    pub created_at: Millis,
    /// When the relay took it.
    pub sent_at: Option<Millis>,
}

/// Puts a message into the outbox as part of a transaction: the mail exists exactly when the deed it tells of does.
///
/// # Errors
/// When the database fails.
pub fn enqueue(tx: &Transaction<'_>, now: Millis, mail: &Mail) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO mail (to_address, subject, html, text, created_at, next_try_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![mail.to, mail.subject, mail.html, mail.text, now],
    )?;
    Ok(())
}

/// The outbox as a service.
#[derive(Clone)]
pub struct Mailer {
    db: Db,
    clock: Clock,
}

impl Mailer {
    /// An outbox in this database.
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// Puts a message into the outbox in a transaction of its own. Inside another transaction use [`enqueue`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send(&self, mail: Mail) -> ApiResult<()> {
        let now = self.clock.now();
        self.db.write(move |tx| enqueue(tx, now, &mail)).await
    }

    /// The newest messages first, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self, limit: u32) -> ApiResult<Vec<StoredMail>> {
        self.db.read(move |connection| select(connection, "ORDER BY id DESC LIMIT ?1", [limit])).await
    }

    /// One message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, id: i64) -> ApiResult<Option<StoredMail>> {
        self.db
            .read(move |connection| {
                let sql = format!("{SELECT} WHERE id = ?1");
                Ok(connection.query_row(&sql, [id], read).optional()?)
            })
            .await
    }

    /// Removes all messages; for the development pages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(&self) -> ApiResult<()> {
        self.db
            .write(|tx| {
                tx.execute("DELETE FROM mail", [])?;
                Ok(())
            })
            .await
    }

    /// Messages a relay should try now, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(&self, limit: u32) -> ApiResult<Vec<StoredMail>> {
        let now = self.clock.now();
        self.db
            .read(move |connection| {
                select(
                    connection,
                    "WHERE sent_at IS NULL AND next_try_at <= ?1 ORDER BY id LIMIT ?2",
                    params![now, limit],
                )
            })
            .await
    }

    /// Notes what became of a delivery; a failed one is tried again later and later, up to an hour apart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delivered(&self, id: i64, success: bool) -> ApiResult<()> {
        let now = self.clock.now();
        self.db
            .write(move |tx| {
                if success {
                    tx.execute("UPDATE mail SET sent_at = ?2, tries = tries + 1 WHERE id = ?1", params![id, now])?;
                } else {
                    tx.execute(
                        "UPDATE mail SET tries = tries + 1,
                           next_try_at = ?2 + min(3600000, 5000 * (1 << min(tries, 10))) WHERE id = ?1",
                        params![id, now],
                    )?;
                }
                Ok(())
            })
            .await
    }
}

const SELECT: &str = "SELECT id, to_address, subject, html, text, created_at, sent_at FROM mail";

fn select(connection: &Connection, tail: &str, values: impl rusqlite::Params) -> ApiResult<Vec<StoredMail>> {
    let mut statement = connection.prepare(&format!("{SELECT} {tail}"))?;
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredMail> {
    Ok(StoredMail {
        id: row.get(0)?,
        mail: Mail { to: row.get(1)?, subject: row.get(2)?, html: row.get(3)?, text: row.get(4)? },
        created_at: row.get(5)?,
        sent_at: row.get(6)?,
    })
}

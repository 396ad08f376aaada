//! The server's own secrets and the primitives built on them.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::{constant_time, digest, hmac, pbkdf2};
use portal_contracts::SecretText;
use rusqlite::{OptionalExtension, Transaction, params};
use std::num::NonZeroU32;
use uuid::Uuid;

use crate::error::{ApiError, ApiResult};

/// Random bytes from the operating system.
///
/// # Errors
/// When the system has none to give.
pub fn random<const N: usize>() -> ApiResult<[u8; N]> {
    let mut bytes = [0_u8; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| ApiError::internal("no randomness"))?;
    Ok(bytes)
}

/// A random version 4 UUID.
#[must_use]
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// SHA-256.
#[must_use]
pub fn sha256(data: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, data).as_ref().to_vec()
}

/// Compares without telling where two values differ.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

/// A key that signs for one use; made at first start and kept in the database.
pub struct SigningKey(hmac::Key);

impl SigningKey {
    /// Reads the key called `name`, or makes it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(tx: &Transaction<'_>, name: &str) -> ApiResult<Self> {
        let stored: Option<Vec<u8>> =
            tx.query_row("SELECT value FROM server_secret WHERE name = ?1", [name], |row| row.get(0)).optional()?;
        let value = match stored {
            Some(value) => value,
            None => {
                let value = random::<32>()?.to_vec();
                tx.execute("INSERT INTO server_secret (name, value) VALUES (?1, ?2)", params![name, value])?;
                value
            }
        };
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &value)))
    }

    /// HMAC-SHA256 of `data`.
    #[must_use]
    pub fn sign(&self, data: &[u8]) -> Vec<u8> {
        hmac::sign(&self.0, data).as_ref().to_vec()
    }

    /// Whether `signature` belongs to `data`; constant time.
    #[must_use]
    pub fn verify(&self, data: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, data, signature).is_ok()
    }
}

/// What is stored of a received password hash.
pub struct StoredPassword {
    /// PBKDF2-SHA256 of the received hash.
    pub hash: Vec<u8>,
    /// 16 random bytes.
    pub salt: Vec<u8>,
    /// Rounds of PBKDF2.
    pub rounds: u32,
}

impl StoredPassword {
    /// Hashes what the client sent. Costly: call it inside a blocking task.
    ///
    /// # Errors
    /// When no randomness is available.
    pub fn new(received: &str, rounds: u32) -> ApiResult<Self> {
        let salt = random::<16>()?.to_vec();
        let mut hash = vec![0_u8; 32];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, at_least_one(rounds), &salt, received.as_bytes(), &mut hash);
        Ok(Self { hash, salt, rounds })
    }

    /// [`StoredPassword::new`] on the blocking pool, before any transaction is begun.
    ///
    /// # Errors
    /// When no randomness is available.
    pub async fn make(received: &SecretText, rounds: u32) -> ApiResult<Self> {
        let received = received.duplicate();
        tokio::task::spawn_blocking(move || Self::new(received.expose(), rounds))
            .await
            .map_err(|_| ApiError::internal("hashing was cut off"))?
    }

    /// Whether the client sent the same value again; constant time, costly.
    #[must_use]
    pub fn matches(&self, received: &str) -> bool {
        pbkdf2::verify(
            pbkdf2::PBKDF2_HMAC_SHA256,
            at_least_one(self.rounds),
            &self.salt,
            received.as_bytes(),
            &self.hash,
        )
        .is_ok()
    }
}

fn at_least_one(rounds: u32) -> NonZeroU32 {
    NonZeroU32::new(rounds).unwrap_or(NonZeroU32::MIN)
}

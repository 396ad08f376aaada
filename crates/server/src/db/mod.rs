//! The database: one SQLite file, write-ahead log, one writer.
//!
//! `synchronous = FULL` makes every commit durable before it is answered, so a killed process loses nothing that was
//! answered with 2xx. All work runs on the blocking pool; handlers never touch SQLite on an async thread.

mod migrations;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::config::Storage;
use crate::error::{ApiError, ApiResult};

/// Name of the file inside the data directory.
pub const FILE_NAME: &str = "portal.sqlite3";

/// How many idle read connections are kept.
const IDLE_READERS: usize = 4;

/// A handle on the database. Clones share the connections.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    /// Before the writer: the connection that closes last folds the log back into the file, and readers cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    /// `None` in memory: then the writer reads as well.
    file: Option<PathBuf>,
}

impl Db {
    /// Opens the database, makes what is missing and brings the schema up to date.
    ///
    /// # Errors
    /// When the directory or file cannot be made, or a migration fails.
    pub fn open(storage: &Storage) -> ApiResult<Self> {
        let (mut writer, file) = match storage {
            Storage::Memory => (Connection::open_in_memory()?, None),
            Storage::Directory(directory) => {
                make_private(directory).map_err(|error| ApiError::internal(format!("data directory: {error}")))?;
                let file = directory.join(FILE_NAME);
                (Connection::open(&file)?, Some(file))
            }
        };
        prepare(&writer)?;
        migrations::apply(&mut writer)?;
        Ok(Self(Arc::new(Inner { writer: Mutex::new(writer), readers: Mutex::new(Vec::new()), file })))
    }

    /// Runs `work` on a read connection.
    ///
    /// # Errors
    /// What `work` returns, or [`ApiError::Internal`] when the database fails.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        F: FnOnce(&Connection) -> ApiResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let Some(file) = inner.file.as_deref() else {
                return work(&lock(&inner.writer));
            };
            let idle = lock(&inner.readers).pop();
            let connection = match idle {
                Some(connection) => connection,
                None => open_reader(file)?,
            };
            let result = work(&connection);
            let mut readers = lock(&inner.readers);
            if readers.len() < IDLE_READERS {
                readers.push(connection);
            }
            result
        })
        .await
    }

    /// Runs `work` in a transaction of the one writer: committed when it returns `Ok`, rolled back otherwise.
    ///
    /// # Errors
    /// What `work` returns, or [`ApiError::Internal`] when the database fails.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let mut writer = lock(&inner.writer);
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
        .await
    }
}

/// Sign-in secrets lie in this directory: only its owner may enter one that we make.
fn make_private(directory: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(directory)
}

/// A panic inside `work` rolled its transaction back, so the connection is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn blocking<T, F>(work: F) -> ApiResult<T>
where
    F: FnOnce() -> ApiResult<T> + Send + 'static,
    T: Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::internal("a database task was cut off"))?
}

fn open_reader(file: &Path) -> ApiResult<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> ApiResult<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Removed rows must not linger in the file.
    connection.pragma_update(None, "secure_delete", "ON")?;
    Ok(())
}

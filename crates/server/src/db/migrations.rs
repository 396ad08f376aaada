//! The schema, step by step. A step that was released is never edited; a change is a new step.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::{ApiError, ApiResult};

const STEPS: &[M<'static>] = &[
    M::up(include_str!("migrations/001_accounts.sql")),
    M::up(include_str!("migrations/002_providers.sql")),
    M::up(include_str!("migrations/003_demo.sql")),
    M::up(include_str!("migrations/004_console.sql")),
    M::up(include_str!("migrations/005_ciphers.sql")),
    M::up(include_str!("migrations/006_device_requests.sql")),
    M::up(include_str!("migrations/007_domains.sql")),
];

/// Brings the schema up to date.
pub(super) fn apply(connection: &mut Connection) -> ApiResult<()> {
    Migrations::from_slice(STEPS)
        .to_latest(connection)
        .map_err(|error| ApiError::internal(format!("migration: {error}")))
}

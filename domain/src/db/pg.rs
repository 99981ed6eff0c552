//! Migrations and health.

use super::Db;
use crate::error::{Error, Result};
use sqlx::{migrate::Migrator, postgres::types::PgInterval};
use std::time::Duration;

/// Forward-only; sqlx runs them behind an advisory lock, so that servers may start together.
static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Months of the activity log whose partitions are made ahead.
const PARTITIONS_AHEAD: i32 = 3;

/// As an argument of a statement.
pub(crate) fn interval(duration: Duration) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(duration.as_micros()).unwrap_or(i64::MAX) }
}

/// Brings the schema up to date.
///
/// # Errors
/// [`Error::Unavailable`] when the database cannot be reached; [`Error::Internal`] when a migration fails.
pub async fn migrate(db: &Db) -> Result<()> {
    MIGRATIONS.run(&db.0).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => Error::internal(other),
    })?;
    ensure_activity_partitions(db).await
}

/// Makes the activity log's partitions for the coming months; called at start and daily.
///
/// # Errors
/// [`Error::Unavailable`], [`Error::Internal`].
pub async fn ensure_activity_partitions(db: &Db) -> Result<()> {
    sqlx::query!("select ensure_activity_partitions($1)", PARTITIONS_AHEAD).execute(&db.0).await?;
    Ok(())
}

/// Whether the database answers.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn ping(db: &Db) -> Result<()> {
    sqlx::query_scalar!("select 1").fetch_one(&db.0).await?;
    Ok(())
}

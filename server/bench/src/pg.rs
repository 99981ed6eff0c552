//! What is asked of PostgreSQL from outside, as its superuser.

use crate::{failure::Failure, portal::Installation};
use sqlx::{Connection, PgConnection};
use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};

/// After which an idle session has handed in its statistics (PGSTAT_IDLE_INTERVAL, 10 s).
const STATISTICS: Duration = Duration::from_secs(11);

/// A connection of the superuser.
#[derive(Debug)]
pub(crate) struct Pg {
    connection: PgConnection,
    logs: PathBuf,
}

impl Pg {
    pub(crate) async fn connect(installation: &Installation<'_>) -> Result<Self, Failure> {
        let connection = PgConnection::connect(&installation.database_url("postgres")).await?;
        Ok(Self { connection, logs: installation.data().join("postgres/cluster/log") })
    }

    /// Makes every client eligible once more, as if no run had been.
    pub(crate) async fn forget_invitations(&mut self) -> Result<(), Failure> {
        let tables = "truncate invitations, invitation_tokens, bulk_invitation_runs, bulk_invitation_recipients, bulk_invitation_progress";
        sqlx::query(tables).execute(&mut self.connection).await?;
        let slots = "update mail_slots set owner = null, lease_until = '-infinity', asked_by = null, run_id = null, next_seq = 1, end_seq = 0, in_flight = '{}'";
        sqlx::query(slots).execute(&mut self.connection).await?;
        // What the round before has written is not for this one to bring to disk.
        sqlx::query("checkpoint").execute(&mut self.connection).await?;
        Ok(())
    }

    /// Outcomes of the newest run, as they are committed.
    pub(crate) async fn outcomes(&mut self) -> Result<i64, Failure> {
        let sum = "select coalesce(sum(success + failed + skipped), 0)::bigint from bulk_invitation_progress";
        Ok(sqlx::query_scalar(sum).fetch_one(&mut self.connection).await?)
    }

    /// Pages that one look at the run's progress touches.
    pub(crate) async fn buffers_of_a_look(&mut self) -> Result<f64, Failure> {
        let plan: serde_json::Value = sqlx::query_scalar(
            "explain (analyze, buffers, format json)
             select * from bulk_invitation_snapshots where id = (select id from bulk_invitation_runs)",
        )
        .fetch_one(&mut self.connection)
        .await?;
        let blocks = |name: &str| plan[0]["Plan"][name].as_f64().unwrap_or(f64::NAN);
        Ok(blocks("Shared Hit Blocks") + blocks("Shared Read Blocks"))
    }

    /// Pages of tables and indexes that were touched since the cluster's statistics began.
    pub(crate) async fn buffers(&mut self) -> Result<i64, Failure> {
        tokio::time::sleep(STATISTICS).await;
        let sum = "select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))::bigint from pg_statio_user_tables";
        Ok(sqlx::query_scalar(sum).fetch_one(&mut self.connection).await?)
    }

    /// Writes every statement of the portal into the log from the next connection on, or no more.
    pub(crate) async fn log_statements(&mut self, is_on: bool) -> Result<(), Failure> {
        let limit = if is_on { "0" } else { "-1" };
        let statement = format!("alter role portal set log_min_duration_statement = {limit}");
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Statements in the log; each is a round trip. What parses and binds in the same round trip is not counted.
    pub(crate) fn logged_statements(&self) -> Result<usize, Failure> {
        let mut newest: Option<(SystemTime, PathBuf)> = None;
        for entry in std::fs::read_dir(&self.logs).map_err(Failure::file(&self.logs))? {
            let path = entry?.path();
            let changed = path.metadata()?.modified()?;
            if newest.as_ref().is_none_or(|(at, _)| *at < changed) {
                newest = Some((changed, path));
            }
        }
        let Some((_, path)) = newest else { return Err(Failure::told("PostgreSQL writes no log")) };
        let text = std::fs::read_to_string(&path).map_err(Failure::file(&path))?;
        let is_statement = |line: &&str| {
            line.contains("duration: ") && (line.contains("  execute ") || line.contains("  statement: "))
        };
        Ok(text.lines().filter(is_statement).count())
    }
}

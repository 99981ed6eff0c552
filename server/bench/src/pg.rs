//! What is asked of PostgreSQL from outside, as its superuser.

use crate::{failure::Failure, portal::Installation};
use recording::Statement;
use sqlx::{Connection, PgConnection};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
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

    /// Where the log ends now.
    pub(crate) fn log_end(&self) -> Result<LogEnd, Failure> {
        let mut newest: Option<(SystemTime, PathBuf)> = None;
        for entry in std::fs::read_dir(&self.logs).map_err(Failure::file(&self.logs))? {
            let path = entry?.path();
            let changed = path.metadata()?.modified()?;
            if newest.as_ref().is_none_or(|(at, _)| *at < changed) {
                newest = Some((changed, path));
            }
        }
        let Some((_, path)) = newest else { return Err(Failure::told("PostgreSQL writes no log")) };
        let at = path.metadata()?.len();
        Ok(LogEnd { path, at })
    }

    /// Statements that were logged after that; each is a round trip.
    pub(crate) fn statements_after(&self, end: &LogEnd) -> Result<Vec<Statement>, Failure> {
        let mut file = File::open(&end.path).map_err(Failure::file(&end.path))?;
        file.seek(SeekFrom::Start(end.at))?;
        let mut log = Vec::new();
        file.read_to_end(&mut log)?;
        Ok(recording::statements(&String::from_utf8_lossy(&log)))
    }

    /// What there is of a client's, by the address of its portal user.
    pub(crate) async fn records(&mut self, email: &str) -> Result<Records, Failure> {
        // The newest of each, which is the one with the most to it.
        let newest = "
            select (select id from projects where client_id = c.id order by id desc limit 1)::text,
                   (select id from quotes where client_id = c.id order by id desc limit 1)::text,
                   (select id from invoices where client_id = c.id order by id desc limit 1)::text,
                   (select id from documents where client_id = c.id order by id desc limit 1)::text,
                   (select id from payment_attempts where client_id = c.id order by id desc limit 1)::text,
                   (select id from conversations where client_id = c.id and project_id is null)::text
              from clients c where c.email = $1";
        let (project, quote, invoice, document, payment, conversation) =
            sqlx::query_as(newest).bind(email).fetch_one(&mut self.connection).await?;
        Ok(Records { project, quote, invoice, document, payment, conversation })
    }

    /// Begins a session for each of the first clients' people, and gives back the values of their cookies. Signing in takes a hundred
    /// milliseconds each, and costs memory that is not to be counted.
    pub(crate) async fn begin_sessions(&mut self, count: u32) -> Result<Vec<String>, Failure> {
        let insert = "
            with made as (
                select u.id as user_id, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid(), 'UTF8')) as token
                  from generate_series(1, $1) n join users u on u.email = 'client-' || n || '@bench.example'
            ), begun as (
                insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform,
                                           idle_until, absolute_until)
                select gen_random_uuid(), sha256(token), user_id, false, 'bench', 'desktop', 'Firefox', 'Linux',
                       now() + interval '1 hour', now() + interval '1 hour'
                  from made
            )
            select encode(token, 'hex') from made";
        Ok(sqlx::query_scalar(insert).bind(i64::from(count)).fetch_all(&mut self.connection).await?)
    }

    /// Servers that wait for news.
    pub(crate) async fn listeners(&mut self) -> Result<i64, Failure> {
        let count = "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
        Ok(sqlx::query_scalar(count).fetch_one(&mut self.connection).await?)
    }
}

/// A place in PostgreSQL's log.
#[derive(Debug)]
pub(crate) struct LogEnd {
    path: PathBuf,
    at: u64,
}

/// Ids of a client's records, as they stand in addresses.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) project: String,
    pub(crate) quote: String,
    pub(crate) invoice: String,
    pub(crate) document: String,
    pub(crate) payment: String,
    pub(crate) conversation: String,
}

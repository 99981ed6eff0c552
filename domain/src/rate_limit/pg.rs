//! The counters.

use super::Counter;
use crate::{
    db::Db,
    error::{Error, Result},
};
use sqlx::PgExecutor;

/// The counters as the columns of a table, in one order for everybody, so that two transactions never wait for each other.
struct Columns {
    scopes: Vec<String>,
    subjects: Vec<Vec<u8>>,
    limits: Vec<i32>,
    windows: Vec<f64>,
}

impl Columns {
    fn of(counters: &[Counter]) -> Self {
        let mut counters: Vec<_> = counters.iter().collect();
        counters.sort_by_key(|counter| (counter.limit.scope, counter.subject));
        Self {
            scopes: counters.iter().map(|counter| counter.limit.scope.to_owned()).collect(),
            subjects: counters.iter().map(|counter| counter.subject.to_vec()).collect(),
            limits: counters.iter().map(|counter| counter.limit.hits).collect(),
            windows: counters.iter().map(|counter| counter.limit.window.as_secs_f64()).collect(),
        }
    }
}

/// Refuses when one of the counters has reached its limit; counts nothing.
pub(crate) async fn check(executor: impl PgExecutor<'_>, counters: &[Counter]) -> Result<()> {
    let Columns { scopes, subjects, limits, windows } = Columns::of(counters);
    let wait = sqlx::query_scalar!(
        r#"
        select max(extract(epoch from r.window_start) + c.seconds - extract(epoch from now()))::float8
          from unnest($1::text[], $2::bytea[], $3::integer[], $4::float8[]) c (scope, subject, hits, seconds)
          join rate_limits r on r.scope = c.scope and r.subject = c.subject
         where r.hits >= c.hits and r.window_start > now() - make_interval(secs => c.seconds)
        "#,
        &scopes,
        &subjects,
        &limits,
        &windows,
    )
    .fetch_one(executor)
    .await?;
    wait.map_or(Ok(()), |seconds| Err(Error::TooManyAttempts { retry_after_seconds: whole(seconds) }))
}

/// Counts one hit on each; how many seconds to wait when one of them has gone over its limit by that.
pub(crate) async fn count(executor: impl PgExecutor<'_>, counters: &[Counter]) -> Result<Option<u32>> {
    let Columns { scopes, subjects, limits, windows } = Columns::of(counters);
    let wait = sqlx::query_scalar!(
        r#"
        with counter as (
            select * from unnest($1::text[], $2::bytea[], $3::integer[], $4::float8[]) c (scope, subject, hits, seconds)
        ), counted as (
            insert into rate_limits as r (scope, subject, window_start, hits)
            select c.scope, c.subject, now(), 1 from counter c
            on conflict (scope, subject) do update
               set (window_start, hits) = (
                   select case when is_over then excluded.window_start else r.window_start end,
                          case when is_over then 1 else least(r.hits, 1000000) + 1 end
                     from (select r.window_start <= now() - make_interval(secs => c.seconds) as is_over
                             from counter c where c.scope = r.scope and c.subject = r.subject) window_of_counter)
            returning r.*
        )
        select max(extract(epoch from r.window_start) + c.seconds - extract(epoch from now()))::float8
          from counter c
          join counted r on r.scope = c.scope and r.subject = c.subject
         where r.hits > c.hits
        "#,
        &scopes,
        &subjects,
        &limits,
        &windows,
    )
    .fetch_one(executor)
    .await?;
    Ok(wait.map(whole))
}

/// Sets counters back to nothing.
pub(crate) async fn forget(executor: impl PgExecutor<'_>, counters: &[Counter]) -> Result<()> {
    let Columns { scopes, subjects, .. } = Columns::of(counters);
    sqlx::query!(
        "delete from rate_limits r using unnest($1::text[], $2::bytea[]) c (scope, subject)
          where r.scope = c.scope and r.subject = c.subject",
        &scopes,
        &subjects,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Throws away counters whose window is over; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    // No window is longer than a day.
    sqlx::query!("delete from rate_limits where window_start < now() - interval '1 day'")
        .execute(&db.0)
        .await?;
    Ok(())
}

/// Between nothing and a day; a cast from float to integer saturates.
fn whole(seconds: f64) -> u32 {
    seconds.ceil().clamp(1.0, 86_400.0) as u32
}

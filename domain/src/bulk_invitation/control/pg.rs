//! Locks are taken in the order slots, then run, as the senders' functions do.

use crate::{
    activity::ActivityKind,
    actor::Staff,
    bulk_invitation::{
        RunSnapshot, RunState,
        pg::{ONE_UNFINISHED, authorize, record, snapshot},
    },
    db::Db,
    error::{Conflict, Error, OnConstraint, Result},
    id::RunId,
};
use sqlx::PgConnection;

/// Hands out no more recipients; mails under way are finished.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::RunState`] when nothing is running.
pub async fn pause(db: &Db, staff: &Staff, id: RunId) -> Result<RunSnapshot> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let run = lock(&mut tx, id).await?;
    run.require(run.state.can_pause(), "paused")?;
    sqlx::query!(
        "update bulk_invitation_runs set state = 'paused', paused_because = null where id = $1",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    record(&mut *tx, staff, ActivityKind::PauseBulkInvitation, id, run.total).await?;
    tx.commit().await?;
    snapshot(&db.0, id).await
}

/// Goes on with a run that staff, or the run itself, paused.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::RunState`] unless it is paused.
pub async fn resume(db: &Db, staff: &Staff, id: RunId) -> Result<RunSnapshot> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let run = lock(&mut tx, id).await?;
    run.require(run.state.can_resume(), "resumed")?;
    sqlx::query!(
        "update bulk_invitation_runs r
            set state = case when started_at is null then 'queued' else 'running' end, paused_because = null,
                failures_in_a_row = 0, not_before = '-infinity', moving_since = clock_timestamp(),
                outcomes_before = (select sum(success + failed + skipped) from bulk_invitation_progress p where p.run_id = r.id)
          where id = $1",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    record(&mut *tx, staff, ActivityKind::ResumeBulkInvitation, id, run.total).await?;
    tx.commit().await?;
    snapshot(&db.0, id).await
}

/// Skips every recipient whose mail is not under way, and revokes the invitations that were made for them. The state becomes
/// `cancelled` as soon as no mail is under way any more, which mostly is at once.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::RunState`] when it is finished.
pub async fn cancel(db: &Db, staff: &Staff, id: RunId) -> Result<RunSnapshot> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    // A sender between two batches waits here; one that died has nothing under way any more, and its fence shuts it out.
    sqlx::query!("select slot from mail_slots where run_id = $1 order by slot for update", id.0)
        .fetch_all(&mut *tx)
        .await?;
    let run = lock(&mut tx, id).await?;
    run.require(run.state.can_cancel(), "cancelled")?;
    let under_way = sqlx::query_scalar!(
        r#"with emptied as (
               update mail_slots
                  set next_seq = 1, end_seq = 0,
                      fence = case when lease_until < clock_timestamp() then fence + 1 else fence end,
                      owner = case when lease_until < clock_timestamp() then null else owner end,
                      in_flight = case when lease_until < clock_timestamp() then '{}' else in_flight end
                where run_id = $1
                returning in_flight
           )
           select coalesce(array_agg(seq), '{}') as "seqs!" from emptied, unnest(in_flight) seq"#,
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    // Invitations that wait for another try, and those whose mail a dead sender may have handed over, as its successor in the slot
    // would do. Before the recipients, so that who accepts at this moment is either shut out here or seen below.
    sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now()
          where run_id = $1 and state = 'queued' and id in (
                select r.id from bulk_invitation_recipients r where r.run_id = $1 and r.outcome = 'queued' and r.seq <> all ($2))",
        id.0,
        &under_way,
    )
    .execute(&mut *tx)
    .await?;
    // A mail whose link was used has done its work, whatever became of who sent it.
    sqlx::query!(
        "with accepted as materialized (
             select id from invitations where run_id = $1 and state = 'accepted'
         ), settled as (
             update bulk_invitation_recipients r
                set outcome = case when r.id in (select id from accepted) then 'success' else 'skipped' end,
                    reason = case when r.id in (select id from accepted) then null else 'Cancelled.' end,
                    not_before = null, finished_at = clock_timestamp()
              where r.run_id = $1 and r.outcome = 'queued' and r.seq <> all ($2)
              returning r.outcome
         )
         update bulk_invitation_progress
            set success = success + (select count(*) from settled where outcome = 'success'),
                skipped = skipped + (select count(*) from settled where outcome = 'skipped')
          where run_id = $1 and slot = -1",
        id.0,
        &under_way,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update bulk_invitation_runs set cancel_requested_at = clock_timestamp() where id = $1",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("select bulk_invitation_finish($1)", id.0).execute(&mut *tx).await?;
    record(&mut *tx, staff, ActivityKind::CancelBulkInvitation, id, run.total).await?;
    tx.commit().await?;
    snapshot(&db.0, id).await
}

/// Sends to the failed recipients once more, in the same run.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::RunState`] unless it is completed;
/// [`Conflict::NobodyToInvite`] when none failed; [`Conflict::RunUnfinished`] when another run is going on.
pub async fn retry(db: &Db, staff: &Staff, id: RunId) -> Result<RunSnapshot> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let run = lock(&mut tx, id).await?;
    run.require(run.state.can_retry(), "retried")?;
    let again = sqlx::query_scalar!(
        r#"with again as (
               update bulk_invitation_recipients
                  set outcome = 'queued', attempts = 0, interruptions = 0, not_before = clock_timestamp(), finished_at = null
                where run_id = $1 and outcome = 'failed'
                returning 1
           ), counted as (
               update bulk_invitation_progress set failed = failed - (select count(*) from again) where run_id = $1 and slot = -1
           )
           select count(*)::integer as "again!" from again"#,
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if again == 0 {
        return Err(Conflict::NobodyToInvite.into());
    }
    let restarted = sqlx::query!(
        "update bulk_invitation_runs
            set state = 'running', finished_at = null, failures_in_a_row = 0, not_before = '-infinity',
                moving_since = clock_timestamp(),
                outcomes_before = (select sum(success + failed + skipped) from bulk_invitation_progress p where p.run_id = $1)
          where id = $1",
        id.0
    )
    .execute(&mut *tx)
    .await
    .on_constraint(ONE_UNFINISHED, Conflict::RunUnfinished(id));
    if let Err(Error::Conflict(Conflict::RunUnfinished(_))) = restarted {
        tx.rollback().await?;
        let other = sqlx::query_scalar!(
            "select id from bulk_invitation_runs where state in ('queued', 'running', 'paused')"
        )
        .fetch_optional(&db.0)
        .await?;
        return Err(Conflict::RunUnfinished(other.map_or(id, RunId)).into());
    }
    restarted?;
    record(&mut *tx, staff, ActivityKind::RetryBulkInvitation, id, again).await?;
    tx.commit().await?;
    snapshot(&db.0, id).await
}

struct Locked {
    state: RunState,
    total: i32,
}

impl Locked {
    fn require(&self, allowed: bool, wanted: &'static str) -> Result<()> {
        if allowed { Ok(()) } else { Err(Conflict::RunState { state: self.state.as_str(), wanted }.into()) }
    }
}

/// The run as it is now, for a change. A run that is being cancelled counts as cancelled.
async fn lock(tx: &mut PgConnection, id: RunId) -> Result<Locked> {
    let run = sqlx::query!(
        r#"select case when cancel_requested_at is null then state else 'cancelled' end as "state!", total
             from bulk_invitation_runs where id = $1 for update"#,
        id.0
    )
    .fetch_one(tx)
    .await?;
    Ok(Locked { state: run.state.parse().map_err(Error::internal)?, total: run.total })
}

//! Counting whom a run would reach, starting one, and looking at runs.

use super::{Preflight, Prospect, RunSnapshot, RunSummary, Start, snapshot::Movement};
use crate::{
    activity::{self, ActivityKind, NewActivity, Subject},
    actor::{ApiScope, Policy, Staff},
    db::Db,
    error::{Conflict, Error, OnConstraint, Result},
    id::{RunId, UserId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

/// The index that lets only one run be unfinished.
pub(super) const ONE_UNFINISHED: &str = "bulk_invitation_runs_one_unfinished";

/// The first statement of every operation on runs.
pub(super) fn authorize(staff: &Staff) -> Result<()> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::BulkInvitations)
}

/// How many clients are in each group, by the query that [`start`] fills the run with.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`.
pub async fn preflight(db: &Db, staff: &Staff) -> Result<Preflight> {
    authorize(staff)?;
    let counts = sqlx::query_as!(
        Preflight,
        r#"select count(*) as "total!",
                  count(*) filter (where invitation_group = 'eligible') as "eligible!",
                  count(*) filter (where invitation_group = 'already_invited') as "already_invited!",
                  count(*) filter (where invitation_group = 'has_account') as "has_account!",
                  count(*) filter (where invitation_group = 'no_email') as "no_email!",
                  count(*) filter (where invitation_group = 'inactive') as "inactive!",
                  count(*) filter (where invitation_group = 'unusable_email') as "unusable_email!"
             from bulk_invitation_groups"#
    )
    .fetch_one(&db.0)
    .await?;
    Ok(counts)
}

/// The unfinished run, or else whom a start would reach.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`.
pub async fn prospect(db: &Db, staff: &Staff) -> Result<Prospect> {
    authorize(staff)?;
    match unfinished(&db.0).await? {
        Some(run) => Ok(Prospect::Unfinished(run)),
        None => Ok(Prospect::Open(preflight(db, staff).await?)),
    }
}

/// Makes a run and its recipients in one transaction; from then on it goes by itself.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::Invalid`] without confirmation; [`Conflict::RunUnfinished`] when
/// there is a run already, however many start at once; [`Conflict::CountChanged`]; [`Conflict::NobodyToInvite`].
pub async fn start(db: &Db, staff: &Staff, start: Start) -> Result<RunSnapshot> {
    authorize(staff)?;
    if !start.confirm {
        return Err(Error::field("confirm", "Tick the box to confirm that the invitations may be sent."));
    }
    let id = RunId::generate();
    let made = make_run(db, staff, start, id).await;
    if let Err(Error::Conflict(Conflict::RunUnfinished(_))) = made
        && let Some(other) = unfinished(&db.0).await?
    {
        return Err(Conflict::RunUnfinished(other).into());
    }
    made?;
    snapshot(&db.0, id).await
}

async fn make_run(db: &Db, staff: &Staff, start: Start, id: RunId) -> Result<()> {
    let mut tx = db.0.begin().await?;
    // First, so that of fifty starts forty-nine wait here and not after copying all clients.
    sqlx::query!(
        "insert into bulk_invitation_runs (id, state, started_by, remind, total) values ($1, 'queued', $2, $3, 1)",
        id.0,
        staff.id().0,
        start.remind_already_invited,
    )
    .execute(&mut *tx)
    .await
    .on_constraint(ONE_UNFINISHED, Conflict::RunUnfinished(id))?;

    let filled = sqlx::query!(
        r#"with filled as (
               insert into bulk_invitation_recipients (run_id, seq, id, client_id, name, email, is_reminder)
               select $1, seq, uuid_v7(now(), seq), client_id, name, mail_address, invitation_group = 'already_invited'
                 from (select row_number() over (order by lower(name), client_id)::integer as seq, *
                         from bulk_invitation_groups
                        where invitation_group = 'eligible' or $2 and invitation_group = 'already_invited') g
               returning is_reminder
           ), totalled as (
               insert into bulk_invitation_progress (run_id, slot) select $1, generate_series(-1, 3)
           )
           select count(*)::integer as "total!", count(*) filter (where not is_reminder) as "eligible!" from filled"#,
        id.0,
        start.remind_already_invited,
    )
    .fetch_one(&mut *tx)
    .await?;
    if filled.eligible != start.expected {
        return Err(Conflict::CountChanged { expected: start.expected, now: filled.eligible }.into());
    }
    if filled.total == 0 {
        return Err(Conflict::NobodyToInvite.into());
    }
    sqlx::query!("update bulk_invitation_runs set total = $2 where id = $1", id.0, filled.total)
        .execute(&mut *tx)
        .await?;
    record(&mut *tx, staff, ActivityKind::StartBulkInvitation, id, filled.total).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes what was done to a run into the activity log.
pub(super) async fn record(
    executor: impl PgExecutor<'_>,
    staff: &Staff,
    kind: ActivityKind,
    id: RunId,
    recipients: i32,
) -> Result<()> {
    let label = if recipients == 1 { "1 recipient".to_owned() } else { format!("{recipients} recipients") };
    let subject = Subject { kind: "bulk_invitation_run", id: id.0, label: &label };
    activity::record(executor, NewActivity::of_staff(staff, kind, None, Some(subject))).await
}

/// State and counts of a run.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn get(db: &Db, staff: &Staff, id: RunId) -> Result<RunSnapshot> {
    authorize(staff)?;
    snapshot(&db.0, id).await
}

/// A run and who started it.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn summary(db: &Db, staff: &Staff, id: RunId) -> Result<RunSummary> {
    authorize(staff)?;
    sqlx::query_as!(
        SummaryRow,
        r#"select s.id as "id!", s.state as "state!", s.total as "total!", s.success as "success!", s.failed as "failed!",
                  s.skipped as "skipped!", s.started_at, s.finished_at, s.paused_because, s.outcomes_since as "outcomes_since!",
                  s.seconds_since as "seconds_since!", s.started_by as "started_by!", u.name as started_by_name,
                  s.remind as "remind!", s.created_at as "created_at!"
             from bulk_invitation_snapshots s join users u on u.id = s.started_by where s.id = $1"#,
        id.0
    )
    .fetch_one(&db.0)
    .await?
    .try_into()
}

/// All runs, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`.
pub async fn list(db: &Db, staff: &Staff, request: &PageRequest) -> Result<Page<RunSummary>> {
    authorize(staff)?;
    let rows = sqlx::query_as!(
        SummaryRow,
        r#"select s.id as "id!", s.state as "state!", s.total as "total!", s.success as "success!", s.failed as "failed!",
                  s.skipped as "skipped!", s.started_at, s.finished_at, s.paused_because, s.outcomes_since as "outcomes_since!",
                  s.seconds_since as "seconds_since!", s.started_by as "started_by!", u.name as started_by_name,
                  s.remind as "remind!", s.created_at as "created_at!"
             from bulk_invitation_snapshots s join users u on u.id = s.started_by
            where $1::uuid is null or case when $2 then s.id > $1 else s.id < $1 end
            order by case when $2 then s.id end asc, s.id desc
            limit $3"#,
        request.cursor().map(|cursor| cursor.id),
        request.is_backwards(),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let runs = rows.into_iter().map(RunSummary::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(runs, PAGE_SIZE, request, |run| Cursor { key: "run".to_owned(), id: run.run.id.0 }))
}

/// For the watchers of this process: who may watch is asked when the watching begins.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn watch(db: &Db, id: RunId) -> Result<RunSnapshot> {
    snapshot(&db.0, id).await
}

async fn unfinished(executor: impl PgExecutor<'_>) -> Result<Option<RunId>> {
    let id = sqlx::query_scalar!(
        "select id from bulk_invitation_runs where state in ('queued', 'running', 'paused')"
    )
    .fetch_optional(executor)
    .await?;
    Ok(id.map(RunId))
}

pub(super) async fn snapshot(executor: impl PgExecutor<'_>, id: RunId) -> Result<RunSnapshot> {
    sqlx::query_as!(
        SnapshotRow,
        r#"select id as "id!", state as "state!", total as "total!", success as "success!", failed as "failed!",
                  skipped as "skipped!", started_at, finished_at, paused_because, outcomes_since as "outcomes_since!",
                  seconds_since as "seconds_since!"
             from bulk_invitation_snapshots where id = $1"#,
        id.0
    )
    .fetch_one(executor)
    .await?
    .try_into()
}

struct SnapshotRow {
    id: Uuid,
    state: String,
    total: i32,
    success: i32,
    failed: i32,
    skipped: i32,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    paused_because: Option<String>,
    outcomes_since: i32,
    seconds_since: f64,
}

impl TryFrom<SnapshotRow> for RunSnapshot {
    type Error = Error;
    fn try_from(row: SnapshotRow) -> Result<Self> {
        let snapshot = Self {
            id: RunId(row.id),
            state: row.state.parse().map_err(Error::internal)?,
            total: row.total.into(),
            success: row.success.into(),
            failed: row.failed.into(),
            skipped: row.skipped.into(),
            queued: (row.total - row.success - row.failed - row.skipped).into(),
            started_at: row.started_at,
            finished_at: row.finished_at,
            paused_because: row.paused_because,
            rate: 0.0,
            seconds_left: None,
        };
        Ok(snapshot.moving(Movement { outcomes: row.outcomes_since.into(), seconds: row.seconds_since }))
    }
}

struct SummaryRow {
    id: Uuid,
    state: String,
    total: i32,
    success: i32,
    failed: i32,
    skipped: i32,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    paused_because: Option<String>,
    outcomes_since: i32,
    seconds_since: f64,
    started_by: Uuid,
    started_by_name: String,
    remind: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<SummaryRow> for RunSummary {
    type Error = Error;
    fn try_from(row: SummaryRow) -> Result<Self> {
        let run = SnapshotRow {
            id: row.id,
            state: row.state,
            total: row.total,
            success: row.success,
            failed: row.failed,
            skipped: row.skipped,
            started_at: row.started_at,
            finished_at: row.finished_at,
            paused_because: row.paused_because,
            outcomes_since: row.outcomes_since,
            seconds_since: row.seconds_since,
        };
        Ok(Self {
            run: run.try_into()?,
            started_by: UserId(row.started_by),
            started_by_name: row.started_by_name,
            remind_already_invited: row.remind,
            created_at: row.created_at,
        })
    }
}

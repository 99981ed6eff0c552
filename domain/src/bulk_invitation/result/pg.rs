//! Reading results by key, in the order of the run.

use super::{Outcome, ResultRow};
use crate::{
    actor::Staff,
    bulk_invitation::pg::{authorize, snapshot},
    db::Db,
    error::{Error, Result},
    id::{ClientId, RunId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Rows that the CSV reads at a time: what one download keeps in memory.
const CSV_BATCH: i64 = 1_000;

struct Row {
    seq: i32,
    client_id: Uuid,
    name: String,
    email: String,
    outcome: String,
    reason: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for ResultRow {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            seq: row.seq,
            client_id: ClientId(row.client_id),
            name: row.name,
            email: row.email,
            outcome: row.outcome.parse().map_err(Error::internal)?,
            reason: row.reason,
            finished_at: row.finished_at,
        })
    }
}

/// A page of a run's recipients, perhaps only those with one outcome, or with `search` in their name or address, any case.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn results(
    db: &Db,
    staff: &Staff,
    id: RunId,
    filter: Option<Outcome>,
    search: Option<&str>,
    request: &PageRequest,
) -> Result<Page<ResultRow>> {
    authorize(staff)?;
    snapshot(&db.0, id).await?;
    let from = request.cursor().and_then(|cursor| cursor.key.parse::<i32>().ok());
    // An address that somebody changed by hand leads to the first page.
    let request = if from.is_some() { request } else { &PageRequest::First };
    let filter = filter.map(Outcome::as_str);
    // Two statements, because each walks the key in its own direction.
    let rows = match from {
        Some(before) if request.is_backwards() => {
            sqlx::query_as!(
            Row,
            "select seq, client_id, name, email, outcome, reason, finished_at from bulk_invitation_recipients
                  where run_id = $1 and seq < $2 and ($3::text is null or outcome = $3)
                    and ($4::text is null or strpos(lower(concat_ws(' ', name, email)), lower($4)) > 0)
                  order by seq desc limit $5",
            id.0,
            before,
            filter,
            search,
            PAGE_SIZE + 1,
        )
            .fetch_all(&db.0)
            .await?
        }
        after => {
            sqlx::query_as!(
            Row,
            "select seq, client_id, name, email, outcome, reason, finished_at from bulk_invitation_recipients
                  where run_id = $1 and seq > $2 and ($3::text is null or outcome = $3)
                    and ($4::text is null or strpos(lower(concat_ws(' ', name, email)), lower($4)) > 0)
                  order by seq limit $5",
            id.0,
            after.unwrap_or(0),
            filter,
            search,
            PAGE_SIZE + 1,
        )
            .fetch_all(&db.0)
            .await?
        }
    };
    let rows = rows.into_iter().map(ResultRow::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(rows, PAGE_SIZE, request, |row| Cursor {
        key: row.seq.to_string(),
        id: row.client_id.0,
    }))
}

/// All recipients of a run, a batch at a time.
#[derive(Debug)]
pub struct Results {
    db: Db,
    run: RunId,
    after: i32,
}

/// Begins to read all recipients for the CSV.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn results_csv(db: &Db, staff: &Staff, id: RunId) -> Result<Results> {
    authorize(staff)?;
    snapshot(&db.0, id).await?;
    Ok(Results { db: db.clone(), run: id, after: 0 })
}

impl Results {
    /// The next rows; empty after the last.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn next_batch(&mut self) -> Result<Vec<ResultRow>> {
        let rows = sqlx::query_as!(
            Row,
            "select seq, client_id, name, email, outcome, reason, finished_at from bulk_invitation_recipients
              where run_id = $1 and seq > $2 order by seq limit $3",
            self.run.0,
            self.after,
            CSV_BATCH,
        )
        .fetch_all(&self.db.0)
        .await?;
        if let Some(last) = rows.last() {
            self.after = last.seq;
        }
        rows.into_iter().map(ResultRow::try_from).collect()
    }
}

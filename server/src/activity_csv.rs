//! `/staff/activity.csv`: what the page of the activity log shows, as a download.

use crate::{AppState, staff_routes::Refusal};
use app::{context::RequestFacts, staff::activity_page};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::Utc;
use domain::{
    Db,
    activity::log::{self, Activity, ActivityFilter, CSV_HEADER},
    actor::Staff,
    csv::line,
    page::PageRequest,
};
use futures::{StreamExt as _, stream};
use std::collections::HashMap;

/// Lines that are read at a time: what one download keeps in memory. There is no limit to all of them together: a log that ends
/// early is worth nothing, and the walk is towards older lines, so that it comes to an end however much is written meanwhile.
const BATCH: i64 = 1_000;

/// The download, with the filters of the page's address.
pub(crate) async fn download(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Refusal> {
    csv(&state.services.db, &facts, &query).await
}

/// A part of the log that is still to be read.
struct Rest {
    db: Db,
    staff: Staff,
    filter: ActivityFilter,
}

impl Rest {
    /// The next lines, and what is left after them.
    async fn next(mut self) -> domain::Result<(Vec<Activity>, Option<Self>)> {
        let page = log::list(&self.db, &self.staff, &self.filter, BATCH).await?;
        let rest = page.next.map(|cursor| {
            self.filter.page = PageRequest::After(cursor);
            self
        });
        Ok((page.items, rest))
    }
}

/// The first lines are read before the answer begins, so that a refusal is one.
async fn csv(db: &Db, facts: &RequestFacts, query: &HashMap<String, String>) -> Result<Response, Refusal> {
    let staff = &facts.staff()?.staff;
    let company = &facts.visit.company;
    let text =
        |name: &str| query.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = activity_page::filter(text, company.time_zone, company.today(Utc::now()));
    let rest = Rest { db: db.clone(), staff: staff.clone(), filter };
    let (first, rest) = rest.next().await?;
    let start = line(CSV_HEADER) + &lines(&first);
    let rest = stream::try_unfold(rest, |rest| async move {
        let Some(rest) = rest else { return Ok::<_, domain::Error>(None) };
        let (rows, rest) = rest.next().await?;
        Ok(Some((Bytes::from(lines(&rows)), rest)))
    });
    let body = Body::from_stream(stream::iter([Ok(Bytes::from(start))]).chain(rest).fuse());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"activity.csv\""),
    ];
    Ok((headers, body).into_response())
}

fn lines(rows: &[Activity]) -> String {
    rows.iter().map(|row| line(row.csv_cells())).collect()
}

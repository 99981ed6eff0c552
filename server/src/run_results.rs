//! A run's results as a CSV download, for the API and for pages.

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::{
    Db, Result,
    actor::Staff,
    bulk_invitation::{ResultRow, result::CSV_HEADER, results_csv},
    csv::line,
    id::RunId,
};
use futures::{StreamExt as _, stream};

/// The download, a batch at a time. The first batch is read before the answer begins, so that a refusal is one.
///
/// # Errors
/// As [`results_csv`].
pub(crate) async fn csv(db: &Db, staff: &Staff, id: RunId) -> Result<Response> {
    let mut results = results_csv(db, staff, id).await?;
    let first = results.next_batch().await?;
    let start = line(CSV_HEADER) + &lines(&first);
    let rest = stream::try_unfold(results, |mut results| async move {
        let rows = results.next_batch().await?;
        Ok::<_, domain::Error>((!rows.is_empty()).then(|| (Bytes::from(lines(&rows)), results)))
    });
    // A batch that cannot be read breaks the download off, so that half a file is not taken for a whole one.
    let body = Body::from_stream(stream::iter([Ok(Bytes::from(start))]).chain(rest).fuse());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"bulk-invitation-{id}.csv\"")),
    ];
    Ok((headers, body).into_response())
}

fn lines(rows: &[ResultRow]) -> String {
    rows.iter().map(|row| line(row.csv_cells())).collect()
}

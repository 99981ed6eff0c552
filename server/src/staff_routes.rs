//! What staff's pages ask for besides pages: a run's events, lists as CSV, and taking a file.

use crate::{AppState, activity_csv, api::run_results, logo_upload};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::{get, post},
};
use domain::{
    Db,
    actor::Staff,
    bulk_invitation::{self, RunSnapshot},
    id::RunId,
    session::Viewer,
};
use futures::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};
use uuid::Uuid;

/// How often a watched run is looked at: a look costs a handful of buffers, and people see four steps a second.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The routes; they stand behind the session check.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/staff/bulk-invitations/{id}/events", get(run_events))
        .route("/staff/bulk-invitations/{id}/results.csv", get(results))
        .route("/staff/activity.csv", get(activity_csv::download))
        .route("/staff/company/logo", post(logo_upload::upload))
}

async fn run_events(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<Uuid>,
) -> Response {
    let db = state.services.db.clone();
    let first = match staff(&facts) {
        Ok(staff) => bulk_invitation::get(&db, staff, RunId(id)).await.map_err(AppError::from),
        Err(error) => Err(error),
    };
    match first {
        Ok(first) => events(db, first, state.stopping.clone()).into_response(),
        Err(error) => refuse(&error),
    }
}

/// Whole snapshots of a run as server-sent events: at once, at every change, and for the last time when it has ended.
pub fn events(
    db: Db,
    first: RunSnapshot,
    stopping: tokio_util::sync::CancellationToken,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let id = first.id;
    let snapshots = stream::unfold(Some((db, None, first)), move |state| async move {
        let (db, shown, mut now): (Db, Option<RunSnapshot>, RunSnapshot) = state?;
        while shown.as_ref() == Some(&now) {
            tokio::time::sleep(LOOK_EVERY).await;
            // A database that is away for a moment is no reason to end the stream.
            if let Ok(snapshot) = bulk_invitation::watch(&db, id).await {
                now = snapshot;
            }
        }
        let event = Event::default().json_data(&now).unwrap_or_default();
        let next = (!now.state.is_finished()).then(|| (db, Some(now.clone()), now));
        Some((Ok(event), next))
    });
    let snapshots = snapshots.take_until(stopping.cancelled_owned());
    // Compression polls a stream once more after its end.
    Sse::new(snapshots.fuse()).keep_alive(KeepAlive::default())
}

async fn results(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<Uuid>,
) -> Response {
    let answer = match staff(&facts) {
        Ok(staff) => run_results::csv(&state.services.db, staff, RunId(id)).await.map_err(AppError::from),
        Err(error) => Err(error),
    };
    answer.unwrap_or_else(|error| refuse(&error))
}

/// The staff user who asks.
pub(crate) fn staff(facts: &RequestFacts) -> Result<&Staff, AppError> {
    match &facts.visit.viewer {
        Viewer::Staff(viewer) => Ok(&viewer.staff),
        Viewer::Client(_) => Err(AppError::not_found()),
        Viewer::SignedOut(because) => Err(AppError::new(401, because.to_string())),
    }
}

/// A refusal for a program or a download: its status and its sentence.
pub(crate) fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, error.message.clone()).into_response()
}

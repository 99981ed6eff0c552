//! A run's progress as server-sent events, for the staff's page and for the API.

use crate::{
    AppState,
    routes::Routes,
    staff_routes::{Refusal, run_id},
};
use app::context::RequestFacts;
use axum::{
    Extension,
    extract::{Path, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use domain::{
    Result,
    bulk_invitation::{self, RunSnapshot},
    id::RunId,
};
use futures::{Stream, StreamExt as _};
use serde::Serialize;
use tokio_stream::wrappers::WatchStream;

/// Adds the route; it stands behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    routes.add("/staff/bulk-invitations/{id}/events", get(of_staff))
}

async fn of_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (staff, id) = (&facts.staff()?.staff, run_id(&id)?);
    bulk_invitation::get(&state.services.db, staff, id).await?;
    Ok(answer(&state, id, std::convert::identity).await?.into_response())
}

/// Whole snapshots, each as `body` writes it: at once, at every change, and for the last time when the run has ended. Ask who may
/// watch first.
///
/// # Errors
/// As [`crate::worker::Progress::subscribe`].
pub(crate) async fn answer<B: Serialize, F: Fn(RunSnapshot) -> B + Send + 'static>(
    state: &AppState,
    run: RunId,
    body: F,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>> + use<B, F>>> {
    let snapshots = WatchStream::new(state.progress.subscribe(run).await?);
    let events = snapshots
        .map(move |snapshot| Event::default().json_data(body(snapshot)))
        .take_until(state.stopping.clone().cancelled_owned());
    // The API compresses, and then polls a stream once more after its end.
    Ok(Sse::new(events.fuse()).keep_alive(KeepAlive::default()))
}

//! A run's progress as server-sent events, for the staff's page and for the API.

use crate::AppState;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::{Result, bulk_invitation::RunSnapshot, id::RunId};
use futures::{Stream, StreamExt as _};
use serde::Serialize;
use tokio_stream::wrappers::WatchStream;

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
    // Compression polls a stream once more after its end.
    Ok(Sse::new(events.fuse()).keep_alive(KeepAlive::default()))
}

//! A run's progress as server-sent events, for the API and for pages.

use axum::response::sse::{Event, KeepAlive, Sse};
use domain::{
    Db, Error,
    bulk_invitation::{self, RunSnapshot},
};
use futures::{Stream, StreamExt as _, stream};
use std::time::Duration;
use tokio::time::sleep;

/// How often a run is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// The run as it is, then again whenever it has changed, until it has ended. Who may watch was asked for `first`.
pub(crate) fn snapshots(db: Db, first: RunSnapshot) -> impl Stream<Item = RunSnapshot> {
    let rest = stream::unfold((db, first.clone()), |(db, last)| async move {
        if last.state.is_finished() {
            return None;
        }
        loop {
            sleep(PAUSE).await;
            match bulk_invitation::watch(&db, last.id).await {
                Ok(now) if now != last => return Some((now.clone(), (db, now))),
                // A database that is away comes back; the watcher keeps its stream meanwhile.
                Ok(_) | Err(Error::Unavailable) => {}
                Err(_) => return None,
            }
        }
    });
    stream::iter([first]).chain(rest)
}

/// The answer. Compression may poll a stream after its end, hence the fuse.
pub(crate) fn answer<S>(events: S) -> Sse<impl Stream<Item = Result<Event, axum::Error>>>
where
    S: Stream<Item = Result<Event, axum::Error>> + Send + 'static,
{
    Sse::new(events.fuse()).keep_alive(KeepAlive::default())
}

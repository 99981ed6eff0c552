//! Runs to watch: however many look at a run, this process looks at its counts once.

use domain::{
    Db, Error, Result,
    bulk_invitation::{self, RunSnapshot},
    id::RunId,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// How often a run's counts are read while somebody watches.
const LOOK: Duration = Duration::from_millis(250);

/// Live progress of bulk invitation runs.
#[derive(Clone, Debug)]
pub struct Progress {
    db: Db,
    watched: Arc<Mutex<HashMap<RunId, watch::Sender<RunSnapshot>>>>,
}

impl Progress {
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self { db, watched: Arc::default() }
    }

    /// The run as it is, and then each time it has changed; the stream of changes ends with the run. Ask who may watch first,
    /// for example by [`bulk_invitation::get`].
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Unavailable`].
    pub async fn subscribe(&self, id: RunId) -> Result<watch::Receiver<RunSnapshot>> {
        let known = self.watched().get(&id).map(watch::Sender::subscribe);
        if let Some(receiver) = known {
            return Ok(receiver);
        }
        let first = bulk_invitation::watch(&self.db, id).await?;
        let (sender, receiver) = watch::channel(first.clone());
        if !first.state.is_finished() {
            let mut watched = self.watched();
            // Somebody may have begun at the same moment.
            if let Some(other) = watched.get(&id) {
                return Ok(other.subscribe());
            }
            watched.insert(id, sender);
            tokio::spawn(self.clone().look(id));
        }
        Ok(receiver)
    }

    /// Looks until the run has ended or nobody watches any more.
    async fn look(self, id: RunId) {
        loop {
            tokio::time::sleep(LOOK).await;
            let now = bulk_invitation::watch(&self.db, id).await;
            let mut watched = self.watched();
            let Some(sender) = watched.get(&id) else { return };
            let is_over = match now {
                Ok(now) => {
                    let is_finished = now.state.is_finished();
                    sender.send_if_modified(|last| {
                        let is_news = *last != now;
                        *last = now;
                        is_news
                    });
                    is_finished
                }
                // A database that is away comes back; watchers keep waiting.
                Err(Error::Unavailable) => false,
                Err(_) => true,
            };
            // With the lock held, so that nobody subscribes to what is just about to go.
            if is_over || sender.receiver_count() == 0 {
                watched.remove(&id);
                return;
            }
        }
    }

    fn watched(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, watch::Sender<RunSnapshot>>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

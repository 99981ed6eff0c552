//! Bulk invitation runs: taking slots while there is a run to work on, one sender for each.

mod batch;
mod sender;

use super::Workshop;
use domain::bulk_invitation::sending::{self, SLOTS};
use sender::Sender;
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;
use uuid::Uuid;

/// How often this server looks for a run without being woken, and for a slot while a run is going on.
const POLL_IDLE: Duration = Duration::from_secs(5);
const POLL_BUSY: Duration = Duration::from_secs(1);
/// Before a slot is looked for again after one that had nothing to do.
const AFTER_NOTHING: Duration = Duration::from_millis(100);

/// Runs senders until the shutdown, and waits for them.
pub(super) async fn dispatch(workshop: Arc<Workshop>) {
    // The owner of slots is a process, told from others and from the one before a restart.
    let owner = Uuid::now_v7();
    let most = workshop.options.connections.clamp(1, SLOTS);
    let mut bell = workshop.bell.clone();
    let mut senders = JoinSet::new();
    let mut wait = Duration::ZERO;
    loop {
        tokio::select! {
            () = workshop.shutdown.cancelled() => break,
            ended = senders.join_next(), if !senders.is_empty() => {
                wait = match ended {
                    Some(Ok(has_worked)) => if has_worked { Duration::ZERO } else { AFTER_NOTHING },
                    Some(Err(error)) => {
                        tracing::error!(%error, "a sender ended badly; another takes its slot when the lease has run out");
                        POLL_BUSY
                    }
                    None => POLL_BUSY,
                };
                continue;
            }
            rung = bell.changed(), if wait >= POLL_BUSY => {
                // Without its task the bell is silent, and polling is left.
                if rung.is_err() {
                    tokio::time::sleep(wait).await;
                }
            }
            () = tokio::time::sleep(wait) => {}
        }
        wait = POLL_BUSY;
        if senders.len() < most {
            match sending::take_slot(&workshop.db, owner, senders.len(), workshop.options.lease).await {
                Ok(search) => match search.slot {
                    Some(slot) => {
                        senders.spawn(Sender::new(workshop.clone(), slot).run());
                        wait = Duration::ZERO;
                    }
                    None if !search.is_unfinished => wait = POLL_IDLE,
                    None => {}
                },
                Err(error) => tracing::warn!(%error, "no slot for a sender can be looked for"),
            }
        }
    }
    while let Some(ended) = senders.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a sender ended badly");
        }
    }
}

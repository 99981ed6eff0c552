//! How long a sender may go on sending, by this machine's own clock.

use domain::{Db, bulk_invitation::sending::Slot};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// The lease of a slot as its sender sees it: it began no later than the database says, since the clock was read before asking,
/// and ends a tenth early. A process that was stopped for a while so finds its lease over before it sends anything more.
#[derive(Debug)]
pub(super) struct Lease {
    slot: Slot,
    length: Duration,
    base: Instant,
    until_ms: AtomicU64,
}

impl Lease {
    /// `asked` is when the database was asked for the lease.
    pub(super) fn new(slot: Slot, length: Duration, asked: Instant) -> Self {
        let lease = Self { slot, length, base: asked, until_ms: AtomicU64::new(0) };
        lease.extend(asked);
        lease
    }

    pub(super) fn holds(&self) -> bool {
        millis(self.base.elapsed()) < self.until_ms.load(Ordering::Relaxed)
    }

    /// Renews the lease at a third of its length, for as long as it is polled.
    pub(super) async fn keep(&self, db: &Db) {
        loop {
            tokio::time::sleep(self.length / 3).await;
            let asked = Instant::now();
            match self.slot.renew(db, self.length).await {
                Ok(true) => self.extend(asked),
                // Another has the slot.
                Ok(false) => self.until_ms.store(0, Ordering::Relaxed),
                // While the database is away nobody else gets the slot either; the lease ends by itself.
                Err(_) => {}
            }
        }
    }

    fn extend(&self, asked: Instant) {
        let until = asked.saturating_duration_since(self.base) + self.length * 9 / 10;
        self.until_ms.store(millis(until), Ordering::Relaxed);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

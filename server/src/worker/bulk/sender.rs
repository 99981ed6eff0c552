//! One slot's sender: note the last batch, take the next one, send it.

use super::batch;
use crate::{
    mail::WayOut,
    worker::{Workshop, lease::Lease},
};
use domain::{
    Result,
    bulk_invitation::sending::{BATCH, Report, SLOTS, Slot, Step},
    token::Token,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Between two tries to note a batch while the database is away.
const RETRY: Duration = Duration::from_millis(500);
/// How long a server that is stopping tries to note its last batch.
const LAST_TRIES: Duration = Duration::from_secs(5);

pub(super) struct Sender {
    workshop: Arc<Workshop>,
    slot: Slot,
    /// This slot's share of the connections to the mail server.
    ways: Vec<WayOut>,
}

impl Sender {
    pub(super) fn new(workshop: Arc<Workshop>, slot: Slot) -> Self {
        let ways =
            (0..slot.share_of(workshop.options.connections)).map(|_| workshop.mailer.way_out()).collect();
        Self { workshop, slot, ways }
    }

    /// Works until there is nothing to do for this slot; says whether there was anything.
    pub(super) async fn run(mut self) -> bool {
        let mut report = Report::default();
        let mut has_worked = false;
        loop {
            let asked = Instant::now();
            match self.step(&report).await {
                Some(Step::Send(batch)) => {
                    has_worked = true;
                    let lease = Lease::new(self.slot, self.workshop.options.lease, asked);
                    report = batch::send(&self.workshop, &lease, &mut self.ways, batch).await;
                }
                Some(Step::Idle) => {
                    if let Err(error) = self.slot.release(&self.workshop.db).await {
                        tracing::warn!(%error, "a slot could not be given back; it is free when its lease has run out");
                    }
                    break;
                }
                Some(Step::Lost) => {
                    tracing::warn!(slot = ?self.slot, "the lease of a slot had run out, and another sender took over");
                    break;
                }
                None => break,
            }
        }
        for way in &mut self.ways {
            way.close().await;
        }
        has_worked
    }

    /// Notes and takes, for as long as the database is away; `None` when the server stops before it is back.
    async fn step(&self, report: &Report) -> Option<Step> {
        let Workshop { db, options, shutdown, .. } = &*self.workshop;
        let mut stopping_since = None;
        loop {
            let step = async {
                let tokens = if shutdown.is_cancelled() { Vec::new() } else { self.tokens()? };
                self.slot.step(db, report, tokens, options.lease, options.rate).await
            };
            let error = match step.await {
                Ok(step) => return Some(step),
                Err(error) => error,
            };
            if shutdown.is_cancelled() {
                let since = *stopping_since.get_or_insert_with(Instant::now);
                if since.elapsed() > LAST_TRIES {
                    tracing::error!(%error, "the last batch could not be noted; its mails may be sent again");
                    return None;
                }
            }
            tracing::warn!(%error, "a batch cannot be noted yet");
            tokio::time::sleep(RETRY).await;
        }
    }

    /// One token for each mail of the next batch. With a rate a batch is half a second's worth at most, so that a slow run can
    /// be paused and shared.
    fn tokens(&self) -> Result<Vec<Token>> {
        let most = self.workshop.options.rate.map_or(BATCH, |rate| {
            usize::try_from(rate.get()).unwrap_or(BATCH).div_ceil(2 * SLOTS).clamp(1, BATCH)
        });
        (0..most).map(|_| Token::generate()).collect()
    }
}

//! Sending one batch over the connections of its slot.

use crate::{
    mail::{Delivery, WayOut, form::Values, template::deliverable},
    worker::{Workshop, lease::Lease, letterbox::Letters},
};
use chrono::Utc;
use domain::{
    bulk_invitation::sending::{Batch, Recipient, Report, SendResult},
    token::Token,
};
use futures::future::join_all;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// A batch that is being sent.
struct Sending<'a> {
    workshop: &'a Workshop,
    lease: &'a Lease,
    letters: &'a Letters,
    recipients: &'a [(Recipient, Token)],
    expiry: String,
    /// When the first mail may go, and how long after it each next one.
    start: Instant,
    interval: Duration,
    next: AtomicUsize,
    done: Mutex<Report>,
}

/// Sends a batch, and says what became of each recipient.
pub(super) async fn send(workshop: &Workshop, lease: &Lease, ways: &mut [WayOut], batch: Batch) -> Report {
    let letters = match workshop.letterbox.letters(&workshop.db).await {
        Ok(letters) => letters,
        Err(error) => {
            tracing::warn!(%error, "no mail can be written");
            return untried(batch.recipients);
        }
    };
    let sending = Sending {
        workshop,
        lease,
        expiry: letters.brand.moment(batch.expires_at),
        letters: &letters,
        recipients: &batch.recipients,
        start: Instant::now() + batch.wait,
        interval: workshop.options.rate.map_or(Duration::ZERO, |rate| Duration::from_secs(1) / rate.get()),
        next: AtomicUsize::new(0),
        done: Mutex::default(),
    };
    tokio::select! {
        () = lease.keep(&workshop.db) => {}
        _ = join_all(ways.iter_mut().map(|way| sending.send_by(way))) => {}
    }
    sending.done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn untried(recipients: Vec<(Recipient, Token)>) -> Report {
    Report {
        results: recipients.into_iter().map(|(recipient, _)| (recipient, SendResult::Untried)).collect(),
        failure: None,
    }
}

impl Sending<'_> {
    /// Takes one recipient after the other until none is left.
    async fn send_by(&self, way: &mut WayOut) {
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some((recipient, token)) = self.recipients.get(index) else { return };
            let result = self.send_one(way, index, recipient, token).await;
            metrics::counter!("bulk_invitation_mails_total", "result" => name(&result)).increment(1);
            self.done().results.push((recipient.clone(), result));
        }
    }

    async fn send_one(
        &self,
        way: &mut WayOut,
        index: usize,
        recipient: &Recipient,
        token: &Token,
    ) -> SendResult {
        self.wait_for_turn(index).await;
        let Some(to) = deliverable(&recipient.email) else {
            return SendResult::Unusable("No mail can be sent to this e-mail address.");
        };
        let form = if recipient.is_reminder { &self.letters.reminder } else { &self.letters.invitation };
        let mut message = form.fill(&Values {
            to: &to,
            name: &recipient.name,
            message_id: recipient.invitation_id.0,
            link: &self.letters.brand.invitation_link(token),
            expiry: &self.expiry,
            date: Utc::now(),
        });
        match way.send(&to, &mut message, || self.may_send()).await {
            Delivery::Sent => SendResult::Sent,
            Delivery::Refused(words) => SendResult::Refused(words),
            Delivery::Deferred(words) => SendResult::Deferred(words),
            Delivery::Withheld => SendResult::Untried,
            Delivery::Failed(sentence) => {
                self.done().failure = Some(sentence.clone());
                SendResult::Interrupted(sentence)
            }
        }
    }

    /// With a rate: sleeps until this mail's turn, unless nothing is to be sent any more.
    async fn wait_for_turn(&self, index: usize) {
        let turn = self.start + self.interval * u32::try_from(index).unwrap_or(0);
        if turn > Instant::now() {
            tokio::select! { () = self.workshop.shutdown.cancelled() => {}, () = tokio::time::sleep_until(turn) => {} }
        }
    }

    /// Asked before each mail, and again at the last moment before its content goes out.
    fn may_send(&self) -> bool {
        self.lease.holds() && !self.workshop.shutdown.is_cancelled() && self.done().failure.is_none()
    }

    fn done(&self) -> std::sync::MutexGuard<'_, Report> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(result: &SendResult) -> &'static str {
    match result {
        SendResult::Sent => "sent",
        SendResult::Refused(_) => "refused",
        SendResult::Deferred(_) => "deferred",
        SendResult::Interrupted(_) => "interrupted",
        SendResult::Untried => "untried",
        SendResult::Unusable(_) => "unusable",
    }
}

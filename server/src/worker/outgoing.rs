//! Single mails: invitations of one person, passwords, approvals.

use super::Workshop;
use crate::mail::{Delivery, WayOut, template::deliverable};
use domain::{
    Error, Result,
    bulk_invitation::sending::SendResult,
    outgoing_mail::{self, OutgoingMail},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Mails that are taken at once. Few, since they wait for each other and for the lease if this process dies.
const TAKEN: i64 = 4;
const LEASE: Duration = Duration::from_secs(60);
/// How often to look without being woken.
const POLL: Duration = Duration::from_secs(5);

/// Sends what is due until the shutdown.
pub(super) async fn send_all(workshop: Arc<Workshop>) {
    let mut bell = workshop.bell.clone();
    while !workshop.shutdown.is_cancelled() {
        match send_due(&workshop).await {
            Ok(()) => {}
            Err(error) => tracing::warn!(%error, "single mails cannot be sent yet"),
        }
        tokio::select! {
            () = workshop.shutdown.cancelled() => {}
            Ok(()) = bell.changed() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Sends all that is due over one connection.
async fn send_due(workshop: &Workshop) -> Result<()> {
    let mut way = workshop.mailer.way_out();
    let outcome = send_over(workshop, &mut way).await;
    way.close().await;
    outcome
}

async fn send_over(workshop: &Workshop, way: &mut WayOut) -> Result<()> {
    while !workshop.shutdown.is_cancelled() {
        let taken = Instant::now();
        let mails = outgoing_mail::take(&workshop.db, TAKEN, LEASE).await?;
        if mails.is_empty() {
            return Ok(());
        }
        let mut is_down = false;
        for mail in mails {
            if is_down {
                outgoing_mail::note(&workshop.db, &mail, &SendResult::Untried).await?;
                continue;
            }
            let Some(result) = send_one(workshop, way, &mail, taken).await? else {
                outgoing_mail::forget(&workshop.db, &mail).await?;
                continue;
            };
            outgoing_mail::note(&workshop.db, &mail, &result).await?;
            if let SendResult::Interrupted(sentence) = result {
                tracing::warn!(kind = mail.subject.kind(), %sentence, "a mail waits for another try");
                is_down = true;
            }
        }
        if is_down {
            return Ok(());
        }
    }
    Ok(())
}

/// `None` when there is nobody to send it to.
async fn send_one(
    workshop: &Workshop,
    way: &mut WayOut,
    mail: &OutgoingMail,
    taken: Instant,
) -> Result<Option<SendResult>> {
    let may_send = || taken.elapsed() < LEASE * 9 / 10 && !workshop.shutdown.is_cancelled();
    if !may_send() {
        return Ok(Some(SendResult::Untried));
    }
    let Some(letter) = outgoing_mail::write(&workshop.db, mail).await? else { return Ok(None) };
    let Some(to) = deliverable(&letter.email) else {
        return Ok(Some(SendResult::Unusable("No mail can be sent to this e-mail address.")));
    };
    let letters = workshop.letterbox.letters(&workshop.db).await?;
    let message = letters.brand.letter(letter.language, &letter.content, &to, mail.message_id());
    let mut message = message.map_err(Error::internal)?;
    if let Some(rate) = workshop.options.rate {
        tokio::time::sleep(outgoing_mail::wait_for_turn(&workshop.db, rate).await?).await;
    }
    let result = match way.send(&to, &mut message, may_send).await {
        Delivery::Sent => SendResult::Sent,
        Delivery::Refused(words) => SendResult::Refused(words),
        Delivery::Deferred(words) => SendResult::Deferred(words),
        Delivery::Failed(sentence) => SendResult::Interrupted(sentence),
        Delivery::Withheld => SendResult::Untried,
    };
    Ok(Some(result))
}

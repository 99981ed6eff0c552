//! Calls of the functions in `migrations/0005_bulk_invitation_senders.sql`.

use super::{Batch, Note, Recipient, Report, Search, SendResult, Slot, Step};
use crate::{
    db::{Db, interval},
    error::{Error, Result},
    id::InvitationId,
    token::Token,
};
use sqlx::postgres::types::PgInterval;
use std::{num::NonZeroU32, time::Duration};
use uuid::Uuid;

/// Looks for a slot for the server process `owner`, which holds `held` slots already.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn take_slot(db: &Db, owner: Uuid, held: usize, lease: Duration) -> Result<Search> {
    let row = sqlx::query!(
        r#"select taken, taken_fence, is_unfinished as "is_unfinished!" from bulk_invitation_take_slot($1, $2, $3)"#,
        owner,
        i32::try_from(held).unwrap_or(i32::MAX),
        interval(lease),
    )
    .fetch_one(&db.0)
    .await?;
    let slot = row.taken.zip(row.taken_fence).map(|(slot, fence)| Slot { slot, fence });
    Ok(Search { slot, is_unfinished: row.is_unfinished })
}

impl Slot {
    /// Notes the last batch and takes the next one, of at most as many recipients as there are tokens. With no tokens it only
    /// notes.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; then nothing is noted, and the same call may be made again.
    pub async fn step(
        self,
        db: &Db,
        report: &Report,
        tokens: Vec<Token>,
        lease: Duration,
        rate: Option<NonZeroU32>,
    ) -> Result<Step> {
        let sent = || report.results.iter().filter(|(_, result)| *result == SendResult::Sent);
        let others: Vec<(&Recipient, Note)> = report
            .results
            .iter()
            .filter_map(|(recipient, result)| Some((recipient, Note::of(recipient, result)?)))
            .collect();
        let hashes: Vec<Vec<u8>> = tokens.iter().map(|token| token.hash().to_vec()).collect();
        let row = sqlx::query!(
            r#"select is_held as "is_held!", coalesce(has_more, false) as "has_more!", reminder, seqs, ids, names, emails, attempts,
                      interruptions, expires_at, wait_seconds
                 from bulk_invitation_step($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"#,
            self.slot,
            self.fence,
            interval(lease),
            &sent().map(|(recipient, _)| recipient.seq).collect::<Vec<_>>(),
            &sent().map(|(recipient, _)| recipient.invitation_id.0).collect::<Vec<_>>(),
            &others.iter().map(|(recipient, _)| recipient.seq).collect::<Vec<_>>(),
            &others.iter().map(|(recipient, _)| recipient.invitation_id.0).collect::<Vec<_>>(),
            &others.iter().map(|(_, note)| note.outcome.to_owned()).collect::<Vec<_>>(),
            &others.iter().map(|(_, note)| note.reason.clone()).collect::<Vec<_>>() as &[Option<String>],
            &others.iter().map(|(_, note)| note.attempts).collect::<Vec<_>>(),
            &others.iter().map(|(_, note)| note.interruptions).collect::<Vec<_>>(),
            &others.iter().map(|(_, note)| note.wait.map(interval)).collect::<Vec<_>>() as &[Option<PgInterval>],
            report.failure,
            &hashes,
            rate.map(|rate| f64::from(rate.get())),
        )
        .fetch_one(&db.0)
        .await?;

        if !row.is_held {
            return Ok(Step::Lost);
        }
        let recipients = zip(
            row.seqs.unwrap_or_default(),
            (row.ids.unwrap_or_default(), row.names.unwrap_or_default(), row.emails.unwrap_or_default()),
            (
                row.reminder.unwrap_or_default(),
                row.attempts.unwrap_or_default(),
                row.interruptions.unwrap_or_default(),
            ),
        );
        // The function gave the tokens out in this order.
        let recipients = recipients.into_iter().zip(tokens).collect();
        match row.expires_at {
            Some(expires_at) if row.has_more => {
                let wait = Duration::try_from_secs_f64(row.wait_seconds.unwrap_or(0.0).max(0.0))
                    .map_err(Error::internal)?;
                Ok(Step::Send(Batch { recipients, expires_at, wait }))
            }
            _ => Ok(Step::Idle),
        }
    }

    /// Lengthens the lease in the middle of a long batch; false when another owns the slot by now.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn renew(self, db: &Db, lease: Duration) -> Result<bool> {
        let is_held = sqlx::query_scalar!(
            r#"select bulk_invitation_renew_slot($1, $2, $3) as "is_held!""#,
            self.slot,
            self.fence,
            interval(lease)
        )
        .fetch_one(&db.0)
        .await?;
        Ok(is_held)
    }

    /// Gives the slot back with what is left in its range.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; then it is free when the lease has run out.
    pub async fn release(self, db: &Db) -> Result<()> {
        sqlx::query!("select bulk_invitation_release_slot($1, $2)", self.slot, self.fence)
            .execute(&db.0)
            .await?;
        Ok(())
    }
}

/// Recipients from the columns of a batch.
fn zip(
    seqs: Vec<i32>,
    (ids, names, emails): (Vec<Uuid>, Vec<String>, Vec<String>),
    (reminder, attempts, interruptions): (Vec<bool>, Vec<i16>, Vec<i16>),
) -> Vec<Recipient> {
    let people = seqs.into_iter().zip(ids).zip(names).zip(emails);
    let tries = reminder.into_iter().zip(attempts).zip(interruptions);
    people
        .zip(tries)
        .map(|((((seq, id), name), email), ((is_reminder, attempts), interruptions))| Recipient {
            seq,
            invitation_id: InvitationId(id),
            name,
            email,
            is_reminder,
            attempts,
            interruptions,
        })
        .collect()
}

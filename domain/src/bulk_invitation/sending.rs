//! Working on a run: what a server's senders ask of the database.
//!
//! A sender owns a **slot**: a lease by the database's clock with a fencing token. It holds at most [`BATCH`] recipients; with
//! four slots over all servers never more than 64 mails are under way. [`Slot::step`] notes what became of a batch and takes the
//! next one, in one round trip and one commit. A slot whose lease has run out is taken by another sender, with a higher fence,
//! which sends what is left in it again: with the same Message-ID and a further token, so that each link that went out works. What
//! the older owner notes afterwards finds no row.
//!
//! Why no job library: looked at were apalis-postgres 1.0 and graphile_worker. Both keep a row a job, claimed with `SKIP LOCKED`
//! and acknowledged one by one, which gives "at least once" and nothing that bounds how many jobs a crash repeats: a worker that
//! was frozen finishes and acknowledges a job that has been handed to another (no fencing token), the number in flight is a limit
//! of each process and not of all together, and two commits a mail are what this design exists to avoid. The promise of SPEC
//! section 4 would have to be built beside the library, and then nothing of it would be left to use.

use crate::{id::InvitationId, token::Token};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Most recipients of one sender that are under way.
pub const BATCH: usize = 16;
/// Senders over all servers.
pub const SLOTS: usize = 4;

/// Answers about one recipient that say "later": so many, with these waits between them. The last lies past the five minutes that
/// greylisting usually asks for.
const WAITS: [Duration; 4] =
    [Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(60), Duration::from_secs(300)];
/// Tries of one recipient that end with the connection, so that one on which a mail server breaks off cannot stay for ever.
const MAX_INTERRUPTIONS: i16 = 25;
/// How long such a recipient lets others go first.
const AFTER_INTERRUPTION: Duration = Duration::from_secs(5);

/// Somebody to send to now.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub seq: i32,
    /// Also makes the Message-ID, which is the same however often the mail is tried.
    pub invitation_id: InvitationId,
    pub name: String,
    pub email: String,
    pub is_reminder: bool,
    pub attempts: i16,
    pub interruptions: i16,
}

/// What became of a recipient's mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SendResult {
    /// The mail server has taken it.
    Sent,
    /// Refused for good, in the mail server's words.
    Refused(String),
    /// "Later", in the mail server's words.
    Deferred(String),
    /// The connection ended, or never began: not about this recipient, who is tried again.
    Interrupted(String),
    /// Not tried.
    Untried,
    /// Cannot be tried, and why.
    Unusable(&'static str),
}

/// What a batch came to.
#[derive(Clone, Default, Debug)]
pub struct Report {
    pub results: Vec<(Recipient, SendResult)>,
    /// What kept mail in general from going out, as staff should read it.
    pub failure: Option<String>,
}

/// Recipients whose invitations and tokens are made.
#[derive(Debug)]
pub struct Batch {
    pub recipients: Vec<(Recipient, Token)>,
    /// When their links stop working.
    pub expires_at: DateTime<Utc>,
    /// With a rate: wait so long before the first.
    pub wait: Duration,
}

/// What a step came to.
#[derive(Debug)]
pub enum Step {
    /// Another owns the slot by now; nothing was noted.
    Lost,
    /// Noted; nothing to do for this slot at the moment.
    Idle,
    Send(Batch),
}

/// A slot that this process holds.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    slot: i16,
    fence: i64,
}

impl Slot {
    /// This slot's share when so many connections to the mail server are divided among all slots: at least one, and no more than
    /// it has mails to send at once.
    #[must_use]
    pub fn share_of(self, connections: usize) -> usize {
        let before = usize::try_from(self.slot).unwrap_or(0);
        (connections + SLOTS - 1).saturating_sub(before).div_euclid(SLOTS).clamp(1, BATCH)
    }
}

/// What looking for a slot came to.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    pub slot: Option<Slot>,
    /// Some run is not finished, so that looking again soon makes sense.
    pub is_unfinished: bool,
}

/// A row to note that is not "sent".
#[derive(Debug, PartialEq, Eq)]
struct Note {
    outcome: &'static str,
    reason: Option<String>,
    attempts: i16,
    interruptions: i16,
    wait: Option<Duration>,
}

impl Note {
    /// `None` for what was sent.
    fn of(recipient: &Recipient, result: &SendResult) -> Option<Self> {
        let last = |outcome, reason: &str| Self {
            outcome,
            reason: Some(reason.to_owned()),
            attempts: recipient.attempts,
            interruptions: recipient.interruptions,
            wait: None,
        };
        let again = |reason: Option<&String>, wait| Self {
            outcome: "queued",
            reason: reason.cloned(),
            attempts: recipient.attempts,
            interruptions: recipient.interruptions,
            wait: Some(wait),
        };
        match result {
            SendResult::Sent => None,
            SendResult::Refused(words) => Some(last("failed", words)),
            SendResult::Unusable(reason) => Some(last("skipped", reason)),
            SendResult::Untried => Some(again(None, Duration::ZERO)),
            SendResult::Deferred(words) => {
                let wait = usize::try_from(recipient.attempts).ok().and_then(|tried| WAITS.get(tried));
                let attempts = recipient.attempts.saturating_add(1);
                let note = wait.map_or_else(|| last("failed", words), |wait| again(Some(words), *wait));
                Some(Self { attempts, ..note })
            }
            SendResult::Interrupted(words) => {
                let interruptions = recipient.interruptions.saturating_add(1);
                let note = if interruptions < MAX_INTERRUPTIONS {
                    again(Some(words), AFTER_INTERRUPTION)
                } else {
                    last("failed", words)
                };
                Some(Self { interruptions, ..note })
            }
        }
    }
}

mod pg;
pub use pg::take_slot;

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn recipient(attempts: i16, interruptions: i16) -> Recipient {
        Recipient {
            seq: 1,
            invitation_id: InvitationId(Uuid::nil()),
            name: String::new(),
            email: String::new(),
            is_reminder: false,
            attempts,
            interruptions,
        }
    }

    #[test]
    fn all_slots_together_have_as_many_connections_as_there_are() {
        for connections in SLOTS..=SLOTS * BATCH {
            let shares = (0..4).map(|slot| Slot { slot, fence: 1 }.share_of(connections));
            assert_eq!(shares.sum::<usize>(), connections);
        }
        assert_eq!(Slot { slot: 3, fence: 1 }.share_of(1), 1);
    }

    #[test]
    fn later_is_tried_again_and_in_the_end_fails_with_its_words() {
        let words = "451 4.7.1 Greylisted".to_owned();
        let note =
            |attempts| Note::of(&recipient(attempts, 0), &SendResult::Deferred(words.clone())).unwrap();
        assert_eq!(
            (note(0).outcome, note(0).attempts, note(0).wait),
            ("queued", 1, Some(Duration::from_secs(5)))
        );
        assert_eq!((note(3).outcome, note(3).wait), ("queued", Some(Duration::from_secs(300))));
        assert_eq!((note(4).outcome, note(4).wait, note(4).reason), ("failed", None, Some(words.clone())));
    }

    #[test]
    fn a_broken_connection_is_nobodys_fault_but_has_a_limit() {
        let note =
            |before| Note::of(&recipient(0, before), &SendResult::Interrupted("closed".into())).unwrap();
        assert_eq!((note(0).outcome, note(0).attempts, note(0).interruptions), ("queued", 0, 1));
        assert_eq!(note(24).outcome, "failed");
        let untried = Note::of(&recipient(2, 3), &SendResult::Untried).unwrap();
        assert_eq!(
            (untried.outcome, untried.wait, untried.interruptions),
            ("queued", Some(Duration::ZERO), 3)
        );
        assert_eq!(Note::of(&recipient(0, 0), &SendResult::Sent), None);
    }
}

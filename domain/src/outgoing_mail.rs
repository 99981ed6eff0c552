//! Mails other than a run's: few, one row each, sent at least once with the same Message-ID (SPEC section 4).
//!
//! An operation calls [`enqueue`] in its own transaction, so that a mail goes out exactly when the change is there. What the mail
//! says is looked up when it is sent; links get their tokens then, so that no token waits in a table.

use crate::{
    id::{ConversationId, InvitationId, NotificationId, QuoteId, SessionId, UserId},
    money::Money,
    password_reset::Issued,
    token::Token,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use uuid::Uuid;

/// What a mail is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailSubject {
    Invitation(InvitationId),
    /// A row of `password_resets`. Whether its address is anybody's is looked up when it is sent.
    PasswordReset(Uuid),
    PasswordChanged(UserId),
    /// To the person who approved.
    QuoteApproved(QuoteId),
    /// A session that began in a browser which was not seen before.
    NewDevice(SessionId),
    TwoStepOn(UserId),
    TwoStepOff(UserId),
    Passkeys(PasskeyChange, UserId),
    /// To somebody who has not read what others wrote.
    Messages(ConversationId, UserId),
    /// To somebody who wants to hear of such news by mail.
    Notification(NotificationId, UserId),
}

impl MailSubject {
    /// The name in the table.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Invitation(_) => "invitation",
            Self::PasswordReset(_) => "password_reset",
            Self::PasswordChanged(_) => "password_changed",
            Self::QuoteApproved(_) => "quote_approved",
            Self::NewDevice(_) => "new_device",
            Self::TwoStepOn(_) => "two_step_on",
            Self::TwoStepOff(_) => "two_step_off",
            Self::Passkeys(change, _) => change.kind(),
            Self::Messages(..) => "message",
            Self::Notification(..) => "notification",
        }
    }

    /// The id in the table.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Invitation(id) => id.0,
            Self::PasswordReset(id) => id,
            Self::PasswordChanged(id)
            | Self::TwoStepOn(id)
            | Self::TwoStepOff(id)
            | Self::Passkeys(_, id) => id.0,
            Self::QuoteApproved(id) => id.0,
            Self::NewDevice(id) => id.0,
            Self::Messages(id, _) => id.0,
            Self::Notification(id, _) => id.0,
        }
    }

    /// Whom the table names besides; other kinds find their reader by the subject.
    #[must_use]
    pub fn reader(self) -> Option<UserId> {
        match self {
            Self::Messages(_, reader) | Self::Notification(_, reader) => Some(reader),
            Self::Invitation(_)
            | Self::PasswordReset(_)
            | Self::PasswordChanged(_)
            | Self::QuoteApproved(_)
            | Self::NewDevice(_)
            | Self::TwoStepOn(_)
            | Self::TwoStepOff(_)
            | Self::Passkeys(..) => None,
        }
    }

    fn of_row(kind: &str, id: Uuid, reader: Option<Uuid>) -> Option<Self> {
        match kind {
            "invitation" => Some(Self::Invitation(InvitationId(id))),
            "password_reset" => Some(Self::PasswordReset(id)),
            "password_changed" => Some(Self::PasswordChanged(UserId(id))),
            "quote_approved" => Some(Self::QuoteApproved(QuoteId(id))),
            "new_device" => Some(Self::NewDevice(SessionId(id))),
            "two_step_on" => Some(Self::TwoStepOn(UserId(id))),
            "two_step_off" => Some(Self::TwoStepOff(UserId(id))),
            "notification" => Some(Self::Notification(NotificationId(id), UserId(reader?))),
            "message" => Some(Self::Messages(ConversationId(id), UserId(reader?))),
            _ => PasskeyChange::of_kind(kind).map(|change| Self::Passkeys(change, UserId(id))),
        }
    }
}

/// What has happened to the passkeys of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasskeyChange {
    Added,
    Removed,
    /// By the operator, for an owner who had lost their device.
    AllRemoved,
    /// A passkey is asked for after the password.
    StepOn,
    StepOff,
}

impl PasskeyChange {
    const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::AllRemoved, Self::StepOn, Self::StepOff];

    fn kind(self) -> &'static str {
        match self {
            Self::Added => "passkey_added",
            Self::Removed => "passkey_removed",
            Self::AllRemoved => "passkeys_removed",
            Self::StepOn => "passkey_step_on",
            Self::StepOff => "passkey_step_off",
        }
    }

    fn of_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.kind() == kind)
    }
}

/// For how long an undeliverable mail is tried.
const TRIED_FOR: TimeDelta = TimeDelta::days(1);
/// The first wait; each next one is twice as long, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// A mail that this process has taken from the queue.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingMail {
    id: Uuid,
    fence: i64,
    attempts: i16,
    created_at: DateTime<Utc>,
    pub subject: MailSubject,
}

impl OutgoingMail {
    /// What makes the Message-ID: the invitation's id, as in a run, or the mail's own.
    #[must_use]
    pub fn message_id(&self) -> Uuid {
        match self.subject {
            MailSubject::Invitation(id) => id.0,
            _ => self.id,
        }
    }

    /// How long to wait after another try that came to nothing; `None` when it is enough.
    fn wait(&self, now: DateTime<Utc>) -> Option<Duration> {
        let doubled = 2_u32.saturating_pow(u32::try_from(self.attempts).unwrap_or(0).min(16));
        (now - self.created_at < TRIED_FOR).then(|| FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT))
    }
}

/// What a mail says.
#[derive(Debug)]
pub enum Content {
    Invitation {
        name: String,
        client_name: String,
        token: Token,
        expires_at: DateTime<Utc>,
    },
    PasswordReset(Issued),
    PasswordChanged {
        name: String,
        changed_at: DateTime<Utc>,
    },
    QuoteApproved {
        name: String,
        quote_id: QuoteId,
        number: String,
        total: Money,
        typed_name: String,
        approved_at: DateTime<Utc>,
    },
    NewDevice {
        name: String,
        /// `Firefox on Windows`.
        device: String,
        ip_address: Option<std::net::IpAddr>,
        began_at: DateTime<Utc>,
    },
    TwoStep {
        name: String,
        is_on: bool,
        changed_at: DateTime<Utc>,
    },
    Passkeys {
        name: String,
        change: PasskeyChange,
        changed_at: DateTime<Utc>,
    },
    Messages(UnreadMessages),
    Notification {
        name: String,
        title: String,
        /// Inside the portal.
        path: String,
    },
}

/// What somebody has not read in a conversation.
#[derive(Clone, Debug)]
pub struct UnreadMessages {
    /// The reader's.
    pub name: String,
    /// The client, for staff; they look after many.
    pub client_name: Option<String>,
    pub project_name: Option<String>,
    /// Oldest first, [`MAILED_MESSAGES`] at most, and these are the newest.
    pub messages: Vec<UnreadMessage>,
    /// All of them.
    pub total: i64,
    /// Where the reader finds them, inside the portal.
    pub path: String,
}

#[derive(Clone, Debug)]
pub struct UnreadMessage {
    pub author: String,
    /// The text, or the beginning of a long one.
    pub text: String,
    /// The names of its files.
    pub files: Vec<String>,
    pub sent_at: DateTime<Utc>,
}

/// Messages that one mail shows.
pub const MAILED_MESSAGES: i64 = 5;
/// Characters of a message that a mail shows.
pub const MAILED_CHARS: i32 = 600;

/// A mail that is ready to go.
#[derive(Debug)]
pub struct Letter {
    pub email: String,
    pub content: Content,
}

mod pg;
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_after_a_day() {
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let mail = |attempts, created_at| OutgoingMail {
            id: Uuid::nil(),
            fence: 1,
            attempts,
            created_at,
            subject: MailSubject::PasswordReset(Uuid::nil()),
        };
        assert_eq!(mail(0, now).wait(now), Some(Duration::from_secs(5)));
        assert_eq!(mail(3, now).wait(now), Some(Duration::from_secs(40)));
        assert_eq!(mail(i16::MAX, now).wait(now), Some(LONGEST_WAIT));
        assert_eq!(mail(3, now - TimeDelta::days(1)).wait(now), None);
    }
}

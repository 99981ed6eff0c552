//! Invitations: one person's way in, one link, one expiry, one delivery record (SPEC section 4).

use crate::id::{ContactId, InvitationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The life of an invitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Queued,
    Sent,
    /// With the mail server's answer.
    Failed,
    Accepted,
    /// Derived when it is read.
    Expired,
    Revoked,
}

impl InvitationState {
    pub const ALL: &[Self] =
        &[Self::Queued, Self::Sent, Self::Failed, Self::Accepted, Self::Expired, Self::Revoked];

    /// The name in the table and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The words on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Being sent",
            Self::Sent => "Invited",
            Self::Failed => "Not delivered",
            Self::Accepted => "Accepted",
            Self::Expired => "Expired",
            Self::Revoked => "Withdrawn",
        }
    }

    /// What a stored state means at `now`: a link that nobody used in time has expired.
    #[must_use]
    pub fn at(self, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        match self {
            Self::Queued | Self::Sent if expires_at <= now => Self::Expired,
            state => state,
        }
    }

    /// Whether its link works, or will when the mail has arrived.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }
}

impl std::str::FromStr for InvitationState {
    type Err = UnknownInvitationState;
    fn from_str(text: &str) -> Result<Self, UnknownInvitationState> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text).ok_or(UnknownInvitationState)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown state of an invitation")]
pub struct UnknownInvitationState;

/// An invitation as staff see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    /// `None` when it is for the client's portal user.
    pub contact_id: Option<ContactId>,
    pub email: String,
    pub state: InvitationState,
    /// The mail server's answer when it could not be delivered.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// The moment that its state is about: when it was sent, accepted, withdrawn …
    #[must_use]
    pub fn since(&self) -> DateTime<Utc> {
        match self.state {
            InvitationState::Queued | InvitationState::Failed => self.created_at,
            InvitationState::Sent => self.sent_at.unwrap_or(self.created_at),
            InvitationState::Accepted => self.accepted_at.unwrap_or(self.created_at),
            InvitationState::Expired => self.expires_at,
            InvitationState::Revoked => self.revoked_at.unwrap_or(self.created_at),
        }
    }
}

/// The newest invitation of each person of a client.
#[derive(Clone, Default, Debug)]
pub struct ClientInvitations {
    pub portal_user: Option<Invitation>,
    pub contacts: Vec<(ContactId, Invitation)>,
}

impl ClientInvitations {
    /// The newest of this contact.
    #[must_use]
    pub fn of_contact(&self, id: ContactId) -> Option<&Invitation> {
        self.contacts.iter().find(|(contact, _)| *contact == id).map(|(_, invitation)| invitation)
    }
}

#[cfg(feature = "postgres")]
pub mod acceptance;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_invitation_expires_and_a_closed_one_stays() {
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let hour = chrono::TimeDelta::hours(1);
        assert_eq!(InvitationState::Sent.at(now + hour, now), InvitationState::Sent);
        assert_eq!(InvitationState::Sent.at(now, now), InvitationState::Expired);
        assert_eq!(InvitationState::Accepted.at(now - hour, now), InvitationState::Accepted);
        assert_eq!(InvitationState::Failed.at(now - hour, now), InvitationState::Failed);
    }

    #[test]
    fn states_read_back() {
        for state in InvitationState::ALL {
            assert_eq!(state.as_str().parse::<InvitationState>().ok(), Some(*state));
        }
    }
}

//! How a session begins and ends, and which ones a person has open.

use super::Limits;
use crate::{activity::Origin, id::SessionId, token::Token, user::Kind};
use chrono::{DateTime, Utc};
use std::time::Duration;

mod pg;
pub use pg::*;

/// What the browser of somebody who wants in brings along.
#[derive(Clone, Default, Debug)]
pub struct Visitor {
    pub origin: Origin,
    /// A session that this browser had: it ends when a new one begins.
    pub session: Option<Token>,
    /// The token by which this browser is known again.
    pub device: Option<Token>,
}

/// A session that has just begun; the browser gets its token in a cookie.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub token: Token,
    /// For a cookie of its own that outlives the session: it tells this browser from a stranger's at the next sign-in.
    pub device: Token,
    pub kind: Kind,
    pub remember: bool,
}

/// The token of a session from now on; the one before opens nothing any more.
#[derive(Clone, Debug)]
pub struct ChangedToken {
    pub token: Token,
    pub remember: bool,
}

impl ChangedToken {
    /// How long the cookie lives; `None` until the browser is closed.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        cookie_life(self.remember)
    }
}

fn cookie_life(remember: bool) -> Option<Duration> {
    remember.then(|| Limits::of(true).absolute)
}

/// How long a browser stays known after it was last used to get in.
pub const DEVICE_LIFE: Duration = Duration::from_secs(180 * 24 * 60 * 60);

impl NewSession {
    /// How long the cookie lives; `None` until the browser is closed.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        cookie_life(self.remember)
    }
}

/// Why a session is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndedBecause {
    SignedOut,
    AccessDisabled,
    PasswordChanged,
    /// By the person, in the list of open sessions.
    EndedByUser,
    /// By a new sign-in in the same browser.
    Replaced,
    /// The person said that somebody else used the account.
    Reported,
}

impl EndedBecause {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::AccessDisabled => "access_disabled",
            Self::PasswordChanged => "password_changed",
            Self::EndedByUser => "ended_by_user",
            Self::Replaced => "replaced",
            Self::Reported => "reported",
        }
    }
}

/// A row of the list of open sessions.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub id: SessionId,
    /// The session of the one who looks.
    pub is_this_one: bool,
    pub ip_address: Option<std::net::IpAddr>,
    pub device_type: String,
    pub browser: String,
    pub platform: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

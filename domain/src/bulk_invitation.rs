//! Inviting all eligible clients at once (SPEC section 4, "Bulk").
//!
//! A run lives in Postgres, not in a browser tab or a server process. Staff make and steer runs ([`preflight`], [`start`],
//! [`pause`] and the rest); any number of server processes work on them through [`sending`], four senders over all of them,
//! each with at most sixteen recipients under way.

pub mod result;
pub mod snapshot;

pub use result::{Outcome, ResultRow};
pub use snapshot::{RunSnapshot, RunState};

use crate::id::{RunId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Into which group each client falls: exactly one, so that the groups add up to the total. In the order of precedence:
/// inactive, has an account, no e-mail address, unusable e-mail address, already invited, eligible.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Preflight {
    pub total: i64,
    pub eligible: i64,
    /// An invitation of theirs is neither expired nor accepted.
    pub already_invited: i64,
    /// There is a portal user.
    pub has_account: i64,
    pub no_email: i64,
    pub inactive: i64,
    /// Malformed, used by another active client (all that share it are meant), or the address of somebody else's account.
    pub unusable_email: i64,
}

impl Preflight {
    /// How many mails a start would send.
    #[must_use]
    pub fn recipients(&self, remind_already_invited: bool) -> i64 {
        self.eligible + if remind_already_invited { self.already_invited } else { 0 }
    }
}

/// What somebody is shown who is about to start a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prospect {
    /// One is going on, which stands in the way.
    Unfinished(RunId),
    /// Whom a start would reach.
    Open(Preflight),
}

/// What a start asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Start {
    /// Without it nothing starts.
    #[serde(default)]
    pub confirm: bool,
    /// [`Preflight::eligible`] as the person saw it; when it is another by now, nothing starts.
    pub expected: i64,
    #[serde(default)]
    pub remind_already_invited: bool,
}

/// A run as a list of runs shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunSummary {
    pub run: RunSnapshot,
    pub started_by: UserId,
    pub started_by_name: String,
    pub remind_already_invited: bool,
    pub created_at: DateTime<Utc>,
}

#[cfg(feature = "postgres")]
pub mod control;
#[cfg(feature = "postgres")]
pub mod sending;

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use control::{cancel, pause, resume, retry};
#[cfg(feature = "postgres")]
pub use pg::*;
#[cfg(feature = "postgres")]
pub use result::{Results, results, results_csv};

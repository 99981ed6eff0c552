//! A new password for somebody who has forgotten theirs: asking for a link, and using it.
//!
//! Asking says and costs the same whoever's address it is: it writes two rows, and whether the address is anybody's is found
//! out later, where the mail is made ([`issue`]).

use crate::{rate_limit::Limit, token::Token};
use chrono::{DateTime, Utc};
use std::time::Duration;

mod pg;
pub use pg::*;

/// How long a link works after it was sent.
pub const LINK_LIFE: Duration = Duration::from_secs(60 * 60);

const HOUR: Duration = Duration::from_secs(60 * 60);
/// Askings from one address.
const BY_ADDRESS: Limit = Limit { scope: "password_reset_address", hits: 20, window: HOUR };
/// Mails to one account; past it, asking is answered as always and nothing is sent.
const BY_ACCOUNT: Limit = Limit { scope: "password_reset_account", hits: 5, window: HOUR };

/// The mail of a reset, for the one who sends it.
#[derive(Debug)]
pub struct Issued {
    pub token: Token,
    pub email: String,
    pub name: String,
    pub expires_at: DateTime<Utc>,
    /// From where it was asked for, so that the owner can tell whether it was them.
    pub ip_address: Option<std::net::IpAddr>,
    pub user_agent: String,
    /// Whether it follows the owner's word that somebody else used the account.
    pub is_after_report: bool,
}

/// Whose password an open link sets.
#[derive(Clone, Debug)]
pub struct Owner {
    pub email: String,
    pub name: String,
}

/// A password that has been set.
#[derive(Debug)]
pub struct Reset {
    /// For the sign-in form that comes next.
    pub email: String,
    /// This browser is known from now on (see [`crate::session::lifecycle::NewSession::device`]).
    pub device: Token,
}

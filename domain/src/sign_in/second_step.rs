//! The second step: the password was right, and now the code of the person's device, a passkey or a recovery code.
//!
//! Between the two there is no session, only a row that says who knew the password, with a token in a cookie of its own. It
//! opens nothing but the page that asks for the rest, lives for ten minutes, and ends with a change of the password.

use crate::{rate_limit::Limit, session::lifecycle::NewSession, token::Token};
use std::time::Duration;

mod pg;
pub(crate) use pg::enter;
pub(super) use pg::{attempt, finish, hold, note_failure};
pub use pg::{complete, look, purge};

/// How long the code is waited for.
pub const LIFE: Duration = Duration::from_secs(10 * 60);

/// A million codes, of which three are right: ten tries a quarter of an hour find one in five years.
const BY_ACCOUNT: Limit = Limit { scope: "sign_in_code", hits: 10, window: Duration::from_secs(15 * 60) };
/// For a browser from which the owner has got in before, so that nobody who has the password locks the owner out.
const BY_BROWSER: Limit = Limit { scope: "sign_in_code_and_browser", ..BY_ACCOUNT };

/// Who owes the second step, and how they can make it; with a recovery code always.
#[derive(Clone, Debug)]
pub struct Owed {
    pub email: String,
    /// With the code of an authenticator.
    pub takes_codes: bool,
    pub takes_passkeys: bool,
}

/// What comes of the right password.
#[derive(Clone, Debug)]
pub enum Entry {
    /// In.
    Session(NewSession),
    /// A code or a passkey is still wanted. The token is for a short-lived cookie.
    CodeNeeded(Token),
}

impl Entry {
    /// The session, where no code was asked for.
    #[must_use]
    pub fn session(self) -> Option<NewSession> {
        match self {
            Self::Session(session) => Some(session),
            Self::CodeNeeded(_) => None,
        }
    }
}

//! Signing in with e-mail address and password; with a passkey in their place, see [`passkey`].
//!
//! Whoever asks learns whether the two belong together and nothing else: an address without an account costs the same hash
//! and the same statements as one with, and gets the same answer. That the access rule lets a person in nowhere is told only
//! to the one who knows the password.
//!
//! Three limits count failures. One is for an account seen from one address; it stops guessing. One is for an address over
//! all accounts; it stops trying one password on everybody. One is for an account over all addresses; it slows down who has
//! many addresses. None of them locks the owner out: a browser from which the owner has got in before has a counter of its
//! own and passes all three, an address from which the owner has got in passes the third, and a password reset by mail makes
//! any place a known one (OWASP ASVS 5.0, 6.3.1; "device cookies" in OWASP's terms).

use crate::{
    access::{self, AccessDenied, AccessFacts},
    error::{Error, FieldError, Result},
    id::{ClientId, UserId},
    rate_limit::{Counter, Limit, network_of},
    session::lifecycle::Visitor,
    user::Kind,
    words::sentence,
};
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;

pub mod passkey;
mod pg;
pub mod second_step;
pub use pg::sign_in;
pub(crate) use pg::{Proved, confirm, prove};
pub use second_step::Entry;

const MINUTE: Duration = Duration::from_secs(60);
const PAIR: Limit =
    Limit { scope: "sign_in_account_and_address", hits: 10, window: MINUTE.saturating_mul(15) };
const BROWSER: Limit = Limit { scope: "sign_in_account_and_browser", ..PAIR };
const ADDRESS: Limit = Limit { scope: "sign_in_address", hits: 100, window: MINUTE.saturating_mul(15) };
const ACCOUNT: Limit = Limit { scope: "sign_in_account", hits: 100, window: MINUTE.saturating_mul(60) };
const OWN_PASSWORD: Limit = Limit { scope: "own_password", ..PAIR };

/// Longest text that is looked up as an e-mail address.
const MAX_TYPED_CHARS: usize = crate::email::MAX_EMAIL_LENGTH;

/// What the sign-in form sends.
#[derive(Debug)]
pub struct Credentials {
    pub email: String,
    pub password: SecretString,
    /// Stay signed in after the browser is closed.
    pub remember: bool,
}

impl Credentials {
    /// What is missing before anything is tried.
    fn check(&self) -> Result<()> {
        let mut missing = Vec::new();
        if self.email.trim().is_empty() {
            missing.push(FieldError { field: "email".into(), message: sentence!("field-your-email") });
        }
        if self.password.expose_secret().is_empty() {
            missing.push(FieldError { field: "password".into(), message: sentence!("field-your-password") });
        }
        if missing.is_empty() { Ok(()) } else { Err(Error::Invalid(missing)) }
    }
}

/// An address as somebody typed it, made so that it can be looked up and counted whatever it is.
fn as_typed(email: &str) -> String {
    crate::email::normalize(email).unwrap_or_else(|| {
        let visible = email.trim().chars().filter(|c| !c.is_control());
        visible.take(MAX_TYPED_CHARS).collect::<String>().to_lowercase()
    })
}

/// The account behind a typed address; all empty when there is none.
#[derive(Clone, Default, Debug)]
pub(crate) struct Account {
    pub(crate) user: Option<(UserId, Kind)>,
    pub(crate) is_active: bool,
    /// Only a fingerprint's worth of it is ever printed: none.
    pub(crate) password_hash: Option<PasswordHash>,
    pub(crate) access: Vec<AccessFacts>,
    knows_browser: bool,
    knows_address: bool,
}

/// A stored hash, kept out of logs.
#[derive(Clone)]
pub(crate) struct PasswordHash(pub(crate) String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl Account {
    /// The client that the person gets in to; none for staff.
    fn way_in(&self) -> Result<Option<ClientId>, AccessDenied> {
        match self.user {
            Some((_, Kind::Client)) => {}
            _ if self.is_active => return Ok(None),
            _ => return Err(AccessDenied::UserInactive),
        }
        let mut denied = if self.is_active { AccessDenied::NotLinked } else { AccessDenied::UserInactive };
        for (position, facts) in self.access.iter().enumerate() {
            match access::check(self.is_active, facts) {
                Ok(()) => return Ok(Some(facts.client_id)),
                Err(because) if position == 0 => denied = because,
                Err(_) => {}
            }
        }
        Err(denied)
    }

    /// The client in whose log a failure stands.
    fn client_id(&self) -> Option<ClientId> {
        self.way_in().ok().flatten().or_else(|| self.access.first().map(|facts| facts.client_id))
    }

    /// The counters of an attempt; the first is forgotten when it succeeds.
    fn counters(&self, email: &str, visitor: &Visitor) -> Vec<Counter> {
        let network = network_of(visitor.origin.ip_address);
        let pair = PAIR.of(&[email.as_bytes(), &network]);
        match &visitor.device {
            Some(device) if self.knows_browser => vec![BROWSER.of(&[email.as_bytes(), &device.hash()])],
            _ if self.knows_address => vec![pair, ADDRESS.of(&[&network])],
            _ => vec![pair, ADDRESS.of(&[&network]), ACCOUNT.of(&[email.as_bytes()])],
        }
    }
}

/// The counter of somebody who is in and is asked for their password again.
pub(crate) fn own_password_limit(user_id: UserId) -> Counter {
    OWN_PASSWORD.of(&[user_id.0.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_can_be_looked_up() {
        assert_eq!(as_typed(" Maria@Alfki.example "), "maria@alfki.example");
        assert_eq!(as_typed("maria\0@x\r\nBcc: y"), "maria@xbcc: y");
        assert_eq!(as_typed(&"Ä".repeat(10_000)).chars().count(), MAX_TYPED_CHARS);
    }

    #[test]
    fn nothing_is_tried_without_both() {
        let fields = |email: &str, password: &str| {
            let credentials = Credentials { email: email.into(), password: password.into(), remember: false };
            match credentials.check() {
                Err(Error::Invalid(fields)) => fields.into_iter().map(|error| error.field).collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(fields(" ", ""), ["email", "password"]);
        assert_eq!(fields("maria@alfki.example", ""), ["password"]);
        assert_eq!(fields("x", "y"), Vec::<String>::new());
    }
}

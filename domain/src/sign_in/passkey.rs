//! Signing in with a passkey: in place of address and password, or after them in place of a code.
//!
//! The server makes a challenge, the device signs it, and the answer uses the challenge up, whatever comes of it. In place of the
//! password any passkey of the portal will do, and says itself whose it is; the device has made sure of its owner, so that no code is
//! asked for besides. After the password only those of that account will do, and the challenge belongs to that one sign-in.

use crate::{
    activity::Origin,
    error::{Conflict, Result},
    rate_limit::Limit,
    token::Token,
};
use std::time::Duration;

mod pg;
pub use pg::{begin, begin_step, complete_step, purge, sign_in};

/// Challenges for one network. Each look at the sign-in page takes one.
const BY_NETWORK: Limit =
    Limit { scope: "passkey_challenges", hits: 600, window: Duration::from_secs(15 * 60) };

/// What a device is to sign.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Comes back with the answer.
    pub token: Token,
    /// `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    challenge: Token,
    /// `AuthenticationResponseJSON`.
    credential: String,
}

impl Answer {
    /// As the form has it.
    ///
    /// # Errors
    /// [`Conflict::PasskeyTooLate`] when it names no challenge.
    pub fn new(challenge: &str, credential: String) -> Result<Self> {
        let challenge = challenge.parse().map_err(|_| Conflict::PasskeyTooLate)?;
        Ok(Self { challenge, credential })
    }
}

fn network_limit(origin: &Origin) -> crate::rate_limit::Counter {
    BY_NETWORK.of(&[&crate::rate_limit::network_of(origin.ip_address)])
}

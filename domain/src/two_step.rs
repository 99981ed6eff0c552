//! Two-step sign-in: besides the password, a code that an authenticator on the person's device makes anew every thirty seconds
//! (RFC 6238), or one of ten recovery codes when the device is not at hand.
//!
//! It is switched on only with a code, so that nobody locks themselves out by a secret that did not arrive. A code is taken one
//! step before and after the present one, because clocks differ, and no step is taken twice: what somebody reads over a shoulder
//! is worth nothing. The second step itself is in [`crate::sign_in::second_step`]. A passkey can be asked for in place of the code, or
//! besides it ([`crate::passkey`]); the recovery codes are for both.

use chrono::{DateTime, Utc};
use std::time::Duration;

mod recovery_code;
mod totp;
pub(crate) use recovery_code::RecoveryCode;
pub(crate) use totp::Secret;

mod pg;
pub(crate) use pg::{UsedCode, forget_codes_of_no_use, is_on, lock_account, new_codes, use_code};
pub use pg::{begin, disable, enable, renew_codes, reset_by_operator, state};

/// Recovery codes of an account.
pub const RECOVERY_CODES: usize = 10;
/// How long a set-up waits for its first code.
pub const SETUP_LIFE: Duration = Duration::from_secs(30 * 60);
/// How two-step sign-in stands for an account.
#[derive(Debug)]
pub enum TwoStep {
    Off,
    /// Being set up: the authenticator has to learn the secret, and prove it.
    BeingSetUp(Enrolment),
    On {
        since: DateTime<Utc>,
        /// Recovery codes that have not been used.
        codes_left: u32,
    },
}

/// What an authenticator has to know. Its `Debug` tells nothing.
pub struct Enrolment {
    /// The secret in base32, for typing, in groups of four.
    pub secret: String,
    /// The same as an `otpauth:` address, for a QR code.
    pub address: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

/// New recovery codes, for the only time that they are shown. Their `Debug` tells nothing.
pub struct RecoveryCodes(Vec<String>);

impl RecoveryCodes {
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

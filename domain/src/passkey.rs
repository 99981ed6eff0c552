//! Passkeys: keys on a person's devices with which they sign in, in place of the password or after it (WebAuthn Level 3).
//!
//! The device makes sure that it is its owner who uses the key, by a finger, a face or a PIN, and says so; a passkey is therefore
//! both steps at once. It is bound to the portal's address, so that no look-alike gets a use out of it. Signing in is in
//! [`crate::sign_in::passkey`]; what is here is a person's own list.

use crate::{
    error::{Error, Result},
    id::PasskeyId,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::time::Duration;

mod party;
mod pg;
pub use party::RelyingParty;
pub(crate) use party::{Denied, Signed};
pub(crate) use pg::{Used, remove_all, use_up};
pub use pg::{add, ask_after_password, begin, list, remove, rename, stop_asking};

/// Passkeys of an account.
pub const MAX_PASSKEYS: usize = 20;
/// Longest name of a passkey, in characters.
pub const MAX_NAME_CHARS: usize = 60;
/// How long a device's answer is waited for.
pub const CHALLENGE_LIFE: Duration = Duration::from_secs(5 * 60);
/// Longest answer of a device that is read; those of today are a few kilobytes.
pub(crate) const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// One of a person's own passkeys.
#[derive(Clone, Debug, Deserialize)]
pub struct OwnPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

/// How passkeys stand for an account.
#[derive(Clone, Debug)]
pub struct OwnPasskeys {
    /// The oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// What the device is asked for the passkey that is being added in this session: `PublicKeyCredentialCreationOptionsJSON`.
    pub being_added: Option<String>,
    /// Since when a passkey is asked for after the password.
    pub asked_since: Option<DateTime<Utc>>,
    /// Recovery codes that have not been used.
    pub codes_left: u32,
}

/// What came of removing a passkey.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Removed {
    /// It was the last, so that none is asked for after the password any more.
    pub ends_asking: bool,
}

/// A name as it is kept: on one line, and not too long.
fn normalize_name(text: &str) -> Result<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS {
        return Err(Error::field("name", format!("Enter a name of at most {MAX_NAME_CHARS} characters.")));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_and_short() {
        assert_eq!(normalize_name("  My \n phone\u{0}").unwrap(), "My phone");
        assert_eq!(normalize_name(&"ä".repeat(60)).unwrap().chars().count(), 60);
        for wrong in [" \n", "", &"x".repeat(61)] {
            assert!(
                matches!(normalize_name(wrong), Err(Error::Invalid(fields)) if fields[0].field == "name"),
                "{wrong}"
            );
        }
    }
}

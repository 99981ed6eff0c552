//! Passwords of the demo's accounts, and the sign-ins that are printed.

use domain::password;
use secrecy::SecretString;

/// Of every staff account.
pub(super) const STAFF_PASSWORD: &str = "copper-kettle-at-noon";
/// Of every portal user and contact.
pub(super) const CLIENT_PASSWORD: &str = "seven-quiet-harbours";

/// PHC strings. One for all of a kind: hashing costs processor time on purpose, and these passwords are printed anyway.
pub(super) struct Passwords {
    pub(super) staff: String,
    pub(super) client: String,
}

impl Passwords {
    pub(super) fn make() -> Result<Self, domain::Error> {
        let hash = |password: &str| password::hash(&SecretString::from(password));
        Ok(Self { staff: hash(STAFF_PASSWORD)?, client: hash(CLIENT_PASSWORD)? })
    }
}

/// Somebody as whom one can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignIn {
    /// What this person is, for who looks for a role.
    pub who: &'static str,
    pub name: String,
    pub email: String,
    pub password: &'static str,
}

//! argon2id and its cost.

use super::{MAX_CHARS, prepare};
use crate::error::{Error, Result};
use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier as _, Version,
    password_hash,
};
use secrecy::{ExposeSecret as _, SecretString};

/// A password with more bytes than the longest that is taken can have is wrong without hashing all of it.
const MAX_BYTES: usize = MAX_CHARS * 4;

/// What one hash costs in memory and time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The recommendation of OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
    pub const RECOMMENDED: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// As little as argon2 allows, for tests of everything around the hash.
    pub const LOWEST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    /// For tests of how long a sign-in takes: enough that one without a hash would be noticed.
    pub const NOTICEABLE: Self = Self { memory_kib: 8 * 1024, passes: 2, lanes: 1 };

    fn argon2(self) -> Result<Argon2<'static>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None).map_err(cannot_hash)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// Whether a stored hash cost less than a new one would.
    fn has_risen_above(self, stored: &PasswordHash) -> bool {
        let Ok(params) = Params::try_from(stored) else { return true };
        stored.algorithm != ARGON2ID_IDENT
            || stored.version != Some(Version::V0x13.into())
            || params.m_cost() < self.memory_kib
            || params.t_cost() < self.passes
    }

    pub(super) fn hash(self, password: &SecretString) -> Result<String> {
        let hash: PasswordHash = self
            .argon2()?
            .hash_password(prepare(password).expose_secret().as_bytes())
            .map_err(cannot_hash)?;
        Ok(hash.to_string())
    }

    /// Without a stored hash, one is made and thrown away, so that an address without an account takes as long as one with.
    pub(super) fn verify(self, password: &SecretString, stored: Option<&str>) -> Result<Verified> {
        let password = match password.expose_secret().len() {
            0..=MAX_BYTES => prepare(password),
            _ => SecretString::default(),
        };
        let Some(stored) = stored else {
            self.hash(&password)?;
            return Ok(Verified { ok: false, needs_rehash: false });
        };
        let stored = PasswordHash::new(stored).map_err(cannot_hash)?;
        let ok = match self.argon2()?.verify_password(password.expose_secret().as_bytes(), &stored) {
            Ok(()) => true,
            Err(password_hash::Error::PasswordInvalid) => false,
            Err(other) => return Err(cannot_hash(other)),
        };
        Ok(Verified { ok, needs_rehash: ok && self.has_risen_above(&stored) })
    }
}

/// What a look at a stored hash tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verified {
    pub ok: bool,
    /// The password is right, and its hash was made at a lower cost than today's: hash it again while it is known.
    pub needs_rehash: bool,
}

/// The PHC string of a password at the recommended cost. Takes about 25 milliseconds of processor time and 19 MiB: on the
/// server use [`super::Hasher`].
///
/// # Errors
/// [`Error::Internal`] without memory or random numbers.
pub fn hash(password: &SecretString) -> Result<String> {
    Cost::RECOMMENDED.hash(password)
}

fn cannot_hash(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("argon2: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        text.into()
    }

    #[test]
    fn a_hash_carries_the_recommended_cost_and_knows_its_password() {
        let stored = hash(&secret("glass onion sunday")).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(
            Cost::RECOMMENDED.verify(&secret("glass onion sunday"), Some(&stored)).unwrap(),
            Verified { ok: true, needs_rehash: false }
        );
        assert!(!Cost::RECOMMENDED.verify(&secret("Glass onion sunday"), Some(&stored)).unwrap().ok);
    }

    #[test]
    fn a_cheaper_hash_is_made_again() {
        let stored = Cost::LOWEST.hash(&secret("glass onion sunday")).unwrap();
        let verified = |cost: Cost, password| cost.verify(&secret(password), Some(&stored)).unwrap();
        assert!(verified(Cost::RECOMMENDED, "glass onion sunday").needs_rehash);
        assert!(!verified(Cost::LOWEST, "glass onion sunday").needs_rehash);
        assert!(
            !verified(Cost::RECOMMENDED, "something else").needs_rehash,
            "only while the password is known"
        );
    }

    #[test]
    fn the_same_letters_in_another_spelling_are_the_same_password() {
        let stored = Cost::LOWEST.hash(&secret("Z\u{fc}rich\u{a0}am Morgen")).unwrap();
        assert!(Cost::LOWEST.verify(&secret("Zu\u{308}rich am Morgen"), Some(&stored)).unwrap().ok);
    }

    #[test]
    fn no_hash_and_no_password_are_wrong() {
        assert!(!Cost::LOWEST.verify(&secret("glass onion sunday"), None).unwrap().ok);
        let stored = Cost::LOWEST.hash(&secret("")).unwrap();
        assert!(Cost::LOWEST.verify(&secret(&"x".repeat(100_000)), None).is_ok());
        assert!(Cost::LOWEST.verify(&secret("glass onion sunday"), Some("not a hash")).is_err());
        assert!(Cost::LOWEST.verify(&secret(""), Some(&stored)).unwrap().ok);
        assert!(
            !Cost::LOWEST
                .verify(&secret(&"x".repeat(100_000)), Some(&Cost::LOWEST.hash(&secret("x")).unwrap()))
                .unwrap()
                .ok
        );
    }
}

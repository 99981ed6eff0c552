//! Passwords: which ones are taken, and how they are kept.
//!
//! A password is 12 to 128 characters, not a common one and not the person's own name or address; there are no composition
//! rules (SPEC section 4; OWASP ASVS 5.0, 6.2). It is kept as argon2id in a PHC string.
//!
//! On the server everything that hashes while it answers a request goes through [`Hasher`], which keeps the work off the async
//! threads; [`hash`] is for commands.

/// Shortest password that is taken, in characters.
pub const MIN_CHARS: usize = 12;
/// Longest password that is taken, in characters.
pub const MAX_CHARS: usize = 128;

#[cfg(feature = "postgres")]
mod argon2id;
#[cfg(feature = "postgres")]
mod common;
#[cfg(feature = "postgres")]
mod hasher;
#[cfg(feature = "postgres")]
mod rules;

#[cfg(feature = "postgres")]
pub use argon2id::{Cost, Verified, hash};
#[cfg(feature = "postgres")]
pub use hasher::{Hasher, Turn};
#[cfg(feature = "postgres")]
pub use rules::{About, WeakPassword, validate_new};

/// The form in which a password is counted, compared and hashed: the profile OpaqueString of RFC 8265, so that the same
/// password typed on another keyboard or system gives the same bytes. Case and inner spaces stay as they are.
#[cfg(feature = "postgres")]
fn prepare(password: &secrecy::SecretString) -> secrecy::SecretString {
    use secrecy::ExposeSecret as _;
    use unicode_normalization::UnicodeNormalization as _;
    let space = |c: char| if c.is_whitespace() && !c.is_control() { ' ' } else { c };
    password.expose_secret().chars().map(space).nfc().collect::<String>().into()
}

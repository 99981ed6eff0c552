//! The people at one client, as its own administrator keeps them: invites a colleague, says what the colleague sees, takes the
//! access away.

use crate::{
    access_preset::AccessPreset,
    error::{Error, FieldError},
    words::{Sentence, sentence},
};

/// A colleague who is about to be invited.
#[derive(Clone, Debug)]
pub struct NewColleague {
    pub name: String,
    pub email: String,
    pub preset: AccessPreset,
}

/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 200;
/// Most contacts that a client may have for its administrator to add another; staff may go further.
pub const MAX_CONTACTS: i64 = 200;

impl NewColleague {
    /// Name and address as they are stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `name` or `email`.
    pub fn normalize(&self) -> Result<(String, String), Error> {
        let name = self.name.trim();
        let email = crate::email::normalize(&self.email);
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        if name.is_empty() {
            say("name", sentence!("field-colleague-name"));
        } else if name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
            say("name", sentence!("field-colleague-name-long", characters = MAX_NAME_CHARS));
        }
        if email.is_none() {
            say("email", sentence!("field-colleague-email"));
        }
        match email {
            Some(email) if wrong.is_empty() => Ok((name.to_owned(), email)),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colleague_needs_a_name_and_an_address() {
        let new = |name: &str, email: &str| NewColleague {
            name: name.into(),
            email: email.into(),
            preset: AccessPreset::Everything,
        };
        assert_eq!(
            new(" Ana ", "Ana@Alfki.example").normalize().unwrap(),
            ("Ana".to_owned(), "ana@alfki.example".to_owned())
        );
        for (name, email, fields) in [
            ("", "ana@alfki.example", vec!["name"]),
            ("Ana\nX", "ana@alfki.example", vec!["name"]),
            (&"x".repeat(201), "ana", vec!["name", "email"]),
            ("Ana", "ana@alfki.example\r\nBcc: eve@x.example", vec!["email"]),
        ] {
            let Err(Error::Invalid(errors)) = new(name, email).normalize() else { panic!("{name} {email}") };
            assert_eq!(errors.into_iter().map(|error| error.field).collect::<Vec<_>>(), fields);
        }
    }
}

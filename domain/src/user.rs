//! Accounts: whoever can sign in, staff or client (SPEC section 2).

use serde::{Deserialize, Serialize};

/// Which side of the portal an account belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Staff,
    Client,
}

impl Kind {
    /// The name in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Client => "client",
        }
    }

    /// The page that people of this kind begin with.
    #[must_use]
    pub fn home(self) -> &'static str {
        match self {
            Self::Staff => "/staff",
            Self::Client => "/portal",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        match text {
            "staff" => Ok(Self::Staff),
            "client" => Ok(Self::Client),
            _ => Err(UnknownKind),
        }
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a user is staff or client")]
pub struct UnknownKind;

/// How pages look to a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device is set.
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in the table and in the document's `data-theme`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl std::str::FromStr for Theme {
    type Err = UnknownTheme;
    fn from_str(text: &str) -> Result<Self, UnknownTheme> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text).ok_or(UnknownTheme)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a theme is one of system, light, dark")]
pub struct UnknownTheme;

/// Longest name of a person, in characters.
pub const MAX_NAME_CHARS: usize = 200;
/// Longest telephone number, in characters.
pub const MAX_PHONE_CHARS: usize = 50;

/// A person's name as it is stored: without control characters and doubled spaces. `None` when nothing is left, or too much.
#[must_use]
pub fn normalize_name(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    (!name.is_empty() && name.chars().count() <= MAX_NAME_CHARS).then_some(name)
}

#[cfg(feature = "postgres")]
mod oneself;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use oneself::Oneself;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_letters_and_lose_what_is_no_letter() {
        assert_eq!(normalize_name("  Zoë \t  Müller\n").as_deref(), Some("Zoë Müller"));
        assert_eq!(normalize_name("<script>"), Some("<script>".to_owned()), "escaped where it is shown");
        assert_eq!(normalize_name(" \n\u{0} "), None);
        assert_eq!(normalize_name(&"x".repeat(201)), None);
    }
}

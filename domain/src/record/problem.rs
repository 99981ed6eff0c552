//! What is wrong with a field, said so that a person can put it right.

use crate::{error::FieldError, user_agent};

/// Characters of a found value that are shown.
const SHOWN: usize = 60;

/// Looks like a space and is none.
const NO_BREAK_SPACE: char = '\u{a0}';

/// One thing that is wrong with one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub field: &'static str,
    /// Continues “expected …”.
    pub expected: String,
    /// The value as [`shown`].
    pub found: String,
}

impl Problem {
    /// `found` is the value as it came.
    pub(crate) fn new(field: &'static str, expected: impl Into<String>, found: &str) -> Self {
        Self { field, expected: expected.into(), found: shown(found) }
    }

    /// The project of a quote or invoice is not there, or is another client's, which looks the same.
    #[cfg(feature = "postgres")]
    pub(super) fn no_project(found: Option<&str>) -> Self {
        Self::new(
            "project_external_id",
            "the external_id of a project of the same client",
            found.unwrap_or_default(),
        )
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl From<Problem> for FieldError {
    fn from(problem: Problem) -> Self {
        Self { field: problem.field.to_owned(), message: format!("Expected {}.", problem.expected).into() }
    }
}

/// A value for a message: in quotation marks, shortened, with everything invisible made visible.
#[must_use]
pub fn shown(value: &str) -> String {
    if value.is_empty() {
        return "nothing".to_owned();
    }
    let mut text = String::from("“");
    for c in value.chars().take(SHOWN) {
        if c.is_control() || c == NO_BREAK_SPACE || user_agent::is_invisible(c) {
            text.extend(c.escape_default())
        } else {
            text.push(c)
        }
    }
    let length = value.chars().count();
    if length > SHOWN { text + &format!("…” ({length} characters)") } else { text + "”" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_cannot_be_seen_and_not_too_much() {
        assert_eq!(shown(""), "nothing");
        assert_eq!(shown("México"), "“México”");
        assert_eq!(shown("a\r\nBcc: b\u{202e}c"), "“a\\r\\nBcc: b\\u{202e}c”");
        assert_eq!(shown(&"x".repeat(10_000)), format!("“{}…” (10000 characters)", "x".repeat(60)));
    }
}

//! E-mail addresses.

use crate::words::{Sentence, sentence};

use email_address::{EmailAddress, Options};

/// Longest address that is taken (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const MAX_EMAIL_LENGTH: usize = 254;

/// What to say at a field whose address [`normalize`] does not take.
pub fn expected() -> Sentence {
    sentence!("field-email")
}

/// The address as it is stored and compared: trimmed and lower-cased.
///
/// `None` when mail could not be sent to it: malformed, without a dot or a bracketed host, with a display name, with line
/// breaks or other control characters, or too long.
#[must_use]
pub fn normalize(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', '\t']);
    if text.len() > MAX_EMAIL_LENGTH || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    EmailAddress::parse_with_options(text, options).ok()?;
    Some(text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_and_nothing_else() {
        assert_eq!(normalize(" Maria.Anders@Alfki.example ").as_deref(), Some("maria.anders@alfki.example"));
        assert_eq!(normalize("josé@españa.example").as_deref(), Some("josé@españa.example"));
        for bad in [
            "",
            "maria",
            "maria@",
            "@alfki.example",
            "maria@alfki",
            "a@b.example\r\nBcc: c@d.example",
            "a b@c.example",
            "Maria <maria@alfki.example>",
            "maria@[127.0.0.1]",
            "a@b.example,c@d.example",
            "a@b.example;c@d.example",
        ] {
            assert_eq!(normalize(bad), None, "{bad:?}");
        }
        assert_eq!(normalize(&format!("{}@b.example", "a".repeat(250))), None);
    }
}

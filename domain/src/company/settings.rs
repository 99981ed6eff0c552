//! Changing the company's settings.

use crate::{
    email,
    error::{FieldError, Result},
    language::Language,
    words::Sentence,
};

/// Longest name of a company, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// Largest logo, in bytes; with what a form puts around it, it fits into the largest form.
pub const MAX_LOGO_BYTES: usize = 200 * 1024;
/// For how many days an invitation's link may work.
pub const INVITATION_DAYS: std::ops::RangeInclusive<i32> = 1..=90;

/// The settings as they were typed.
#[derive(Clone, Debug)]
pub struct CompanySettings {
    pub name: String,
    /// A tag.
    pub language: String,
    /// An IANA name.
    pub time_zone: String,
    /// `#rrggbb`.
    pub brand_color: String,
    pub invitation_days: String,
    /// Empty for none.
    pub support_email: String,
}

/// The settings as they are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckedSettings {
    pub name: String,
    pub language: Language,
    pub time_zone: chrono_tz::Tz,
    pub brand_color: String,
    pub invitation_days: i32,
    pub support_email: Option<String>,
}

impl CompanySettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with everything that cannot be taken.
    pub fn check(self) -> Result<CheckedSettings> {
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
            say("name", format!("Enter the company’s name, at most {MAX_NAME_CHARS} characters.").into());
        }
        let language = Language::of_tag(&self.language);
        if language.is_none() {
            say("language", "Choose one of the languages.".into());
        }
        let time_zone = self.time_zone.trim().parse::<chrono_tz::Tz>();
        if time_zone.is_err() {
            say("time_zone", "Enter a time zone such as Europe/Berlin.".into());
        }
        let brand_color = self.brand_color.trim().to_lowercase();
        if !is_color(&brand_color) {
            say("brand_color", "Enter a colour such as #3b5bdb.".into());
        }
        let invitation_days =
            self.invitation_days.trim().parse::<i32>().ok().filter(|days| INVITATION_DAYS.contains(days));
        if invitation_days.is_none() {
            say(
                "invitation_days",
                format!("Enter a number from {} to {}.", INVITATION_DAYS.start(), INVITATION_DAYS.end())
                    .into(),
            );
        }
        let support_email = self.support_email.trim();
        let normalized = email::normalize(support_email);
        if !support_email.is_empty() && normalized.is_none() {
            say("support_email", email::expected());
        }
        match (language, time_zone, invitation_days, wrong.is_empty()) {
            (Some(language), Ok(time_zone), Some(invitation_days), true) => Ok(CheckedSettings {
                name,
                language,
                time_zone,
                brand_color,
                invitation_days,
                support_email: normalized,
            }),
            _ => Err(crate::Error::Invalid(wrong)),
        }
    }
}

fn is_color(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
}

/// The type of a logo, by its first bytes and not by what somebody says. SVG is not taken: it can hold script.
#[must_use]
pub fn logo_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> CompanySettings {
        CompanySettings {
            name: "  Halden \n Works ".into(),
            language: "de".into(),
            time_zone: "Europe/Berlin".into(),
            brand_color: "#3B5BDB".into(),
            invitation_days: "7".into(),
            support_email: String::new(),
        }
    }

    #[test]
    fn settings_are_read_or_refused_field_by_field() {
        let checked = typed().check().unwrap();
        assert_eq!((checked.name.as_str(), checked.brand_color.as_str()), ("Halden Works", "#3b5bdb"));
        let wrong = CompanySettings {
            name: " ".into(),
            language: "xx".into(),
            time_zone: "Mars/Olympus".into(),
            brand_color: "red; } body {".into(),
            invitation_days: "0".into(),
            support_email: "nobody".into(),
        };
        let Err(crate::Error::Invalid(fields)) = wrong.check() else { panic!("it was taken") };
        let names: Vec<_> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(
            names,
            ["name", "language", "time_zone", "brand_color", "invitation_days", "support_email"]
        );
    }

    #[test]
    fn a_logo_is_what_its_bytes_say() {
        assert_eq!(logo_type(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(logo_type(b"RIFF....WEBPVP8 "), Some("image/webp"));
        assert_eq!(logo_type(b"<svg xmlns='http://www.w3.org/2000/svg'>"), None);
        assert_eq!(logo_type(b""), None);
    }
}

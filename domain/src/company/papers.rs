//! What stands on the company's papers, and what the approval of a quote leads to.

use crate::{
    error::{Error, FieldError, Result},
    words::Sentence,
};

/// Longest address and foot of a paper, in characters.
pub const MAX_TEXT_CHARS: usize = 500;
/// Longest beginning of an invoice's number, in characters.
pub const MAX_PREFIX_CHARS: usize = 20;
/// Largest number that an invoice may get.
const MAX_NUMBER: i64 = 1_000_000_000_000;

/// The settings as they are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperSettings {
    /// Lines of the address and how to reach the company.
    pub address: String,
    /// At the foot of every page.
    pub footer: String,
    /// Whether an approval makes a draft invoice.
    pub quote_becomes_invoice: bool,
    /// What the numbers of those invoices begin with.
    pub invoice_prefix: String,
    /// The number that the next of them gets, or the next free one after it.
    pub next_invoice_number: i64,
}

/// The settings as they were typed.
#[derive(Clone, Debug)]
pub struct PaperSettingsInput {
    pub address: String,
    pub footer: String,
    pub quote_becomes_invoice: bool,
    pub invoice_prefix: String,
    pub next_invoice_number: String,
}

impl PaperSettingsInput {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that cannot be taken.
    pub fn check(self) -> Result<PaperSettings> {
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        let is_odd = |letter: char| letter.is_control() && letter != '\n';
        let text = |typed: &str| typed.replace("\r\n", "\n").trim().to_owned();
        let (address, footer) = (text(&self.address), text(&self.footer));
        for (field, value) in [("address", &address), ("footer", &footer)] {
            if value.chars().count() > MAX_TEXT_CHARS || value.chars().any(is_odd) {
                say(field, format!("Enter at most {MAX_TEXT_CHARS} characters.").into());
            }
        }
        let invoice_prefix = self.invoice_prefix.trim().to_owned();
        if invoice_prefix.chars().count() > MAX_PREFIX_CHARS || invoice_prefix.chars().any(char::is_control) {
            say("invoice_prefix", format!("Enter at most {MAX_PREFIX_CHARS} characters.").into());
        }
        let number = self.next_invoice_number.trim().parse().ok();
        let number = number.filter(|number| (1..=MAX_NUMBER).contains(number));
        if number.is_none() {
            say("next_invoice_number", "Enter a whole number, 1 or more.".into());
        }
        match number {
            Some(next_invoice_number) if wrong.is_empty() => Ok(PaperSettings {
                address,
                footer,
                quote_becomes_invoice: self.quote_becomes_invoice,
                invoice_prefix,
                next_invoice_number,
            }),
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
    fn settings_are_read_or_refused_field_by_field() {
        let typed = |address: &str, prefix: &str, number: &str| PaperSettingsInput {
            address: address.into(),
            footer: String::new(),
            quote_becomes_invoice: true,
            invoice_prefix: prefix.into(),
            next_invoice_number: number.into(),
        };
        let checked = typed(" 1 Road\r\nTown ", " 2026/ ", " 7 ").check().unwrap();
        assert_eq!((checked.address.as_str(), checked.invoice_prefix.as_str()), ("1 Road\nTown", "2026/"));
        assert_eq!(checked.next_invoice_number, 7);
        let Err(Error::Invalid(wrong)) = typed("a\0", &"x".repeat(21), "0").check() else {
            panic!("it was taken")
        };
        let fields: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["address", "invoice_prefix", "next_invoice_number"]);
    }
}

//! Reminders of quotes that are about to lapse and of invoices that were due. They are notifications, in the bell and by mail as
//! people have chosen.

use crate::error::{Error, FieldError, Result};

/// Most days before or after.
pub const MAX_DAYS: i32 = 60;

/// When clients are reminded; `None`: not at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReminderSettings {
    /// Days before a quote's last day.
    pub quote_days: Option<i32>,
    /// Days after an invoice was due.
    pub invoice_days: Option<i32>,
}

impl ReminderSettings {
    /// From what was typed; empty is none.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `quote_days` and `invoice_days`.
    pub fn read(quote_days: &str, invoice_days: &str) -> Result<Self> {
        let mut wrong = Vec::new();
        let mut days = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => match text.parse() {
                Ok(days) if (1..=MAX_DAYS).contains(&days) => Some(days),
                _ => {
                    let message = format!("Enter a number of days from 1 to {MAX_DAYS}, or nothing.");
                    wrong.push(FieldError { field: field.to_owned(), message: message.into() });
                    None
                }
            },
        };
        let settings = Self {
            quote_days: days("quote_days", quote_days),
            invoice_days: days("invoice_days", invoice_days),
        };
        if wrong.is_empty() { Ok(settings) } else { Err(Error::Invalid(wrong)) }
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
    fn days_are_few_or_none() {
        let read = ReminderSettings::read;
        assert_eq!(read(" 3 ", "").ok(), Some(ReminderSettings { quote_days: Some(3), invoice_days: None }));
        let Err(Error::Invalid(wrong)) = read("0", "many") else { panic!("both are wrong") };
        assert_eq!(
            wrong.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["quote_days", "invoice_days"]
        );
    }
}

//! How the company is paid: its bank account, and the least part of an invoice.

use crate::{
    error::{Error, FieldError, Result},
    words::Sentence,
};
use serde::Deserialize;

/// Longest of the short texts, in characters.
pub const MAX_TEXT_CHARS: usize = 120;
/// Longest instructions, in characters.
pub const MAX_INSTRUCTIONS_CHARS: usize = 1_000;

/// Where transfers go.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct BankAccount {
    pub holder: String,
    /// An IBAN in groups of four, or an account as its country writes it.
    pub account: String,
    /// Empty when there is none.
    pub bic: String,
    pub instructions: String,
}

/// The settings as they are stored.
#[derive(Clone, Debug)]
pub struct PaymentSettings {
    pub bank: BankAccount,
    /// Percent of an invoice's total; 0 for any part, 100 for the whole only.
    pub minimum_percent: i32,
}

/// The settings as they were typed.
#[derive(Clone, Debug)]
pub struct TypedSettings {
    pub holder: String,
    pub account: String,
    pub bic: String,
    pub instructions: String,
    pub minimum_percent: String,
}

impl TypedSettings {
    /// Reads the settings. Without an account, bank transfer is not offered.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that cannot be taken.
    pub fn check(self) -> Result<PaymentSettings> {
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let bank = BankAccount {
            holder: line(&self.holder),
            account: grouped(&line(&self.account)),
            bic: line(&self.bic).to_uppercase(),
            instructions: self.instructions.replace("\r\n", "\n").trim().to_owned(),
        };
        for (field, text) in [("holder", &bank.holder), ("account", &bank.account), ("bic", &bank.bic)] {
            if text.chars().count() > MAX_TEXT_CHARS || text.contains('\0') {
                say(field, format!("Enter at most {MAX_TEXT_CHARS} characters.").into());
            }
        }
        if !bank.account.is_empty() && bank.holder.is_empty() {
            say("holder", "Enter the name to which the account belongs.".into());
        }
        if is_like_iban(&bank.account) && !is_iban(&bank.account) {
            say("account", "This IBAN has a wrong digit or letter. Please check it.".into());
        }
        if bank.instructions.chars().count() > MAX_INSTRUCTIONS_CHARS || bank.instructions.contains('\0') {
            say("instructions", format!("Enter at most {MAX_INSTRUCTIONS_CHARS} characters.").into());
        }
        let percent =
            self.minimum_percent.trim().parse::<i32>().ok().filter(|percent| (0..=100).contains(percent));
        if percent.is_none() {
            say("minimum_percent", "Enter a number from 0 to 100.".into());
        }
        match (percent, wrong.is_empty()) {
            (Some(minimum_percent), true) => Ok(PaymentSettings { bank, minimum_percent }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// Two letters and two digits begin an IBAN (ISO 13616).
fn is_like_iban(account: &str) -> bool {
    let mut bytes = account.bytes();
    bytes.by_ref().take(2).filter(u8::is_ascii_alphabetic).count() == 2
        && bytes.take(2).filter(u8::is_ascii_digit).count() == 2
}

/// Whether the check digits fit (ISO 7064, MOD 97-10).
fn is_iban(account: &str) -> bool {
    let compact: Vec<u8> = account.bytes().filter(|byte| *byte != b' ').collect();
    if !(15..=34).contains(&compact.len()) || !compact.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let (head, tail) = compact.split_at(4);
    let remainder = tail.iter().chain(head).fold(0_u32, |remainder, byte| {
        let value = (*byte as char).to_digit(36).unwrap_or(0);
        (remainder * if value < 10 { 10 } else { 100 } + value) % 97
    });
    remainder == 1
}

/// An IBAN in capital letters and groups of four; anything else as it is.
fn grouped(account: &str) -> String {
    if !is_like_iban(account) {
        return account.to_owned();
    }
    let compact: Vec<char> = account.to_uppercase().chars().filter(|letter| *letter != ' ').collect();
    compact.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(account: &str) -> TypedSettings {
        TypedSettings {
            holder: "Kestrel  Yard".into(),
            account: account.into(),
            bic: "abnanl2a".into(),
            instructions: String::new(),
            minimum_percent: "25".into(),
        }
    }

    #[test]
    fn an_iban_is_checked_and_grouped_and_other_accounts_are_left_alone() {
        let account = |text: &str| typed(text).check().map(|settings| settings.bank.account);
        assert_eq!(account("nl91ABNA0417164300").unwrap(), "NL91 ABNA 0417 1643 00");
        assert_eq!(account("GB82 WEST 1234 5698 7654 32").unwrap(), "GB82 WEST 1234 5698 7654 32");
        assert_eq!(account("12-34-56 12345678").unwrap(), "12-34-56 12345678");
        assert_eq!(account("").unwrap(), "");
        for wrong in ["NL92ABNA0417164300", "NL91ABNA", "DE00"] {
            assert!(
                matches!(account(wrong), Err(Error::Invalid(fields)) if fields[0].field == "account"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn settings_are_refused_field_by_field() {
        let wrong = TypedSettings { holder: String::new(), minimum_percent: "101".into(), ..typed("12345") };
        let Err(Error::Invalid(fields)) = wrong.check() else { panic!("it was taken") };
        let names: Vec<_> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(names, ["holder", "minimum_percent"]);
    }
}

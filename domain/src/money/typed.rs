//! Amounts that people type.

use super::{Currency, Money, MoneyError};
use crate::language::Language;

/// The signs of a language between thousands, and before decimals.
fn signs(language: Language) -> (char, char) {
    match language {
        Language::English => (',', '.'),
        Language::German => ('.', ','),
    }
}

impl Money {
    /// The amount as a field has it, for changing: `1234.50`, `1234,50`.
    #[must_use]
    pub fn to_typed(self, language: Language) -> String {
        let (_, decimal) = signs(language);
        self.to_plain().replace('.', decimal.encode_utf8(&mut [0; 4]))
    }

    /// Reads an amount as people of the language write it, with or without groups and the currency's sign: `1,234.50`,
    /// `1.234,50 €`. The other language's decimals are read as well where they cannot be groups: `12,5` and `12.5` are the same.
    ///
    /// # Errors
    /// [`MoneyError`] when it is no such text, or has more decimals than the currency.
    pub fn read(language: Language, typed: &str, currency: Currency) -> Result<Self, MoneyError> {
        let digits = typed.trim().trim_start_matches('+');
        let zero = Self::new(0, currency);
        let marks = [zero.symbol().unwrap_or_default(), currency.code()];
        let digits = marks.iter().filter(|mark| !mark.is_empty()).fold(digits, |text, mark| {
            text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)).unwrap_or(text).trim()
        });
        let (group, decimal) = signs(language);
        let plain = match digits.split_once(decimal) {
            Some((whole, fraction)) => ungrouped(whole, group).map(|whole| format!("{whole}.{fraction}")),
            None => ungrouped(digits, group)
                .or_else(|| digits.split_once(group).map(|(whole, fraction)| format!("{whole}.{fraction}"))),
        };
        Self::parse(&plain.ok_or(MoneyError::NotAnAmount)?, currency)
    }
}

/// The digits without the signs between thousands; `None` when those do not stand where they belong.
fn ungrouped(digits: &str, group: char) -> Option<String> {
    let mut groups = digits.split(group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let first = first.trim_start_matches('-');
    let is_well = rest.is_empty() || ((1..=3).contains(&first.len()) && !first.starts_with('0'));
    (is_well && rest.iter().all(|part| part.len() == 3)).then(|| digits.replace(group, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, German};

    #[test]
    fn amounts_are_read_as_the_language_writes_them() {
        for (language, typed, currency, minor) in [
            (English, "1234.50", Currency::EUR, 123_450),
            (English, " 1,234.5 ", Currency::EUR, 123_450),
            (English, "€1,234,567.89", Currency::EUR, 123_456_789),
            (English, "12,5", Currency::EUR, 1_250),
            (English, "1,234", Currency::JPY, 1_234),
            (English, "1.234", Currency::KWD, 1_234),
            (English, "-5", Currency::EUR, -500),
            (English, "-100,000", Currency::EUR, -10_000_000),
            (English, "0,500", Currency::EUR, 50),
            (German, "0.500", Currency::EUR, 50),
            (German, "1234,50", Currency::EUR, 123_450),
            (German, "1.234,50 €", Currency::EUR, 123_450),
            (German, "1.234", Currency::EUR, 123_400),
            (German, "12.50", Currency::EUR, 1_250),
            (German, "0,5", Currency::EUR, 50),
            (German, "KWD 1,234", Currency::KWD, 1_234),
        ] {
            assert_eq!(Money::read(language, typed, currency), Ok(Money::new(minor, currency)), "{typed}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_not_read() {
        for (language, typed) in [
            (English, ""),
            (English, "all"),
            (English, "1,23,456"),
            (English, "1.2.3"),
            (English, "12 50"),
            (English, "1,234,5"),
            (German, "1,234.50"),
            (German, "1.23.456"),
            (German, "1,2,3"),
            (German, "0x10"),
            (German, "€"),
            (German, "99999999999999999999"),
        ] {
            assert_eq!(Money::read(language, typed, Currency::EUR), Err(MoneyError::NotAnAmount), "{typed}");
        }
        let decimals = Money::read(German, "1,005", Currency::EUR);
        assert_eq!(decimals, Err(MoneyError::TooManyDecimals(2)));
    }

    #[test]
    fn what_a_field_shows_is_read_as_the_same() {
        for language in Language::ALL {
            for (minor, currency) in
                [(123_450, Currency::EUR), (1_234, Currency::JPY), (1_234_567, Currency::KWD)]
            {
                let amount = Money::new(minor, currency);
                assert_eq!(Money::read(language, &amount.to_typed(language), currency), Ok(amount));
            }
        }
        assert_eq!(Money::new(123_450, Currency::EUR).to_typed(German), "1234,50");
    }
}

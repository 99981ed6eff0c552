//! Exact amounts of money: whole minor units of an ISO 4217 currency, never a float.

use serde::{Deserialize, Serialize};
#[cfg(feature = "postgres")]
use std::fmt;
use std::str::FromStr;

pub use iso_currency::Currency;

/// An amount in whole minor units (cents for USD, yen for JPY, fils for KWD) of `currency`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Longest amount that is read; all that fit into minor units are shorter.
const MAX_AMOUNT_CHARS: usize = 24;

/// Text that is not an amount.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MoneyError {
    #[error("expected an amount such as 1234.50")]
    NotAnAmount,
    #[error("expected at most {0} decimals for this currency")]
    TooManyDecimals(u32),
    #[error("expected an ISO 4217 currency such as EUR")]
    UnknownCurrency,
}

mod typed;

/// The number of decimals of a currency (ISO 4217's exponent); 0 for currencies without minor units.
#[must_use]
pub fn decimals(currency: Currency) -> u32 {
    currency.exponent().map_or(0, u32::from)
}

/// The currency of a three-letter code.
///
/// # Errors
/// [`MoneyError::UnknownCurrency`].
pub fn currency(code: &str) -> Result<Currency, MoneyError> {
    Currency::from_code(code).ok_or(MoneyError::UnknownCurrency)
}

impl Money {
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads `1234.50`: digits, an optional sign before and decimals after a point, no grouping.
    ///
    /// # Errors
    /// [`MoneyError`] when it is no such text, or has more decimals than the currency.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let decimals = decimals(currency);
        let text = text.trim();
        // The library reads `1_000` and rounds what is longer than it can hold.
        let is_plain = text.len() <= MAX_AMOUNT_CHARS
            && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+'));
        if !is_plain {
            return Err(MoneyError::NotAnAmount);
        }
        let amount = rust_decimal::Decimal::from_str(text).map_err(|_| MoneyError::NotAnAmount)?;
        let scaled = amount
            .checked_mul(rust_decimal::Decimal::from(10_i64.pow(decimals)))
            .ok_or(MoneyError::NotAnAmount)?;
        if !scaled.fract().is_zero() {
            return Err(MoneyError::TooManyDecimals(decimals));
        }
        let minor = i64::try_from(scaled.trunc()).map_err(|_| MoneyError::NotAnAmount)?;
        Ok(Self { minor, currency })
    }

    /// The currency's sign, for currencies that have one of their own.
    #[must_use]
    pub fn symbol(self) -> Option<&'static str> {
        match self.currency {
            Currency::USD => Some("$"),
            Currency::EUR => Some("€"),
            Currency::GBP => Some("£"),
            Currency::JPY => Some("¥"),
            _ => None,
        }
    }

    /// The amount as `1234.50`, without currency and grouping: for CSV and for comparing.
    #[must_use]
    pub fn to_plain(self) -> String {
        let decimals = decimals(self.currency) as usize;
        let digits = format!("{:0width$}", self.minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if self.minor < 0 { "-" } else { "" };
        if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// For people who read English, as [`crate::locale::money`] writes it: `$1,234.50`, `−$5.00`, `CHF 12.00`.
#[cfg(feature = "postgres")]
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::locale::money(crate::language::Language::English, *self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_each_currency_with_its_own_decimals() {
        let show = |minor, currency| Money::new(minor, currency).to_string();
        assert_eq!(show(123_450, Currency::USD), "$1,234.50");
        assert_eq!(show(5, Currency::EUR), "€0.05");
        assert_eq!(show(1_200, Currency::JPY), "¥1,200");
        assert_eq!(show(1_234_567, Currency::KWD), "KWD\u{a0}1,234.567");
        assert_eq!(show(-500, Currency::USD), "−$5.00");
    }

    #[test]
    fn reads_exactly_what_it_writes() {
        for (text, currency, minor) in
            [("440.00", Currency::USD, 44_000), ("-1.5", Currency::EUR, -150), ("7", Currency::JPY, 7)]
        {
            assert_eq!(Money::parse(text, currency), Ok(Money::new(minor, currency)));
        }
        assert_eq!(Money::parse("1.005", Currency::USD), Err(MoneyError::TooManyDecimals(2)));
        assert_eq!(Money::parse("1,000.00", Currency::USD), Err(MoneyError::NotAnAmount));
        assert_eq!(Money::parse("99999999999999999999", Currency::USD), Err(MoneyError::NotAnAmount));
        assert_eq!(Money::new(-5, Currency::USD).to_plain(), "-0.05");
    }
}

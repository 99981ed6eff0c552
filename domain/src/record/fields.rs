//! Reading the fields of one record, noting everything that is wrong instead of stopping at the first.

use super::{MAX_KEY, MAX_NAME, Problem};
use crate::{
    email,
    money::{self, Currency, Money, MoneyError},
};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::{ops::RangeInclusive, str::FromStr};

/// Days outside are typing errors: `0225-01-18`.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The texts of one record, and what was found wrong with them so far.
///
/// A method that finds something wrong notes it and gives an empty value, so that the rest is looked at as well.
#[derive(Debug)]
pub struct Fields<'a> {
    columns: &'a [&'a str],
    values: &'a [&'a str],
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(columns: &'a [&'a str], values: &'a [&'a str]) -> Self {
        Self { columns, values, problems: Vec::new(), warnings: Vec::new() }
    }

    /// `None` when there is no such column. Spaces around a value mean nothing.
    fn given(&self, field: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| *column == field)?;
        self.values.get(at).map(|value| value.trim())
    }

    /// Whether an optional column is there.
    pub(super) fn has(&self, field: &str) -> bool {
        self.given(field).is_some()
    }

    pub(super) fn is_empty(&self, field: &str) -> bool {
        self.text_of(field).is_empty()
    }

    fn text_of(&self, field: &str) -> &'a str {
        self.given(field).unwrap_or_default()
    }

    /// Notes that `field` is not what is expected.
    pub(super) fn wrong(&mut self, field: &'static str, expected: impl Into<String>) {
        let problem = Problem::new(field, expected, self.text_of(field));
        self.problems.push(problem);
    }

    /// Text that a person reads: not too long, and with line breaks and tabs only where `is_multiline`.
    fn checked(&mut self, field: &'static str, text: &str, max: usize, is_multiline: bool) -> String {
        let is_bad = |c: char| c.is_control() && !(is_multiline && matches!(c, '\n' | '\r' | '\t'));
        if text.chars().any(is_bad) {
            let lines = if is_multiline {
                "text without control characters"
            } else {
                "one line without control characters"
            };
            self.wrong(field, lines);
        } else if text.chars().count() > max {
            self.wrong(field, format!("at most {max} characters"));
        } else if is_multiline && text.contains('\r') {
            return text.replace("\r\n", "\n").replace('\r', "\n");
        } else {
            return text.to_owned();
        }
        String::new()
    }

    fn required(&mut self, field: &'static str, max: usize, expected: &str) -> String {
        match self.text_of(field) {
            "" => {
                self.wrong(field, expected);
                String::new()
            }
            text => self.checked(field, text, max, false),
        }
    }

    /// A key of another system.
    pub(super) fn key(&mut self, field: &'static str) -> String {
        self.required(field, MAX_KEY, "a key")
    }

    /// What people call the record.
    pub(super) fn name(&mut self, field: &'static str) -> String {
        self.required(field, MAX_NAME, "a name")
    }

    /// One line of text that may be empty.
    pub(super) fn line(&mut self, field: &'static str, max: usize) -> String {
        self.checked(field, self.text_of(field), max, false)
    }

    /// Text of several lines that may be empty.
    pub(super) fn text(&mut self, field: &'static str, max: usize) -> String {
        self.checked(field, self.text_of(field), max, true)
    }

    /// As [`Fields::line`], of an optional column.
    pub(super) fn optional_line(&mut self, field: &'static str, max: usize) -> Option<String> {
        self.given(field).map(|text| self.checked(field, text, max, false))
    }

    /// As [`Fields::text`], of an optional column.
    pub(super) fn optional_text(&mut self, field: &'static str, max: usize) -> Option<String> {
        self.given(field).map(|text| self.checked(field, text, max, true))
    }

    /// An e-mail address, or nothing. One that no mail can be sent to is kept as it is, with a warning: its owner's record
    /// is worth having, and the invitations count it as unusable.
    pub(super) fn email(&mut self, field: &'static str) -> Option<String> {
        let text = self.text_of(field);
        if text.is_empty() {
            return None;
        }
        if text.chars().any(char::is_control) {
            self.wrong(field, "an e-mail address without line breaks and other control characters");
            return None;
        }
        if text.len() > email::MAX_EMAIL_LENGTH {
            self.wrong(field, format!("an e-mail address of at most {} characters", email::MAX_EMAIL_LENGTH));
            return None;
        }
        let normal = email::normalize(text);
        if normal.is_none() {
            self.warnings.push(Problem::new(field, "an e-mail address that mail can be sent to", text));
        }
        normal.or_else(|| Some(text.to_owned()))
    }

    /// `true` or `false`, as spreadsheets write them too.
    pub(super) fn flag(&mut self, field: &'static str) -> bool {
        let text = self.text_of(field);
        let is_true = text.eq_ignore_ascii_case("true");
        if !is_true && !text.eq_ignore_ascii_case("false") {
            self.wrong(field, "true or false");
        }
        is_true
    }

    /// A day that must be there.
    pub(super) fn day(&mut self, field: &'static str) -> NaiveDate {
        if self.text_of(field).is_empty() {
            self.wrong(field, "a day such as 2026-11-23");
        }
        self.optional_day(field).unwrap_or_default()
    }

    /// A day, or nothing.
    pub(super) fn optional_day(&mut self, field: &'static str) -> Option<NaiveDate> {
        let text = self.text_of(field);
        if text.is_empty() {
            return None;
        }
        let is_iso = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = NaiveDate::from_str(text).ok().filter(|day| is_iso && YEARS.contains(&day.year()));
        if day.is_none() {
            self.wrong(field, format!("a day such as 2026-11-23, from {} to {}", YEARS.start(), YEARS.end()));
        }
        day
    }

    /// Notes when `later` lies before `earlier`.
    pub(super) fn in_order(
        &mut self,
        earlier: Option<NaiveDate>,
        field: &'static str,
        later: Option<NaiveDate>,
    ) {
        if let (Some(earlier), Some(day)) = (earlier, later)
            && day < earlier
            // A bad day has become the default one, and was noted.
            && earlier != NaiveDate::default()
        {
            self.wrong(field, format!("{earlier} or a later day"));
        }
    }

    /// An ISO 4217 code.
    pub(super) fn currency(&mut self, field: &'static str) -> Option<Currency> {
        let currency = money::currency(self.text_of(field)).ok();
        if currency.is_none() {
            self.wrong(field, "an ISO 4217 currency such as EUR");
        }
        currency
    }

    /// An amount of `currency` that is not negative, in minor units. Without a currency only its form is checked.
    pub(super) fn amount(&mut self, field: &'static str, currency: Option<Currency>) -> i64 {
        let text = self.text_of(field);
        let expected = match (is_decimal(text), currency) {
            (false, _) => MoneyError::NotAnAmount.to_string(),
            (true, None) => return 0,
            (true, Some(currency)) => match Money::parse(text, currency) {
                Ok(amount) if amount.minor >= 0 => return amount.minor,
                Ok(_) => "expected an amount that is not negative".to_owned(),
                Err(MoneyError::NotAnAmount) => "expected a smaller amount".to_owned(),
                Err(MoneyError::TooManyDecimals(_)) => too_many_decimals(currency),
                Err(other) => other.to_string(),
            },
        };
        self.wrong(field, expected.trim_start_matches("expected "));
        0
    }

    /// A number with at most `decimals` decimals.
    pub(super) fn decimal(
        &mut self,
        field: &'static str,
        range: RangeInclusive<Decimal>,
        decimals: u32,
    ) -> Decimal {
        let number = Some(self.text_of(field))
            .filter(|text| is_decimal(text))
            .and_then(|text| Decimal::from_str(text).ok());
        match number.map(|number| number.normalize()) {
            Some(number) if range.contains(&number) && number.scale() <= decimals => number,
            _ => {
                let (from, to) = (range.start(), range.end());
                self.wrong(field, format!("a number from {from} to {to} with at most {decimals} decimals"));
                Decimal::ZERO
            }
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, field: &'static str, range: RangeInclusive<i32>) -> i32 {
        let text = self.text_of(field);
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse().ok().filter(|number| is_plain && range.contains(number)) {
            Some(number) => number,
            None => {
                self.wrong(field, format!("a whole number from {} to {}", range.start(), range.end()));
                0
            }
        }
    }

    /// One of the words of a state; `words` are all that `T` reads.
    pub(super) fn one_of<T: FromStr + Copy>(&mut self, field: &'static str, words: &[&str], instead: T) -> T {
        match self.text_of(field).parse() {
            Ok(value) => value,
            Err(_) => {
                self.wrong(field, format!("one of {}", words.join(", ")));
                instead
            }
        }
    }
}

/// Digits, with a sign before and decimals after a point; nothing that a parser would be kind to.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// What to expect of an amount with more decimals than its currency has.
pub(super) fn too_many_decimals(currency: Currency) -> String {
    match money::decimals(currency) {
        0 => format!("an amount without decimals, as {} has none", currency.code()),
        decimals => format!("an amount with at most {decimals} decimals, as {} has no more", currency.code()),
    }
}

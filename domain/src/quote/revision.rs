//! Revising a quote: a new offer in the place of one that was sent, with the old one kept.

use super::QuoteStatus;
use crate::{
    error::{Conflict, Error, FieldError, Result},
    language::Language,
    line::{Line, line_total},
    money::{Currency, Money},
    words::Sentence,
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Most lines of a revised quote.
pub const MAX_LINES: usize = 200;
/// Longest title, description of a line, and terms, in characters.
const MAX_TITLE_CHARS: usize = 200;
const MAX_DESCRIPTION_CHARS: usize = 1_000;
const MAX_TERMS_CHARS: usize = 10_000;
/// Largest quantity of a line; it has at most four decimals.
const MAX_QUANTITY: i64 = 1_000_000_000;
const QUANTITY_DECIMALS: u32 = 4;
const DISCOUNT_DECIMALS: u32 = 2;
/// Faults that are named at once; they travel in a cookie.
const MAX_FAULTS: usize = 12;

/// A revision that was replaced.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct OlderRevision {
    pub revision: i32,
    pub replaced_at: DateTime<Utc>,
}

/// A line as it was typed. One without any text is no line.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct LineInput {
    pub description: String,
    pub quantity: String,
    pub unit_price: String,
    /// In percent; empty for none.
    pub discount: String,
}

/// A revision as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct RevisionInput {
    pub title: String,
    /// As `2026-12-12`; empty for a quote that does not lapse.
    pub valid_until: String,
    pub lines: Vec<LineInput>,
    /// What the total holds besides the lines, such as tax; empty for nothing.
    pub other: String,
    pub terms: String,
}

/// A revision that can be sent.
#[derive(Clone, Debug)]
pub struct CheckedRevision {
    pub title: String,
    pub valid_until: Option<NaiveDate>,
    pub lines: Vec<Line>,
    pub total: Money,
    pub terms: String,
}

/// Whether a quote in this stored state can be revised: when it was sent, also when it has expired or was declined.
///
/// # Errors
/// [`Conflict::QuoteNotRevisable`].
pub fn may_revise(status: QuoteStatus) -> Result<(), Conflict> {
    match status {
        QuoteStatus::Sent | QuoteStatus::Expired | QuoteStatus::Declined => Ok(()),
        other => Err(Conflict::QuoteNotRevisable(other)),
    }
}

impl LineInput {
    /// A line as it would be typed.
    #[must_use]
    pub fn of(line: &Line) -> Self {
        let discount = line.discount_percent.normalize();
        Self {
            description: line.description.clone(),
            quantity: line.quantity.normalize().to_string(),
            unit_price: line.unit_price.to_plain(),
            discount: if discount.is_zero() { String::new() } else { discount.to_string() },
        }
    }

    #[cfg(feature = "postgres")]
    fn without_nul(&self) -> Self {
        let clean = |text: &str| text.replace('\0', "");
        Self {
            description: clean(&self.description),
            quantity: clean(&self.quantity),
            unit_price: clean(&self.unit_price),
            discount: clean(&self.discount),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.description, &self.quantity, &self.unit_price, &self.discount]
            .into_iter()
            .all(|text| text.trim().is_empty())
    }
}

impl RevisionInput {
    /// As it can be kept: Postgres takes no NUL, and no person types one.
    #[cfg(feature = "postgres")]
    fn without_nul(&self) -> Self {
        let clean = |text: &str| text.replace('\0', "");
        Self {
            title: clean(&self.title),
            valid_until: clean(&self.valid_until),
            lines: self.lines.iter().map(LineInput::without_nul).collect(),
            other: clean(&self.other),
            terms: clean(&self.terms),
        }
    }

    /// Reads the revision of a quote in `currency`, on the day `today`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that cannot be taken; a line's field is called `lines[0][quantity]`.
    pub fn check(&self, currency: Currency, today: NaiveDate) -> Result<CheckedRevision> {
        let mut wrong = Wrong::default();
        let title = wrong.text("title", &self.title, MAX_TITLE_CHARS);
        let terms = wrong.text("terms", &self.terms, MAX_TERMS_CHARS);
        let valid_until = wrong.valid_until(&self.valid_until, today);
        let filled = self.lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
        let lines: Vec<Line> = filled.filter_map(|(at, line)| wrong.line(at, line, currency)).collect();
        let positions = (1..).zip(lines).map(|(position, line)| Line { position, ..line });
        let lines: Vec<Line> = positions.collect();
        if lines.is_empty() {
            wrong.say("lines[0][description]", "A quote needs at least one line.");
        } else if lines.len() > MAX_LINES {
            wrong.say("lines[0][description]", format!("A quote has at most {MAX_LINES} lines."));
        }
        let other = wrong.amount("other".to_owned(), &self.other, currency, Some(0));
        let sum = lines
            .iter()
            .try_fold(other.map_or(0, |other| other.minor), |sum, line| sum.checked_add(line.total.minor));
        match sum {
            Some(sum) if wrong.0.is_empty() => {
                Ok(CheckedRevision { title, valid_until, lines, total: Money::new(sum, currency), terms })
            }
            Some(_) => {
                wrong.0.truncate(MAX_FAULTS);
                Err(Error::Invalid(wrong.0))
            }
            None => Err(Error::field("other", "The total is too large.")),
        }
    }
}

/// What cannot be taken.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn say(&mut self, field: impl Into<String>, message: impl Into<Sentence>) {
        // The first is what must be mended first.
        let field = field.into();
        if self.0.iter().all(|known| known.field != field) {
            self.0.push(FieldError { field, message: message.into() });
        }
    }

    fn text(&mut self, field: &str, typed: &str, most: usize) -> String {
        let text = typed.replace("\r\n", "\n").trim().to_owned();
        if text.chars().count() > most {
            self.say(field, format!("Please use at most {most} characters."));
        } else if text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t') {
            self.say(field, "Please use letters only.");
        }
        text
    }

    fn valid_until(&mut self, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let day = typed.parse::<NaiveDate>().ok().filter(|day| *day >= today);
        if day.is_none() {
            self.say("valid_until", format!("Please give a day from {today} on, such as {today}."));
        }
        day
    }

    fn line(&mut self, at: usize, line: &LineInput, currency: Currency) -> Option<Line> {
        let field = |name: &str| format!("lines[{at}][{name}]");
        let description = self.text(&field("description"), &line.description, MAX_DESCRIPTION_CHARS);
        if description.is_empty() {
            self.say(field("description"), "Please describe the line.");
        }
        let quantity = decimal(&line.quantity, QUANTITY_DECIMALS, Decimal::from(MAX_QUANTITY))
            .filter(|quantity| !quantity.is_zero());
        if quantity.is_none() {
            self.say(field("quantity"), "Please give a number above 0, such as 1.5.");
        }
        let typed = if line.discount.trim().is_empty() { "0" } else { line.discount.as_str() };
        let discount = decimal(typed, DISCOUNT_DECIMALS, Decimal::ONE_HUNDRED);
        if discount.is_none() {
            self.say(field("discount"), "Please give a number from 0 to 100.");
        }
        let unit_price = self.amount(field("unit_price"), &line.unit_price, currency, None);
        let (quantity, unit_price, discount_percent) = (quantity?, unit_price?, discount?);
        let total = line_total(quantity, unit_price, discount_percent);
        if total.is_none() {
            self.say(field("unit_price"), "The line’s amount is too large.");
        }
        Some(Line { position: 0, description, quantity, unit_price, discount_percent, total: total? })
    }

    /// An amount; `empty` is what none stands for, in minor units.
    fn amount(
        &mut self,
        field: String,
        typed: &str,
        currency: Currency,
        empty: Option<i64>,
    ) -> Option<Money> {
        if let (true, Some(minor)) = (typed.trim().is_empty(), empty) {
            return Some(Money::new(minor, currency));
        }
        let amount = Money::read(Language::English, typed, currency);
        amount.map_err(|error| self.say(field, format!("Please give an amount: {error}."))).ok()
    }
}

/// A number from 0 to `most` in plain digits.
fn decimal(typed: &str, decimals: u32, most: Decimal) -> Option<Decimal> {
    let typed = typed.trim();
    let is_plain = typed.len() <= 20 && typed.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
    let number: Decimal = is_plain.then(|| typed.parse().ok()).flatten()?;
    (number <= most && number.normalize().scale() <= decimals).then_some(number)
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub(super) use pg::draft;
#[cfg(feature = "postgres")]
pub(crate) use pg::revised_news;
#[cfg(feature = "postgres")]
pub use pg::{older, revise};

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn line(description: &str, quantity: &str, unit_price: &str, discount: &str) -> LineInput {
        LineInput {
            description: description.into(),
            quantity: quantity.into(),
            unit_price: unit_price.into(),
            discount: discount.into(),
        }
    }

    #[test]
    fn a_revision_is_added_up_exactly() {
        let input = RevisionInput {
            title: " Relaunch ".into(),
            valid_until: "2026-11-23".into(),
            lines: vec![
                line("Concept", "2", "12.50", "10"),
                LineInput::default(),
                line("Build", "0.5", "99.99", ""),
            ],
            other: "14.12".into(),
            terms: "Half now.\r\nHalf later.".into(),
        };
        let checked = input.check(Currency::EUR, today()).unwrap();
        assert_eq!(checked.total, Money::new(2_250 + 5_000 + 1_412, Currency::EUR));
        let positions: Vec<_> = checked.lines.iter().map(|line| line.position).collect();
        assert_eq!((positions, checked.title.as_str()), (vec![1, 2], "Relaunch"));
        assert_eq!(checked.terms, "Half now.\nHalf later.");
        assert_eq!(LineInput::of(&checked.lines[0]), line("Concept", "2", "12.50", "10"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let input = RevisionInput {
            title: "x".repeat(201),
            valid_until: "2026-11-22".into(),
            lines: vec![
                line("", "-1", "1.005", "101"),
                line("Fine", "1", "1", ""),
                line("Huge", "1000000000", "99999999999999.99", ""),
            ],
            other: "lots".into(),
            terms: "\0".into(),
        };
        let Err(Error::Invalid(wrong)) = input.check(Currency::EUR, today()) else { panic!("it was taken") };
        let mut fields: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "lines[0][description]",
                "lines[0][discount]",
                "lines[0][quantity]",
                "lines[0][unit_price]",
                "lines[2][unit_price]",
                "other",
                "terms",
                "title",
                "valid_until",
            ]
        );
        let Err(Error::Invalid(wrong)) = RevisionInput::default().check(Currency::EUR, today()) else {
            panic!("it was taken")
        };
        assert_eq!(wrong[0].field, "lines[0][description]");
    }

    #[test]
    fn what_is_decided_or_was_never_sent_is_not_revised() {
        for status in [QuoteStatus::Sent, QuoteStatus::Expired, QuoteStatus::Declined] {
            assert_eq!(may_revise(status), Ok(()));
        }
        for status in [QuoteStatus::Draft, QuoteStatus::Approved, QuoteStatus::Cancelled] {
            assert_eq!(may_revise(status), Err(Conflict::QuoteNotRevisable(status)));
        }
    }
}

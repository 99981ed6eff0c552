//! Frozen quotes, read again: for papers, and for what a quote was before it was revised.

use crate::{
    error::{Error, Result},
    line::Line,
    money::{self, Currency, Money},
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

/// A frozen quote, read again.
#[derive(Clone, Debug)]
pub struct KeptQuote {
    pub number: String,
    pub revision: i32,
    pub title: String,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub lines: Vec<Line>,
    pub total: Money,
    pub terms: String,
}

/// The JSON of a [`super::FrozenQuote`]. Those from before there were revisions name none.
#[derive(Deserialize)]
struct Text {
    number: String,
    #[serde(default = "first_revision")]
    revision: i32,
    title: String,
    issued_on: NaiveDate,
    valid_until: Option<NaiveDate>,
    lines: Vec<LineText>,
    total: String,
    currency: String,
    terms: String,
}

#[derive(Deserialize)]
struct LineText {
    position: i32,
    description: String,
    quantity: Decimal,
    unit_price: String,
    discount_percent: Decimal,
    total: String,
}

fn first_revision() -> i32 {
    1
}

impl KeptQuote {
    /// Reads the JSON of a [`super::FrozenQuote`].
    ///
    /// # Errors
    /// [`Error::Internal`] when it is none.
    pub fn read(frozen: &str) -> Result<Self> {
        let text: Text = serde_json::from_str(frozen).map_err(Error::internal)?;
        let currency = money::currency(&text.currency).map_err(Error::internal)?;
        let lines = text.lines.into_iter().map(|line| line.read(currency)).collect::<Result<_>>()?;
        Ok(Self {
            number: text.number,
            revision: text.revision,
            title: text.title,
            issued_on: text.issued_on,
            valid_until: text.valid_until,
            lines,
            total: Money::parse(&text.total, currency).map_err(Error::internal)?,
            terms: text.terms,
        })
    }
}

impl LineText {
    fn read(self, currency: Currency) -> Result<Line> {
        let money = |text: &str| Money::parse(text, currency).map_err(Error::internal);
        Ok(Line {
            position: self.position,
            unit_price: money(&self.unit_price)?,
            total: money(&self.total)?,
            description: self.description,
            quantity: self.quantity,
            discount_percent: self.discount_percent,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::{FrozenLine, FrozenQuote};

    #[test]
    fn what_was_frozen_is_read_as_it_was() {
        let line = Line {
            position: 1,
            description: "Concept".into(),
            quantity: "1.50".parse().unwrap(),
            unit_price: Money::new(-1_234, Currency::KWD),
            discount_percent: "12.50".parse().unwrap(),
            total: Money::new(5, Currency::KWD),
        };
        let frozen = FrozenQuote {
            number: "Q-1",
            revision: 2,
            title: "Büro",
            issued_on: "2026-11-01".parse().unwrap(),
            valid_until: None,
            lines: vec![FrozenLine::of(&line)],
            total: Money::new(5, Currency::KWD).to_plain(),
            currency: "KWD",
            terms: "",
        };
        let json = serde_json::to_string(&frozen).unwrap();
        let kept = KeptQuote::read(&json).unwrap();
        assert_eq!((kept.number.as_str(), kept.revision, kept.title.as_str()), ("Q-1", 2, "Büro"));
        let read = &kept.lines[0];
        assert_eq!((read.unit_price, read.total, kept.total), (line.unit_price, line.total, line.total));
        assert_eq!(
            serde_json::to_string(&FrozenLine::of(read)).unwrap(),
            serde_json::to_string(&FrozenLine::of(&line)).unwrap()
        );
        let older = json.replace("\"revision\":2,", "");
        assert_eq!(KeptQuote::read(&older).unwrap().revision, 1, "there were no revisions then");
        assert!(KeptQuote::read("{}").is_err());
    }
}

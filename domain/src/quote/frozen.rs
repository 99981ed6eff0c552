//! A quote as it was when somebody approved or replaced it: what the evidence keeps, and what earlier revisions are read from.

use crate::{line::Line, money::Money};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub(in crate::quote) use pg::freeze_one;
#[cfg(feature = "postgres")]
pub(crate) use pg::{freeze, keep_replaced};

/// A quote that is kept. Its JSON, in this order of fields, is what the SHA-256 of an approval covers, so that a change here would
/// make old approvals read differently from new ones.
#[derive(Clone, Debug, Serialize)]
pub struct FrozenQuote<'a> {
    pub number: &'a str,
    pub revision: i32,
    pub title: &'a str,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub lines: Vec<FrozenLine<'a>>,
    /// As `1234.50`, in `currency`; so are the amounts of the lines.
    pub total: String,
    /// ISO 4217.
    pub currency: &'a str,
    pub terms: &'a str,
}

/// A line of the approved quote.
#[derive(Clone, Debug, Serialize)]
pub struct FrozenLine<'a> {
    position: i32,
    description: &'a str,
    quantity: String,
    unit_price: String,
    discount_percent: String,
    total: String,
}

impl<'a> FrozenLine<'a> {
    /// As [`FrozenLine::new`], of a line as it was read.
    #[must_use]
    pub fn of(line: &'a Line) -> Self {
        Self::new(
            (line.position, &line.description),
            (line.quantity, line.unit_price),
            line.discount_percent,
            line.total,
        )
    }

    /// The line with its numbers as text without trailing zeros.
    #[must_use]
    pub fn new(
        (position, description): (i32, &'a str),
        (quantity, unit_price): (Decimal, Money),
        discount_percent: Decimal,
        total: Money,
    ) -> Self {
        Self {
            position,
            description,
            quantity: quantity.normalize().to_string(),
            unit_price: unit_price.to_plain(),
            discount_percent: discount_percent.normalize().to_string(),
            total: total.to_plain(),
        }
    }
}

//! A line of a quote or an invoice as another system knows it.

use super::{Column, Fields, MAX_LINE, Record};
use rust_decimal::Decimal;

/// Most lines of one document.
const MAX_POSITION: i32 = 100_000;
/// The largest quantity either way: what the table's numeric(14, 4) holds, in round figures.
const MAX_QUANTITY: i64 = 1_000_000_000;
const QUANTITY_DECIMALS: u32 = 4;
const DISCOUNT_DECIMALS: u32 = 2;
/// A unit price has the decimals of its document's currency, which is looked up later; none has more than four.
const PRICE_DECIMALS: u32 = 4;
const MAX_PRICE: i64 = 1_000_000_000_000;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRecord {
    /// The number of a quote or an invoice.
    pub document_number: String,
    /// From 1.
    pub position: i32,
    pub description: String,
    /// Negative when something is taken back.
    pub quantity: Decimal,
    /// In the document's currency; negative for a deduction.
    pub unit_price: Decimal,
    pub discount_percent: Decimal,
}

impl Record for LineRecord {
    const PLURAL: &'static str = "lines";
    const KEY: &'static [&'static str] = &["document_number", "position"];
    const COLUMNS: &'static [Column] = &[
        Column::required(
            "document_number",
            "the number of an imported quote or invoice; all of its lines are in the file",
        ),
        Column::required("position", "a whole number from 1"),
        Column::required("description", "what it is, may have several lines"),
        Column::required("quantity", "a number such as 12 or 0.5"),
        Column::required("unit_price", "an amount such as 1234.50 in the currency of the document"),
        Column::required("discount_percent", "a number from 0 to 100"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        let to = |max: i64| Decimal::from(-max)..=Decimal::from(max);
        let description = fields.text("description", MAX_LINE);
        if description.is_empty() && fields.is_empty("description") {
            fields.wrong("description", "a description");
        }
        Self {
            document_number: fields.key("document_number"),
            position: fields.integer("position", 1..=MAX_POSITION),
            description,
            quantity: fields.decimal("quantity", to(MAX_QUANTITY), QUANTITY_DECIMALS),
            unit_price: fields.decimal("unit_price", to(MAX_PRICE), PRICE_DECIMALS),
            discount_percent: fields.decimal(
                "discount_percent",
                Decimal::ZERO..=Decimal::ONE_HUNDRED,
                DISCOUNT_DECIMALS,
            ),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.document_number, self.position)
    }
}

#[cfg(feature = "postgres")]
mod pg;

//! A quote as another system knows it; its lines are records of their own.

use super::{Column, Fields, MAX_KEY, MAX_NAME, MAX_TEXT, Record};
use crate::{
    money::{Currency, Money},
    quote::QuoteStatus,
};
use chrono::NaiveDate;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuoteRecord {
    /// The other system's key; in a file the number is the key.
    pub external_id: String,
    pub number: String,
    pub client_external_id: String,
    /// As it is stored: what has expired is a sent one.
    pub status: QuoteStatus,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub total: Money,
    /// `None` leaves it as it is.
    pub title: Option<String>,
    /// `None` leaves it as it is, empty takes the project away.
    pub project_external_id: Option<String>,
    /// `None` leaves them as they are.
    pub terms: Option<String>,
}

const STATUSES: [&str; 6] = ["draft", "sent", "expired", "approved", "declined", "cancelled"];

impl Record for QuoteRecord {
    const PLURAL: &'static str = "quotes";
    const KEY: &'static [&'static str] = &["number"];
    const COLUMNS: &'static [Column] = &[
        Column::required("number", "the number of the quote, which is its key"),
        Column::required("client_external_id", "the key of an imported client"),
        Column::required(
            "status",
            "draft, sent, expired, approved, declined or cancelled; expired is taken as sent",
        ),
        Column::required("issued_on", "a day such as 2026-11-23"),
        Column::required("valid_until", "a day that is not before issued_on, or empty"),
        Column::required("currency", "an ISO 4217 currency such as EUR"),
        Column::required("total", "an amount such as 1234.50, the sum of the lines"),
        Column::optional("title", "text, or empty"),
        Column::optional(
            "project_external_id",
            "the key of an imported project of the same client, or empty",
        ),
        Column::optional("terms", "text of several lines, or empty"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        let issued_on = fields.day("issued_on");
        let valid_until = fields.optional_day("valid_until");
        fields.in_order(Some(issued_on), "valid_until", valid_until);
        let currency = fields.currency("currency");
        let number = fields.key("number");
        let status = match fields.one_of("status", &STATUSES, QuoteStatus::Draft) {
            QuoteStatus::Expired => QuoteStatus::Sent,
            stored => stored,
        };
        Self {
            external_id: if fields.has("external_id") { fields.key("external_id") } else { number.clone() },
            number,
            client_external_id: fields.key("client_external_id"),
            status,
            issued_on,
            valid_until,
            total: Money::new(fields.amount("total", currency), currency.unwrap_or(Currency::USD)),
            title: fields.optional_line("title", MAX_NAME),
            project_external_id: fields.optional_line("project_external_id", MAX_KEY),
            terms: fields.optional_text("terms", MAX_TEXT),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.external_id, 0)
    }
}

#[cfg(feature = "postgres")]
mod pg;

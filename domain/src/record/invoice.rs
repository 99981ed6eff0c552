//! An invoice as another system knows it, with what has been paid; its lines are records of their own.

use super::{Column, Fields, MAX_KEY, MAX_NAME, MAX_TEXT, Record};
use crate::{
    invoice::InvoiceStatus,
    money::{Currency, Money},
};
use chrono::NaiveDate;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceRecord {
    /// The other system's key; in a file the number is the key.
    pub external_id: String,
    pub number: String,
    pub client_external_id: String,
    /// As it is stored: what is overdue is a sent one.
    pub status: InvoiceStatus,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub total: Money,
    /// What has been paid as far as the other system knows.
    pub amount_paid: Money,
    /// The day of the last payment; there when something has been paid.
    pub paid_on: Option<NaiveDate>,
    /// `None` leaves it as it is.
    pub title: Option<String>,
    /// `None` leaves it as it is, empty takes the project away.
    pub project_external_id: Option<String>,
    /// `None` leaves them as they are.
    pub terms: Option<String>,
}

const STATUSES: [&str; 5] = ["draft", "sent", "overdue", "paid", "cancelled"];

impl Record for InvoiceRecord {
    const PLURAL: &'static str = "invoices";
    const KEY: &'static [&'static str] = &["number"];
    const COLUMNS: &'static [Column] = &[
        Column::required("number", "the number of the invoice, which is its key"),
        Column::required("client_external_id", "the key of an imported client"),
        Column::required("status", "draft, sent, overdue, paid or cancelled; overdue is taken as sent"),
        Column::required("issued_on", "a day such as 2026-11-23"),
        Column::required("due_on", "a day that is not before issued_on, or empty"),
        Column::required("currency", "an ISO 4217 currency such as EUR"),
        Column::required("total", "an amount such as 1234.50, the sum of the lines"),
        Column::required("amount_paid", "an amount up to total, and total when the status is paid"),
        Column::required("paid_on", "the day of the last payment; empty when nothing has been paid"),
        Column::optional("title", "text, or empty"),
        Column::optional(
            "project_external_id",
            "the key of an imported project of the same client, or empty",
        ),
        Column::optional("terms", "text of several lines, or empty"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        let issued_on = fields.day("issued_on");
        let due_on = fields.optional_day("due_on");
        fields.in_order(Some(issued_on), "due_on", due_on);
        let currency = fields.currency("currency");
        let number = fields.key("number");
        let status = match fields.one_of("status", &STATUSES, InvoiceStatus::Draft) {
            InvoiceStatus::Overdue => InvoiceStatus::Sent,
            stored => stored,
        };
        let before = fields.problems.len();
        let total = Money::new(fields.amount("total", currency), currency.unwrap_or(Currency::USD));
        let amount_paid = Money::new(fields.amount("amount_paid", currency), total.currency);
        let paid_on = fields.optional_day("paid_on");
        // What does not fit together can only be said of amounts and days that are good each.
        if currency.is_some() && fields.problems.len() == before {
            check_payment(fields, status, total, amount_paid, paid_on);
        }
        Self {
            external_id: if fields.has("external_id") { fields.key("external_id") } else { number.clone() },
            number,
            client_external_id: fields.key("client_external_id"),
            status,
            issued_on,
            due_on,
            total,
            amount_paid,
            paid_on,
            title: fields.optional_line("title", MAX_NAME),
            project_external_id: fields.optional_line("project_external_id", MAX_KEY),
            terms: fields.optional_text("terms", MAX_TEXT),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.external_id, 0)
    }
}

fn check_payment(
    fields: &mut Fields<'_>,
    status: InvoiceStatus,
    total: Money,
    paid: Money,
    paid_on: Option<NaiveDate>,
) {
    if paid.minor > total.minor {
        fields.wrong("amount_paid", format!("at most the total, {}", total.to_plain()));
    } else if status == InvoiceStatus::Paid && paid != total {
        fields.wrong("amount_paid", format!("the total, {}, as the status is paid", total.to_plain()));
    }
    if (paid.minor > 0) != paid_on.is_some() {
        let expected =
            if paid.minor > 0 { "the day of the payment" } else { "nothing, as nothing has been paid" };
        fields.wrong("paid_on", expected);
    }
}

#[cfg(feature = "postgres")]
mod pg;

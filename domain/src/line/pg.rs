//! Reading lines.

use super::Line;
use crate::{
    error::Result,
    id::{InvoiceId, QuoteId},
    money::{Currency, Money},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgConnection;

/// A line as SQL gives it in JSON, with its numerics as text: a JSON number would lose digits.
#[derive(Debug, Deserialize)]
pub(crate) struct LineRow {
    position: i32,
    description: String,
    quantity: Decimal,
    unit_price_minor: i64,
    discount_percent: Decimal,
    total_minor: i64,
}

impl LineRow {
    pub(crate) fn line(self, currency: Currency) -> Line {
        Line {
            position: self.position,
            description: self.description,
            quantity: self.quantity,
            unit_price: Money::new(self.unit_price_minor, currency),
            discount_percent: self.discount_percent,
            total: Money::new(self.total_minor, currency),
        }
    }
}

/// A quote's lines by position. The caller has checked that the quote is for the one who asks.
pub(crate) async fn of_quote(
    connection: &mut PgConnection,
    id: QuoteId,
    currency: Currency,
) -> Result<Vec<Line>> {
    of_document(connection, Some(id), None, currency).await
}

/// An invoice's lines by position. The caller has checked that the invoice is for the one who asks.
pub(crate) async fn of_invoice(
    connection: &mut PgConnection,
    id: InvoiceId,
    currency: Currency,
) -> Result<Vec<Line>> {
    of_document(connection, None, Some(id), currency).await
}

async fn of_document(
    connection: &mut PgConnection,
    quote: Option<QuoteId>,
    invoice: Option<InvoiceId>,
    currency: Currency,
) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        "select position, description, quantity, unit_price_minor, discount_percent, total_minor from lines
          where quote_id = $1 or invoice_id = $2 order by position",
        quote.map(|id| id.0),
        invoice.map(|id| id.0),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Line {
            position: row.position,
            description: row.description,
            quantity: row.quantity,
            unit_price: Money::new(row.unit_price_minor, currency),
            discount_percent: row.discount_percent,
            total: Money::new(row.total_minor, currency),
        })
        .collect())
}

//! Making the draft invoice.

use crate::{
    error::{Error, Result},
    id::{InvoiceId, LineId, QuoteId},
    line::Line,
};
use chrono::NaiveDate;
use sqlx::PgConnection;

/// Numbers that are tried before it counts as a failure; those that came from elsewhere may be in the way.
const MAX_TRIES: i64 = 10_000;

/// Makes a draft invoice of a quote that is being approved, if the company's settings say so, and gives its number. Pass the transaction
/// of the approval, which holds the quote: it is the only one that gets here for this quote.
pub(in crate::quote) async fn make_invoice(
    connection: &mut PgConnection,
    quote: QuoteId,
    lines: &[Line],
    today: NaiveDate,
) -> Result<Option<String>> {
    // Whoever makes another invoice waits here, and then sees this one's number as taken.
    let is_wanted = sqlx::query_scalar!("select true from company where quote_becomes_invoice for update")
        .fetch_optional(&mut *connection)
        .await?;
    if is_wanted.is_none() {
        return Ok(None);
    }
    let number = sqlx::query_scalar!(
        r#"
        with free as (
            select n from company c cross join generate_series(c.next_invoice_number, c.next_invoice_number + $1) n
             where not exists (select from invoices i where i.number = c.invoice_number_prefix || n)
             order by n limit 1
        )
        update company set next_invoice_number = free.n + 1 from free
        returning invoice_number_prefix || free.n as "number!"
        "#,
        MAX_TRIES,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(|| Error::internal("no invoice number is free"))?;
    sqlx::query!(
        "with made as (
            insert into invoices (id, client_id, project_id, quote_id, number, title, status, issued_on, currency, total_minor, terms)
            select $1, client_id, project_id, id, $3, title, 'draft', $4, currency, total_minor, terms from quotes where id = $2
         )
         insert into lines (id, invoice_id, position, description, quantity, unit_price_minor, discount_percent, total_minor)
         select new.id, $1, l.position, l.description, l.quantity, l.unit_price_minor, l.discount_percent, l.total_minor
           from unnest($5::uuid[], $6::integer[]) as new (id, position) join lines l on l.quote_id = $2 and l.position = new.position",
        InvoiceId::generate().0,
        quote.0,
        number,
        today,
        &lines.iter().map(|_| LineId::generate().0).collect::<Vec<_>>(),
        &lines.iter().map(|line| line.position).collect::<Vec<_>>(),
    )
    .execute(connection)
    .await?;
    Ok(Some(number))
}

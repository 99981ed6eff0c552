//! Reading a statement: one statement of SQL for the sums, one for the entries.

use super::{Account, Ages, Entry, EntryKind, MAX_ENTRIES, Period, Statement};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::InvoiceId,
    money::{self, Money},
};

/// The client's statement over a period.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn view(db: &Db, scope: &ClientScope, period: Period) -> Result<Statement> {
    scope.require(Section::Invoices)?;
    let mut connection = db.0.acquire().await?;
    let sums = sqlx::query!(
        r#"
        with moved as (
            select i.id, i.currency, i.issued_on as day, i.due_on, i.total_minor as invoiced, 0::bigint as paid
              from invoices i where i.client_id = $1 and i.status in ('sent', 'paid') and i.issued_on <= $3
            union all
            select i.id, i.currency, p.paid_on, i.due_on, 0, p.amount_minor
              from payments p join invoices i on i.id = p.invoice_id
             where i.client_id = $1 and i.status <> 'draft' and p.paid_on <= $3
            union all
            select i.id, i.currency, r.refunded_on, i.due_on, 0, -r.amount_minor
              from payment_refunds r join payments p on p.id = r.payment_id join invoices i on i.id = p.invoice_id
             where i.client_id = $1 and i.status <> 'draft' and r.refunded_on <= $3
        ), open as (
            select id, currency, $3 - coalesce(due_on, $3) as late, sum(invoiced - paid) as minor from moved group by id, currency, due_on
        ), ages as (
            select currency,
                   coalesce(sum(minor) filter (where minor > 0 and late <= 0), 0)::bigint as current_minor,
                   coalesce(sum(minor) filter (where minor > 0 and late between 1 and 30), 0)::bigint as to_30,
                   coalesce(sum(minor) filter (where minor > 0 and late between 31 and 60), 0)::bigint as to_60,
                   coalesce(sum(minor) filter (where minor > 0 and late between 61 and 90), 0)::bigint as to_90,
                   coalesce(sum(minor) filter (where minor > 0 and late > 90), 0)::bigint as over_90,
                   coalesce(sum(minor) filter (where minor < 0), 0)::bigint as credit
              from open group by currency
        ), sums as (
            select currency,
                   coalesce(sum(invoiced - paid) filter (where day < $2), 0)::bigint as opening,
                   coalesce(sum(invoiced) filter (where day >= $2), 0)::bigint as invoiced,
                   coalesce(sum(paid) filter (where day >= $2), 0)::bigint as paid
              from moved group by currency
        )
        select s.currency as "currency!", s.opening as "opening!", s.invoiced as "invoiced!", s.paid as "paid!",
               a.current_minor as "current!", a.to_30 as "to_30!", a.to_60 as "to_60!", a.to_90 as "to_90!",
               a.over_90 as "over_90!", a.credit as "credit!"
          from sums s join ages a on a.currency = s.currency
         order by s.currency
        "#,
        scope.client_id().0,
        period.from,
        period.to,
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = sqlx::query!(
        r#"
        select e.currency as "currency!", e.day as "day!", e.kind as "kind!", e.invoice_id as "invoice_id!", e.number as "number!",
               e.reference as "reference!", e.minor as "minor!",
               (sum(e.minor) over (partition by e.currency order by e.day, e.place, e.id))::bigint as "running!"
          from (
            select i.currency, i.issued_on as day, 'invoice' as kind, 0 as place, i.id as invoice_id, i.number, '' as reference,
                   i.total_minor as minor, i.id as id
              from invoices i where i.client_id = $1 and i.status in ('sent', 'paid') and i.issued_on between $2 and $3
            union all
            select i.currency, p.paid_on, 'payment', 1, i.id, i.number, p.reference, -p.amount_minor, p.id
              from payments p join invoices i on i.id = p.invoice_id
             where i.client_id = $1 and i.status <> 'draft' and p.paid_on between $2 and $3
            union all
            select i.currency, r.refunded_on, 'refund', 2, i.id, i.number, p.reference, r.amount_minor, r.id
              from payment_refunds r join payments p on p.id = r.payment_id join invoices i on i.id = p.invoice_id
             where i.client_id = $1 and i.status <> 'draft' and r.refunded_on between $2 and $3
          ) e
         order by e.currency, e.day, e.place, e.id
         limit $4
        "#,
        scope.client_id().0,
        period.from,
        period.to,
        MAX_ENTRIES + 1,
    )
    .fetch_all(&mut *connection)
    .await?;
    let is_cut = i64::try_from(rows.len()).is_ok_and(|count| count > MAX_ENTRIES);
    let mut rows = rows.into_iter().take(usize::try_from(MAX_ENTRIES).unwrap_or(usize::MAX)).peekable();
    let mut accounts = Vec::with_capacity(sums.len());
    for sum in sums {
        let currency = money::currency(&sum.currency).map_err(Error::internal)?;
        let money = |minor| Money::new(minor, currency);
        let mut entries = Vec::new();
        while let Some(row) = rows.next_if(|row| row.currency == sum.currency) {
            let kind = match row.kind.as_str() {
                "invoice" => EntryKind::Invoice,
                "payment" => EntryKind::Payment,
                _ => EntryKind::Refund,
            };
            entries.push(Entry {
                day: row.day,
                kind,
                invoice: InvoiceId(row.invoice_id),
                number: row.number,
                reference: row.reference,
                amount: money(row.minor),
                balance: money(sum.opening.saturating_add(row.running)),
            });
        }
        accounts.push(Account {
            currency,
            opening: money(sum.opening),
            invoiced: money(sum.invoiced),
            paid: money(sum.paid),
            closing: money(sum.opening.saturating_add(sum.invoiced).saturating_sub(sum.paid)),
            ages: Ages {
                current: money(sum.current),
                to_30: money(sum.to_30),
                to_60: money(sum.to_60),
                to_90: money(sum.to_90),
                over_90: money(sum.over_90),
                credit: money(sum.credit),
            },
            entries,
        });
    }
    Ok(Statement { period, accounts, is_cut })
}

//! Invoices by the other system's key, and what has been paid on them outside the portal.

use super::InvoiceRecord;
use crate::{
    error::{Error, OnConstraint, Result},
    id::InvoiceId,
    record::{
        Counts, Problem,
        news::NewsOf,
        pg::{
            client_problem, column, counts, position,
            store::{Permitted, Store},
        },
    },
};
use chrono::NaiveDate;
use sqlx::PgConnection;
use std::collections::HashSet;
use uuid::Uuid;

impl Store for InvoiceRecord {
    const NEWS: Option<NewsOf> = Some(NewsOf::Invoices);

    async fn check(
        Permitted(db): Permitted<'_>,
        records: &[&Self],
        _: &HashSet<String>,
    ) -> Result<Vec<(usize, Problem)>> {
        let rows = sqlx::query!(
            r#"
            select * from (
                select i.position as "position!", c.id is not null as "has_client!", before.external_id as "before?",
                       e.client_id is distinct from c.id and e.id is not null as "has_moved!",
                       other.id is not null as "has_number_of_another!",
                       coalesce(i.project <> '' and p.id is null, false) as "lacks_project!",
                       here.currency <> i.currency
                       and (exists (select from payments y where y.invoice_id = here.id and y.method <> 'received')
                            or exists (select from payment_attempt_invoices y join payment_attempts a on a.id = y.attempt_id
                                        where y.invoice_id = here.id and a.state = 'pending')) as "is_paid_in_another?",
                       here.currency as "currency?"
                  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                       with ordinality as i (external_id, number, client_external_id, project, currency, position)
                  left join clients c on c.external_id = i.client_external_id
                  left join invoices e on e.external_id = i.external_id
                  left join invoices here on here.id = e.id
                                             or (e.id is null and here.number = i.number and here.client_id = c.id
                                                 and here.external_id is null)
                  left join clients before on before.id = e.client_id
                  left join invoices other on other.number = i.number and other.id is distinct from e.id
                                              and (e.id is not null or other.external_id is not null or other.client_id is distinct from c.id)
                  left join projects p on p.external_id = i.project and p.client_id = c.id
            ) found
            where not "has_client!" or "has_moved!" or "has_number_of_another!" or "lacks_project!" or "is_paid_in_another?"
            "#,
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.number.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
            &column(records, |r| r.project_external_id.as_deref()) as &[Option<&str>],
            &column(records, |r| r.total.currency.code()) as &[&str],
        )
        .fetch_all(db)
        .await?;
        let mut problems = Vec::new();
        for row in rows {
            let at = position(row.position)?;
            let record = records[at];
            if !row.has_client || row.has_moved {
                problems.push((
                    at,
                    client_problem(&record.client_external_id, row.has_client, row.before.as_deref()),
                ));
            } else if row.lacks_project {
                problems.push((at, Problem::no_project(record.project_external_id.as_deref())));
            }
            if row.has_number_of_another {
                problems
                    .push((at, Problem::new("number", "a number that no other invoice has", &record.number)));
            }
            if row.is_paid_in_another == Some(true) {
                let expected =
                    format!("{}, in which it was paid here", row.currency.as_deref().unwrap_or_default());
                problems.push((at, Problem::new("currency", expected, record.total.currency.code())));
            }
        }
        Ok(problems)
    }

    /// An invoice that an approval has made here becomes the other system's when it sends one of the same number and client.
    async fn prepare(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<()> {
        sqlx::query!(
            "update invoices v set external_id = i.external_id
               from unnest($1::text[], $2::text[], $3::text[]) as i (external_id, number, client_external_id)
               join clients c on c.external_id = i.client_external_id
              where v.number = i.number and v.client_id = c.id and v.external_id is null
                and not exists (select from invoices e where e.external_id = i.external_id)",
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.number.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn write(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<Counts> {
        let written = write_invoices(db, records).await?;
        let paid = write_payments(db, records).await?;
        let created = written.iter().filter(|(_, is_new)| *is_new).count();
        let touched: HashSet<&str> =
            written.iter().map(|(key, _)| key.as_str()).chain(paid.iter().map(String::as_str)).collect();
        let count = |n: usize| i64::try_from(n).map_err(Error::internal);
        Ok(counts(records.len(), count(created)?, count(touched.len() - created)?))
    }
}

/// The keys of the invoices that were written, and which of them are new.
///
/// An invoice that was paid in the portal stays paid while the other system has not heard of it and still says `sent`; one of which
/// money was given back here stays open while the other system still says `paid`.
async fn write_invoices(db: &mut PgConnection, records: &[&InvoiceRecord]) -> Result<Vec<(String, bool)>> {
    let rows = sqlx::query!(
        r#"
        with input as (
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::text[],
                                 $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::date[])
                as i (id, external_id, number, client_external_id, status, issued_on, due_on, currency, total_minor,
                      paid_minor, title, project, terms, paid_on)
        ), wanted as (
            select i.id, c.id as client_id, case when i.project is null then e.project_id else p.id end as project_id,
                   i.external_id, i.number, coalesce(i.title, e.title, '') as title,
                   case when i.status = 'sent' and here.minor > 0 and paid.minor >= i.total_minor then 'paid'
                        when i.status = 'paid' and here.minor < here.gross and paid.minor < i.total_minor then 'sent'
                        else i.status end as status,
                   i.issued_on, i.due_on, i.currency, i.total_minor, coalesce(i.terms, e.terms, '') as terms
              from input i
              join clients c on c.external_id = i.client_external_id
              left join invoices e on e.external_id = i.external_id
              left join projects p on p.external_id = i.project and p.client_id = c.id
              cross join lateral (select coalesce(sum(amount_minor - refunded_minor), 0) as minor,
                                         coalesce(sum(amount_minor - case when refunded_on < i.paid_on then refunded_minor else 0 end), 0) as gross
                                    from payments where invoice_id = e.id and method <> 'received') here
              cross join lateral (select coalesce(sum(amount_minor), 0) as minor from payments
                                   where invoice_id = e.id and method = 'received') outside
              cross join lateral (select here.minor + greatest(outside.minor, i.paid_minor - here.gross) as minor) paid
        ), differing as (
            select w.*
              from wanted w left join invoices e on e.external_id = w.external_id
             where e.id is null
                or (e.project_id, e.number, e.title, e.status, e.issued_on, e.due_on, e.currency, e.total_minor, e.terms)
                   is distinct from
                   (w.project_id, w.number, w.title, w.status, w.issued_on, w.due_on, w.currency, w.total_minor, w.terms)
        )
        insert into invoices (id, client_id, project_id, external_id, number, title, status, issued_on, due_on, currency,
                              total_minor, terms)
        select * from differing
        on conflict (external_id) do update
           set project_id = excluded.project_id, number = excluded.number, title = excluded.title, status = excluded.status,
               issued_on = excluded.issued_on, due_on = excluded.due_on, currency = excluded.currency,
               total_minor = excluded.total_minor, terms = excluded.terms
        returning external_id as "external_id!", xmax = 0 as "is_new!"
        "#,
        &column(records, |_| InvoiceId::generate().0),
        &column(records, |r| r.external_id.as_str()) as &[&str],
        &column(records, |r| r.number.as_str()) as &[&str],
        &column(records, |r| r.client_external_id.as_str()) as &[&str],
        &column(records, |r| r.status.as_str()) as &[&str],
        &column(records, |r| r.issued_on),
        &column(records, |r| r.due_on) as &[Option<NaiveDate>],
        &column(records, |r| r.total.currency.code()) as &[&str],
        &column(records, |r| r.total.minor),
        &column(records, |r| r.amount_paid.minor),
        &column(records, |r| r.title.as_deref()) as &[Option<&str>],
        &column(records, |r| r.project_external_id.as_deref()) as &[Option<&str>],
        &column(records, |r| r.terms.as_deref()) as &[Option<&str>],
        &column(records, |r| r.paid_on) as &[Option<NaiveDate>],
    )
    .fetch_all(db)
    .await
    .on_constraint("invoices_number_key", Error::field("number", "Expected a number that no other invoice has."))?;
    Ok(rows.into_iter().map(|row| (row.external_id, row.is_new)).collect())
}

/// Keeps one payment of the method `received` for each invoice: what the other system says has been paid. The keys of the
/// invoices whose payment changed.
///
/// Where people have paid in the portal too, the other system's figure may or may not contain that already. So it is
/// taken as the sum of both, and only ever raises what is recorded: no payment is counted twice and none is lost. What was given
/// back here does not lower it, since the other system may not have heard of that; a payment that is younger than the refund is
/// another one.
async fn write_payments(db: &mut PgConnection, records: &[&InvoiceRecord]) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar!(
        r#"
        with input as (
            select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::date[]) as i (id, external_id, paid_minor, paid_on)
        ), wanted as (
            select i.id, i.external_id, v.id as invoice_id, v.number, outside.id as payment_id,
                   case when here.gross = 0 then i.paid_minor
                        else greatest(coalesce(outside.amount_minor, 0), i.paid_minor - here.gross) end as amount_minor,
                   coalesce(i.paid_on, outside.paid_on) as paid_on
              from input i
              join invoices v on v.external_id = i.external_id
              left join payments outside on outside.invoice_id = v.id and outside.method = 'received'
              cross join lateral (select coalesce(sum(p.amount_minor - case when p.refunded_on < i.paid_on then p.refunded_minor else 0 end), 0)::bigint as gross
                                    from payments p
                                   where p.invoice_id = v.id and p.method <> 'received') here
        ), removed as (
            delete from payments p using wanted w where p.id = w.payment_id and w.amount_minor = 0 returning w.external_id
        ), changed as (
            update payments p set amount_minor = w.amount_minor, paid_on = w.paid_on, reference = w.number
              from wanted w
             where p.id = w.payment_id and w.amount_minor > 0
               and (p.amount_minor, p.paid_on, p.reference) is distinct from (w.amount_minor, w.paid_on, w.number)
            returning w.external_id
        ), created as (
            insert into payments (id, invoice_id, amount_minor, paid_on, method, reference)
            select w.id, w.invoice_id, w.amount_minor, w.paid_on, 'received', w.number
              from wanted w where w.payment_id is null and w.amount_minor > 0
            returning invoice_id
        )
        select external_id as "external_id!" from removed
        union all select external_id from changed
        union all select w.external_id from created join wanted w using (invoice_id)
        "#,
        &column(records, |_| Uuid::now_v7()),
        &column(records, |r| r.external_id.as_str()) as &[&str],
        &column(records, |r| r.amount_paid.minor),
        &column(records, |r| r.paid_on) as &[Option<NaiveDate>],
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

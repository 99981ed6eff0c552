//! Quotes by the other system's key.
//!
//! What a client decided here stands: a quote that the other system still sends unchanged as `sent` stays approved or
//! declined, and an approved one takes no other change. What staff revised here stands as long as the other system says what it
//! said before.
//!
//! What changes in a quote that the client can see makes it a new revision: nobody approves what they have not seen. The revision
//! before it is kept.

use super::QuoteRecord;
use crate::{
    error::{Error, OnConstraint, Result},
    id::QuoteId,
    quote::{freeze, keep_replaced},
    record::{
        Counts, Problem,
        news::NewsOf,
        pg::{
            client_problem, column, counts, position,
            store::{Permitted, Store},
        },
        said::{Locked, digest},
    },
};
use chrono::NaiveDate;
use sqlx::PgConnection;
use std::collections::HashSet;
use uuid::Uuid;

impl Store for QuoteRecord {
    const NEWS: Option<NewsOf> = Some(NewsOf::Quotes);

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
                       coalesce(e.status = 'approved' and e.said is distinct from i.said and (
                           i.status not in ('sent', 'approved')
                           or (e.number, e.issued_on, e.valid_until, e.currency, e.total_minor, e.title, e.terms, e.project_id)
                              is distinct from
                              (i.number, i.issued_on, i.valid_until, i.currency, i.total_minor, coalesce(i.title, e.title),
                               coalesce(i.terms, e.terms), case when i.project is null then e.project_id else p.id end)
                       ), false) as "is_approved!"
                  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[], $8::bigint[],
                              $9::text[], $10::text[], $11::text[], $12::uuid[])
                       with ordinality
                       as i (external_id, number, client_external_id, status, issued_on, valid_until, currency, total_minor,
                             title, project, terms, said, position)
                  left join clients c on c.external_id = i.client_external_id
                  left join quotes e on e.external_id = i.external_id
                  left join clients before on before.id = e.client_id
                  left join quotes other on other.number = i.number and other.id is distinct from e.id
                  left join projects p on p.external_id = i.project and p.client_id = c.id
            ) found
            where not "has_client!" or "has_moved!" or "has_number_of_another!" or "lacks_project!" or "is_approved!"
            "#,
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.number.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
            &column(records, |r| r.status.as_str()) as &[&str],
            &column(records, |r| r.issued_on),
            &column(records, |r| r.valid_until) as &[Option<NaiveDate>],
            &column(records, |r| r.total.currency.code()) as &[&str],
            &column(records, |r| r.total.minor),
            &column(records, |r| r.title.as_deref()) as &[Option<&str>],
            &column(records, |r| r.project_external_id.as_deref()) as &[Option<&str>],
            &column(records, |r| r.terms.as_deref()) as &[Option<&str>],
            &said(records)?,
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
                    .push((at, Problem::new("number", "a number that no other quote has", &record.number)));
            }
            if row.is_approved {
                let expected = "the quote as it was approved, since an approved quote cannot be changed";
                problems.push((
                    at,
                    Problem { found: "other values".into(), ..Problem::new("number", expected, "") },
                ));
            }
        }
        Ok(problems)
    }

    async fn write(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<Counts> {
        let said = said(records)?;
        let Locked { all, offered } = lock(db, records, &said).await?;
        let before = freeze(db, &offered).await?;
        let row = sqlx::query!(
            r#"
            with input as (
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::text[],
                                     $9::bigint[], $10::text[], $11::text[], $12::text[], $13::uuid[])
                    as i (id, external_id, number, client_external_id, status, issued_on, valid_until, currency, total_minor,
                          title, project, terms, said)
            ), wanted as (
                select i.id, c.id as client_id, case when i.project is null then e.project_id else p.id end as project_id,
                       i.external_id, i.number, coalesce(i.title, e.title, '') as title, i.status, i.issued_on, i.valid_until,
                       i.currency, i.total_minor, coalesce(i.terms, e.terms, '') as terms, i.said
                  from input i
                  join clients c on c.external_id = i.client_external_id
                  left join quotes e on e.external_id = i.external_id
                  left join projects p on p.external_id = i.project and p.client_id = c.id
            ), differing as (
                select w.*
                  from wanted w left join quotes e on e.external_id = w.external_id
                 where e.id is null
                    or (e.id = any ($14::uuid[]) and (
                            (e.project_id, e.number, e.title, e.issued_on, e.valid_until, e.currency, e.total_minor, e.terms)
                            is distinct from
                            (w.project_id, w.number, w.title, w.issued_on, w.valid_until, w.currency, w.total_minor, w.terms)
                            or (e.status <> w.status and not (w.status = 'sent' and e.status in ('approved', 'declined')))))
            ), noted as (
                update quotes q set said = w.said, said_total_minor = w.total_minor
                  from wanted w
                 where q.external_id = w.external_id and q.id = any ($14::uuid[]) and q.status <> 'approved'
                   and not exists (select from differing d where d.external_id = w.external_id)
            ), written as (
                insert into quotes (id, client_id, project_id, external_id, number, title, status, issued_on, valid_until, currency,
                                    total_minor, terms, said, said_total_minor)
                select d.*, d.total_minor from differing d
                on conflict (external_id) do update
                   set project_id = excluded.project_id, number = excluded.number, title = excluded.title,
                       status = excluded.status, issued_on = excluded.issued_on, valid_until = excluded.valid_until,
                       currency = excluded.currency, total_minor = excluded.total_minor, terms = excluded.terms,
                       said = excluded.said, said_total_minor = excluded.said_total_minor, lines_said = null,
                       revision = quotes.revision + case
                           when quotes.status = 'draft' then 0
                           when excluded.status = 'draft' then 1
                           when (quotes.number, quotes.title, quotes.issued_on, quotes.valid_until, quotes.currency, quotes.total_minor,
                                 quotes.terms)
                                is distinct from
                                (excluded.number, excluded.title, excluded.issued_on, excluded.valid_until, excluded.currency,
                                 excluded.total_minor, excluded.terms) then 1
                           when quotes.status = 'declined' and excluded.status = 'sent' then 1
                           else 0 end
                returning xmax = 0 as is_new
            )
            select count(*) filter (where is_new) as "created!", count(*) filter (where not is_new) as "changed!" from written
            "#,
            &column(records, |_| QuoteId::generate().0),
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.number.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
            &column(records, |r| r.status.as_str()) as &[&str],
            &column(records, |r| r.issued_on),
            &column(records, |r| r.valid_until) as &[Option<NaiveDate>],
            &column(records, |r| r.total.currency.code()) as &[&str],
            &column(records, |r| r.total.minor),
            &column(records, |r| r.title.as_deref()) as &[Option<&str>],
            &column(records, |r| r.project_external_id.as_deref()) as &[Option<&str>],
            &column(records, |r| r.terms.as_deref()) as &[Option<&str>],
            &said,
            &all,
        )
        .fetch_one(&mut *db)
        .await
        .on_constraint("quotes_number_key", Error::field("number", "Expected a number that no other quote has."))?;
        keep_replaced(db, &before, None).await?;
        Ok(counts(records.len(), row.created, row.changed))
    }
}

/// Locks the quotes of which something new is said, and no others are changed. Those who write lines lock in the same order, so that
/// two who write at once wait for each other; of very large batches, which are written in parts, one may be refused as unavailable.
async fn lock(db: &mut PgConnection, records: &[&QuoteRecord], said: &[Uuid]) -> Result<Locked> {
    let rows = sqlx::query!(
        r#"
        select q.id, q.status not in ('draft', 'approved') as "is_offered!"
          from quotes q join unnest($1::text[], $2::uuid[]) as i (external_id, said) on q.external_id = i.external_id
         where q.said is distinct from i.said order by q.id for update of q
        "#,
        &column(records, |r| r.external_id.as_str()) as &[&str],
        said,
    )
    .fetch_all(db)
    .await?;
    Ok(Locked::from_rows(rows.into_iter().map(|row| (row.id, row.is_offered))))
}

/// What each record says, in short.
fn said(records: &[&QuoteRecord]) -> Result<Vec<Uuid>> {
    let one = |r: &&QuoteRecord| {
        digest(&(
            (&r.number, &r.client_external_id, r.status.as_str(), r.issued_on, r.valid_until),
            (r.total, &r.title, &r.project_external_id, &r.terms),
        ))
    };
    records.iter().map(one).collect()
}

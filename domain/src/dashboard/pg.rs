//! The ClientPortal page's one statement: five apart would be five round trips.

use super::{Dashboard, SECTION_SIZE};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    invoice,
    money::{self, Money},
    project, quote,
};
use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::types::Json;

#[derive(Debug, Deserialize)]
struct OwedRow {
    currency: String,
    minor: i64,
}

/// What the ClientPortal page shows on the day `today`; of parts that the person does not see there is nothing.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn load(db: &Db, scope: &ClientScope, today: NaiveDate) -> Result<Dashboard> {
    let row = sqlx::query!(
        r#"
        with open_invoices as materialized (
            select i.currency, i.total_minor - i.paid_minor as balance, i.due_on < $2 as is_overdue
              from invoices i where i.client_id = $1 and i.status = 'sent' and i.total_minor > i.paid_minor and $4
        ), pending as materialized (
            select q.id, q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor
              from quotes q where q.client_id = $1 and q.status = 'sent' and $5 and (q.valid_until is null or q.valid_until >= $2)
        ), unfinished as materialized (
            select p.id, p.name, p.status, p.starts_on, p.ends_on, p.progress_percent
              from projects p where p.client_id = $1 and p.status in ('planned', 'active', 'on_hold') and $6
        )
        select
            (select count(*) from unfinished where status = 'active') as "active_projects!",
            (select count(*) from open_invoices) as "pending_invoices!",
            (select count(*) from open_invoices where is_overdue) as "overdue_invoices!",
            (select count(*) from documents d where d.client_id = $1 and d.is_shared_with_client and $7
                and d.section = any($8)) as "documents!",
            case when not exists (select from open_invoices) then (select c.currency from clients c where c.id = $1) end as currency,
            (select count(*) from pending) as "pending_quotes_total!",
            coalesce((select jsonb_agg(o) from (
                select currency, sum(balance)::bigint as minor from open_invoices group by currency order by 2 desc, 1) o
            ), '[]') as "outstanding!: Json<Vec<OwedRow>>",
            coalesce((select jsonb_agg(q) from (
                select * from pending order by valid_until nulls last, id limit $3) q
            ), '[]') as "quotes!: Json<Vec<quote::Row>>",
            coalesce((select jsonb_agg(p) from (
                select * from unfinished order by starts_on nulls last, id limit $3) p
            ), '[]') as "projects!: Json<Vec<project::Row>>",
            coalesce((select jsonb_agg(i) from (
                select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor
                  from invoices i where i.client_id = $1 and i.status <> 'draft' and $4
                 order by i.issued_on desc, i.id desc limit $3) i
            ), '[]') as "invoices!: Json<Vec<invoice::Row>>"
        "#,
        scope.client_id().0,
        today,
        SECTION_SIZE,
        scope.may(Section::Invoices),
        scope.may(Section::Quotes),
        scope.may(Section::Projects),
        scope.may(Section::Documents),
        &scope.sections(),
    )
    .fetch_one(&db.0)
    .await?;

    let owed = |minor, currency: &str| {
        money::currency(currency).map(|c| Money::new(minor, c)).map_err(Error::internal)
    };
    let mut outstanding =
        row.outstanding.0.iter().map(|o| owed(o.minor, &o.currency)).collect::<Result<Vec<_>>>()?;
    if let Some(currency) = &row.currency {
        outstanding.push(owed(0, currency)?);
    }
    Ok(Dashboard {
        active_projects: row.active_projects,
        pending_invoices: row.pending_invoices,
        overdue_invoices: row.overdue_invoices,
        documents: row.documents,
        outstanding,
        pending_quotes: row.quotes.0.into_iter().map(|quote| quote.summary(today)).collect::<Result<_>>()?,
        pending_quotes_total: row.pending_quotes_total,
        upcoming_projects: row.projects.0.into_iter().map(project::Row::summary).collect::<Result<_>>()?,
        recent_invoices: row
            .invoices
            .0
            .into_iter()
            .map(|invoice| invoice.summary(today))
            .collect::<Result<_>>()?,
    })
}

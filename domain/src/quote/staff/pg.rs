//! Reading quotes for staff.

use super::{Evidence, StaffQuote};
use crate::{
    actor::{Policy, Staff},
    db::Db,
    error::{Error, Result},
    id::{ClientId, InvoiceId, ProjectId, QuoteId},
    line,
    money::{self, Money},
    page::Page,
    quote::{
        Approval, Decline, KeptQuote, OlderRevision, QuoteFilter, QuoteStatus, QuoteSummary, pg::of_client,
        revision,
    },
};
use chrono::NaiveDate;
use sqlx::types::Json;

/// A client's quotes, drafts included, in the order of [`QuoteFilter::sort`].
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Unavailable`] when the database is away.
pub async fn list(
    db: &Db,
    staff: &Staff,
    client: ClientId,
    today: NaiveDate,
    filter: &QuoteFilter,
) -> Result<Page<QuoteSummary>> {
    staff.require(Policy::ViewRecords)?;
    of_client(db, client, true, today, filter).await
}

/// One quote with everything that is known of it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(db: &Db, staff: &Staff, id: QuoteId, today: NaiveDate) -> Result<StaffQuote> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"
        select q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor, q.terms, q.revision,
               c.id as client_id, c.name as client_name, p.id as "project_id?", p.name as "project_name?",
               coalesce((select jsonb_agg(jsonb_build_object('revision', r.revision, 'replaced_at', r.replaced_at) order by r.revision desc)
                           from quote_revisions r where r.quote_id = q.id), '[]') as "older!: Json<Vec<OlderRevision>>",
               a.typed_name as "typed_name?", a.approved_at as "approved_at?", encode(a.frozen_sha256, 'hex') as frozen_sha256,
               d.person_name as "declined_by?", d.reason as "reason?", d.declined_at as "declined_at?",
               u.name || ' · ' || u.email as account, host(coalesce(a.ip_address, d.ip_address)) as ip_address,
               coalesce(a.device_type, d.device_type, '') as "device_type!", coalesce(a.browser, d.browser, '') as "browser!",
               coalesce(a.platform, d.platform, '') as "platform!",
               i.id as "invoice_id?", i.number as "invoice_number?", i.status as "invoice_status?"
          from quotes q
          join clients c on c.id = q.client_id
          left join projects p on p.id = q.project_id and p.client_id = q.client_id
          left join quote_approvals a on a.quote_id = q.id and q.status = 'approved'
          left join quote_declines d on d.quote_id = q.id and d.revision = q.revision and q.status = 'declined'
          left join users u on u.id = coalesce(a.user_id, d.user_id)
          left join invoices i on i.quote_id = q.id
         where q.id = $1
        "#,
        id.0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let lines = line::of_quote(&mut *db.0.acquire().await?, id, currency).await?;
    let draft = revision::draft(db, staff, id).await?;
    let stored: QuoteStatus = row.status.parse().map_err(Error::internal)?;
    let evidence = Evidence {
        account: row.account.unwrap_or_default(),
        ip_address: row.ip_address,
        device_type: row.device_type,
        browser: row.browser,
        platform: row.platform,
    };
    let approval = match (row.typed_name, row.approved_at, row.frozen_sha256) {
        (Some(typed_name), Some(approved_at), Some(frozen_sha256)) => {
            Some((Approval { typed_name, approved_at, frozen_sha256 }, evidence.clone()))
        }
        _ => None,
    };
    let decline = match (row.declined_by, row.reason, row.declined_at) {
        (Some(person_name), Some(reason), Some(declined_at)) => {
            Some((Decline { person_name, reason, declined_at }, evidence))
        }
        _ => None,
    };
    let invoice = match (row.invoice_id, row.invoice_number, row.invoice_status) {
        (Some(id), Some(number), Some(status)) => {
            Some((InvoiceId(id), number, status.parse().map_err(Error::internal)?))
        }
        _ => None,
    };
    Ok(StaffQuote {
        client: (ClientId(row.client_id), row.client_name),
        summary: QuoteSummary {
            id,
            number: row.number,
            title: row.title,
            status: stored.on(row.valid_until, today),
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            total: Money::new(row.total_minor, currency),
        },
        project: row.project_id.map(ProjectId).zip(row.project_name),
        lines,
        terms: row.terms,
        revision: row.revision,
        older: row.older.0,
        approval,
        decline,
        invoice,
        draft,
    })
}

/// A revision that was replaced, as it was, and the client whose it is.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn older(
    db: &Db,
    staff: &Staff,
    id: QuoteId,
    revision: i32,
) -> Result<((ClientId, String), KeptQuote)> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        "select r.frozen_quote, c.id as client_id, c.name as client_name
           from quote_revisions r join quotes q on q.id = r.quote_id join clients c on c.id = q.client_id
          where r.quote_id = $1 and r.revision = $2",
        id.0,
        revision,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(((ClientId(row.client_id), row.client_name), KeptQuote::read(&row.frozen_quote)?))
}

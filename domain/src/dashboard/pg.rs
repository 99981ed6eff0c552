//! The ClientPortal page's one statement: each part apart would be a round trip.

use super::{
    Dashboard, SECTION_SIZE,
    waiting::{
        Counts, FileToSend, InvoiceToPay, MOST_WAITING, QuoteToDecide, REPLY_CHARS, ReplyToRead, ToDo,
        Waiting,
    },
};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{DocumentRequestId, ProjectId},
    invoice,
    message::{Excerpt, Topic},
    money::{self, Money},
    project, quote,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::types::Json;

#[derive(Debug, Deserialize)]
struct OwedRow {
    currency: String,
    minor: i64,
}

#[derive(Debug, Deserialize)]
struct QuoteRow {
    #[serde(flatten)]
    quote: quote::Row,
    revision: i32,
    has_terms: bool,
}

#[derive(Debug, Deserialize)]
struct InvoiceRow {
    #[serde(flatten)]
    invoice: invoice::Row,
    on_its_way: i64,
}

#[derive(Debug, Deserialize)]
struct FileRow {
    id: DocumentRequestId,
    title: String,
    note: String,
    due_on: Option<NaiveDate>,
    state: String,
    reason: String,
    max_megabytes: i32,
}

#[derive(Debug, Deserialize)]
struct ReplyRow {
    project_id: Option<ProjectId>,
    project_name: Option<String>,
    text: String,
    author: String,
    sent_at: DateTime<Utc>,
    draft: Option<String>,
}

impl QuoteRow {
    fn decision(self, today: NaiveDate) -> Result<QuoteToDecide> {
        let Self { quote, revision, has_terms } = self;
        Ok(QuoteToDecide { quote: quote.summary(today)?, revision, has_terms })
    }
}

impl InvoiceRow {
    fn payable(self, today: NaiveDate) -> Result<InvoiceToPay> {
        let invoice = self.invoice.summary(today)?;
        let open =
            Money::new(invoice.balance.minor.saturating_sub(self.on_its_way), invoice.balance.currency);
        Ok(InvoiceToPay { invoice, open })
    }
}

impl From<FileRow> for FileToSend {
    fn from(row: FileRow) -> Self {
        let FileRow { id, title, note, due_on, state, reason, max_megabytes } = row;
        Self { id, title, note, due_on, sent_back: (state == "sent_back").then_some(reason), max_megabytes }
    }
}

impl From<ReplyRow> for ReplyToRead {
    fn from(row: ReplyRow) -> Self {
        Self {
            topic: row.project_id.map_or(Topic::General, Topic::Project),
            project: row.project_name,
            last: Excerpt { author: row.author, is_from_staff: true, text: row.text, sent_at: row.sent_at },
            draft: row.draft.unwrap_or_default(),
        }
    }
}

/// What the ClientPortal page shows on the day `today`; of parts that the person does not see there is nothing.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn load(db: &Db, scope: &ClientScope, today: NaiveDate) -> Result<Dashboard> {
    let size = |most: usize| i64::try_from(most).map_err(Error::internal);
    let row = sqlx::query!(
        r#"
        with on_its_way as materialized (
            select x.invoice_id, sum(x.amount_minor)::bigint as minor
              from payment_attempts a join payment_attempt_invoices x on x.attempt_id = a.id
             where a.client_id = $1 and a.state = 'pending' and a.holds_until > now() and $4
             group by x.invoice_id
        ), open_invoices as materialized (
            select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor,
                   i.total_minor - i.paid_minor as balance, i.due_on < $2 as is_overdue, coalesce(w.minor, 0) as on_its_way
              from invoices i left join on_its_way w on w.invoice_id = i.id
             where i.client_id = $1 and i.status = 'sent' and i.total_minor > i.paid_minor and $4
        ), pending as materialized (
            select q.id, q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor,
                   q.revision, q.terms <> '' as has_terms
              from quotes q where q.client_id = $1 and q.status = 'sent' and $5 and (q.valid_until is null or q.valid_until >= $2)
        ), unfinished as materialized (
            select p.id, p.name, p.status, p.starts_on, p.ends_on, p.progress_percent
              from projects p where p.client_id = $1 and p.status in ('planned', 'active', 'on_hold') and $6
        ), asked_for as materialized (
            select r.id, r.title, r.note, r.due_on, r.state, r.reason
              from document_requests r where r.client_id = $1 and r.state in ('open', 'sent_back') and $7
        ), written as materialized (
            select k.project_id, p.name as project_name, left(m.body, $10) as text, u.name as author, m.created_at as sent_at,
                   r.draft, m.id
              from conversations k
              join messages m on m.id = k.last_message_id and m.is_from_staff
              join users u on u.id = m.author_id
              left join conversation_members r on r.conversation_id = k.id and r.user_id = $8
              left join projects p on p.id = k.project_id and p.client_id = k.client_id
             where k.client_id = $1 and k.last_seq > coalesce(r.read_seq, 0)
               and case when k.project_id is null then $9::boolean else $6 end
        )
        select
            (select count(*) from unfinished where status = 'active') as "active_projects!",
            (select count(*) from open_invoices) as "pending_invoices!",
            (select count(*) from open_invoices where is_overdue) as "overdue_invoices!",
            (select count(*) from documents d where d.client_id = $1 and d.is_shared_with_client and $7
                and d.section = any($12)) as "documents!",
            case when not exists (select from open_invoices) then (select c.currency from clients c where c.id = $1) end as currency,
            (select count(*) from pending) as "pending_quotes_total!",
            (select count(*) from open_invoices where balance > on_its_way) as "invoices_to_pay!",
            (select count(*) from asked_for) as "files_to_send!",
            (select count(*) from written) as "replies_to_read!",
            coalesce((select jsonb_agg(o) from (
                select currency, sum(balance)::bigint as minor from open_invoices group by currency order by 2 desc, 1) o
            ), '[]') as "outstanding!: Json<Vec<OwedRow>>",
            coalesce((select jsonb_agg(q) from (
                select * from pending order by valid_until nulls last, id limit $11) q
            ), '[]') as "quotes!: Json<Vec<QuoteRow>>",
            coalesce((select jsonb_agg(i) from (
                select * from open_invoices where balance > on_its_way order by due_on nulls last, id limit $11) i
            ), '[]') as "to_pay!: Json<Vec<InvoiceRow>>",
            coalesce((select jsonb_agg(r) from (
                select r.*, (select document_megabytes from company) as max_megabytes
                  from asked_for r order by due_on nulls last, id limit $11) r
            ), '[]') as "files!: Json<Vec<FileRow>>",
            coalesce((select jsonb_agg(w) from (
                select * from written order by id desc limit $11) w
            ), '[]') as "replies!: Json<Vec<ReplyRow>>",
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
        size(SECTION_SIZE)?,
        scope.may(Section::Invoices),
        scope.may(Section::Quotes),
        scope.may(Section::Projects),
        scope.may(Section::Documents),
        scope.user_id().0,
        scope.may(Section::Messages),
        i32::try_from(REPLY_CHARS).map_err(Error::internal)?,
        size(MOST_WAITING)?,
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
    let quotes = row.quotes.0.into_iter().map(|quote| quote.decision(today)).collect::<Result<Vec<_>>>()?;
    let invoices =
        row.to_pay.0.into_iter().map(|invoice| invoice.payable(today)).collect::<Result<Vec<_>>>()?;
    let counts = Counts {
        quotes: row.pending_quotes_total,
        invoices: row.invoices_to_pay,
        files: row.files_to_send,
        replies: row.replies_to_read,
    };
    let pending_quotes = quotes.iter().take(SECTION_SIZE).map(|one| one.quote.clone()).collect();
    let items = quotes
        .into_iter()
        .map(ToDo::Quote)
        .chain(invoices.into_iter().map(ToDo::Invoice))
        .chain(row.files.0.into_iter().map(|file| ToDo::File(file.into())))
        .chain(row.replies.0.into_iter().map(|reply| ToDo::Reply(reply.into())))
        .collect();
    Ok(Dashboard {
        waiting: Waiting::of(items, counts, today),
        active_projects: row.active_projects,
        pending_invoices: row.pending_invoices,
        overdue_invoices: row.overdue_invoices,
        documents: row.documents,
        outstanding,
        pending_quotes,
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

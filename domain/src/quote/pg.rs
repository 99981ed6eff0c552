//! Reading and approving quotes.

use super::{
    Approval, Decline, OlderRevision, QuoteDetail, QuoteStatus, QuoteSummary, Signature, frozen::freeze_one,
    invoicing, is_current, may_approve,
};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{ClientId, ProjectId, QuoteId},
    line,
    money::{self, Money},
    notification::{self, NewNotification},
    outgoing_mail::{self, MailSubject},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    user_agent,
    words::sentence,
};
use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::types::Json;

/// What a list of quotes is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct QuoteFilter {
    /// Part of the number or title, any case.
    pub search: Option<String>,
    pub status: Option<QuoteStatus>,
    pub sort: QuoteSort,
    pub page: PageRequest,
}

/// The order of a list of quotes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum QuoteSort {
    #[default]
    Newest,
    Oldest,
    /// The ones that lapse first; those without a last day come last.
    ValidUntil,
    /// Largest first, each currency for itself.
    Amount,
}

impl QuoteSort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::ValidUntil, Self::Amount];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::ValidUntil => "valid-until",
            Self::Amount => "amount",
        }
    }

    pub(super) fn is_descending(self) -> bool {
        matches!(self, Self::Newest | Self::Amount)
    }
}

/// A quote as SQL gives it, in a row or in JSON.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    id: QuoteId,
    number: String,
    title: String,
    status: String,
    issued_on: NaiveDate,
    valid_until: Option<NaiveDate>,
    currency: String,
    total_minor: i64,
}

impl Row {
    pub(crate) fn summary(self, today: NaiveDate) -> Result<QuoteSummary> {
        let stored: QuoteStatus = self.status.parse().map_err(Error::internal)?;
        Ok(QuoteSummary {
            id: self.id,
            number: self.number,
            title: self.title,
            status: stored.on(self.valid_until, today),
            issued_on: self.issued_on,
            valid_until: self.valid_until,
            total: Money::new(self.total_minor, money::currency(&self.currency).map_err(Error::internal)?),
        })
    }
}

/// The client's quotes, without drafts.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list(
    db: &Db,
    scope: &ClientScope,
    today: NaiveDate,
    filter: &QuoteFilter,
) -> Result<Page<QuoteSummary>> {
    scope.require(Section::Quotes)?;
    of_client(db, scope.client_id(), false, today, filter).await
}

/// The same for whoever has been authorized for this client, perhaps with drafts.
pub(super) async fn of_client(
    db: &Db,
    client: ClientId,
    with_drafts: bool,
    today: NaiveDate,
    filter: &QuoteFilter,
) -> Result<Page<QuoteSummary>> {
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select q.id, q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor,
                   case $5::text
                       when 'valid-until' then coalesce(to_char(q.valid_until, 'YYYYMMDD'), '~')
                       when 'amount' then q.currency || lpad((q.total_minor + 9223372036854775808)::text, 20, '0')
                       else to_char(q.issued_on, 'YYYYMMDD') end as "key!"
              from quotes q
             where q.client_id = $1 and ($10 or q.status <> 'draft')
               and ($3::text is null or strpos(lower(q.number || ' ' || q.title), lower($3)) > 0)
               and ($4::text is null or $4 = case when q.status = 'sent' and q.valid_until < $2 then 'expired' else q.status end)
        ) q
         where $7::text is null or case when $6 then (q."key!" collate "C", q.id) < ($7, $8::uuid)
                                        else (q."key!" collate "C", q.id) > ($7, $8::uuid) end
         order by case when $6 then q."key!" collate "C" end desc, case when $6 then q.id end desc,
                  case when not $6 then q."key!" collate "C" end, case when not $6 then q.id end
         limit $9
        "#,
        client.0,
        today,
        filter.search,
        filter.status.map(QuoteStatus::as_str),
        filter.sort.as_str(),
        filter.sort.is_descending() != filter.page.is_backwards(),
        cursor.map(|cursor| &cursor.key),
        cursor.map(|cursor| cursor.id),
        PAGE_SIZE + 1,
        with_drafts,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let summary = Row {
                id: QuoteId(row.id),
                number: row.number,
                title: row.title,
                status: row.status,
                issued_on: row.issued_on,
                valid_until: row.valid_until,
                currency: row.currency,
                total_minor: row.total_minor,
            };
            Ok((row.key, summary.summary(today)?))
        })
        .collect::<Result<Vec<_>>>()?;
    let page =
        Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, q)| Cursor { key: key.clone(), id: q.id.0 });
    Ok(page.map(|(_, summary)| summary))
}

/// One quote with its lines, and a line in the activity log that it was viewed.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's, and a draft alike.
pub async fn view(db: &Db, scope: &ClientScope, id: QuoteId, today: NaiveDate) -> Result<QuoteDetail> {
    scope.require(Section::Quotes)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"
        select q.id, q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor, q.terms, q.revision,
               coalesce((select jsonb_agg(jsonb_build_object('revision', r.revision, 'replaced_at', r.replaced_at) order by r.revision desc)
                           from quote_revisions r where r.quote_id = q.id), '[]') as "older!: Json<Vec<OlderRevision>>",
               d.person_name as "declined_by?", d.reason as "decline_reason?", d.declined_at as "declined_at?",
               p.id as "project_id?", p.name as "project_name?",
               a.typed_name as "typed_name?", a.approved_at as "approved_at?", encode(a.frozen_sha256, 'hex') as "frozen_sha256?"
          from quotes q
          left join quote_approvals a on a.quote_id = q.id
          left join quote_declines d on d.quote_id = q.id and d.revision = q.revision and q.status = 'declined'
          left join projects p on p.id = q.project_id and p.client_id = q.client_id
         where q.id = $1 and q.client_id = $2 and q.status <> 'draft'
        "#,
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let lines = line::of_quote(&mut connection, id, currency).await?;
    let subject = Subject { kind: "quote", id: id.0, label: &row.number };
    record(&mut *connection, NewActivity::of_client(scope, ActivityKind::ViewQuote, Some(subject))).await?;

    let stored: QuoteStatus = row.status.parse().map_err(Error::internal)?;
    Ok(QuoteDetail {
        summary: QuoteSummary {
            id,
            number: row.number,
            title: row.title,
            status: stored.on(row.valid_until, today),
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            total: Money::new(row.total_minor, currency),
        },
        project: row.project_id.map(ProjectId).zip(row.project_name).filter(|_| scope.may(Section::Projects)),
        lines,
        terms: row.terms,
        revision: row.revision,
        older: row.older.0,
        decline: match (row.declined_by, row.decline_reason, row.declined_at) {
            (Some(person_name), Some(reason), Some(declined_at)) => {
                Some(Decline { person_name, reason, declined_at })
            }
            _ => None,
        },
        approval: match (row.typed_name, row.approved_at, row.frozen_sha256) {
            (Some(typed_name), Some(approved_at), Some(frozen_sha256)) => {
                Some(Approval { typed_name, approved_at, frozen_sha256 })
            }
            _ => None,
        },
    })
}

/// Approves a quote, keeping the evidence (SPEC section 5): one transaction, which succeeds for one of two who press at once.
///
/// # Errors
/// [`Error::Invalid`] without name or accepted terms; [`Error::NotFound`] as [`view`]; the [`crate::Conflict`] of
/// [`may_approve`] when the quote is not open, or no longer on the day `today`, and of [`is_current`] when the person has seen another
/// revision.
pub async fn approve(
    db: &Db,
    scope: &ClientScope,
    id: QuoteId,
    signature: &Signature,
    today: NaiveDate,
) -> Result<()> {
    scope.require(Section::Quotes)?;
    signature.validate()?;
    let mut transaction = db.0.begin().await?;
    let quote = sqlx::query!(
        "select number, status, valid_until, revision from quotes
          where id = $1 and client_id = $2 and status <> 'draft' for update",
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    may_approve(quote.status.parse().map_err(Error::internal)?, quote.valid_until, today)?;
    is_current(quote.revision, signature.revision)?;

    let frozen = freeze_one(&mut transaction, id).await?;
    let digest = Sha256::digest(&frozen.text);

    let device = user_agent::parse(&scope.origin().user_agent);
    sqlx::query!(
        "insert into quote_approvals (quote_id, user_id, typed_name, frozen_quote, frozen_sha256, ip_address, user_agent,
                                      device_type, browser, platform)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        scope.user_id().0,
        signature.typed_name.trim(),
        frozen.text,
        digest.as_slice(),
        scope.origin().ip_address.map(ipnet::IpNet::from),
        scope.origin().user_agent,
        device.device_type.as_str(),
        device.browser,
        device.platform,
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!("update quotes set status = 'approved' where id = $1", id.0)
        .execute(&mut *transaction)
        .await?;
    let invoice = invoicing::make_invoice(&mut transaction, id, &frozen.lines, today).await?;
    let subject = Subject { kind: "quote", id: id.0, label: &quote.number };
    record(&mut *transaction, NewActivity::of_client(scope, ActivityKind::ApproveQuote, Some(subject)))
        .await?;
    let (number, person) = (quote.number, signature.typed_name.trim().to_owned());
    let title = sentence!("news-quote-approved", number = number.as_str(), person = person.as_str());
    let href = format!("/portal/quotes/{id}");
    let notice = NewNotification { kind: "quote_approved", title: &title, href: &href };
    notification::notify_others(&mut transaction, scope, &notice).await?;
    let href = format!("/staff/quotes/{id}");
    let title = match invoice {
        Some(number) => format!("{title}; invoice {number} is a draft").into(),
        None => title.clone(),
    };
    let to_staff = NewNotification { title: &title, href: &href, ..notice };
    notification::notify_staff(&mut transaction, scope.client_id(), &to_staff).await?;
    outgoing_mail::enqueue(&mut transaction, MailSubject::QuoteApproved(id)).await?;
    transaction.commit().await?;
    Ok(())
}

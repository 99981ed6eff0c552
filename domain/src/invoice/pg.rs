//! Reading invoices.

use super::{InvoiceDetail, InvoiceStatus, InvoiceSummary, Payment};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{InvoiceId, PaymentAttemptId, PaymentId, ProjectId},
    line,
    money::{self, Currency, Money},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    payment::{Paying, PendingPayment, minimum_part, settings::BankAccount},
};
use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::types::Json;

/// Payments that an invoice's page shows, the newest.
const PAYMENTS_SIZE: i64 = 100;

/// What a list of invoices is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct InvoiceFilter {
    /// Part of the number or title, any case.
    pub search: Option<String>,
    pub show: InvoiceShow,
    pub sort: InvoiceSort,
    pub page: PageRequest,
}

/// Which invoices a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum InvoiceShow {
    #[default]
    All,
    /// Sent and not paid in full, overdue or not: what the card "Pending Invoices" counts.
    Pending,
    Overdue,
    Paid,
    Cancelled,
}

impl InvoiceShow {
    /// All but [`InvoiceShow::All`].
    pub const NARROWED: [Self; 4] = [Self::Pending, Self::Overdue, Self::Paid, Self::Cancelled];

    /// The value in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Pending => "pending",
            Self::Overdue => InvoiceStatus::Overdue.as_str(),
            Self::Paid => InvoiceStatus::Paid.as_str(),
            Self::Cancelled => InvoiceStatus::Cancelled.as_str(),
        }
    }
}

/// The order of a list of invoices.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum InvoiceSort {
    #[default]
    Newest,
    Oldest,
    /// The ones that are due first; those without a day come last.
    Due,
    /// Largest first, each currency for itself.
    Amount,
    /// Most to pay first, each currency for itself.
    Balance,
}

impl InvoiceSort {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::Due, Self::Amount, Self::Balance];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Due => "due",
            Self::Amount => "amount",
            Self::Balance => "balance",
        }
    }

    fn is_descending(self) -> bool {
        !matches!(self, Self::Oldest | Self::Due)
    }
}

/// An invoice as SQL gives it, in a row or in JSON.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: InvoiceId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) issued_on: NaiveDate,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) currency: String,
    pub(crate) total_minor: i64,
    pub(crate) paid_minor: i64,
}

impl Row {
    pub(crate) fn summary(self, today: NaiveDate) -> Result<InvoiceSummary> {
        let currency = money::currency(&self.currency).map_err(Error::internal)?;
        let stored: InvoiceStatus = self.status.parse().map_err(Error::internal)?;
        let balance = Money::new(self.total_minor - self.paid_minor, currency);
        Ok(InvoiceSummary {
            id: self.id,
            number: self.number,
            title: self.title,
            status: stored.on(self.due_on, balance, today),
            issued_on: self.issued_on,
            due_on: self.due_on,
            total: Money::new(self.total_minor, currency),
            balance,
        })
    }
}

/// The client's invoices, without drafts.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list(
    db: &Db,
    scope: &ClientScope,
    today: NaiveDate,
    filter: &InvoiceFilter,
) -> Result<Page<InvoiceSummary>> {
    scope.require(Section::Invoices)?;
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor,
                   case $5::text
                       when 'due' then coalesce(to_char(i.due_on, 'YYYYMMDD'), '~')
                       when 'amount' then i.currency || lpad((i.total_minor + 9223372036854775808)::text, 20, '0')
                       when 'balance' then i.currency || lpad((i.total_minor - i.paid_minor + 9223372036854775808)::text, 20, '0')
                       else to_char(i.issued_on, 'YYYYMMDD') end as "key!"
              from invoices i
             where i.client_id = $1 and i.status <> 'draft'
               and ($3::text is null or strpos(lower(i.number || ' ' || i.title), lower($3)) > 0)
               and case $4::text
                       when 'all' then true
                       when 'pending' then i.status = 'sent' and i.total_minor > i.paid_minor
                       when 'overdue' then i.status = 'sent' and i.total_minor > i.paid_minor and i.due_on < $2
                       else i.status = $4 end
        ) i
         where $7::text is null or case when $6 then (i."key!" collate "C", i.id) < ($7, $8::uuid)
                                        else (i."key!" collate "C", i.id) > ($7, $8::uuid) end
         order by case when $6 then i."key!" collate "C" end desc, case when $6 then i.id end desc,
                  case when not $6 then i."key!" collate "C" end, case when not $6 then i.id end
         limit $9
        "#,
        scope.client_id().0,
        today,
        filter.search,
        filter.show.as_str(),
        filter.sort.as_str(),
        filter.sort.is_descending() != filter.page.is_backwards(),
        cursor.map(|cursor| &cursor.key),
        cursor.map(|cursor| cursor.id),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let summary = Row {
                id: InvoiceId(row.id),
                number: row.number,
                title: row.title,
                status: row.status,
                issued_on: row.issued_on,
                due_on: row.due_on,
                currency: row.currency,
                total_minor: row.total_minor,
                paid_minor: row.paid_minor,
            };
            Ok((row.key, summary.summary(today)?))
        })
        .collect::<Result<Vec<_>>>()?;
    let page =
        Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, i)| Cursor { key: key.clone(), id: i.id.0 });
    Ok(page.map(|(_, summary)| summary))
}

/// A payment as it is stored; its currency is the invoice's.
#[derive(Debug, Deserialize)]
pub(crate) struct PaymentRow {
    pub(crate) id: PaymentId,
    pub(crate) amount_minor: i64,
    pub(crate) paid_on: NaiveDate,
    pub(crate) method: String,
    pub(crate) reference: String,
    pub(crate) refunded_minor: i64,
    pub(crate) refunded_on: Option<NaiveDate>,
}

impl PaymentRow {
    pub(crate) fn payment(self, currency: Currency) -> Payment {
        Payment {
            id: self.id,
            amount: Money::new(self.amount_minor, currency),
            paid_on: self.paid_on,
            method: self.method,
            reference: self.reference,
            refunded: Money::new(self.refunded_minor, currency),
            refunded_on: self.refunded_on,
        }
    }
}

#[derive(Debug, Deserialize)]
struct PendingRow {
    id: PaymentAttemptId,
    provider: String,
    amount_minor: i64,
}

/// How the company is paid.
#[derive(Debug, Deserialize)]
struct PayingRow {
    bank: BankAccount,
    percent: i32,
}

/// One invoice with its lines and payments, and a line in the activity log that it was viewed.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's, and a draft alike.
pub async fn view(db: &Db, scope: &ClientScope, id: InvoiceId, today: NaiveDate) -> Result<InvoiceDetail> {
    scope.require(Section::Invoices)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"
        select i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor, i.terms,
               p.id as "project_id?", p.name as "project_name?",
               coalesce((select jsonb_agg(y order by y.paid_on, y.id) from (
                   select id, amount_minor, paid_on, method, reference, refunded_minor, refunded_on from payments
                    where invoice_id = i.id order by paid_on desc, id desc limit $3) y
               ), '[]') as "payments!: Json<Vec<PaymentRow>>",
               coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'provider', a.provider, 'amount_minor', x.amount_minor) order by a.id)
                           from payment_attempt_invoices x join payment_attempts a on a.id = x.attempt_id
                          where x.invoice_id = i.id and a.state = 'pending' and a.holds_until > now()
               ), '[]') as "pending!: Json<Vec<PendingRow>>",
               (select jsonb_build_object('percent', c.minimum_payment_percent, 'bank', jsonb_build_object(
                           'holder', c.bank_account_holder, 'account', c.bank_account, 'bic', c.bank_bic,
                           'instructions', c.bank_instructions))
                  from company c) as "paying!: Json<PayingRow>"
          from invoices i left join projects p on p.id = i.project_id and p.client_id = i.client_id
         where i.id = $1 and i.client_id = $2 and i.status <> 'draft'
        "#,
        id.0,
        scope.client_id().0,
        PAYMENTS_SIZE,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let lines = line::of_invoice(&mut connection, id, currency).await?;
    let subject = Subject { kind: "invoice", id: id.0, label: &row.number };
    record(&mut *connection, NewActivity::of_client(scope, ActivityKind::ViewInvoice, Some(subject))).await?;

    let summary = Row {
        id,
        number: row.number,
        title: row.title,
        status: row.status,
        issued_on: row.issued_on,
        due_on: row.due_on,
        currency: row.currency,
        total_minor: row.total_minor,
        paid_minor: row.paid_minor,
    };
    let summary = summary.summary(today)?;
    let paying = paying(&summary, row.pending.0, row.paying.0)?;
    Ok(InvoiceDetail {
        summary,
        project: row.project_id.map(ProjectId).zip(row.project_name).filter(|_| scope.may(Section::Projects)),
        lines,
        payments: row.payments.0.into_iter().map(|payment| payment.payment(currency)).collect(),
        terms: row.terms,
        paying,
    })
}

/// One invoice as a list shows it; leaves no line in the log.
///
/// # Errors
/// As [`view`].
pub async fn summary(
    db: &Db,
    scope: &ClientScope,
    id: InvoiceId,
    today: NaiveDate,
) -> Result<InvoiceSummary> {
    scope.require(Section::Invoices)?;
    let row = sqlx::query!(
        "select number, title, status, issued_on, due_on, currency, total_minor, paid_minor from invoices
          where id = $1 and client_id = $2 and status <> 'draft'",
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let row = Row {
        id,
        number: row.number,
        title: row.title,
        status: row.status,
        issued_on: row.issued_on,
        due_on: row.due_on,
        currency: row.currency,
        total_minor: row.total_minor,
        paid_minor: row.paid_minor,
    };
    row.summary(today)
}

/// How it can be paid, while there is something to pay.
fn paying(summary: &InvoiceSummary, pending: Vec<PendingRow>, company: PayingRow) -> Result<Option<Paying>> {
    if !summary.is_to_pay() {
        return Ok(None);
    }
    let currency = summary.balance.currency;
    let held = pending.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount_minor));
    let open = Money::new(summary.balance.minor.saturating_sub(held).max(0), currency);
    let pending = pending
        .into_iter()
        .map(|row| {
            let provider = row.provider.parse().map_err(Error::internal)?;
            Ok(PendingPayment { id: row.id, provider, amount: Money::new(row.amount_minor, currency) })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Some(Paying {
        pending,
        open,
        minimum: minimum_part(summary.total, open, company.percent),
        bank: Some(company.bank).filter(|bank| !bank.account.is_empty()),
    }))
}

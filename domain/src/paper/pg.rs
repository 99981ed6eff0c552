//! Reading papers. Each is a draft to nobody, and another client's to nobody but staff.

use super::{ApprovalPaper, InvoicePaper, Letterhead, QuotePaper, Reader, ReceiptPaper, StatementPaper};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{ClientId, InvoiceId, PaymentId, ProjectId, QuoteId},
    invoice::{self, InvoiceDetail, PaymentRow},
    line,
    money::{self, Money},
    payment::settings::BankAccount,
    quote::{KeptQuote, QuoteStatus},
    statement::{self, Period},
};
use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

/// A quote as it is on the day `today`.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's, and a draft alike; [`Error::Forbidden`] to staff without the policy.
pub async fn quote(db: &Db, reader: Reader<'_>, id: QuoteId, today: NaiveDate) -> Result<QuotePaper> {
    let only = reader.authorize(Section::Quotes)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"
        select q.client_id, q.number, q.revision, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor, q.terms,
               p.name as "project?"
          from quotes q left join projects p on p.id = q.project_id and p.client_id = q.client_id and $3
         where q.id = $1 and ($2::uuid is null or q.client_id = $2) and q.status <> 'draft'
        "#,
        id.0,
        only.map(|client| client.0),
        reader.sees_projects(),
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let lines = line::of_quote(&mut connection, id, currency).await?;
    let client = ClientId(row.client_id);
    let letterhead = letterhead(&mut connection, client).await?;
    log(&mut connection, reader, client, Subject { kind: "quote", id: id.0, label: &row.number }).await?;
    let stored: QuoteStatus = row.status.parse().map_err(Error::internal)?;
    Ok(QuotePaper {
        letterhead,
        status: stored.on(row.valid_until, today),
        project: row.project,
        quote: KeptQuote {
            number: row.number,
            revision: row.revision,
            title: row.title,
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            lines,
            total: Money::new(row.total_minor, currency),
            terms: row.terms,
        },
    })
}

/// What proves the approval of a quote.
///
/// # Errors
/// As [`quote`](quote()); [`Error::NotFound`] as well for a quote that nobody has approved here.
pub async fn approval(db: &Db, reader: Reader<'_>, id: QuoteId) -> Result<ApprovalPaper> {
    let only = reader.authorize(Section::Quotes)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"
        select q.client_id, q.number, a.typed_name, u.name || ' · ' || u.email as "account!", a.frozen_quote,
               encode(a.frozen_sha256, 'hex') as "sha256!", a.approved_at, host(a.ip_address) as ip_address, a.device_type, a.browser,
               a.platform
          from quote_approvals a join quotes q on q.id = a.quote_id join users u on u.id = a.user_id
         where q.id = $1 and ($2::uuid is null or q.client_id = $2) and q.status = 'approved'
        "#,
        id.0,
        only.map(|client| client.0),
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let client = ClientId(row.client_id);
    let letterhead = letterhead(&mut connection, client).await?;
    log(&mut connection, reader, client, Subject { kind: "quote", id: id.0, label: &row.number }).await?;
    Ok(ApprovalPaper {
        letterhead,
        quote: KeptQuote::read(&row.frozen_quote)?,
        frozen: row.frozen_quote,
        sha256: row.sha256,
        typed_name: row.typed_name,
        account: row.account,
        approved_at: row.approved_at,
        ip_address: row.ip_address,
        device_type: row.device_type,
        browser: row.browser,
        platform: row.platform,
    })
}

/// An invoice as it is on the day `today`, with all its payments.
///
/// # Errors
/// As [`quote`](quote()).
pub async fn invoice(db: &Db, reader: Reader<'_>, id: InvoiceId, today: NaiveDate) -> Result<InvoicePaper> {
    let only = reader.authorize(Section::Invoices)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"
        select i.client_id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor, i.terms,
               p.id as "project_id?", p.name as "project_name?",
               (select jsonb_build_object('holder', c.bank_account_holder, 'account', c.bank_account, 'bic', c.bank_bic,
                                          'instructions', c.bank_instructions) from company c) as "bank!: Json<BankAccount>"
          from invoices i left join projects p on p.id = i.project_id and p.client_id = i.client_id and $3
         where i.id = $1 and ($2::uuid is null or i.client_id = $2) and i.status <> 'draft'
        "#,
        id.0,
        only.map(|client| client.0),
        reader.sees_projects(),
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let lines = line::of_invoice(&mut connection, id, currency).await?;
    let payments = sqlx::query_as!(
        PaymentRow,
        r#"select id as "id: PaymentId", amount_minor, paid_on, method, reference, refunded_minor, refunded_on
             from payments where invoice_id = $1 order by paid_on, id"#,
        id.0,
    )
    .fetch_all(&mut *connection)
    .await?;
    let client = ClientId(row.client_id);
    let letterhead = letterhead(&mut connection, client).await?;
    log(&mut connection, reader, client, Subject { kind: "invoice", id: id.0, label: &row.number }).await?;
    let summary = invoice::Row {
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
    let bank = Some(row.bank.0).filter(|bank| summary.is_to_pay() && !bank.account.is_empty());
    let invoice = InvoiceDetail {
        summary,
        project: row.project_id.map(ProjectId).zip(row.project_name),
        lines,
        payments: payments.into_iter().map(|payment| payment.payment(currency)).collect(),
        terms: row.terms,
        paying: None,
    };
    Ok(InvoicePaper { letterhead, invoice, bank })
}

/// A receipt for one payment.
///
/// # Errors
/// As [`quote`](quote()), of the payment's invoice.
pub async fn receipt(db: &Db, reader: Reader<'_>, id: PaymentId) -> Result<ReceiptPaper> {
    let only = reader.authorize(Section::Invoices)?;
    let mut connection = db.0.acquire().await?;
    let row = sqlx::query!(
        r#"select i.client_id, i.id as invoice_id, i.number, i.title, i.currency, i.total_minor, i.paid_minor,
                  to_jsonb(y) as "payment!: Json<PaymentRow>"
             from payments y join invoices i on i.id = y.invoice_id
            where y.id = $1 and ($2::uuid is null or i.client_id = $2) and i.status <> 'draft'"#,
        id.0,
        only.map(|client| client.0),
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let client = ClientId(row.client_id);
    let letterhead = letterhead(&mut connection, client).await?;
    let subject = Subject { kind: "invoice", id: row.invoice_id, label: &row.number };
    log(&mut connection, reader, client, subject).await?;
    Ok(ReceiptPaper {
        letterhead,
        payment: row.payment.0.payment(currency),
        invoice_number: row.number,
        invoice_title: row.title,
        invoice_total: Money::new(row.total_minor, currency),
        balance: Money::new(row.total_minor.saturating_sub(row.paid_minor), currency),
    })
}

/// The client's statement of account over a period.
///
/// # Errors
/// As [`crate::statement::view`]; [`Error::Invalid`] when the period has too many entries for one paper.
pub async fn statement(db: &Db, scope: &ClientScope, period: Period) -> Result<StatementPaper> {
    scope.require(Section::Invoices)?;
    let statement = statement::view(db, scope, period).await?.whole()?;
    let mut connection = db.0.acquire().await?;
    let client = scope.client_id();
    let letterhead = letterhead(&mut connection, client).await?;
    let label = format!("{} – {}", period.from, period.to);
    let subject = Subject { kind: "statement", id: client.0, label: &label };
    log(&mut connection, Reader::Client(scope), client, subject).await?;
    Ok(StatementPaper { letterhead, statement })
}

/// The caller has checked that the client's papers are for the one who asks.
pub(crate) async fn letterhead(connection: &mut PgConnection, client: ClientId) -> Result<Letterhead> {
    let row = sqlx::query!(
        r#"
        select k.name as company, k.paper_address, k.paper_footer, k.brand_color, k.logo, k.logo_type,
               c.name as client, c.address, c.city, c.region, c.postal_code, c.country
          from clients c cross join company k where c.id = $1
        "#,
        client.0,
    )
    .fetch_one(connection)
    .await?;
    let town = [row.postal_code, row.city, row.region];
    let town: Vec<_> = town.into_iter().filter(|part| !part.is_empty()).collect();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let client_address = [row.address, town.join(" "), row.country];
    Ok(Letterhead {
        company: row.company,
        company_address: lines(&row.paper_address),
        footer: row.paper_footer,
        color: row.brand_color,
        logo: row.logo_type.zip(row.logo),
        client: row.client,
        client_address: client_address
            .iter()
            .filter(|line| !line.is_empty())
            .flat_map(|line| lines(line))
            .collect(),
    })
}

async fn log(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    client: ClientId,
    subject: Subject<'_>,
) -> Result<()> {
    let activity = match reader {
        Reader::Client(scope) => NewActivity::of_client(scope, ActivityKind::DownloadFile, Some(subject)),
        Reader::Staff(staff) => {
            NewActivity::of_staff(staff, ActivityKind::DownloadFile, Some(client), Some(subject))
        }
    };
    record(connection, activity).await
}

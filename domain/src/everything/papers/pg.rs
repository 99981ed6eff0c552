//! Reading papers with their lines, a part at a time.

use super::{AnyPaper, PaperKind};
use crate::{
    access_preset::Section,
    error::{Error, Result},
    everything::{Batch, Everything},
    id::{InvoiceId, ProjectId},
    invoice::{self, InvoiceDetail, PaymentRow},
    line::LineRow,
    money::{self, Money},
    paper::{ApprovalPaper, InvoicePaper, QuotePaper, ReceiptPaper},
    payment::settings::BankAccount,
    quote::{KeptQuote, QuoteStatus},
};
use sqlx::types::Json;
use uuid::Uuid;

/// Papers that are read at a time.
const AT_A_TIME: i64 = 20;

type Papers = Vec<(Uuid, AnyPaper)>;

impl Everything {
    /// Papers of a kind, from the one after `after` on; none of a kind that the person does not see.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn papers(&self, kind: PaperKind, after: Option<Uuid>) -> Result<Batch<AnyPaper>> {
        if !self.scope.may(kind.section()) {
            return Ok(Batch { items: Vec::new(), next: None });
        }
        let papers = match kind {
            PaperKind::Quote => self.quote_papers(after).await?,
            PaperKind::Approval => self.approval_papers(after).await?,
            PaperKind::Invoice => self.invoice_papers(after).await?,
            PaperKind::Receipt => self.receipt_papers(after).await?,
        };
        Ok(Batch::of(papers, AT_A_TIME))
    }

    async fn quote_papers(&self, after: Option<Uuid>) -> Result<Papers> {
        let rows = sqlx::query!(
            r#"
            select q.id, q.number, q.revision, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor, q.terms,
                   p.name as "project?",
                   coalesce((select jsonb_agg(l order by l.position) from (
                       select position, description, quantity::text, unit_price_minor, discount_percent::text, total_minor
                         from lines where quote_id = q.id) l), '[]') as "lines!: Json<Vec<LineRow>>"
              from quotes q left join projects p on p.id = q.project_id and p.client_id = q.client_id and $4
             where q.client_id = $1 and q.status <> 'draft' and ($2::uuid is null or q.id > $2)
             order by q.id limit $3
            "#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
            self.scope.may(Section::Projects),
        )
        .fetch_all(&self.db.0)
        .await?;
        let papers = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let stored: QuoteStatus = row.status.parse().map_err(Error::internal)?;
            let paper = QuotePaper {
                letterhead: self.plain_letterhead(),
                status: stored.on(row.valid_until, self.today),
                project: row.project,
                quote: KeptQuote {
                    number: row.number,
                    revision: row.revision,
                    title: row.title,
                    issued_on: row.issued_on,
                    valid_until: row.valid_until,
                    lines: row.lines.0.into_iter().map(|line| line.line(currency)).collect(),
                    total: Money::new(row.total_minor, currency),
                    terms: row.terms,
                },
            };
            Ok((row.id, AnyPaper::Quote(paper)))
        });
        papers.collect()
    }

    async fn approval_papers(&self, after: Option<Uuid>) -> Result<Papers> {
        let rows = sqlx::query!(
            r#"
            select q.id, a.typed_name, u.name || ' · ' || u.email as "account!", a.frozen_quote,
                   encode(a.frozen_sha256, 'hex') as "sha256!", a.approved_at, host(a.ip_address) as ip_address, a.device_type,
                   a.browser, a.platform
              from quotes q join quote_approvals a on a.quote_id = q.id join users u on u.id = a.user_id
             where q.client_id = $1 and q.status = 'approved' and ($2::uuid is null or q.id > $2)
             order by q.id limit $3
            "#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
        )
        .fetch_all(&self.db.0)
        .await?;
        let papers = rows.into_iter().map(|row| {
            let paper = ApprovalPaper {
                letterhead: self.plain_letterhead(),
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
            };
            Ok((row.id, AnyPaper::Approval(paper)))
        });
        papers.collect()
    }

    async fn invoice_papers(&self, after: Option<Uuid>) -> Result<Papers> {
        let rows = sqlx::query!(
            r#"
            select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor, i.terms,
                   p.id as "project_id?", p.name as "project_name?",
                   coalesce((select jsonb_agg(l order by l.position) from (
                       select position, description, quantity::text, unit_price_minor, discount_percent::text, total_minor
                         from lines where invoice_id = i.id) l), '[]') as "lines!: Json<Vec<LineRow>>",
                   coalesce((select jsonb_agg(y order by y.paid_on, y.id) from (
                       select id, amount_minor, paid_on, method, reference, refunded_minor, refunded_on
                         from payments where invoice_id = i.id) y), '[]') as "payments!: Json<Vec<PaymentRow>>",
                   (select jsonb_build_object('holder', c.bank_account_holder, 'account', c.bank_account, 'bic', c.bank_bic,
                                              'instructions', c.bank_instructions) from company c) as "bank!: Json<BankAccount>"
              from invoices i left join projects p on p.id = i.project_id and p.client_id = i.client_id and $4
             where i.client_id = $1 and i.status <> 'draft' and ($2::uuid is null or i.id > $2)
             order by i.id limit $3
            "#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
            self.scope.may(Section::Projects),
        )
        .fetch_all(&self.db.0)
        .await?;
        let papers = rows.into_iter().map(|row| {
            let summary = invoice::Row {
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
            let summary = summary.summary(self.today)?;
            let currency = summary.total.currency;
            let bank = Some(row.bank.0).filter(|bank| summary.is_to_pay() && !bank.account.is_empty());
            let invoice = InvoiceDetail {
                summary,
                project: row.project_id.map(ProjectId).zip(row.project_name),
                lines: row.lines.0.into_iter().map(|line| line.line(currency)).collect(),
                payments: row.payments.0.into_iter().map(|payment| payment.payment(currency)).collect(),
                terms: row.terms,
                paying: None,
            };
            let paper = InvoicePaper { letterhead: self.plain_letterhead(), invoice, bank };
            Ok((row.id, AnyPaper::Invoice(paper)))
        });
        papers.collect()
    }

    async fn receipt_papers(&self, after: Option<Uuid>) -> Result<Papers> {
        let rows = sqlx::query!(
            r#"select y.id, i.number, i.title, i.currency, i.total_minor, i.paid_minor, to_jsonb(y) as "payment!: Json<PaymentRow>"
                 from payments y join invoices i on i.id = y.invoice_id
                where i.client_id = $1 and i.status <> 'draft' and ($2::uuid is null or y.id > $2)
                order by y.id limit $3"#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
        )
        .fetch_all(&self.db.0)
        .await?;
        let papers = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let paper = ReceiptPaper {
                letterhead: self.plain_letterhead(),
                payment: row.payment.0.payment(currency),
                invoice_number: row.number,
                invoice_title: row.title,
                invoice_total: Money::new(row.total_minor, currency),
                balance: Money::new(row.total_minor.saturating_sub(row.paid_minor), currency),
            };
            Ok((row.id, AnyPaper::Receipt(paper)))
        });
        papers.collect()
    }
}

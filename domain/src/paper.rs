//! What stands on papers: quotes, approvals, invoices, receipts and statements of account, with who writes to whom. Taking one is logged as a download.

use crate::{
    access_preset::Section,
    actor::{ClientScope, Policy, Staff},
    error::Result,
    id::ClientId,
    invoice::{InvoiceDetail, Payment},
    money::Money,
    payment::settings::BankAccount,
    quote::{KeptQuote, QuoteStatus},
    statement::Statement,
};
use chrono::{DateTime, Utc};

/// Who writes to whom.
#[derive(Clone, Debug)]
pub struct Letterhead {
    pub company: String,
    /// Lines.
    pub company_address: Vec<String>,
    pub footer: String,
    /// `#rrggbb`.
    pub color: String,
    /// Content type and bytes.
    pub logo: Option<(String, Vec<u8>)>,
    pub client: String,
    /// Lines.
    pub client_address: Vec<String>,
}

/// A quote.
#[derive(Clone, Debug)]
pub struct QuotePaper {
    pub letterhead: Letterhead,
    pub quote: KeptQuote,
    pub status: QuoteStatus,
    pub project: Option<String>,
}

/// What proves that a quote was approved.
#[derive(Clone, Debug)]
pub struct ApprovalPaper {
    pub letterhead: Letterhead,
    pub quote: KeptQuote,
    /// What the digest covers.
    pub frozen: String,
    /// Hexadecimal.
    pub sha256: String,
    pub typed_name: String,
    /// Name and address of the account.
    pub account: String,
    pub approved_at: DateTime<Utc>,
    pub ip_address: Option<String>,
    pub device_type: String,
    pub browser: String,
    pub platform: String,
}

/// An invoice.
#[derive(Clone, Debug)]
pub struct InvoicePaper {
    pub letterhead: Letterhead,
    pub invoice: InvoiceDetail,
    /// Where a transfer goes, while there is something to pay.
    pub bank: Option<BankAccount>,
}

/// A receipt for one payment.
#[derive(Clone, Debug)]
pub struct ReceiptPaper {
    pub letterhead: Letterhead,
    pub payment: Payment,
    pub invoice_number: String,
    pub invoice_title: String,
    pub invoice_total: Money,
    /// What is left to pay on the invoice now.
    pub balance: Money,
}

/// A client's statement of account.
#[derive(Clone, Debug)]
pub struct StatementPaper {
    pub letterhead: Letterhead,
    pub statement: Statement,
}

/// Who takes a paper: a client's person one of their own, or staff anybody's.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    Client(&'a ClientScope),
    Staff(&'a Staff),
}

impl Reader<'_> {
    /// The client whose papers alone are there for this reader; `None` for staff, to whom all are.
    fn authorize(self, section: Section) -> Result<Option<ClientId>> {
        match self {
            Self::Client(scope) => scope.require(section).map(|()| Some(scope.client_id())),
            Self::Staff(staff) => staff.require(Policy::ViewRecords).map(|()| None),
        }
    }

    /// Whether names of projects may stand on a paper for this reader.
    fn sees_projects(self) -> bool {
        match self {
            Self::Client(scope) => scope.may(Section::Projects),
            Self::Staff(_) => true,
        }
    }
}

mod pg;
pub(crate) use pg::letterhead;
pub use pg::{approval, invoice, quote, receipt, statement};

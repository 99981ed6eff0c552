//! Quotes, approvals, invoices and receipts.

use crate::{
    access_preset::Section,
    paper::{ApprovalPaper, InvoicePaper, QuotePaper, ReceiptPaper},
};

/// A paper of any kind.
#[derive(Clone, Debug)]
pub enum AnyPaper {
    Quote(QuotePaper),
    Approval(ApprovalPaper),
    Invoice(InvoicePaper),
    Receipt(ReceiptPaper),
}

/// The kinds of papers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperKind {
    Quote,
    Approval,
    Invoice,
    Receipt,
}

impl PaperKind {
    pub const ALL: [Self; 4] = [Self::Quote, Self::Approval, Self::Invoice, Self::Receipt];

    fn section(self) -> Section {
        match self {
            Self::Quote | Self::Approval => Section::Quotes,
            Self::Invoice | Self::Receipt => Section::Invoices,
        }
    }
}

mod pg;

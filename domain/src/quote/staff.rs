//! Quotes as staff see them: all of a client's, drafts included, with the evidence of what was decided.

use super::{Approval, Decline, OlderRevision, QuoteStatus, QuoteSummary, RevisionInput};
use crate::{
    id::{ClientId, InvoiceId, ProjectId},
    invoice::InvoiceStatus,
    line::Line,
};

/// What a list can be narrowed to.
pub const STATUSES: [QuoteStatus; 6] = [
    QuoteStatus::Draft,
    QuoteStatus::Sent,
    QuoteStatus::Expired,
    QuoteStatus::Approved,
    QuoteStatus::Declined,
    QuoteStatus::Cancelled,
];

/// From where a person decided.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Name and address of the account.
    pub account: String,
    /// `None` when it was not known.
    pub ip_address: Option<String>,
    /// `desktop`, `mobile` or `tablet`.
    pub device_type: String,
    pub browser: String,
    pub platform: String,
}

/// One quote.
#[derive(Clone, Debug)]
pub struct StaffQuote {
    pub client: (ClientId, String),
    pub summary: QuoteSummary,
    pub project: Option<(ProjectId, String)>,
    pub lines: Vec<Line>,
    pub terms: String,
    pub revision: i32,
    /// Newest first.
    pub older: Vec<OlderRevision>,
    pub approval: Option<(Approval, Evidence)>,
    pub decline: Option<(Decline, Evidence)>,
    /// The invoice that the approval has made.
    pub invoice: Option<(InvoiceId, String, InvoiceStatus)>,
    /// The revision that the one who asks has typed last and could not send.
    pub draft: Option<RevisionInput>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::{get, list, older};

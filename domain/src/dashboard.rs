//! The ClientPortal page.

pub mod waiting;

use crate::{invoice::InvoiceSummary, money::Money, project::ProjectSummary, quote::QuoteSummary};
use waiting::Waiting;

/// Rows in each of the page's three sections.
pub const SECTION_SIZE: usize = 5;

/// What the ClientPortal page shows (SPEC section 5).
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// What the person who looks has to do.
    pub waiting: Waiting,
    pub active_projects: i64,
    /// Invoices sent and not paid in full.
    pub pending_invoices: i64,
    /// Those of them that were due before today.
    pub overdue_invoices: i64,
    /// Documents shared with the client.
    pub documents: i64,
    /// Once for each currency, largest first; when nothing is owed, nothing in the client's currency.
    pub outstanding: Vec<Money>,
    /// Sent and still valid; the ones that lapse first come first.
    pub pending_quotes: Vec<QuoteSummary>,
    /// How many there are in all.
    pub pending_quotes_total: i64,
    /// Planned, active and on hold, by start.
    pub upcoming_projects: Vec<ProjectSummary>,
    /// Newest first.
    pub recent_invoices: Vec<InvoiceSummary>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

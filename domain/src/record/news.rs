//! What a client's people hear of when another system changes their records. A bulk import tells nobody.

/// Which changes are news.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewsOf {
    /// A quote that was a draft, or was not there, is sent; or one that the client can see is sent anew with other content.
    Quotes,
    /// The same of an invoice.
    Invoices,
    /// A project changes its status.
    Projects,
}

mod pg;
pub(super) use pg::{Statuses, before, tell};

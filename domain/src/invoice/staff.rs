//! What staff do with invoices that were made here.

mod pg;
pub use pg::send;
pub(crate) use pg::sent_news;

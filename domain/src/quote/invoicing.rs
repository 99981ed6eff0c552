//! What an approval may lead to: a draft invoice, where the company wants one.

mod pg;
pub(super) use pg::make_invoice;

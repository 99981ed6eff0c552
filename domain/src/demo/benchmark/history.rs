//! What comes with the years, for clients that are there: it fills the pages that lists and cards alone leave empty.

mod pg;

pub(super) use pg::fill;

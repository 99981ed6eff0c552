//! The file that a client sends with the word that it has paid. It is taken as documents are ([`crate::document::upload`]), and
//! belongs to its payment: who sees the one sees the other, and it is among nobody's documents.

mod pg;
pub(super) use pg::keep;
pub use pg::{download, open, open_for};

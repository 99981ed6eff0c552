//! The staff's side of conversations.

mod pg;
pub use pg::*;

//! Bytes that belong to no document: of uploads that came to nothing and of documents that were deleted. The housekeeping asks for
//! them, deletes them from the store, and says so.

/// How many are taken at once.
pub const BATCH: i64 = 100;

mod pg;
pub use pg::*;

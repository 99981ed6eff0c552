//! All files of a list at once, for one archive.

use crate::document::StoredDocument;

/// Most files of one archive.
pub const MAX_FILES: i64 = 2_000;
/// Most bytes of one archive: what every program that opens archives can read.
pub const MAX_BYTES: i64 = 4_000_000_000;

/// A file of an archive.
#[derive(Clone, Debug)]
pub struct ArchiveEntry {
    pub document: StoredDocument,
    /// The folder that it lies in.
    pub project: Option<String>,
}

mod pg;
pub(crate) use pg::files;
pub use pg::open;

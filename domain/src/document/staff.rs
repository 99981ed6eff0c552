//! A client's documents as staff see them: also those that are not shared with it.

use super::DocumentSummary;

/// A document in the staff's list.
#[derive(Clone, Debug)]
pub struct StaffDocument {
    pub summary: DocumentSummary,
    pub is_shared: bool,
    /// Who uploaded it; `None` for what came with an import.
    pub uploaded_by: Option<String>,
}

mod pg;
pub use pg::*;

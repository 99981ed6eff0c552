//! Documents: files that belong to a client.

use crate::id::{DocumentId, ProjectId};
use chrono::{DateTime, Utc};

/// A document as a list shows it.
#[derive(Clone, Debug)]
pub struct DocumentSummary {
    pub id: DocumentId,
    pub name: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub project: Option<(ProjectId, String)>,
    pub created_at: DateTime<Utc>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

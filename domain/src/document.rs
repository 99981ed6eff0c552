//! Documents: files that belong to a client. Here are their rows and rules; the bytes lie in a store outside of this crate, under a
//! key that is made from the document's id.
//!
//! - [`upload`]: taking files, from clients and from staff
//! - [`archive`]: all files of a list at once
//! - [`request`]: files that staff ask a client for
//! - [`staff`]: a client's documents as staff see them
//! - [`removal`]: bytes that belong to no document

use crate::{
    error::{Conflict, Error, Result},
    id::{DocumentId, DocumentRequestId, ProjectId},
    message::Topic,
};
use chrono::{DateTime, TimeDelta, Utc};

/// For how long the one who uploaded a document may take it back.
pub const TAKE_BACK_FOR: TimeDelta = TimeDelta::hours(24);

/// A document as a list shows it.
#[derive(Clone, Debug)]
pub struct DocumentSummary {
    pub id: DocumentId,
    pub name: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub project: Option<(ProjectId, String)>,
    pub created_at: DateTime<Utc>,
    /// Whether its bytes are there; documents from before there was a store have none.
    pub is_stored: bool,
    /// Whether a person at the client uploaded it.
    pub is_by_client: bool,
    /// Whether it came with a message.
    pub is_of_message: bool,
}

impl DocumentSummary {
    /// How it may be shown in a browser, if at all.
    #[must_use]
    pub fn preview(&self) -> Option<Preview> {
        Preview::of(&self.content_type).filter(|_| self.is_stored)
    }
}

/// A document as its own page shows it.
#[derive(Clone, Debug)]
pub struct DocumentDetail {
    pub summary: DocumentSummary,
    /// Who uploaded it; `None` for what came with an import.
    pub uploaded_by: Option<String>,
    /// The request that it was handed over for, and what was asked for.
    pub request: Option<(DocumentRequestId, String)>,
    /// The conversation in which it was sent.
    pub topic: Option<Topic>,
    /// Whether the one who looks uploaded it a short while ago: [`TAKE_BACK_FOR`].
    pub may_be_taken_back: bool,
}

/// What it takes to serve a document's bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredDocument {
    pub id: DocumentId,
    pub name: String,
    /// By the content, found when it was uploaded.
    pub content_type: String,
    pub size_bytes: i64,
}

/// A kind of file that a browser may show in place: none of them can run script in the portal's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preview {
    Image,
    Pdf,
}

impl Preview {
    /// By the content type. SVG and HTML are not among them: they can hold script.
    #[must_use]
    pub fn of(content_type: &str) -> Option<Self> {
        match content_type {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" => Some(Self::Image),
            "application/pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// Whether a document may be taken back by the one who looks.
///
/// # Errors
/// [`Conflict::DocumentIsKept`] for another person's, for what was handed over on request, and after [`TAKE_BACK_FOR`].
pub fn may_take_back(
    is_own: bool,
    is_requested: bool,
    created_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    if is_own && !is_requested && now - created_at <= TAKE_BACK_FOR {
        Ok(())
    } else {
        Err(Error::Conflict(Conflict::DocumentIsKept))
    }
}

mod name;
pub use name::{MAX_NAME_CHARS, UniqueNames, clean_name};

pub mod request;

#[cfg(feature = "postgres")]
pub mod archive;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub mod removal;
#[cfg(feature = "postgres")]
pub mod staff;
#[cfg(feature = "postgres")]
pub mod upload;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_run_script_is_shown() {
        let shown = |kind| Preview::of(kind).is_some();
        assert!(
            ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"].into_iter().all(shown)
        );
        let not = [
            "image/svg+xml",
            "text/html",
            "text/plain; charset=utf-8",
            "image/png; x",
            "IMAGE/PNG",
            "",
            "application/xhtml+xml",
        ];
        assert!(!not.into_iter().any(shown));
    }

    #[test]
    fn ones_own_upload_can_be_taken_back_for_a_day() {
        let at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
        assert!(may_take_back(true, false, at, at + TAKE_BACK_FOR).is_ok());
        assert!(may_take_back(true, false, at, at + TAKE_BACK_FOR + TimeDelta::seconds(1)).is_err());
        assert!(may_take_back(false, false, at, at).is_err());
        assert!(may_take_back(true, true, at, at).is_err());
    }
}

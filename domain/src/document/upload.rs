//! Taking files: a ticket before the bytes, a row after them.
//!
//! [`begin`] says whether and how much may be sent, and notes that bytes may come to lie in the store. [`finish`] makes the rows when all bytes
//! are safe there; [`abandon`] forgets what came to nothing, after its bytes are gone. What is killed in between is found by
//! [`super::removal`].

use crate::id::{ClientId, DocumentId, DocumentRequestId, MessageId, ProjectId, UserId};

/// Most files that one form may hold.
pub const MAX_FILES: usize = 20;
/// How large one file may be by the company's setting, in megabytes.
pub const MEGABYTES: std::ops::RangeInclusive<i32> = 1..=2_000;

/// What a form says about its files.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Purpose {
    pub project_id: Option<ProjectId>,
    /// The request that they are handed over for.
    pub request_id: Option<DocumentRequestId>,
}

/// The right to store the bytes of one document; only [`begin`] and those beside it make one.
#[derive(Clone, Debug)]
pub struct Ticket {
    id: DocumentId,
    client_id: ClientId,
    purpose: Purpose,
    max_bytes: u64,
}

impl Ticket {
    /// From which the key in the store is made.
    #[must_use]
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// How large the file may be.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }
}

/// A file whose bytes are safe.
#[derive(Clone, Debug)]
pub struct ReceivedFile {
    pub ticket: Ticket,
    /// Clean: [`super::clean_name`].
    pub name: String,
    /// By the content.
    pub content_type: &'static str,
    pub size_bytes: i64,
}

/// Whose documents these files become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) client_id: ClientId,
    pub(crate) uploaded_by: UserId,
    pub(crate) is_shared: bool,
    /// The message that they come with.
    pub(crate) message_id: Option<MessageId>,
}

mod pg;
pub use pg::{abandon, begin, begin_for, begin_in, begin_proof, finish, finish_for, limit, set_limit};
pub(crate) use pg::{claim, keep};

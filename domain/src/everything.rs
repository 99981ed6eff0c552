//! Everything that a client's person sees, to take along in one archive: read in parts, so that no more than one is in memory.

use crate::{Db, actor::ClientScope, document::archive::ArchiveEntry, paper::Letterhead, rate_limit::Limit};
use chrono::NaiveDate;
use std::time::Duration;
use uuid::Uuid;

/// Most quotes, approvals, invoices and receipts together.
pub const MAX_PAPERS: i32 = 2_000;
/// Most projects and messages together.
pub const MAX_ROWS: i32 = 100_000;
/// How often one person may take everything: each time typesets all papers anew.
const LIMIT: Limit = Limit { scope: "everything", hits: 6, window: Duration::from_secs(60 * 60) };

/// A part of something long, and where the next one begins.
#[derive(Clone, Debug)]
pub struct Batch<T> {
    pub items: Vec<T>,
    pub next: Option<Uuid>,
}

impl<T> Batch<T> {
    /// Of rows with their ids, `most` at a time.
    fn of(rows: Vec<(Uuid, T)>, most: i64) -> Self {
        let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= most);
        let next = rows.last().map(|(id, _)| *id).filter(|_| is_full);
        Self { items: rows.into_iter().map(|(_, item)| item).collect(), next }
    }
}

/// What goes into one archive.
#[derive(Clone, Debug)]
pub struct Everything {
    db: Db,
    scope: ClientScope,
    today: NaiveDate,
    /// On all papers. The papers that are read here have it without the logo.
    pub letterhead: Letterhead,
    /// The files that are shared with the client.
    pub files: Vec<ArchiveEntry>,
}

impl Everything {
    /// The tables that this person sees.
    pub fn tables(&self) -> impl Iterator<Item = Table> {
        Table::ALL.into_iter().filter(|table| table.is_for(&self.scope))
    }

    fn plain_letterhead(&self) -> Letterhead {
        Letterhead { logo: None, ..self.letterhead.clone() }
    }
}

mod papers;
mod pg;
mod tables;
pub use papers::{AnyPaper, PaperKind};
pub use pg::open;
pub use tables::Table;

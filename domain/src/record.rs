//! Records that come from another system: created or replaced by that system's key.
//!
//! The import of files and the HTTP API write through here. [`read`] turns the texts of one record into a checked value or
//! into everything that is wrong with them; `put` (feature `postgres`) writes a batch and reports what depends on the
//! database: unknown references, approved quotes, totals that do not fit. A batch that is put again touches no row.
//!
//! What both ways have in common:
//! - A key names its record for good. A record never moves to another client.
//! - An optional column or key that is absent leaves the stored value as it is; an empty one empties it.
//! - Access is not a record's business: `portal_enabled`, `portal_access` and accounts are never touched.

mod client;
mod contact;
mod fields;
mod invoice;
mod line;
mod problem;
mod project;
mod quote;

pub use client::ClientRecord;
pub use contact::ContactRecord;
pub use fields::Fields;
pub use invoice::InvoiceRecord;
pub use line::LineRecord;
pub use problem::{Problem, shown};
pub use project::ProjectRecord;
pub use quote::QuoteRecord;

/// Most records of one batch, so that a file fits in memory with room to spare.
pub const MAX_RECORDS: usize = 1_000_000;
/// Longest key of another system, in characters; the limits below are in characters too.
pub const MAX_KEY: usize = 100;
/// Longest name or title.
pub const MAX_NAME: usize = 300;
/// Longest telephone number, postal code, country …
pub const MAX_SHORT: usize = 100;
/// Longest street address.
pub const MAX_ADDRESS: usize = 500;
/// Longest text of a line.
pub const MAX_LINE: usize = 2_000;
/// Longest description or terms.
pub const MAX_TEXT: usize = 20_000;

/// A column of a file, or a key of a request's body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub name: &'static str,
    pub is_required: bool,
    /// What it takes, for `--help` and for the API's description.
    pub takes: &'static str,
}

impl Column {
    const fn required(name: &'static str, takes: &'static str) -> Self {
        Self { name, is_required: true, takes }
    }

    const fn optional(name: &'static str, takes: &'static str) -> Self {
        Self { name, is_required: false, takes }
    }
}

/// One kind of record.
pub trait Record: Sized + Send + Sync {
    /// Its plural, as in the command line and the API: `clients`.
    const PLURAL: &'static str;
    /// In the order of the documented header.
    const COLUMNS: &'static [Column];
    /// The columns whose values together name one record.
    const KEY: &'static [&'static str];

    /// Reads the record; what is wrong is kept in `fields`, and then the value is not used.
    fn read(fields: &mut Fields<'_>) -> Self;

    /// The values of [`Record::KEY`]. A batch has each only once.
    fn key(&self) -> (&str, i32);
}

/// What reading a record gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read<T> {
    /// The record, or everything that is wrong with it (never empty).
    pub record: Result<T, Vec<Problem>>,
    /// What a person should know although the record can be taken.
    pub warnings: Vec<Problem>,
}

/// Reads a record from texts: `values[i]` is the text of `columns[i]`.
#[must_use]
pub fn read<T: Record>(columns: &[&str], values: &[&str]) -> Read<T> {
    let mut fields = Fields::new(columns, values);
    let record = T::read(&mut fields);
    let Fields { problems, warnings, .. } = fields;
    Read { record: if problems.is_empty() { Ok(record) } else { Err(problems) }, warnings }
}

/// Pairs (repeated, first) of the positions in `records` whose key is in it before.
#[must_use]
pub fn repeated<T: Record>(records: &[T]) -> Vec<(usize, usize)> {
    let mut first = std::collections::HashMap::with_capacity(records.len());
    let mut repeated = Vec::new();
    for (position, record) in records.iter().enumerate() {
        let before = *first.entry(record.key()).or_insert(position);
        if before != position {
            repeated.push((position, before));
        }
    }
    repeated
}

/// How many records a batch created, changed and found as they are.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Lines that their document no longer has.
    pub removed: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
    }
}

/// `91 created, 0 changed, 0 unchanged`, and the removed where there are any.
impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} created, {} changed, {} unchanged", self.created, self.changed, self.unchanged)?;
        if self.removed > 0 { write!(f, ", {} removed", self.removed) } else { Ok(()) }
    }
}

#[cfg(feature = "postgres")]
mod news;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
mod said;
#[cfg(feature = "postgres")]
pub use pg::{Batch, Keeper, Mode, Refused, Report, put, store::Store};

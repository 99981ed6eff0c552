//! What became of each recipient of a run.

use crate::{csv::plain_cell, id::ClientId};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// How a recipient ended; [`Outcome::Queued`] while it has not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Queued,
    Success,
    Failed,
    Skipped,
}

impl Outcome {
    /// In the order of a filter.
    pub const ALL: &[Self] = &[Self::Success, Self::Failed, Self::Skipped, Self::Queued];

    /// The name in the table and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The word on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Waiting",
            Self::Success => "Sent",
            Self::Failed => "Failed",
            Self::Skipped => "Skipped",
        }
    }
}

impl std::str::FromStr for Outcome {
    type Err = UnknownOutcome;
    fn from_str(text: &str) -> Result<Self, UnknownOutcome> {
        Self::ALL.iter().copied().find(|outcome| outcome.as_str() == text).ok_or(UnknownOutcome)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown outcome")]
pub struct UnknownOutcome;

/// One recipient and what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultRow {
    /// Its place in the run, from 1.
    pub seq: i32,
    pub client_id: ClientId,
    pub name: String,
    pub email: String,
    pub outcome: Outcome,
    /// Why it failed, was skipped or waits for another try.
    pub reason: Option<String>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// The first line of the CSV.
pub const CSV_HEADER: [&str; 6] = ["client_id", "name", "email", "outcome", "reason", "finished_at"];

impl ResultRow {
    /// The row's cells in the order of [`CSV_HEADER`], safe to open in a spreadsheet.
    #[must_use]
    pub fn csv_cells(&self) -> [String; 6] {
        [
            self.client_id.to_string(),
            plain_cell(&self.name),
            plain_cell(&self.email),
            self.outcome.as_str().to_owned(),
            plain_cell(self.reason.as_deref().unwrap_or_default()),
            self.finished_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
        ]
    }
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

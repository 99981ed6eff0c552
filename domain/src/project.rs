//! Projects.

use crate::{document::DocumentSummary, id::ProjectId, invoice::InvoiceSummary, quote::QuoteSummary};
use chrono::NaiveDate;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProjectStatus {
    Planned,
    Active,
    OnHold,
    Completed,
    Cancelled,
}

impl ProjectStatus {
    pub const ALL: [Self; 5] = [Self::Planned, Self::Active, Self::OnHold, Self::Completed, Self::Cancelled];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Active => "active",
            Self::OnHold => "on_hold",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Active => "Active",
            Self::OnHold => "On hold",
            Self::Completed => "Completed",
            Self::Cancelled => "Cancelled",
        }
    }
}

impl std::str::FromStr for ProjectStatus {
    type Err = UnknownStatus;
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownStatus)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown project status")]
pub struct UnknownStatus;

/// A project as a list shows it.
#[derive(Clone, Debug)]
pub struct ProjectSummary {
    pub id: ProjectId,
    pub name: String,
    pub status: ProjectStatus,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// 0 to 100.
    pub progress_percent: i16,
}

/// A step of a project.
#[derive(Clone, Debug)]
pub struct Milestone {
    pub name: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

/// A project as its page shows it.
#[derive(Clone, Debug)]
pub struct ProjectDetail {
    pub summary: ProjectSummary,
    pub description: String,
    /// In their order.
    pub milestones: Vec<Milestone>,
    /// Shared ones, newest first.
    pub documents: Vec<DocumentSummary>,
    /// Without drafts, newest first.
    pub quotes: Vec<QuoteSummary>,
    /// Without drafts, newest first.
    pub invoices: Vec<InvoiceSummary>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

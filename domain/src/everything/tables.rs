//! What there is, as tables.

use crate::{access_preset::Section, actor::ClientScope};

/// A file with comma-separated values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    Projects,
    Quotes,
    Approvals,
    Invoices,
    Payments,
    Messages,
}

impl Table {
    pub(super) const ALL: [Self; 6] =
        [Self::Projects, Self::Quotes, Self::Approvals, Self::Invoices, Self::Payments, Self::Messages];

    /// The file's name.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Projects => "Projects.csv",
            Self::Quotes => "Quotes.csv",
            Self::Approvals => "Approvals.csv",
            Self::Invoices => "Invoices.csv",
            Self::Payments => "Payments.csv",
            Self::Messages => "Messages.csv",
        }
    }

    /// The first line.
    #[must_use]
    pub fn header(self) -> &'static [&'static str] {
        match self {
            Self::Projects => &["name", "status", "starts_on", "ends_on", "progress_percent", "description"],
            Self::Quotes => &[
                "number",
                "revision",
                "title",
                "status",
                "issued_on",
                "valid_until",
                "currency",
                "total",
                "project",
            ],
            Self::Approvals => {
                &["quote", "revision", "currency", "total", "typed_name", "account", "approved_at", "sha256"]
            }
            Self::Invoices => &[
                "number",
                "title",
                "status",
                "issued_on",
                "due_on",
                "currency",
                "total",
                "paid",
                "balance",
                "project",
            ],
            Self::Payments => &[
                "invoice",
                "paid_on",
                "currency",
                "amount",
                "refunded",
                "refunded_on",
                "method",
                "reference",
            ],
            Self::Messages => &["sent_at", "conversation", "author", "from", "about", "message"],
        }
    }

    pub(super) fn is_for(self, scope: &ClientScope) -> bool {
        match self {
            Self::Projects => scope.may(Section::Projects),
            Self::Quotes | Self::Approvals => scope.may(Section::Quotes),
            Self::Invoices | Self::Payments => scope.may(Section::Invoices),
            Self::Messages => scope.may(Section::Messages) || scope.may(Section::Projects),
        }
    }
}

mod pg;

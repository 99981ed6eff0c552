//! What a colour means.

use domain::{
    client::PortalState, document::request::RequestState, invoice::InvoiceStatus, project::ProjectStatus,
    quote::QuoteStatus,
};

/// The meaning of a chip, a card or a message. The colours are in `style/tokens.css`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Tone {
    #[default]
    Neutral,
    Accent,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

impl From<PortalState> for Tone {
    fn from(state: PortalState) -> Self {
        match state {
            PortalState::Enabled => Self::Success,
            PortalState::Invited => Self::Info,
            PortalState::Disabled => Self::Warning,
            PortalState::None | PortalState::Inactive => Self::Neutral,
        }
    }
}

impl From<ProjectStatus> for Tone {
    fn from(status: ProjectStatus) -> Self {
        match status {
            ProjectStatus::Planned => Self::Info,
            ProjectStatus::Active => Self::Success,
            ProjectStatus::OnHold => Self::Warning,
            ProjectStatus::Completed | ProjectStatus::Cancelled => Self::Neutral,
        }
    }
}

impl From<QuoteStatus> for Tone {
    fn from(status: QuoteStatus) -> Self {
        match status {
            QuoteStatus::Sent => Self::Warning,
            QuoteStatus::Approved => Self::Success,
            QuoteStatus::Draft | QuoteStatus::Expired | QuoteStatus::Declined | QuoteStatus::Cancelled => {
                Self::Neutral
            }
        }
    }
}

impl From<InvoiceStatus> for Tone {
    fn from(status: InvoiceStatus) -> Self {
        match status {
            InvoiceStatus::Sent => Self::Info,
            InvoiceStatus::Overdue => Self::Danger,
            InvoiceStatus::Paid => Self::Success,
            InvoiceStatus::Draft | InvoiceStatus::Cancelled => Self::Neutral,
        }
    }
}

impl From<RequestState> for Tone {
    fn from(state: RequestState) -> Self {
        match state {
            RequestState::Open => Self::Warning,
            RequestState::HandedOver => Self::Info,
            RequestState::Accepted => Self::Success,
            RequestState::SentBack => Self::Danger,
        }
    }
}

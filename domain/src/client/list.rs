//! The staff's list of clients.

use super::PortalState;
use crate::page::PageRequest;

/// What the list is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct ClientFilter {
    /// Part of the name, e-mail address or external id, any case.
    pub search: Option<String>,
    pub portal_state: Option<PortalState>,
    pub sort: ClientSort,
    pub page: PageRequest,
}

/// The order of the list.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ClientSort {
    #[default]
    Name,
    NameDescending,
    /// The newest client first.
    Newest,
}

impl ClientSort {
    pub const ALL: [Self; 3] = [Self::Name, Self::NameDescending, Self::Newest];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "name-desc",
            Self::Newest => "newest",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name A–Z",
            Self::NameDescending => "Name Z–A",
            Self::Newest => "Newest first",
        }
    }
}

impl std::str::FromStr for ClientSort {
    type Err = UnknownSort;
    fn from_str(text: &str) -> Result<Self, UnknownSort> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).ok_or(UnknownSort)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown order")]
pub struct UnknownSort;

mod pg;
pub use pg::*;

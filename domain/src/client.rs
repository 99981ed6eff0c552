//! Clients as staff see them, and their access to the portal (SPEC section 3).

use crate::id::{ClientId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How a client stands with the portal; derived when it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalState {
    /// Its portal user gets in.
    Enabled,
    /// It has a portal user whom nobody lets in at the moment.
    Disabled,
    /// An invitation is open.
    Invited,
    /// Never invited, or the invitation came to nothing.
    None,
    /// The client is inactive, so nobody gets in.
    Inactive,
}

impl PortalState {
    pub const ALL: [Self; 5] = [Self::Enabled, Self::Invited, Self::Disabled, Self::None, Self::Inactive];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::Invited => "invited",
            Self::None => "none",
            Self::Inactive => "inactive",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Enabled => "Has access",
            Self::Disabled => "Access off",
            Self::Invited => "Invited",
            Self::None => "No access",
            Self::Inactive => "Inactive",
        }
    }
}

impl std::str::FromStr for PortalState {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(UnknownState)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown portal state")]
pub struct UnknownState;

/// A client as the staff's list shows it.
#[derive(Clone, Debug)]
pub struct ClientSummary {
    pub id: ClientId,
    pub name: String,
    pub email: Option<String>,
    pub portal_state: PortalState,
    pub contacts: i64,
    /// The last time that anybody of the client signed in.
    pub last_sign_in: Option<DateTime<Utc>>,
}

/// A client as its own page shows it.
#[derive(Clone, Debug)]
pub struct ClientDetail {
    pub id: ClientId,
    pub external_id: Option<String>,
    pub name: String,
    pub email: Option<String>,
    pub phone: String,
    /// Street, city, region, postal code and country, each on a line of its own; empty ones left out.
    pub address: Vec<String>,
    pub currency: String,
    pub is_active: bool,
    pub portal_enabled: bool,
    pub portal_state: PortalState,
    pub portal_user: Option<PortalUser>,
    pub projects: i64,
    pub quotes: i64,
    pub invoices: i64,
    pub documents: i64,
}

/// The account that gets in for a client.
#[derive(Clone, Debug)]
pub struct PortalUser {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub is_active: bool,
    pub last_sign_in: Option<DateTime<Utc>>,
}

/// What enabling and disabling answer (SPEC section 7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PortalAccess {
    pub client_id: ClientId,
    pub portal_enabled: bool,
    pub portal_user_id: Option<UserId>,
}

#[cfg(feature = "postgres")]
pub mod change_request;
#[cfg(feature = "postgres")]
mod list;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use list::*;
#[cfg(feature = "postgres")]
pub use pg::*;

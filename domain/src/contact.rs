//! The people at a client as staff see them, and each one's access to the portal (SPEC section 3).

use crate::{
    access_preset::AccessPreset,
    client::PortalState,
    id::{ClientId, ContactId, UserId},
};
use chrono::{DateTime, Utc};

/// A person at a client, as the Contacts tab shows it. Invitations stand apart, in [`crate::invitation::ClientInvitations`].
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: ContactId,
    pub client_id: ClientId,
    pub name: String,
    pub title: String,
    pub email: Option<String>,
    pub phone: String,
    pub is_active: bool,
    /// Whether staff let this contact in; the rule asks for more than that.
    pub portal_access: bool,
    /// The account, once the contact has accepted an invitation, so that access can be switched on without another.
    pub user_id: Option<UserId>,
    /// Whether that account is the client's portal user, who sees everything whatever the preset says.
    pub is_portal_user: bool,
    /// Which parts of the portal the contact sees.
    pub preset: AccessPreset,
    /// Whether the contact lets colleagues in and shuts them out.
    pub is_administrator: bool,
    /// What the access rule makes of all this.
    pub state: PortalState,
    pub last_sign_in: Option<DateTime<Utc>>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

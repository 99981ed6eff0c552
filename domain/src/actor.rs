//! Who asks. Every operation takes one of these, and only sign-in and the access rule can make them.

use crate::{
    access_preset::{AccessPreset, Section},
    activity::Origin,
    error::{Error, Result},
    id::{ClientId, ContactId, UserId},
};
use serde::{Deserialize, Serialize};

/// What a staff account may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    PowerUser,
    Admin,
}

impl Role {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::PowerUser => "power_user",
            Self::Admin => "admin",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::PowerUser => "Power user",
            Self::Admin => "Administrator",
        }
    }

    /// Policies hang on roles (SPEC section 2).
    #[must_use]
    pub fn holds(self, policy: Policy) -> bool {
        match policy {
            Policy::ViewRecords | Policy::ViewActivity | Policy::ConfirmPayments => true,
            Policy::ManagePortalAccess => matches!(self, Self::PowerUser | Self::Admin),
            Policy::ManageCompany => self == Self::Admin,
        }
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> std::result::Result<Self, UnknownRole> {
        match text {
            "member" => Ok(Self::Member),
            "power_user" => Ok(Self::PowerUser),
            "admin" => Ok(Self::Admin),
            _ => Err(UnknownRole),
        }
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a role is one of member, power_user, admin")]
pub struct UnknownRole;

/// What a staff account must hold to do something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// See clients and their papers. Every staff account.
    ViewRecords,
    /// See the activity log. Every staff account.
    ViewActivity,
    /// Say that a client's transfer has arrived, or has not. Every staff account.
    ConfirmPayments,
    /// `managePortalAccess`: enable and disable access, invite. Power users and administrators.
    ManagePortalAccess,
    /// Company settings, staff accounts and API tokens. Administrators.
    ManageCompany,
}

impl Policy {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ViewRecords => "viewRecords",
            Self::ViewActivity => "viewActivity",
            Self::ConfirmPayments => "confirmPayments",
            Self::ManagePortalAccess => "managePortalAccess",
            Self::ManageCompany => "manageCompany",
        }
    }

    /// The API scope that a bearer token needs besides; `None` where no token reaches.
    #[must_use]
    fn scopes(self) -> &'static [ApiScope] {
        match self {
            Self::ViewRecords => &[ApiScope::Records, ApiScope::PortalAccess, ApiScope::BulkInvitations],
            Self::ViewActivity => &[ApiScope::Activities],
            Self::ManagePortalAccess => &[ApiScope::PortalAccess, ApiScope::BulkInvitations],
            Self::ManageCompany | Self::ConfirmPayments => &[],
        }
    }
}

/// What a bearer token may be used for (SPEC section 7).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiScope {
    PortalAccess,
    BulkInvitations,
    Records,
    Activities,
}

impl ApiScope {
    pub const ALL: [Self; 4] = [Self::PortalAccess, Self::BulkInvitations, Self::Records, Self::Activities];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PortalAccess => "portal-access",
            Self::BulkInvitations => "bulk-invitations",
            Self::Records => "records",
            Self::Activities => "activities",
        }
    }
}

impl std::str::FromStr for ApiScope {
    type Err = UnknownScope;
    fn from_str(text: &str) -> std::result::Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a scope is one of portal-access, bulk-invitations, records, activities")]
pub struct UnknownScope;

/// A signed-in staff user, or an API token of one.
#[derive(Clone, Debug)]
pub struct Staff {
    pub(crate) id: UserId,
    pub(crate) role: Role,
    /// `None` for a person; for a token, what it is limited to.
    pub(crate) token_scopes: Option<Vec<ApiScope>>,
    pub(crate) origin: Origin,
}

impl Staff {
    #[must_use]
    pub fn id(&self) -> UserId {
        self.id
    }

    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether this staff user (and token) holds the policy; for showing or hiding controls.
    #[must_use]
    pub fn may(&self, policy: Policy) -> bool {
        self.role.holds(policy)
            && self
                .token_scopes
                .as_ref()
                .is_none_or(|scopes| policy.scopes().iter().any(|scope| scopes.contains(scope)))
    }

    /// The first statement of every operation of staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the policy.
    pub fn require(&self, policy: Policy) -> Result<()> {
        if self.may(policy) { Ok(()) } else { Err(Error::Forbidden(policy)) }
    }

    /// As [`Staff::require`], and for a token the scope of exactly this part of the API.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the policy or the scope.
    pub fn require_scope(&self, policy: Policy, scope: ApiScope) -> Result<()> {
        self.require(policy)?;
        match &self.token_scopes {
            Some(scopes) if !scopes.contains(&scope) => Err(Error::Forbidden(policy)),
            _ => Ok(()),
        }
    }
}

/// The right of one portal session to one client's records.
///
/// Its fields are private and nothing but [`crate::access::scope`] makes one, so a portal query that was not asked for by somebody
/// who gets in does not compile (SPEC section 3). With a scope it does:
///
/// ```
/// use domain::{Db, actor::ClientScope, dashboard};
///
/// async fn page(db: &Db, scope: &ClientScope, today: chrono::NaiveDate) {
///     let _ = dashboard::load(db, scope, today).await;
/// }
/// ```
///
/// The client's id is not enough:
///
/// ```compile_fail,E0308
/// use domain::{Db, dashboard, id::ClientId};
///
/// async fn page(db: &Db, client: &ClientId, today: chrono::NaiveDate) {
///     let _ = dashboard::load(db, client, today).await;
/// }
/// ```
///
/// Nobody calls the constructor, writes one down, or reads one from a request:
///
/// ```compile_fail,E0624
/// let forge = domain::actor::ClientScope::new;
/// ```
///
/// ```compile_fail,E0451
/// use domain::actor::ClientScope;
///
/// fn another(scope: ClientScope, client_id: domain::id::ClientId) -> ClientScope {
///     ClientScope { client_id, ..scope }
/// }
/// ```
///
/// ```compile_fail,E0277
/// fn forge(body: &str) -> domain::actor::ClientScope {
///     serde_json::from_str(body).unwrap()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ClientScope {
    client_id: ClientId,
    user_id: UserId,
    contact_id: Option<ContactId>,
    rights: Rights,
    origin: Origin,
}

/// What a person at a client may do there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rights {
    pub(crate) preset: AccessPreset,
    /// Lets colleagues in and takes their access away.
    pub(crate) is_administrator: bool,
}

impl ClientScope {
    /// Only [`crate::access::scope`] calls this.
    pub(crate) fn new(
        client_id: ClientId,
        user_id: UserId,
        contact_id: Option<ContactId>,
        rights: Rights,
        origin: Origin,
    ) -> Self {
        Self { client_id, user_id, contact_id, rights, origin }
    }

    #[must_use]
    pub fn client_id(&self) -> ClientId {
        self.client_id
    }

    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.user_id
    }

    /// Whether this person sees that part of the portal; for showing or hiding it.
    #[must_use]
    pub fn may(&self, section: Section) -> bool {
        self.rights.preset.covers(section)
    }

    /// The names of the parts that this person sees, as tables have them.
    #[cfg(feature = "postgres")]
    pub(crate) fn sections(&self) -> Vec<String> {
        self.rights.preset.section_names()
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn preset(&self) -> AccessPreset {
        self.rights.preset
    }

    /// The first statement of every operation on a part of the portal.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person's preset leaves the part out: it is then as if it did not exist.
    pub fn require(&self, section: Section) -> Result<()> {
        if self.may(section) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Whether this person lets colleagues in: the portal user, or a contact who is the client's administrator.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.rights.is_administrator
    }

    /// The first statement of every operation on colleagues.
    ///
    /// # Errors
    /// [`Error::NotFound`] to all but the client's administrators.
    pub fn require_administrator(&self) -> Result<()> {
        if self.rights.is_administrator { Ok(()) } else { Err(Error::NotFound) }
    }

    /// `None` for the client's portal user who is no contact.
    #[must_use]
    pub fn contact_id(&self) -> Option<ContactId> {
        self.contact_id
    }

    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

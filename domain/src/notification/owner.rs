//! The right of a person to their own bell.

use crate::{
    actor::{ClientScope, Staff},
    error::{Error, Result},
    id::{ClientId, UserId},
};

/// Whose bell: a person's at one client, or a staff user's. An API token has none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BellOwner {
    pub(super) user_id: UserId,
    /// What concerns other clients of the person is not shown. `None` for staff, who look after all.
    pub(super) client_id: Option<ClientId>,
    /// What concerns other parts of the portal is not shown. `None` for staff, who see all.
    pub(super) sections: Option<Vec<String>>,
}

impl From<&ClientScope> for BellOwner {
    fn from(scope: &ClientScope) -> Self {
        Self {
            user_id: scope.user_id(),
            client_id: Some(scope.client_id()),
            sections: Some(scope.sections()),
        }
    }
}

impl TryFrom<&Staff> for BellOwner {
    type Error = Error;

    fn try_from(staff: &Staff) -> Result<Self> {
        match staff.token_scopes {
            None => Ok(Self { user_id: staff.id(), client_id: None, sections: None }),
            Some(_) => Err(Error::NotFound),
        }
    }
}

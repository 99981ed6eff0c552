//! The right of a person to their own bell.

use crate::{
    access_preset::AccessPreset,
    actor::{ClientScope, Staff},
    error::{Error, Result},
    id::{ClientId, UserId},
};

/// Whose bell: a person's at one client, or a staff user's. An API token has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BellOwner {
    pub(super) user_id: UserId,
    /// What concerns other clients of the person is not shown. `None` for staff, who look after all.
    pub(super) client_id: Option<ClientId>,
    /// What concerns other parts of the portal is not shown. `None` for staff, who see all.
    preset: Option<AccessPreset>,
}

impl BellOwner {
    /// The names of the parts whose news are shown; `None` for all.
    pub(super) fn sections(self) -> Option<Vec<String>> {
        self.preset.map(AccessPreset::section_names)
    }
}

impl From<&ClientScope> for BellOwner {
    fn from(scope: &ClientScope) -> Self {
        Self { user_id: scope.user_id(), client_id: Some(scope.client_id()), preset: Some(scope.preset()) }
    }
}

impl TryFrom<&Staff> for BellOwner {
    type Error = Error;

    fn try_from(staff: &Staff) -> Result<Self> {
        match staff.token_scopes {
            None => Ok(Self { user_id: staff.id(), client_id: None, preset: None }),
            Some(_) => Err(Error::NotFound),
        }
    }
}

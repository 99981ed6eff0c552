//! The right of a person to their own account.

use crate::{
    activity::{ActivityKind, NewActivity, Origin},
    actor::{ClientScope, Staff},
    error::{Error, Result},
    id::{ClientId, UserId},
};

/// The account of the one who asks. Only a signed-in person makes one: a client's by their scope, staff by themselves, and
/// never an API token, which must not change the password of the person it belongs to.
#[derive(Clone, Debug)]
pub struct Oneself {
    user_id: UserId,
    /// The client that the person is looking at, for the log.
    client_id: Option<ClientId>,
    origin: Origin,
}

impl Oneself {
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.user_id
    }

    /// The client that the person is looking at; `None` for staff.
    pub(crate) fn client_id(&self) -> Option<ClientId> {
        self.client_id
    }

    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// A line of the log about one's own account.
    pub(crate) fn activity(&self, kind: ActivityKind) -> NewActivity<'_> {
        NewActivity {
            kind,
            client_id: self.client_id,
            user_id: Some(self.user_id),
            staff_id: None,
            subject: None,
            origin: &self.origin,
        }
    }
}

impl From<&ClientScope> for Oneself {
    fn from(scope: &ClientScope) -> Self {
        Self { user_id: scope.user_id(), client_id: Some(scope.client_id()), origin: scope.origin().clone() }
    }
}

impl TryFrom<&Staff> for Oneself {
    type Error = Error;

    fn try_from(staff: &Staff) -> Result<Self> {
        match staff.token_scopes {
            None => Ok(Self { user_id: staff.id(), client_id: None, origin: staff.origin().clone() }),
            Some(_) => Err(Error::NotFound),
        }
    }
}

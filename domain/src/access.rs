//! The access rule (SPEC section 3): one function, asked at every request.

use crate::{
    access_preset::AccessPreset,
    activity::Origin,
    actor::{ClientScope, Rights},
    id::{ClientId, ContactId, UserId},
};
use serde::{Deserialize, Serialize};

/// What the rule looks at, for one user and one client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessFacts {
    pub client_id: ClientId,
    pub client_name: String,
    pub client_is_active: bool,
    pub portal_enabled: bool,
    /// `client.portal_user_id` is this user.
    pub is_portal_user: bool,
    /// The contact of this client whose account this user is.
    pub contact: Option<ContactFacts>,
}

/// What the rule looks at in a contact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContactFacts {
    pub id: ContactId,
    pub is_active: bool,
    pub portal_access: bool,
    pub has_email: bool,
    pub preset: AccessPreset,
    /// Lets colleagues in and takes their access away.
    pub is_administrator: bool,
}

/// Why somebody does not get in; [`AccessDenied::say`] is the reason that the sign-in page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessDenied {
    UserInactive,
    ClientInactive,
    PortalDisabled,
    ContactDisabled,
    NotLinked,
}

/// Whether a user gets in to a client's portal, as its portal user or as a contact.
///
/// # Errors
/// The first part of the rule that is false.
pub fn check(user_is_active: bool, facts: &AccessFacts) -> Result<(), AccessDenied> {
    let as_contact = facts.contact.as_ref().map(|c| c.is_active && c.portal_access && c.has_email);
    if !user_is_active {
        Err(AccessDenied::UserInactive)
    } else if !facts.client_is_active {
        Err(AccessDenied::ClientInactive)
    } else if !facts.portal_enabled {
        Err(AccessDenied::PortalDisabled)
    } else if facts.is_portal_user || as_contact == Some(true) {
        Ok(())
    } else if as_contact == Some(false) {
        Err(AccessDenied::ContactDisabled)
    } else {
        Err(AccessDenied::NotLinked)
    }
}

/// The client scope of a user, if the rule lets that user in. The only way to make one.
///
/// # Errors
/// As [`check`].
pub fn scope(
    user_id: UserId,
    user_is_active: bool,
    facts: &AccessFacts,
    origin: Origin,
) -> Result<ClientScope, AccessDenied> {
    check(user_is_active, facts)?;
    let rights = match &facts.contact {
        Some(contact) if !facts.is_portal_user => {
            Rights { preset: contact.preset, is_administrator: contact.is_administrator }
        }
        _ => Rights { preset: AccessPreset::Everything, is_administrator: true },
    };
    let contact_id = facts.contact.as_ref().map(|contact| contact.id);
    Ok(ClientScope::new(facts.client_id, user_id, contact_id, rights, origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access_preset::Section;
    use uuid::Uuid;

    fn facts() -> AccessFacts {
        AccessFacts {
            client_id: ClientId(Uuid::nil()),
            client_name: "Alfreds".into(),
            client_is_active: true,
            portal_enabled: true,
            is_portal_user: true,
            contact: None,
        }
    }

    fn contact() -> Option<ContactFacts> {
        Some(ContactFacts {
            id: ContactId(Uuid::nil()),
            is_active: true,
            portal_access: true,
            has_email: true,
            preset: AccessPreset::InvoicesOnly,
            is_administrator: false,
        })
    }

    #[test]
    fn portal_user_gets_in_while_every_part_is_true() {
        assert_eq!(check(true, &facts()), Ok(()));
        assert_eq!(check(false, &facts()), Err(AccessDenied::UserInactive));
        assert_eq!(
            check(true, &AccessFacts { client_is_active: false, ..facts() }),
            Err(AccessDenied::ClientInactive)
        );
        assert_eq!(
            check(true, &AccessFacts { portal_enabled: false, ..facts() }),
            Err(AccessDenied::PortalDisabled)
        );
        assert_eq!(
            check(true, &AccessFacts { is_portal_user: false, ..facts() }),
            Err(AccessDenied::NotLinked)
        );
    }

    #[test]
    fn contact_gets_in_while_every_part_is_true() {
        let as_contact = |contact| check(true, &AccessFacts { is_portal_user: false, contact, ..facts() });
        assert_eq!(as_contact(contact()), Ok(()));
        for spoil in [
            |c: &mut ContactFacts| c.is_active = false,
            |c: &mut ContactFacts| c.portal_access = false,
            |c: &mut ContactFacts| c.has_email = false,
        ] {
            let mut spoiled = contact();
            spoiled.iter_mut().for_each(spoil);
            assert_eq!(as_contact(spoiled), Err(AccessDenied::ContactDisabled));
        }
    }

    #[test]
    fn a_contact_has_its_preset_and_the_portal_user_everything() {
        let rights = |is_portal_user| {
            let facts = AccessFacts { is_portal_user, contact: contact(), ..facts() };
            let scope = scope(UserId(Uuid::nil()), true, &facts, Origin::default()).unwrap();
            (scope.may(Section::Quotes), scope.may(Section::Invoices), scope.is_administrator())
        };
        assert_eq!(rights(false), (false, true, false));
        assert_eq!(rights(true), (true, true, true));
    }
}

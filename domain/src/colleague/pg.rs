//! Listing, inviting and shutting out colleagues. Each is a contact of the administrator's own client.

use super::{MAX_CONTACTS, NewColleague};
use crate::{
    access_preset::AccessPreset,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    contact::{self, Contact, ContactFilter},
    db::Db,
    error::{Conflict, Error, Result},
    id::ContactId,
    invitation,
    page::Page,
    words::sentence,
};
use sqlx::PgConnection;

/// A page of the client's active contacts, by name.
///
/// # Errors
/// [`Error::NotFound`] to all but the client's administrators.
pub async fn list(db: &Db, scope: &ClientScope, filter: &ContactFilter) -> Result<Page<Contact>> {
    scope.require_administrator()?;
    contact::of_client(db, scope.client_id(), true, filter).await
}

/// Makes a contact of the administrator's client, who has access from now on, and invites it by mail.
///
/// # Errors
/// [`Error::NotFound`] to all but the client's administrators; [`Error::Invalid`] at `name`, `email` (also when a contact has it
/// already) or `preset`; [`Conflict::TooManyContacts`]; as [`invitation::invite_contact`].
pub async fn invite(db: &Db, scope: &ClientScope, new: &NewColleague) -> Result<()> {
    scope.require_administrator()?;
    let (name, email) = new.normalize()?;
    may_give(scope, new.preset)?;
    let mut tx = db.0.begin().await?;
    // Two who add at once wait for each other, and the second looks only then: the same person is added once.
    sqlx::query!("select id from clients where id = $1 for update", scope.client_id().0)
        .fetch_one(&mut *tx)
        .await?;
    let present = sqlx::query!(
        r#"select count(*) as "contacts!", coalesce(bool_or(usable_email(email) = $2), false) as "is_there!"
             from client_contacts where client_id = $1"#,
        scope.client_id().0,
        email,
    )
    .fetch_one(&mut *tx)
    .await?;
    if present.is_there {
        return Err(Error::field("email", sentence!("field-colleague-known")));
    }
    if present.contacts >= MAX_CONTACTS {
        return Err(Conflict::TooManyContacts.into());
    }
    let id = ContactId::generate();
    sqlx::query!(
        "insert into client_contacts (id, client_id, name, email, portal_access, access_preset) values ($1, $2, $3, $4, true, $5)",
        id.0,
        scope.client_id().0,
        name,
        email,
        new.preset.as_str(),
    )
    .execute(&mut *tx)
    .await?;
    invitation::invite_colleague(&mut tx, scope, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a contact in again whom somebody shut out: at once when there is an account, else by a new invitation.
///
/// # Errors
/// [`Error::NotFound`] to all but the client's administrators, and for another client's contact; [`Error::Invalid`] at `preset` for
/// one who would see more than the administrator; as [`invitation::invite_contact`].
pub async fn let_in(db: &Db, scope: &ClientScope, id: ContactId) -> Result<()> {
    scope.require_administrator()?;
    let mut tx = db.0.begin().await?;
    let contact = lock(&mut tx, scope, id).await?;
    may_give(scope, contact.preset.parse().map_err(Error::internal)?)?;
    if !contact.has_account {
        invitation::invite_colleague(&mut tx, scope, id).await?;
    } else if !contact.portal_access {
        if !contact.is_active {
            return Err(Conflict::ContactInactive.into());
        }
        sqlx::query!("update client_contacts set portal_access = true where id = $1", id.0)
            .execute(&mut *tx)
            .await?;
        log(&mut tx, scope, ActivityKind::EnablePortal, id, &contact.name).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Says which parts of the portal a colleague sees, from the next click on.
///
/// # Errors
/// [`Error::NotFound`] to all but the client's administrators, and for another client's contact; [`Error::Invalid`] at `preset`;
/// [`Conflict::OwnAccess`] for the administrator's own.
pub async fn set_preset(db: &Db, scope: &ClientScope, id: ContactId, preset: AccessPreset) -> Result<()> {
    scope.require_administrator()?;
    may_give(scope, preset)?;
    let mut tx = db.0.begin().await?;
    let contact = lock(&mut tx, scope, id).await?;
    if contact.is_oneself {
        return Err(Conflict::OwnAccess.into());
    }
    if contact.preset != preset.as_str() {
        sqlx::query!("update client_contacts set access_preset = $2 where id = $1", id.0, preset.as_str())
            .execute(&mut *tx)
            .await?;
        log(&mut tx, scope, ActivityKind::ChangeAccess, id, &contact.name).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Takes a colleague's access away, as [`contact::disable`] does. Doing it again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] to all but the client's administrators, and for another client's contact; [`Conflict::OwnAccess`] for the
/// administrator's own.
pub async fn shut_out(db: &Db, scope: &ClientScope, id: ContactId) -> Result<()> {
    scope.require_administrator()?;
    let mut tx = db.0.begin().await?;
    let contact = lock(&mut tx, scope, id).await?;
    if contact.is_oneself {
        return Err(Conflict::OwnAccess.into());
    }
    if contact::shut_out(&mut tx, id).await? {
        log(&mut tx, scope, ActivityKind::DisablePortal, id, &contact.name).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// An administrator gives no more than an administrator has.
fn may_give(scope: &ClientScope, preset: AccessPreset) -> Result<()> {
    if preset.sections().all(|section| scope.may(section)) {
        Ok(())
    } else {
        Err(Error::field("preset", sentence!("field-preset")))
    }
}

struct Locked {
    name: String,
    is_active: bool,
    portal_access: bool,
    has_account: bool,
    is_oneself: bool,
    preset: String,
}

/// The client's row before the contact's, as everywhere.
async fn lock(tx: &mut PgConnection, scope: &ClientScope, id: ContactId) -> Result<Locked> {
    invitation::lock_client_of(tx, id).await?;
    sqlx::query_as!(
        Locked,
        r#"select name, is_active, portal_access, user_id is not null as "has_account!",
                  user_id is not distinct from $3 as "is_oneself!", access_preset as preset
             from client_contacts where id = $1 and client_id = $2 for update"#,
        id.0,
        scope.client_id().0,
        scope.user_id().0,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(Error::NotFound)
}

async fn log(
    tx: &mut PgConnection,
    scope: &ClientScope,
    kind: ActivityKind,
    id: ContactId,
    name: &str,
) -> Result<()> {
    let subject = Subject { kind: "contact", id: id.0, label: name };
    record(tx, NewActivity::of_client(scope, kind, Some(subject))).await
}

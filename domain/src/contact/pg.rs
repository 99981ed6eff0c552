//! Reading contacts, and switching one's access on and off.

use super::Contact;
use crate::{
    access_preset::AccessPreset,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ApiScope, Policy, Staff},
    client::PortalState,
    db::Db,
    error::{Conflict, Error, Result},
    id::{ClientId, ContactId, UserId},
    invitation,
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use sqlx::PgConnection;

/// What the list of a client's contacts is narrowed to; it is sorted by name.
#[derive(Clone, Default, Debug)]
pub struct ContactFilter {
    /// Part of the name, title or e-mail address, any case.
    pub search: Option<String>,
    pub portal_state: Option<PortalState>,
    pub page: PageRequest,
}

/// A page of a client's contacts, by name.
///
/// # Errors
/// [`Error::Forbidden`] without the policy.
pub async fn list(
    db: &Db,
    staff: &Staff,
    client_id: ClientId,
    filter: &ContactFilter,
) -> Result<Page<Contact>> {
    staff.require(Policy::ViewRecords)?;
    of_client(db, client_id, false, filter).await
}

/// The same for whoever has been authorized for this client; perhaps only those who are active.
pub(crate) async fn of_client(
    db: &Db,
    client_id: ClientId,
    only_active: bool,
    filter: &ContactFilter,
) -> Result<Page<Contact>> {
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select k.id, k.name, k.title, k.email, k.phone, k.is_active, k.portal_access, k.user_id, k.access_preset, k.is_administrator,
               coalesce(c.portal_user_id = k.user_id, false) as "is_portal_user!", state.name as "state!", lower(k.name) as "key!",
               (select max(s.created_at) from user_sessions s where s.user_id = k.user_id) as last_sign_in
          from client_contacts k
          join clients c on c.id = k.client_id
          left join users u on u.id = k.user_id
          cross join lateral (select case
               when not (k.is_active and c.is_active) then 'inactive'
               when k.user_id is not null and k.portal_access and k.email is not null and c.portal_enabled and u.is_active then 'enabled'
               when k.user_id is not null then 'disabled'
               when exists (select from invitations i where i.contact_id = k.id
                               and i.state in ('queued', 'sent') and i.expires_at > now()) then 'invited'
               else 'none' end as name) state
         where k.client_id = $1
           and ($2::text is null or strpos(lower(concat_ws(' ', k.name, k.title, k.email)), lower($2)) > 0)
           and ($3::text is null or state.name = $3)
           and (k.is_active or not $8)
           and ($5::uuid is null or case when $4 then (lower(k.name), k.id) < ($6, $5) else (lower(k.name), k.id) > ($6, $5) end)
         order by case when not $4 then lower(k.name) end, case when not $4 then k.id end,
                  case when $4 then lower(k.name) end desc, case when $4 then k.id end desc
         limit $7
        "#,
        client_id.0,
        filter.search,
        filter.portal_state.map(PortalState::as_str),
        filter.page.is_backwards(),
        cursor.map(|cursor| cursor.id),
        cursor.map(|cursor| &cursor.key),
        PAGE_SIZE + 1,
        only_active,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let contact = Contact {
                id: ContactId(row.id),
                client_id,
                name: row.name,
                title: row.title,
                email: row.email,
                phone: row.phone,
                is_active: row.is_active,
                portal_access: row.portal_access,
                user_id: row.user_id.map(UserId),
                is_portal_user: row.is_portal_user,
                preset: row.access_preset.parse().map_err(Error::internal)?,
                is_administrator: row.is_administrator,
                state: row.state.parse().map_err(Error::internal)?,
                last_sign_in: row.last_sign_in,
            };
            Ok((contact, row.key))
        })
        .collect::<Result<Vec<_>>>()?;
    let page = Page::from_rows(rows, PAGE_SIZE, &filter.page, |(contact, key)| Cursor {
        key: key.clone(),
        id: contact.id.0,
    });
    Ok(page.map(|(contact, _)| contact))
}

/// Lets a contact who has an account in again. Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::ClientInactive`],
/// [`Conflict::ContactInactive`], [`Conflict::NoEmail`]; [`Conflict::PortalDisabled`] when it would have no effect;
/// [`Conflict::NoAccount`] when there is nobody yet to let in.
pub async fn enable(db: &Db, staff: &Staff, id: ContactId) -> Result<ClientId> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)?;
    let mut transaction = db.0.begin().await?;
    invitation::lock_client_of(&mut transaction, id).await?;
    let contact = sqlx::query!(
        r#"select k.client_id, k.name, k.is_active, k.portal_access, k.email is not null as "has_email!",
                  k.user_id is not null as "has_account!", c.is_active as client_is_active, c.portal_enabled
             from client_contacts k join clients c on c.id = k.client_id
            where k.id = $1 for update of k"#,
        id.0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    for (stands_in_the_way, conflict) in [
        (!contact.client_is_active, Conflict::ClientInactive),
        (!contact.is_active, Conflict::ContactInactive),
        (!contact.has_email, Conflict::NoEmail),
        (!contact.portal_enabled, Conflict::PortalDisabled),
        (!contact.has_account, Conflict::NoAccount),
    ] {
        if stands_in_the_way {
            return Err(conflict.into());
        }
    }
    let client_id = ClientId(contact.client_id);
    if !contact.portal_access {
        sqlx::query!("update client_contacts set portal_access = true where id = $1", id.0)
            .execute(&mut *transaction)
            .await?;
        let subject = Subject { kind: "contact", id: id.0, label: &contact.name };
        let activity =
            NewActivity::of_staff(staff, ActivityKind::EnablePortal, Some(client_id), Some(subject));
        record(&mut *transaction, activity).await?;
        transaction.commit().await?;
    }
    Ok(client_id)
}

/// Shuts one contact out: withdraws the open invitations and ends the sessions of somebody who now gets in nowhere. The account
/// stays. Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn disable(db: &Db, staff: &Staff, id: ContactId) -> Result<ClientId> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)?;
    let mut transaction = db.0.begin().await?;
    let contact = sqlx::query!("select client_id, name from client_contacts where id = $1 for update", id.0)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or(Error::NotFound)?;
    let client_id = ClientId(contact.client_id);
    if shut_out(&mut transaction, id).await? {
        let subject = Subject { kind: "contact", id: id.0, label: &contact.name };
        let activity =
            NewActivity::of_staff(staff, ActivityKind::DisablePortal, Some(client_id), Some(subject));
        record(&mut *transaction, activity).await?;
        transaction.commit().await?;
    }
    Ok(client_id)
}

/// Shuts a contact out in the transaction that has locked its row; whether that changed anything.
pub(crate) async fn shut_out(tx: &mut PgConnection, id: ContactId) -> Result<bool> {
    let revoked = sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now() where contact_id = $1 and state in ('queued', 'sent', 'failed')",
        id.0
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let switched = sqlx::query!(
        "update client_contacts set portal_access = false where id = $1 and portal_access",
        id.0
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    sqlx::query!(
        "update user_sessions s set ended_at = now(), ended_because = 'access_disabled'
          where s.ended_at is null and s.user_id = (select user_id from client_contacts where id = $1)
            and not exists (
                select from clients c left join client_contacts k on k.client_id = c.id and k.user_id = s.user_id
                 where c.is_active and c.portal_enabled
                   and (c.portal_user_id = s.user_id
                        or (k.user_id = s.user_id and k.portal_access and k.is_active and k.email is not null)))",
        id.0,
    )
    .execute(tx)
    .await?;
    Ok(revoked > 0 || switched > 0)
}

/// What a contact sees of the portal, and whether it lets colleagues in, from the next click on.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`].
pub async fn set_rights(
    db: &Db,
    staff: &Staff,
    id: ContactId,
    preset: AccessPreset,
    is_administrator: bool,
) -> Result<ClientId> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)?;
    let mut tx = db.0.begin().await?;
    let contact = sqlx::query!(
        "select client_id, name, access_preset, is_administrator from client_contacts where id = $1 for update",
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    let client_id = ClientId(contact.client_id);
    if (contact.access_preset.as_str(), contact.is_administrator) != (preset.as_str(), is_administrator) {
        sqlx::query!(
            "update client_contacts set access_preset = $2, is_administrator = $3 where id = $1",
            id.0,
            preset.as_str(),
            is_administrator,
        )
        .execute(&mut *tx)
        .await?;
        let subject = Subject { kind: "contact", id: id.0, label: &contact.name };
        record(
            &mut *tx,
            NewActivity::of_staff(staff, ActivityKind::ChangeAccess, Some(client_id), Some(subject)),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(client_id)
}

/// Whether a contact has an account, and so can be let in without an invitation.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`].
pub async fn has_account(db: &Db, staff: &Staff, id: ContactId) -> Result<bool> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"select user_id is not null as "has_account!" from client_contacts where id = $1"#,
        id.0
    );
    Ok(row.fetch_optional(&db.0).await?.ok_or(Error::NotFound)?.has_account)
}

//! One client, and switching its portal access on and off.

use super::{ClientDetail, PortalAccess, PortalUser};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ApiScope, Policy, Staff},
    db::Db,
    error::{Conflict, Error, OnConstraint, Result},
    id::{ClientId, UserId},
    invitation,
};

/// One client with its portal state and the number of its papers, drafts included.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`].
pub async fn get(db: &Db, staff: &Staff, id: ClientId) -> Result<ClientDetail> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"
        select c.external_id, c.name, c.email, c.phone, c.address, c.city, c.region, c.postal_code, c.country, c.currency, c.is_active,
               c.portal_enabled,
               case when not c.is_active then 'inactive'
                    when c.portal_enabled and c.portal_user_id is not null then 'enabled'
                    when c.portal_user_id is not null then 'disabled'
                    when exists (select from invitations i where i.client_id = c.id and i.contact_id is null
                                    and i.state in ('queued', 'sent') and i.expires_at > now()) then 'invited'
                    else 'none' end as "portal_state!",
               u.id as "user_id?", u.name as "user_name?", u.email as "user_email?", u.is_active as "user_is_active?",
               (select max(s.created_at) from user_sessions s where s.user_id = u.id) as last_sign_in,
               (select count(*) from projects p where p.client_id = c.id) as "projects!",
               (select count(*) from quotes q where q.client_id = c.id) as "quotes!",
               (select count(*) from invoices i where i.client_id = c.id) as "invoices!",
               (select count(*) from documents d where d.client_id = c.id) as "documents!"
          from clients c left join users u on u.id = c.portal_user_id
         where c.id = $1
        "#,
        id.0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let portal_user = match (row.user_id, row.user_name, row.user_email, row.user_is_active) {
        (Some(id), Some(name), Some(email), Some(is_active)) => {
            Some(PortalUser { id: UserId(id), name, email, is_active, last_sign_in: row.last_sign_in })
        }
        _ => None,
    };
    let town = [row.postal_code, row.city, row.region]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    Ok(ClientDetail {
        id,
        external_id: row.external_id,
        name: row.name,
        email: row.email,
        phone: row.phone,
        address: [row.address, town.join(" "), row.country]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect(),
        currency: row.currency,
        is_active: row.is_active,
        portal_enabled: row.portal_enabled,
        portal_state: row.portal_state.parse().map_err(Error::internal)?,
        portal_user,
        projects: row.projects,
        quotes: row.quotes,
        invoices: row.invoices,
        documents: row.documents,
    })
}

/// Lets a user in as the client's portal user (SPEC section 3, Enable). Doing it again changes nothing. A contact of other clients
/// may be the portal user of this one: such a person has one account and a client switcher.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`] for an unknown client or user; the [`Conflict`] of the
/// rule that stands in the way.
pub async fn enable(db: &Db, staff: &Staff, client_id: ClientId, user_id: UserId) -> Result<PortalAccess> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)?;
    let mut transaction = db.0.begin().await?;
    let client = sqlx::query!(
        "select name, is_active, portal_enabled, portal_user_id from clients where id = $1 for update",
        client_id.0
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    let user = sqlx::query!(
        r#"select kind, is_active,
                  exists (select from clients c where c.portal_user_id = u.id and c.id <> $2) as "is_of_another_client!"
             from users u where id = $1 for share"#,
        user_id.0,
        client_id.0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    for (stands_in_the_way, conflict) in [
        (!client.is_active, Conflict::ClientInactive),
        (user.kind == "staff", Conflict::UserIsStaff),
        (!user.is_active, Conflict::UserInactive),
        (user.is_of_another_client, Conflict::UserOfAnotherClient),
    ] {
        if stands_in_the_way {
            return Err(conflict.into());
        }
    }
    let is_news = !client.portal_enabled || client.portal_user_id != Some(user_id.0);
    if is_news {
        sqlx::query!(
            "update clients set portal_enabled = true, portal_user_id = $2 where id = $1",
            client_id.0,
            user_id.0
        )
        .execute(&mut *transaction)
        .await
        .on_constraint("clients_portal_user_id_key", Conflict::UserOfAnotherClient)?;
        let subject = Subject { kind: "client", id: client_id.0, label: &client.name };
        let activity =
            NewActivity::of_staff(staff, ActivityKind::EnablePortal, Some(client_id), Some(subject));
        record(&mut *transaction, activity).await?;
        transaction.commit().await?;
    }
    Ok(PortalAccess { client_id, portal_enabled: true, portal_user_id: Some(user_id) })
}

/// Shuts the client's people out (SPEC section 3, Disable): nobody's account is touched, so enabling again needs no new one.
/// Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`] for an unknown client.
pub async fn disable(db: &Db, staff: &Staff, client_id: ClientId) -> Result<PortalAccess> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)?;
    let mut transaction = db.0.begin().await?;
    let client = sqlx::query!(
        "select name, portal_enabled, portal_user_id from clients where id = $1 for update",
        client_id.0
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    let revoked = invitation::revoke_open(&mut transaction, client_id).await?;
    if client.portal_enabled || revoked > 0 {
        sqlx::query!("update clients set portal_enabled = false where id = $1", client_id.0)
            .execute(&mut *transaction)
            .await?;
        // Somebody who has another client open keeps the session; the access rule shuts this client at the next click.
        sqlx::query!(
            "update user_sessions s set ended_at = now(), ended_because = 'access_disabled'
              where s.ended_at is null
                and s.user_id in (select portal_user_id from clients where id = $1
                                  union select user_id from client_contacts where client_id = $1)
                and not exists (
                    select from clients c left join client_contacts cc on cc.client_id = c.id and cc.user_id = s.user_id
                     where c.is_active and c.portal_enabled
                       and (c.portal_user_id = s.user_id
                            or (cc.user_id = s.user_id and cc.portal_access and cc.is_active and cc.email is not null)))",
            client_id.0,
        )
        .execute(&mut *transaction)
        .await?;
        let subject = Subject { kind: "client", id: client_id.0, label: &client.name };
        let activity =
            NewActivity::of_staff(staff, ActivityKind::DisablePortal, Some(client_id), Some(subject));
        record(&mut *transaction, activity).await?;
        transaction.commit().await?;
    }
    Ok(PortalAccess { client_id, portal_enabled: false, portal_user_id: client.portal_user_id.map(UserId) })
}

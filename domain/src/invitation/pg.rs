//! Making, withdrawing and listing invitations of single persons.

use super::{ClientInvitations, Invitation, InvitationState};
use crate::{
    activity::{self, ActivityKind, NewActivity, Origin, Subject},
    actor::{ApiScope, ClientScope, Policy, Staff},
    db::Db,
    email,
    error::{Conflict, Error, Result},
    id::{ClientId, ContactId, InvitationId, UserId},
    outgoing_mail::{self, MailSubject},
};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// The first statement of every change of an invitation.
fn authorize(staff: &Staff) -> Result<()> {
    staff.require_scope(Policy::ManagePortalAccess, ApiScope::PortalAccess)
}

/// Invites a client: whoever opens the link becomes its portal user. An open invitation of the client stops working.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::ClientInactive`],
/// [`Conflict::AlreadyHasAccess`], [`Conflict::NoEmail`], [`Conflict::UnusableEmail`].
pub async fn invite_client(db: &Db, staff: &Staff, client_id: ClientId) -> Result<Invitation> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let invitee = client_to_invite(&mut tx, client_id).await?;
    let invitation = make(&mut tx, &invitee, Some(staff.id())).await?;
    record(&mut tx, staff, ActivityKind::SendInvitation, &invitee).await?;
    tx.commit().await?;
    Ok(invitation)
}

/// Invites a contact, who gets an account by opening the link, and has access from now on. An open invitation of the contact stops
/// working. The portal of a client of whom nobody has an account yet is switched on with it.
///
/// A portal that was switched off while somebody had an account stays off: accepting would let those others in, too.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::ClientInactive`],
/// [`Conflict::ContactInactive`], [`Conflict::PortalDisabled`], [`Conflict::AlreadyHasAccess`] when the contact has an account,
/// [`Conflict::NoEmail`], [`Conflict::UnusableEmail`], [`Conflict::UserIsStaff`], [`Conflict::UserInactive`].
pub async fn invite_contact(db: &Db, staff: &Staff, contact_id: ContactId) -> Result<Invitation> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let invitee = contact_to_invite(&mut tx, contact_id).await?;
    sqlx::query!(
        "with portal as (update clients set portal_enabled = true where id = $2 and not portal_enabled)
         update client_contacts set portal_access = true where id = $1 and not portal_access",
        contact_id.0,
        invitee.client_id.0,
    )
    .execute(&mut *tx)
    .await?;
    let invitation = make(&mut tx, &invitee, Some(staff.id())).await?;
    record(&mut tx, staff, ActivityKind::SendInvitation, &invitee).await?;
    tx.commit().await?;
    Ok(invitation)
}

/// Invites a contact in the name of the client's administrator, who has been authorized for this client; part of the transaction
/// that adds the contact or lets it in again. The contact has access from now on.
///
/// # Errors
/// As [`invite_contact`], but for the policy.
pub(crate) async fn invite_colleague(
    tx: &mut PgConnection,
    scope: &ClientScope,
    contact_id: ContactId,
) -> Result<()> {
    let invitee = contact_to_invite(tx, contact_id).await?;
    sqlx::query!(
        "update client_contacts set portal_access = true where id = $1 and not portal_access",
        contact_id.0
    )
    .execute(&mut *tx)
    .await?;
    make(tx, &invitee, Some(scope.user_id())).await?;
    let activity = NewActivity::of_client(scope, ActivityKind::SendInvitation, Some(invitee.subject()));
    activity::record(tx, activity).await
}

/// Sends a new link to the person of this invitation, at the address on file now; the old link stops working.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; as [`invite_client`] and [`invite_contact`].
pub async fn resend(db: &Db, staff: &Staff, id: InvitationId) -> Result<Invitation> {
    authorize(staff)?;
    let of = sqlx::query!("select client_id, contact_id from invitations where id = $1", id.0)
        .fetch_one(&db.0)
        .await?;
    match of.contact_id {
        Some(contact_id) => invite_contact(db, staff, ContactId(contact_id)).await,
        None => invite_client(db, staff, ClientId(of.client_id)).await,
    }
}

/// Withdraws an open invitation: its link says so from now on.
///
/// # Errors
/// [`Error::Forbidden`] without `managePortalAccess`; [`Error::NotFound`]; [`Conflict::LinkUsed`], [`Conflict::LinkExpired`].
pub async fn revoke(db: &Db, staff: &Staff, id: InvitationId) -> Result<()> {
    authorize(staff)?;
    let mut tx = db.0.begin().await?;
    let row = sqlx::query!(
        "select client_id, contact_id, name, email, state, expires_at, now() as \"now!\" from invitations where id = $1 for update",
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    let state: InvitationState = row.state.parse().map_err(Error::internal)?;
    match state.at(row.expires_at, row.now) {
        InvitationState::Accepted => return Err(Conflict::LinkUsed.into()),
        InvitationState::Expired => return Err(Conflict::LinkExpired.into()),
        InvitationState::Revoked => return Ok(()),
        InvitationState::Queued | InvitationState::Sent | InvitationState::Failed => {}
    }
    sqlx::query!("update invitations set state = 'revoked', revoked_at = now() where id = $1", id.0)
        .execute(&mut *tx)
        .await?;
    let invitee = Invitee {
        client_id: ClientId(row.client_id),
        contact_id: row.contact_id.map(ContactId),
        name: row.name,
        email: row.email,
    };
    record(&mut tx, staff, ActivityKind::RevokeInvitation, &invitee).await?;
    tx.commit().await?;
    Ok(())
}

/// Withdraws all open invitations of a client and its contacts, and those whose mail failed: a mail server that did not answer may
/// have taken the mail all the same. Part of the transaction that switches its portal off.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn revoke_open(tx: &mut PgConnection, client_id: ClientId) -> Result<u64> {
    let revoked = sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now() where client_id = $1 and state in ('queued', 'sent', 'failed')",
        client_id.0
    )
    .execute(tx)
    .await?;
    Ok(revoked.rows_affected())
}

/// Withdraws all open invitations to the address of an account, whichever client they are of.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn revoke_open_to(tx: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now()
          where lower(email) = (select lower(u.email) from users u where u.id = $1) and state in ('queued', 'sent', 'failed')",
        user.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// For a person whose link does not work any more: sends a new one to the address on file. Whoever asks has held the old link
/// and learns nothing but that a mail is on its way.
///
/// # Errors
/// [`Error::NotFound`]; [`Conflict::LinkUsed`]; [`Conflict::InvitationWithdrawn`] when the newest invitation of the person is withdrawn:
/// staff did that for a reason; as [`invite_client`] and [`invite_contact`].
pub async fn send_new_link(db: &Db, id: InvitationId, origin: &Origin) -> Result<()> {
    let mut tx = db.0.begin().await?;
    // What is withdrawn in this moment is seen.
    sqlx::query!(
        "select c.id from clients c where c.id = (select client_id from invitations where id = $1) for update",
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    let old = sqlx::query!(
        r#"select client_id, contact_id, state, invited_by,
                  (select n.state from invitations n
                    where n.client_id = i.client_id and n.contact_id is not distinct from i.contact_id
                    order by n.id desc limit 1) as "newest_state!"
             from invitations i where id = $1"#,
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    let is = |state: &str, wanted: InvitationState| state == wanted.as_str();
    if is(&old.state, InvitationState::Accepted) {
        return Err(Conflict::LinkUsed.into());
    }
    if is(&old.newest_state, InvitationState::Revoked) {
        return Err(Conflict::InvitationWithdrawn.into());
    }
    let invitee = match old.contact_id {
        Some(contact_id) => contact_to_invite(&mut tx, ContactId(contact_id)).await?,
        None => client_to_invite(&mut tx, ClientId(old.client_id)).await?,
    };
    make(&mut tx, &invitee, old.invited_by.map(UserId)).await?;
    let activity = NewActivity {
        kind: ActivityKind::SendInvitation,
        client_id: Some(invitee.client_id),
        user_id: None,
        staff_id: None,
        subject: Some(invitee.subject()),
        origin,
    };
    activity::record(&mut *tx, activity).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws away the tokens of invitations that are gone, and of those that ended long ago; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge_tokens(db: &Db) -> Result<()> {
    sqlx::query!(
        "delete from invitation_tokens t
          where not exists (select from invitations i where i.id = t.invitation_id and i.expires_at > now() - interval '1 year')"
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// The newest invitation of the client's portal user and of each contact.
///
/// # Errors
/// [`Error::Forbidden`] for nobody on the staff; [`Error::Unavailable`].
pub async fn of_client(db: &Db, staff: &Staff, client_id: ClientId) -> Result<ClientInvitations> {
    staff.require(Policy::ViewRecords)?;
    let rows = sqlx::query_as!(
        Row,
        r#"select distinct on (contact_id) id, contact_id, email, state, error, created_at, sent_at, expires_at, accepted_at,
                  revoked_at, now() as "now!"
             from invitations where client_id = $1 order by contact_id, id desc"#,
        client_id.0
    )
    .fetch_all(&db.0)
    .await?;
    let mut found = ClientInvitations::default();
    for row in rows {
        let invitation = Invitation::try_from(row)?;
        match invitation.contact_id {
            Some(contact_id) => found.contacts.push((contact_id, invitation)),
            None => found.portal_user = Some(invitation),
        }
    }
    Ok(found)
}

struct Row {
    id: Uuid,
    contact_id: Option<Uuid>,
    email: String,
    state: String,
    error: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    accepted_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl TryFrom<Row> for Invitation {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let state: InvitationState = row.state.parse().map_err(Error::internal)?;
        Ok(Self {
            id: InvitationId(row.id),
            contact_id: row.contact_id.map(ContactId),
            email: row.email,
            state: state.at(row.expires_at, row.now),
            error: row.error,
            created_at: row.created_at,
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            accepted_at: row.accepted_at,
            revoked_at: row.revoked_at,
        })
    }
}

/// Somebody who may be invited.
struct Invitee {
    client_id: ClientId,
    contact_id: Option<ContactId>,
    name: String,
    email: String,
}

impl Invitee {
    /// What the activity log says the invitation is about.
    fn subject(&self) -> Subject<'_> {
        match self.contact_id {
            Some(id) => Subject { kind: "contact", id: id.0, label: &self.name },
            None => Subject { kind: "client", id: self.client_id.0, label: &self.name },
        }
    }
}

/// The client, if the rules let it be invited: those of the bulk invitations.
async fn client_to_invite(tx: &mut PgConnection, id: ClientId) -> Result<Invitee> {
    sqlx::query!("select id from clients where id = $1 for update", id.0).fetch_one(&mut *tx).await?;
    let client = sqlx::query!(
        r#"select g.name as "name!", g.mail_address, g.invitation_group as "group!"
             from bulk_invitation_groups g where g.client_id = $1"#,
        id.0
    )
    .fetch_one(tx)
    .await?;
    match (client.group.as_str(), client.mail_address) {
        ("eligible" | "already_invited", Some(email)) => {
            Ok(Invitee { client_id: id, contact_id: None, name: client.name, email })
        }
        ("inactive", _) => Err(Conflict::ClientInactive.into()),
        ("has_account", _) => Err(Conflict::AlreadyHasAccess.into()),
        ("no_email", _) => Err(Conflict::NoEmail.into()),
        (_, None) => Err(Conflict::UnusableEmail(MALFORMED).into()),
        _ => Err(Conflict::UnusableEmail("another client or account uses it.").into()),
    }
}

const MALFORMED: &str = "it is malformed.";

/// The contact, if the rules let it be invited.
async fn contact_to_invite(tx: &mut PgConnection, id: ContactId) -> Result<Invitee> {
    lock_client_of(tx, id).await?;
    let contact = sqlx::query!(
        r#"select k.client_id, k.name, k.email, k.is_active, k.user_id, c.is_active as client_is_active,
                  not c.portal_enabled
                  and (c.portal_user_id is not null
                       or exists (select from client_contacts o where o.client_id = c.id and o.user_id is not null))
                  as "is_switched_off!"
             from client_contacts k join clients c on c.id = k.client_id where k.id = $1 for update of k"#,
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if !contact.client_is_active {
        return Err(Conflict::ClientInactive.into());
    }
    if !contact.is_active {
        return Err(Conflict::ContactInactive.into());
    }
    if contact.is_switched_off {
        return Err(Conflict::PortalDisabled.into());
    }
    if contact.user_id.is_some() {
        return Err(Conflict::AlreadyHasAccess.into());
    }
    let typed = contact.email.filter(|text| !text.trim().is_empty()).ok_or(Conflict::NoEmail)?;
    let email = email::normalize(&typed).ok_or(Conflict::UnusableEmail(MALFORMED))?;
    let account =
        sqlx::query!("select kind, is_active from users where email = $1", email).fetch_optional(tx).await?;
    match account {
        Some(user) if user.kind != "client" => Err(Conflict::UserIsStaff.into()),
        Some(user) if !user.is_active => Err(Conflict::UserInactive.into()),
        _ => Ok(Invitee {
            client_id: ClientId(contact.client_id),
            contact_id: Some(id),
            name: contact.name,
            email,
        }),
    }
}

/// The client's row before the contact's, as everywhere: whoever accepts at this moment waits and does not deadlock.
pub(crate) async fn lock_client_of(tx: &mut PgConnection, contact: ContactId) -> Result<()> {
    sqlx::query!(
        "select id from clients where id = (select client_id from client_contacts where id = $1) for no key update",
        contact.0
    )
    .fetch_optional(tx)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(())
}

/// Makes the invitation and queues its mail; open ones of the same person stop working.
async fn make(tx: &mut PgConnection, invitee: &Invitee, invited_by: Option<UserId>) -> Result<Invitation> {
    sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now()
          where client_id = $1 and contact_id is not distinct from $2 and state in ('queued', 'sent', 'failed')",
        invitee.client_id.0,
        invitee.contact_id.map(|id| id.0),
    )
    .execute(&mut *tx)
    .await?;
    let id = InvitationId::generate();
    let row = sqlx::query_as!(
        Row,
        r#"insert into invitations (id, client_id, contact_id, name, email, state, invited_by, expires_at)
           values ($1, $2, $3, $4, $5, 'queued', $6, now() + make_interval(days => (select invitation_days from company)))
           returning id, contact_id, email, state, error, created_at, sent_at, expires_at, accepted_at, revoked_at, now() as "now!""#,
        id.0,
        invitee.client_id.0,
        invitee.contact_id.map(|id| id.0),
        invitee.name,
        invitee.email,
        invited_by.map(|id| id.0),
    )
    .fetch_one(&mut *tx)
    .await?;
    outgoing_mail::enqueue(tx, MailSubject::Invitation(id)).await?;
    row.try_into()
}

/// Writes an act on a person's access into the activity log.
async fn record(tx: &mut PgConnection, staff: &Staff, kind: ActivityKind, invitee: &Invitee) -> Result<()> {
    let subject = Some(invitee.subject());
    activity::record(tx, NewActivity::of_staff(staff, kind, Some(invitee.client_id), subject)).await
}

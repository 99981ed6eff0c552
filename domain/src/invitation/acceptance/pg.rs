//! From a link's token to a signed-in person, in one transaction.

use super::Invited;
use crate::{
    access::AccessDenied,
    activity::{ActivityKind, NewActivity, Subject, record},
    company,
    db::Db,
    error::{Conflict, Error, OnConstraint as _, Result},
    id::{ClientId, ContactId, InvitationId, UserId},
    password::{self, About, Hasher},
    session::lifecycle::{Beginner, Visitor},
    sign_in::{self, Entry, second_step},
    token::Token,
    user::Kind,
    words::sentence,
};
use secrecy::SecretString;
use sqlx::PgConnection;

/// Whom a link is for, and how things stand.
struct Link {
    id: InvitationId,
    client_id: ClientId,
    /// `None` for the client's portal user.
    contact_id: Option<ContactId>,
    name: String,
    email: String,
    client_name: String,
    state: State,
    account: Option<Account>,
}

struct State {
    is_accepted: bool,
    is_revoked: bool,
    is_expired: bool,
    client_is_active: bool,
    portal_enabled: bool,
    /// The contact is active and has access.
    contact_may_enter: bool,
    /// The client's portal user, or the contact's.
    linked_to: Option<UserId>,
}

/// The account that has the invited address.
struct Account {
    id: UserId,
    is_staff: bool,
    is_active: bool,
    has_password: bool,
    is_portal_user_elsewhere: bool,
}

impl Link {
    /// The link of this token as it is now.
    async fn find(connection: &mut PgConnection, token: &Token) -> Result<Self> {
        let row = sqlx::query!(
            r#"
            select i.id, i.client_id, i.contact_id, i.name, i.email, c.name as client_name,
                   i.state = 'accepted' as "is_accepted!", i.state = 'revoked' as "is_revoked!", i.expires_at <= now() as "is_expired!",
                   c.is_active as client_is_active, c.portal_enabled,
                   coalesce(cc.is_active and cc.portal_access, false) as "contact_may_enter!",
                   case when i.contact_id is null then c.portal_user_id else cc.user_id end as linked_to,
                   u.id as "user_id?", u.kind as "kind?", u.is_active as "user_is_active?",
                   u.password_hash is not null as "has_password!",
                   exists (select from clients o where o.portal_user_id = u.id and o.id <> c.id) as "is_portal_user_elsewhere!"
              from invitation_tokens t
              join invitations i on i.id = t.invitation_id
              join clients c on c.id = i.client_id
              left join client_contacts cc on cc.id = i.contact_id
              left join users u on u.email = lower(i.email)
             where t.token_sha256 = $1
            "#,
            &token.hash()[..],
        )
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?;
        let account = match (row.user_id, row.kind, row.user_is_active) {
            (Some(id), Some(kind), Some(is_active)) => Some(Account {
                id: UserId(id),
                is_staff: kind == Kind::Staff.as_str(),
                is_active,
                has_password: row.has_password,
                is_portal_user_elsewhere: row.is_portal_user_elsewhere,
            }),
            _ => None,
        };
        Ok(Self {
            id: InvitationId(row.id),
            client_id: ClientId(row.client_id),
            contact_id: row.contact_id.map(ContactId),
            name: row.name,
            email: row.email.to_lowercase(),
            client_name: row.client_name,
            state: State {
                is_accepted: row.is_accepted,
                is_revoked: row.is_revoked,
                is_expired: row.is_expired,
                client_is_active: row.client_is_active,
                portal_enabled: row.portal_enabled,
                contact_may_enter: row.contact_may_enter,
                linked_to: row.linked_to.map(UserId),
            },
            account,
        })
    }

    fn has_account(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.has_password)
    }

    /// The parts of the access rule that accepting does not make true. A contact was given access when it was invited; who took
    /// it away since, or switched the client's portal off, meant it.
    fn check_access(&self) -> Result<(), AccessDenied> {
        let is_contact = self.contact_id.is_some();
        if !self.state.client_is_active {
            Err(AccessDenied::ClientInactive)
        } else if is_contact && !self.state.portal_enabled {
            Err(AccessDenied::PortalDisabled)
        } else if is_contact && !self.state.contact_may_enter {
            Err(AccessDenied::ContactDisabled)
        } else {
            Ok(())
        }
    }

    /// Whether the link can be accepted.
    fn check(&self) -> Result<()> {
        let state = &self.state;
        let link = if state.is_accepted {
            Some(Conflict::LinkUsed)
        } else if state.is_revoked {
            Some(Conflict::LinkRevoked)
        } else {
            state.is_expired.then_some(Conflict::LinkExpired)
        };
        if let Some(conflict) = link {
            return Err(conflict.into());
        }
        self.check_access().map_err(Error::Denied)?;
        let Some(account) = &self.account else {
            return if state.linked_to.is_some() { Err(Conflict::AlreadyHasAccess.into()) } else { Ok(()) };
        };
        if account.is_staff {
            Err(Conflict::UserIsStaff.into())
        } else if !account.is_active {
            Err(Error::Denied(AccessDenied::UserInactive))
        } else if self.contact_id.is_none() && account.is_portal_user_elsewhere {
            Err(Conflict::UserOfAnotherClient.into())
        } else if state.linked_to.is_some_and(|linked| linked != account.id) {
            Err(Conflict::AlreadyHasAccess.into())
        } else {
            Ok(())
        }
    }
}

/// What the page behind the link shows. Looking uses nothing up: mail scanners open every link.
///
/// # Errors
/// [`Error::NotFound`] for what is no link; [`Conflict::LinkUsed`], [`Conflict::LinkExpired`], [`Conflict::LinkRevoked`]; what else
/// stands in the way of accepting it.
pub async fn look(db: &Db, token: &Token) -> Result<Invited> {
    let link = Link::find(&mut *db.0.acquire().await?, token).await?;
    link.check()?;
    let has_account = link.has_account();
    Ok(Invited { name: link.name, email: link.email, client_name: link.client_name, has_account })
}

/// Accepts the invitation and signs in: with a new password, or with the one of the account that the address has. Where that
/// account has two-step sign-in, the code is still asked for.
///
/// Everything is one transaction behind the lock of the client's row: two browsers at once make one account, and the second is
/// told that the link has been used.
///
/// # Errors
/// As [`look`]; [`Error::Invalid`] at `password`; [`Error::TooManyAttempts`]; [`Conflict::EmailTaken`] when the account came into
/// being meanwhile.
pub async fn accept(
    db: &Db,
    hasher: &Hasher,
    token: &Token,
    password: SecretString,
    visitor: &Visitor,
) -> Result<Entry> {
    let link = Link::find(&mut *db.0.acquire().await?, token).await?;
    link.check()?;
    let proof = prove(db, hasher, &link, password, visitor).await?;

    let mut tx = db.0.begin().await?;
    // The client's row is locked first, as everywhere; only then is what we go by looked at again.
    sqlx::query!("select id from clients where id = $1 for no key update", link.client_id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Error::NotFound)?;
    let link = Link::find(&mut tx, token).await?;
    link.check()?;
    let user_id = match proof {
        Proof::Account(proved) => {
            sign_in::confirm(&mut tx, &proved).await?;
            proved.user_id
        }
        Proof::NewPassword(hash) => make_account(&mut tx, &link, &hash).await?,
    };
    give_access(&mut tx, &link, user_id).await?;
    close_invitations(&mut tx, &link).await?;

    let subject = Subject { kind: "client", id: link.client_id.0, label: &link.client_name };
    let activity = NewActivity {
        kind: ActivityKind::AcceptInvitation,
        client_id: Some(link.client_id),
        user_id: Some(user_id),
        staff_id: None,
        subject: Some(subject),
        origin: &visitor.origin,
    };
    record(&mut *tx, activity).await?;
    let who = Beginner { user_id, kind: Kind::Client, client_id: Some(link.client_id) };
    let entry = second_step::enter(&mut tx, who, false, visitor).await?;
    tx.commit().await?;
    Ok(entry)
}

enum Proof {
    Account(Box<sign_in::Proved>),
    /// The hash of the password that the person chose.
    NewPassword(String),
}

async fn prove(
    db: &Db,
    hasher: &Hasher,
    link: &Link,
    password: SecretString,
    visitor: &Visitor,
) -> Result<Proof> {
    if link.has_account() {
        let turn = hasher.turn().await?;
        return match sign_in::prove(db, &turn, &link.email, password, visitor).await {
            Ok(proved) => Ok(Proof::Account(Box::new(proved))),
            Err(Error::WrongCredentials) => {
                Err(Error::field("password", sentence!("field-account-password")))
            }
            Err(other) => Err(other),
        };
    }
    let company = company::get(db).await?;
    let names = [link.name.as_str(), &link.client_name, &company.name];
    password::validate_new(&password, About { email: &link.email, names: &names })
        .map_err(|weak| weak.at("password"))?;
    Ok(Proof::NewPassword(hasher.hash(password).await?))
}

/// A new account for the invited address, or the one that has it and never had a password.
async fn make_account(tx: &mut PgConnection, link: &Link, hash: &str) -> Result<UserId> {
    if link.has_account() {
        return Err(Conflict::EmailTaken.into());
    }
    if let Some(account) = &link.account {
        let updated = sqlx::query!(
            "update users set password_hash = $2, password_changed_at = now() where id = $1 and password_hash is null",
            account.id.0,
            hash,
        )
        .execute(tx)
        .await?;
        return if updated.rows_affected() == 1 { Ok(account.id) } else { Err(Conflict::EmailTaken.into()) };
    }
    let id = UserId::generate();
    sqlx::query!(
        "insert into users (id, kind, email, name, password_hash, password_changed_at) values ($1, 'client', $2, $3, $4, now())",
        id.0,
        link.email,
        link.name,
        hash,
    )
    .execute(tx)
    .await
    .on_constraint("users_email_key", Conflict::EmailTaken)?;
    Ok(id)
}

async fn give_access(tx: &mut PgConnection, link: &Link, user_id: UserId) -> Result<()> {
    if let Some(contact_id) = link.contact_id {
        sqlx::query!("update client_contacts set user_id = $2 where id = $1", contact_id.0, user_id.0)
            .execute(tx)
            .await
            .on_constraint("client_contacts_client_user_key", Conflict::AlreadyHasAccess)?;
    } else {
        sqlx::query!(
            "update clients set portal_enabled = true, portal_user_id = $2 where id = $1",
            link.client_id.0,
            user_id.0
        )
        .execute(tx)
        .await
        .on_constraint("clients_portal_user_id_key", Conflict::UserOfAnotherClient)?;
    }
    Ok(())
}

/// This invitation is accepted; others of the same person lead nowhere any more.
async fn close_invitations(tx: &mut PgConnection, link: &Link) -> Result<()> {
    // Staff may have withdrawn it since it was looked at; the row as it is now decides.
    let accepted = sqlx::query!(
        "update invitations set state = 'accepted', accepted_at = now() where id = $1 and state in ('queued', 'sent', 'failed')",
        link.id.0
    )
    .execute(&mut *tx)
    .await?;
    if accepted.rows_affected() == 0 {
        return Err(Conflict::LinkRevoked.into());
    }
    sqlx::query!(
        "update invitations set state = 'revoked', revoked_at = now()
          where client_id = $1 and contact_id is not distinct from $2 and id <> $3 and state in ('queued', 'sent', 'failed')",
        link.client_id.0,
        link.contact_id.map(|id| id.0),
        link.id.0,
    )
    .execute(tx)
    .await?;
    Ok(())
}

//! Rows of resets, from asking to use.

use super::{BY_ACCOUNT, BY_ADDRESS, Issued, LINK_LIFE, Owner, Reset};
use crate::{
    activity::{ActivityKind, NewActivity, Origin, record},
    db::Db,
    email,
    error::{Conflict, Error, Result},
    id::{ClientId, UserId},
    outgoing_mail::{self, MailSubject},
    password::{self, About, Hasher},
    rate_limit::{self, network_of},
    session::lifecycle::{self, EndedBecause, Visitor},
    token::Token,
};
use secrecy::SecretString;
use sqlx::PgConnection;
use uuid::Uuid;

/// Asks for a link to be sent to this address, if it is anybody's; the answer and its time do not tell.
///
/// # Errors
/// [`Error::Invalid`] at `email` when it is no address; [`Error::TooManyAttempts`] for the one who asks too often.
pub async fn request(db: &Db, email: &str, origin: &Origin) -> Result<()> {
    let email = email::normalize(email).ok_or_else(|| Error::field("email", email::expected()))?;
    let network = network_of(origin.ip_address);
    let by_address = rate_limit::count(&db.0, &[BY_ADDRESS.of(&[&network])]).await?;
    if let Some(retry_after_seconds) = by_address {
        return Err(Error::TooManyAttempts { retry_after_seconds });
    }
    if rate_limit::count(&db.0, &[BY_ACCOUNT.of(&[email.as_bytes()])]).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.0.begin().await?;
    queue(&mut tx, &email, origin, false).await?;
    Ok(tx.commit().await?)
}

/// Has a link sent to the owner of an account whose password opens nothing any more, whatever was asked for before; links from
/// before stop working.
pub(crate) async fn send_to_owner(
    tx: &mut PgConnection,
    user_id: UserId,
    email: &str,
    origin: &Origin,
) -> Result<()> {
    sqlx::query!(
        "update password_resets set used_at = now() where user_id = $1 and used_at is null",
        user_id.0
    )
    .execute(&mut *tx)
    .await?;
    queue(tx, email, origin, true).await
}

async fn queue(tx: &mut PgConnection, email: &str, origin: &Origin, is_after_report: bool) -> Result<()> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into password_resets (id, email, ip_address, user_agent, expires_at, is_after_report)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5), $6)",
        id,
        email,
        origin.ip_address.map(ipnet::IpNet::from),
        origin.user_agent,
        LINK_LIFE.as_secs_f64(),
        is_after_report,
    )
    .execute(&mut *tx)
    .await?;
    outgoing_mail::enqueue(tx, MailSubject::PasswordReset(id)).await
}

/// Makes the link of a reset when its mail is about to go out; `None` when there is nobody to send it to. A mail that is sent
/// again has a new link, and the one before stops working.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn issue(db: &Db, id: Uuid) -> Result<Option<Issued>> {
    let token = Token::generate()?;
    let row = sqlx::query!(
        "update password_resets r
            set user_id = u.id, token_sha256 = $2, expires_at = now() + make_interval(secs => $3)
           from users u
          where r.id = $1 and r.used_at is null and u.email = r.email and u.is_active
        returning u.email, u.name, r.expires_at, r.ip_address, r.user_agent, r.is_after_report",
        id,
        &token.hash()[..],
        LINK_LIFE.as_secs_f64(),
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| Issued {
        token,
        email: row.email,
        name: row.name,
        expires_at: row.expires_at,
        ip_address: row.ip_address.map(|network| network.addr()),
        user_agent: row.user_agent,
        is_after_report: row.is_after_report,
    }))
}

/// Whose password the link sets. Looking uses nothing up: mail scanners open every link.
///
/// # Errors
/// [`Error::NotFound`] for what is no link; [`Conflict::LinkUsed`], [`Conflict::LinkExpired`]; [`Conflict::LinkRevoked`] when
/// the account has become inactive.
pub async fn look(db: &Db, token: &Token) -> Result<Owner> {
    let row = sqlx::query!(
        r#"select u.email, u.name, u.is_active, r.used_at is not null as "is_used!", r.expires_at <= now() as "is_expired!"
             from password_resets r join users u on u.id = r.user_id where r.token_sha256 = $1"#,
        &token.hash()[..],
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    if row.is_used {
        Err(Conflict::LinkUsed.into())
    } else if row.is_expired {
        Err(Conflict::LinkExpired.into())
    } else if !row.is_active {
        Err(Conflict::LinkRevoked.into())
    } else {
        Ok(Owner { email: row.email, name: row.name })
    }
}

/// Sets a new password with a link, which works once. All sessions of the account end.
///
/// # Errors
/// As [`look`]; [`Error::Invalid`] at `password`; [`Error::TooManyAttempts`] when the server is busy.
pub async fn complete(
    db: &Db,
    hasher: &Hasher,
    token: &Token,
    password: SecretString,
    visitor: &Visitor,
) -> Result<Reset> {
    let owner = look(db, token).await?;
    let company = crate::company::get(db).await?;
    let about = About { email: &owner.email, names: &[&owner.name, &company.name] };
    password::validate_new(&password, about).map_err(|weak| weak.at("password"))?;
    let hash = hasher.hash(password).await?;

    let mut tx = db.0.begin().await?;
    let used = sqlx::query!(
        r#"update password_resets r set used_at = now()
             from users u
            where r.token_sha256 = $1 and r.used_at is null and r.expires_at > now() and u.id = r.user_id and u.is_active
        returning u.id, (select c.id from clients c where c.portal_user_id = u.id
                         union all select cc.client_id from client_contacts cc where cc.user_id = u.id limit 1) as client_id"#,
        &token.hash()[..],
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(used) = used else {
        // Somebody was faster, between the look and now.
        drop(tx);
        look(db, token).await?;
        return Err(Conflict::LinkUsed.into());
    };
    let user_id = UserId(used.id);
    sqlx::query!(
        "update users set password_hash = $2, password_changed_at = now() where id = $1",
        user_id.0,
        hash
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update password_resets set used_at = now() where user_id = $1 and used_at is null",
        user_id.0
    )
    .execute(&mut *tx)
    .await?;
    lifecycle::end_all(&mut *tx, user_id, None, EndedBecause::PasswordChanged).await?;
    let device = lifecycle::know_place(&mut tx, user_id, visitor).await?;
    let activity = NewActivity {
        kind: ActivityKind::PasswordReset,
        client_id: used.client_id.map(ClientId),
        user_id: Some(user_id),
        staff_id: None,
        subject: None,
        origin: &visitor.origin,
    };
    record(&mut *tx, activity).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::PasswordChanged(user_id)).await?;
    tx.commit().await?;
    Ok(Reset { email: owner.email, device })
}

/// Throws away resets that nobody can use any more; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!("delete from password_resets where expires_at < now() - interval '30 days'")
        .execute(&db.0)
        .await?;
    Ok(())
}

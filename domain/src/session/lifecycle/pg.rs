//! Rows of sessions and of known places.

use super::{ChangedToken, DEVICE_LIFE, EndedBecause, NewSession, OpenSession, Visitor};
use crate::{
    activity::{ActivityKind, NewActivity, Origin, Subject, record},
    db::Db,
    error::{Error, Result},
    id::{ClientId, SessionId, UserId},
    outgoing_mail::{self, MailSubject},
    session::Limits,
    token::Token,
    user::{Kind, Oneself},
    user_agent::{self, Device},
};
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgExecutor};
use std::net::IpAddr;

/// Days for which the row of an ended session is kept, so that its browser is told why it ended.
const ENDED_DAYS: i32 = 30;

/// Whose session begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beginner {
    pub(crate) user_id: UserId,
    pub(crate) kind: Kind,
    /// The client that the person looks at first.
    pub(crate) client_id: Option<ClientId>,
}

/// Begins a session, in the transaction of what proved who it is. Ends the one that this browser had, notes the place as
/// known, writes the sign-in to the log, and has the owner told by mail when it comes from a device that was not seen before.
pub(crate) async fn begin(
    tx: &mut PgConnection,
    who: Beginner,
    remember: bool,
    visitor: &Visitor,
) -> Result<NewSession> {
    if let Some(old) = &visitor.session {
        sqlx::query!(
            "update user_sessions set ended_at = now(), ended_because = 'replaced' where token_sha256 = $1 and ended_at is null",
            &old.hash()[..],
        )
        .execute(&mut *tx)
        .await?;
    }
    let (id, token) = (SessionId::generate(), Token::generate()?);
    let limits = Limits::of(remember);
    let device = user_agent::parse(&visitor.origin.user_agent);
    let is_new_device = is_new_device(tx, who.user_id, visitor, &device).await?;
    sqlx::query!(
        "insert into user_sessions (id, token_sha256, user_id, client_id, remember, ip_address, user_agent, device_type, browser,
                                    platform, idle_until, absolute_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + make_interval(secs => $11), now() + make_interval(secs => $12))",
        id.0,
        &token.hash()[..],
        who.user_id.0,
        who.client_id.map(|id| id.0),
        remember,
        visitor.origin.ip_address.map(ipnet::IpNet::from),
        visitor.origin.user_agent,
        device.device_type.as_str(),
        device.browser,
        device.platform,
        limits.idle.as_secs_f64(),
        limits.absolute.as_secs_f64(),
    )
    .execute(&mut *tx)
    .await?;
    if is_new_device {
        outgoing_mail::enqueue(tx, MailSubject::NewDevice(id)).await?;
    }
    let device = know_place(tx, who.user_id, visitor).await?;
    let origin = Origin { session_id: Some(id), ..visitor.origin.clone() };
    let activity = NewActivity {
        kind: ActivityKind::Login,
        client_id: who.client_id,
        user_id: Some(who.user_id),
        staff_id: None,
        subject: None,
        origin: &origin,
    };
    record(&mut *tx, activity).await?;
    Ok(NewSession { token, device, kind: who.kind, remember })
}

/// Whether the owner should be told of this sign-in: neither is the browser known by its cookie, nor was there a session with the
/// same device, browser and platform from the same address. The first sign-in of an account is no surprise to anybody.
async fn is_new_device(
    tx: &mut PgConnection,
    user_id: UserId,
    visitor: &Visitor,
    device: &Device,
) -> Result<bool> {
    let (browser, _) = place_subjects(visitor);
    Ok(sqlx::query_scalar!(
        r#"select exists (select from client_portal_activities a where a.user_id = $1 and a.kind = 'login')
              and not exists (select from known_places p where p.user_id = $1 and p.subject = $2)
              and not exists (select from user_sessions s
                               where s.user_id = $1 and s.device_type = $3 and s.browser = $4 and s.platform = $5
                                 and s.ip_address is not distinct from $6) as "is_new!""#,
        user_id.0,
        browser,
        device.device_type.as_str(),
        device.browser,
        device.platform,
        visitor.origin.ip_address.map(ipnet::IpNet::from),
    )
    .fetch_one(tx)
    .await?)
}

/// Notes that this browser and this address belong to the account's owner; the browser's token, a new one if it had none.
pub(crate) async fn know_place(tx: &mut PgConnection, user_id: UserId, visitor: &Visitor) -> Result<Token> {
    let device = visitor.device.clone().map_or_else(Token::generate, Ok)?;
    let mut subjects: Vec<Vec<u8>> = vec![device_subject(&device)];
    subjects.extend(visitor.origin.ip_address.map(address_subject));
    subjects.sort();
    sqlx::query!(
        "insert into known_places (user_id, subject) select $1, unnest($2::bytea[])
         on conflict (user_id, subject) do update set last_used_at = now()",
        user_id.0,
        &subjects,
    )
    .execute(tx)
    .await?;
    Ok(device)
}

/// Takes back what [`know_place`] has noted: no browser and no address is the owner's any more.
pub(crate) async fn forget_places(tx: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!("delete from known_places where user_id = $1", user_id.0).execute(tx).await?;
    Ok(())
}

/// The subjects by which a visitor's place is looked up: browser first, address second.
pub(crate) fn place_subjects(visitor: &Visitor) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    (visitor.device.as_ref().map(device_subject), visitor.origin.ip_address.map(address_subject))
}

fn device_subject(device: &Token) -> Vec<u8> {
    device.hash().to_vec()
}

fn address_subject(address: IpAddr) -> Vec<u8> {
    Sha256::digest(format!("address {}", address.to_canonical())).to_vec()
}

/// Signs out: ends the session of this token, if it is still open.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end(db: &Db, token: &Token, origin: &Origin) -> Result<()> {
    let mut tx = db.0.begin().await?;
    let ended = sqlx::query!(
        "update user_sessions set ended_at = now(), ended_because = $2
          where token_sha256 = $1 and ended_at is null and idle_until > now() and absolute_until > now()
        returning id, user_id, client_id",
        &token.hash()[..],
        EndedBecause::SignedOut.as_str(),
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(session) = ended {
        let origin = Origin { session_id: Some(SessionId(session.id)), ..origin.clone() };
        let activity = NewActivity {
            kind: ActivityKind::Logout,
            client_id: session.client_id.map(ClientId),
            user_id: Some(UserId(session.user_id)),
            staff_id: None,
            subject: None,
            origin: &origin,
        };
        record(&mut *tx, activity).await?;
    }
    Ok(tx.commit().await?)
}

/// Ends all open sessions of an account, or all but one; how many there were. Whoever gave the password and not yet the code has
/// to give the password again.
pub(crate) async fn end_all(
    executor: impl PgExecutor<'_>,
    user_id: UserId,
    except: Option<SessionId>,
    because: EndedBecause,
) -> Result<u64> {
    let ended = sqlx::query!(
        "with forgotten as (delete from pending_sign_ins where user_id = $1)
         update user_sessions set ended_at = now(), ended_because = $3
          where user_id = $1 and ended_at is null and id is distinct from $2",
        user_id.0,
        except.map(|id| id.0),
        because.as_str(),
    )
    .execute(executor)
    .await?;
    Ok(ended.rows_affected())
}

/// Gives the session another token, so that whoever has the old one is out (OWASP ASVS 7.2.4).
pub(crate) async fn change_token(tx: &mut PgConnection, id: SessionId) -> Result<ChangedToken> {
    let token = Token::generate()?;
    let remember = sqlx::query_scalar!(
        "update user_sessions set token_sha256 = $2 where id = $1 and ended_at is null returning remember",
        id.0,
        &token.hash()[..],
    )
    .fetch_one(tx)
    .await?;
    Ok(ChangedToken { token, remember })
}

/// The sessions that the person has open, the newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_own(db: &Db, oneself: &Oneself) -> Result<Vec<OpenSession>> {
    let rows = sqlx::query!(
        "select id, ip_address, device_type, browser, platform, created_at, last_seen_at from user_sessions
          where user_id = $1 and ended_at is null and idle_until > now() and absolute_until > now()
          order by last_seen_at desc, id desc",
        oneself.user_id().0,
    )
    .fetch_all(&db.0)
    .await?;
    let this_one = oneself.origin().session_id;
    let session = rows.into_iter().map(|row| OpenSession {
        id: SessionId(row.id),
        is_this_one: this_one == Some(SessionId(row.id)),
        ip_address: row.ip_address.map(|network| network.addr()),
        device_type: row.device_type,
        browser: row.browser,
        platform: row.platform,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    });
    Ok(session.collect())
}

/// Ends one of the person's other sessions.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs or over already; [`Error::Unavailable`].
pub async fn end_own(db: &Db, oneself: &Oneself, id: SessionId) -> Result<()> {
    let mut tx = db.0.begin().await?;
    let ended = sqlx::query!(
        "update user_sessions set ended_at = now(), ended_because = $3 where id = $1 and user_id = $2 and ended_at is null
         returning browser, platform",
        id.0,
        oneself.user_id().0,
        EndedBecause::EndedByUser.as_str(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    let label = format!("{} {}", ended.browser, ended.platform);
    let subject = Subject { kind: "session", id: id.0, label: label.trim() };
    record(&mut *tx, NewActivity { subject: Some(subject), ..oneself.activity(ActivityKind::Logout) })
        .await?;
    Ok(tx.commit().await?)
}

/// Ends all of the person's sessions but the one that asks.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end_others(db: &Db, oneself: &Oneself) -> Result<()> {
    let mut tx = db.0.begin().await?;
    let this_one = oneself.origin().session_id;
    let ended = end_all(&mut *tx, oneself.user_id(), this_one, EndedBecause::EndedByUser).await?;
    if ended > 0 {
        let label = if ended == 1 { "1 other session".to_owned() } else { format!("{ended} other sessions") };
        let subject = this_one.map(|id| Subject { kind: "session", id: id.0, label: &label });
        record(&mut *tx, NewActivity { subject, ..oneself.activity(ActivityKind::Logout) }).await?;
    }
    Ok(tx.commit().await?)
}

/// Throws away rows of sessions that ended long ago and of places not used for long; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!(
        "delete from user_sessions
          where least(coalesce(ended_at, 'infinity'), idle_until, absolute_until) < now() - make_interval(days => $1)",
        ENDED_DAYS,
    )
    .execute(&db.0)
    .await?;
    sqlx::query!(
        "delete from known_places where last_used_at < now() - make_interval(secs => $1)",
        DEVICE_LIFE.as_secs_f64()
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

//! The queue of single mails: claimed with `SKIP LOCKED` for the time of a lease, and noted only by the newest claim.

use super::{Content, Letter, MailSubject, OutgoingMail};
use crate::{
    access_preset::AccessPreset,
    bulk_invitation::sending::SendResult,
    db::{Db, interval},
    error::{Error, Result},
    id::{InvitationId, SessionId, UserId},
    language::Language,
    money::{self, Money},
    password_reset,
    token::Token,
};
use chrono::Utc;
use sqlx::PgConnection;
use std::time::Duration;
use uuid::Uuid;

mod messages;

/// Queues a mail; pass the transaction of the change that it tells about.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn enqueue(tx: &mut PgConnection, subject: MailSubject) -> Result<()> {
    sqlx::query!(
        "insert into outgoing_mails (id, kind, subject_id) values ($1, $2, $3)",
        Uuid::now_v7(),
        subject.kind(),
        subject.id(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Queues mails that go out after `delay`, unless one of the same kind, subject and reader waits already. Pass the transaction of
/// the change.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn enqueue_once(
    tx: &mut PgConnection,
    subjects: impl Iterator<Item = MailSubject>,
    delay: Duration,
) -> Result<()> {
    let (mut ids, mut kinds, mut about, mut readers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        ids.push(Uuid::now_v7());
        kinds.push(subject.kind());
        about.push(subject.id());
        readers.push(subject.reader().map(|reader| reader.0));
    }
    // One that a sender has taken may be written already, and then tells nothing of this change.
    sqlx::query!(
        "insert into outgoing_mails (id, kind, subject_id, user_id, not_before)
         select n.id, n.kind, n.subject_id, n.user_id, clock_timestamp() + $5
           from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as n (id, kind, subject_id, user_id)
          where not exists (select from outgoing_mails o
                             where o.kind = n.kind and o.subject_id = n.subject_id and o.user_id = n.user_id
                               and o.sent_at is null and o.failed_at is null and o.lease_until is null)",
        &ids,
        &kinds as &[&str],
        &about,
        &readers as &[Option<Uuid>],
        interval(delay),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes up to `limit` mails that are due, for the time of `lease`.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn take(db: &Db, limit: i64, lease: Duration) -> Result<Vec<OutgoingMail>> {
    let rows = sqlx::query!(
        "update outgoing_mails set lease_until = clock_timestamp() + $2, fence = fence + 1
          where id in (select o.id from outgoing_mails o
                        where o.sent_at is null and o.failed_at is null and o.not_before <= clock_timestamp()
                          and (o.lease_until is null or o.lease_until < clock_timestamp())
                        order by o.not_before limit $1 for update skip locked)
         returning id, fence, attempts, created_at, kind, subject_id, user_id",
        limit,
        interval(lease),
    )
    .fetch_all(&db.0)
    .await?;
    rows.into_iter()
        .map(|row| {
            let subject = MailSubject::of_row(&row.kind, row.subject_id, row.user_id)
                .ok_or_else(|| Error::internal(format!("a mail of the unknown kind {:?}", row.kind)))?;
            Ok(OutgoingMail {
                id: row.id,
                fence: row.fence,
                attempts: row.attempts,
                created_at: row.created_at,
                subject,
            })
        })
        .collect()
}

/// What the mail says now, with a fresh link where it has one; `None` when there is nobody to send it to any more.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn write(db: &Db, mail: &OutgoingMail) -> Result<Option<Letter>> {
    let changed_at = mail.created_at;
    let two_step = |is_on| move |name| Content::TwoStep { name, is_on, changed_at };
    match mail.subject {
        MailSubject::Invitation(id) => invitation(db, id).await,
        MailSubject::PasswordReset(id) => {
            let issued = password_reset::issue(db, id).await?;
            Ok(issued.map(|issued| Letter {
                email: issued.email.clone(),
                language: issued.language,
                content: Content::PasswordReset(issued),
            }))
        }
        MailSubject::PasswordChanged(id) => {
            let row = sqlx::query!(
                r#"select u.email, u.name, case when u.kind = 'staff' then 'en' else u.language end as "language?",
                          coalesce(u.password_changed_at, now()) as "changed_at!"
                     from users u where u.id = $1"#,
                id.0
            )
            .fetch_optional(&db.0)
            .await?;
            Ok(row.map(|row| Letter {
                email: row.email,
                language: own(row.language),
                content: Content::PasswordChanged { name: row.name, changed_at: row.changed_at },
            }))
        }
        MailSubject::QuoteApproved(id) => {
            let row = sqlx::query!(
                r#"select u.email, u.name, case when u.kind = 'staff' then 'en' else u.language end as "language?",
                          q.number, q.currency, q.total_minor, a.typed_name, a.approved_at
                     from quote_approvals a join quotes q on q.id = a.quote_id join users u on u.id = a.user_id
                    where a.quote_id = $1 and u.is_active"#,
                id.0
            )
            .fetch_optional(&db.0)
            .await?;
            row.map(|row| {
                let currency = money::currency(&row.currency).map_err(Error::internal)?;
                let content = Content::QuoteApproved {
                    name: row.name,
                    quote_id: id,
                    number: row.number,
                    total: Money::new(row.total_minor, currency),
                    typed_name: row.typed_name,
                    approved_at: row.approved_at,
                };
                Ok(Letter { email: row.email, language: own(row.language), content })
            })
            .transpose()
        }
        MailSubject::NewDevice(id) => new_device(db, id).await,
        MailSubject::TwoStepOn(id) => to_owner(db, id, two_step(true)).await,
        MailSubject::TwoStepOff(id) => to_owner(db, id, two_step(false)).await,
        MailSubject::Passkeys(change, id) => {
            to_owner(db, id, |name| Content::Passkeys { name, change, changed_at }).await
        }
        MailSubject::Notification(id, reader) => {
            let row = sqlx::query!(
                r#"select u.email, u.name, case when u.kind = 'staff' then 'en' else u.language end as "language?",
                          n.title, n.href
                     from notifications n join users u on u.id = n.user_id
                    where n.id = $1 and n.user_id = $2 and u.is_active
                      and (u.kind = 'staff'
                           or exists (select from clients c where c.id = n.client_id and c.is_active and c.portal_enabled
                                         and (c.portal_user_id = u.id
                                              or exists (select from client_contacts t where t.client_id = c.id and t.user_id = u.id
                                                            and t.is_active and t.portal_access and t.email is not null
                                                            and (n.section is null or t.access_preset || ':' || n.section = any($3))))))"#,
                id.0,
                reader.0,
                &AccessPreset::covered(),
            )
            .fetch_optional(&db.0)
            .await?;
            Ok(row.map(|row| Letter {
                email: row.email,
                language: own(row.language),
                content: Content::Notification { name: row.name, title: row.title, path: row.href },
            }))
        }
        MailSubject::Messages(conversation, reader) => messages::unread(db, mail, conversation, reader).await,
    }
}

/// What somebody has chosen; `null` for the company's.
fn own(language: Option<String>) -> Option<Language> {
    language.as_deref().and_then(Language::of_tag)
}

async fn new_device(db: &Db, id: SessionId) -> Result<Option<Letter>> {
    let row = sqlx::query!(
        r#"select u.email, u.name, case when u.kind = 'staff' then 'en' else u.language end as "language?",
                  s.browser, s.platform, s.ip_address, s.created_at
             from user_sessions s join users u on u.id = s.user_id where s.id = $1 and u.is_active"#,
        id.0
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| Letter {
        email: row.email,
        language: own(row.language),
        content: Content::NewDevice {
            name: row.name,
            browser: row.browser,
            platform: row.platform,
            ip_address: row.ip_address.map(|network| network.addr()),
            began_at: row.created_at,
        },
    }))
}

/// To the owner of an account, about a change of it; `content` takes the name.
async fn to_owner(db: &Db, id: UserId, content: impl FnOnce(String) -> Content) -> Result<Option<Letter>> {
    let row = sqlx::query!(
        r#"select u.email, u.name, case when u.kind = 'staff' then 'en' else u.language end as "language?"
             from users u where u.id = $1"#,
        id.0
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| Letter { email: row.email, language: own(row.language), content: content(row.name) }))
}

async fn invitation(db: &Db, id: InvitationId) -> Result<Option<Letter>> {
    let token = Token::generate()?;
    let row = sqlx::query!(
        r#"with invited as (
             select i.id, i.name, i.email, i.expires_at, c.name as client_name
               from invitations i join clients c on c.id = i.client_id
              where i.id = $1 and i.state = 'queued' and i.expires_at > now()
         ), linked as (
             insert into invitation_tokens (token_sha256, invitation_id) select $2, id from invited
         )
         select i.name, i.email, i.expires_at, i.client_name, u.language as "language?"
           from invited i left join users u on u.email = i.email"#,
        id.0,
        &token.hash()[..],
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| Letter {
        email: row.email,
        language: own(row.language),
        content: Content::Invitation {
            name: row.name,
            client_name: row.client_name,
            token,
            expires_at: row.expires_at,
        },
    }))
}

/// Notes what became of a mail, and of the invitation that it is about. What an older claim says is not heard.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn note(db: &Db, mail: &OutgoingMail, result: &SendResult) -> Result<()> {
    match result {
        SendResult::Sent => sent(db, mail).await,
        SendResult::Refused(words) => failed(db, mail, words).await,
        SendResult::Unusable(reason) => failed(db, mail, reason).await,
        SendResult::Deferred(words) | SendResult::Interrupted(words) => match mail.wait(Utc::now()) {
            Some(wait) => again(db, mail, Some(words), 1, wait).await,
            None => failed(db, mail, words).await,
        },
        SendResult::Untried => again(db, mail, None, 0, Duration::ZERO).await,
    }
}

async fn sent(db: &Db, mail: &OutgoingMail) -> Result<()> {
    sqlx::query!(
        "with noted as (
             update outgoing_mails set sent_at = now(), lease_until = null, error = null
              where id = $1 and fence = $2 and sent_at is null returning subject_id, user_id, up_to_seq
         ), mailed as (
             update conversation_members m set mailed_seq = noted.up_to_seq
               from noted
              where m.conversation_id = noted.subject_id and m.user_id = noted.user_id and m.mailed_seq < noted.up_to_seq
         )
         update invitations set state = case state when 'queued' then 'sent' else state end, sent_at = now(), error = null
          where id in (select subject_id from noted)",
        mail.id,
        mail.fence,
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

async fn failed(db: &Db, mail: &OutgoingMail, words: &str) -> Result<()> {
    sqlx::query!(
        "with noted as (
             update outgoing_mails set failed_at = now(), lease_until = null, error = $3, attempts = attempts + 1
              where id = $1 and fence = $2 returning subject_id
         )
         update invitations set state = 'failed', error = $3 where state = 'queued' and id in (select subject_id from noted)",
        mail.id,
        mail.fence,
        words,
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

async fn again(db: &Db, mail: &OutgoingMail, words: Option<&str>, tries: i16, wait: Duration) -> Result<()> {
    sqlx::query!(
        "update outgoing_mails
            set lease_until = null, error = coalesce($3, error), attempts = attempts + $4, not_before = clock_timestamp() + $5
          where id = $1 and fence = $2",
        mail.id,
        mail.fence,
        words,
        tries,
        interval(wait),
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// Forgets a mail that has nobody to go to.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget(db: &Db, mail: &OutgoingMail) -> Result<()> {
    sqlx::query!("delete from outgoing_mails where id = $1 and fence = $2", mail.id, mail.fence)
        .execute(&db.0)
        .await?;
    Ok(())
}

/// Throws away what was sent or given up long ago; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!(
        "delete from outgoing_mails where coalesce(sent_at, failed_at) < now() - interval '30 days'"
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// With a rate: how long to wait until a mail may go out. The turn is taken whether it is used or not.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn wait_for_turn(db: &Db, rate: std::num::NonZeroU32) -> Result<Duration> {
    let seconds = sqlx::query_scalar!(
        r#"update mail_rate set next_at = greatest(next_at, clock_timestamp()) + interval '1 second' / $1::float8
           returning extract(epoch from next_at - clock_timestamp())::float8 - 1 / $1::float8 as "seconds!""#,
        f64::from(rate.get()),
    )
    .fetch_one(&db.0)
    .await?;
    Ok(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or_default())
}

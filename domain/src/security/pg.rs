//! A person's own part of the activity log.

use super::SecurityEvent;
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    api_token,
    db::Db,
    error::{Error, Result},
    id::{ActivityId, NotificationId, SessionId, UserId},
    invitation,
    notification::{NewNotification, notify_staff},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    passkey, password_reset,
    session::lifecycle::{self, EndedBecause},
    user::Oneself,
    words::Sentence,
};
use chrono::{DateTime, SecondsFormat, Utc};
use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    occurred_at: DateTime<Utc>,
    kind: String,
    subject_label: String,
    session_id: Option<Uuid>,
    ip_address: Option<IpNet>,
    device_type: String,
    browser: String,
    platform: String,
}

impl Row {
    fn into_event(self) -> Result<SecurityEvent> {
        Ok(SecurityEvent {
            id: ActivityId(self.id),
            occurred_at: self.occurred_at,
            kind: self.kind.parse().map_err(Error::internal)?,
            detail: self.subject_label,
            session_id: self.session_id.map(SessionId),
            ip_address: self.ip_address.map(|net| net.addr()),
            device_type: self.device_type,
            browser: self.browser,
            platform: self.platform,
        })
    }
}

/// The log of one's own account walked in one direction from a key. The kinds stand in the statement as they stand in the index.
macro_rules! walk {
    ($comparison:tt, $order:tt, $db:expr, $oneself:expr, $from:expr) => {{
        let (at, id): (DateTime<Utc>, Uuid) = $from;
        sqlx::query_as!(
            Row,
            r#"
            select a.id, a.occurred_at, a.kind, a.subject_label, a.session_id, a.ip_address as "ip_address: IpNet",
                   a.device_type, a.browser, a.platform
              from client_portal_activities a
             where a.user_id = $1
               and a.kind in ('login', 'failed_login', 'password_reset', 'enable_two_step', 'disable_two_step',
                              'renew_recovery_codes', 'use_recovery_code', 'report_activity', 'add_passkey',
                              'rename_passkey', 'remove_passkey', 'enable_passkey_step', 'disable_passkey_step')
               and (a.occurred_at, a.id) "# + $comparison + r#" ($2, $3)
             order by a.occurred_at "# + $order + ", a.id " + $order + r#"
             limit $4
            "#,
            $oneself.user_id().0,
            at,
            id,
            PAGE_SIZE + 1,
        )
        .fetch_all(&$db.0)
        .await?
    }};
}

/// What happened to one's own account, the newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, oneself: &Oneself, page: &PageRequest) -> Result<Page<SecurityEvent>> {
    let from = page.cursor().and_then(place);
    let rows = match (page, from) {
        (PageRequest::Before(_), Some(from)) => walk!(">", "asc", db, oneself, from),
        (_, Some(from)) => walk!("<", "desc", db, oneself, from),
        // What is no place in the log means the first page.
        _ => walk!("<", "desc", db, oneself, (DateTime::<Utc>::MAX_UTC, Uuid::max())),
    };
    let events = rows.into_iter().map(Row::into_event).collect::<Result<Vec<_>>>()?;
    let request = if from.is_some() { page.clone() } else { PageRequest::First };
    Ok(Page::from_rows(events, PAGE_SIZE, &request, |event| Cursor {
        key: event.occurred_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        id: event.id.0,
    }))
}

fn place(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    let at = cursor.key.parse().ok().filter(|at| *at >= DateTime::<Utc>::UNIX_EPOCH)?;
    Some((at, cursor.id))
}

/// The owner says that this was somebody else. All sessions end, this one too; the password opens nothing any more, and a link
/// with which the owner chooses another goes to the account's address; no browser and no address counts as the owner's. All
/// passkeys are removed, since each opens the account without the password and may be the stranger's; where one was asked for
/// after the password, a recovery code still is, so that whoever reports gets rid of no second step. Open invitations to the address
/// are withdrawn, since an account without a password takes one from whoever holds such a link; the account's API tokens open
/// nothing any more. Staff are told: for a client's person all of them, for one of their own the administrators. Gives the address
/// that the link goes to.
///
/// # Errors
/// [`Error::NotFound`] for what is not in one's own log, or not there at all.
pub async fn report(db: &Db, oneself: &Oneself, id: ActivityId) -> Result<String> {
    let user_id = oneself.user_id();
    let mut tx = db.0.begin().await?;
    let kind = sqlx::query_scalar!(
        "select kind from client_portal_activities
          where user_id = $1 and id = $2
            and kind in ('login', 'failed_login', 'password_reset', 'enable_two_step', 'disable_two_step',
                         'renew_recovery_codes', 'use_recovery_code', 'add_passkey', 'rename_passkey', 'remove_passkey',
                         'enable_passkey_step', 'disable_passkey_step')",
        user_id.0,
        id.0,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    let kind: ActivityKind = kind.parse().map_err(Error::internal)?;
    let owner =
        sqlx::query!("update users set password_hash = null where id = $1 returning email, name", user_id.0)
            .fetch_one(&mut *tx)
            .await?;
    lifecycle::end_all(&mut *tx, user_id, None, EndedBecause::Reported).await?;
    lifecycle::forget_places(&mut tx, user_id).await?;
    passkey::remove_all(&mut tx, user_id).await?;
    // After the account, in the order in which an acceptance locks them.
    invitation::revoke_open_to(&mut tx, user_id).await?;
    api_token::revoke_all(&mut tx, user_id).await?;
    password_reset::send_to_owner(&mut tx, user_id, &owner.email, oneself.origin()).await?;
    let subject = Subject { kind: "activity", id: id.0, label: kind.label() };
    let activity = NewActivity { subject: Some(subject), ..oneself.activity(ActivityKind::ReportActivity) };
    record(&mut *tx, activity).await?;
    tell_staff(&mut tx, oneself, &owner.name).await?;
    tx.commit().await?;
    Ok(owner.email)
}

async fn tell_staff(tx: &mut PgConnection, oneself: &Oneself, name: &str) -> Result<()> {
    let title = format!("{name} reported that somebody else used their account");
    match oneself.client_id() {
        Some(client) => {
            let href = format!("/staff/clients/{client}");
            let title = Sentence::from(title);
            let notification = NewNotification { kind: "account_reported", title: &title, href: &href };
            notify_staff(tx, client, &notification).await
        }
        None => tell_administrators(tx, oneself.user_id(), &title).await,
    }
}

/// A staff account is no client's, so what is told of it belongs to no client.
async fn tell_administrators(tx: &mut PgConnection, about: UserId, title: &str) -> Result<()> {
    let people = sqlx::query_scalar!(
        "select id from users where kind = 'staff' and role = 'admin' and is_active and id <> $1",
        about.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: Vec<Uuid> = people.iter().map(|_| NotificationId::generate().0).collect();
    sqlx::query!(
        "insert into notifications (id, user_id, kind, title, href)
         select new.id, new.user_id, 'account_reported', $3, '/staff/activity?only=security'
           from unnest($1::uuid[], $2::uuid[]) new (id, user_id)",
        &ids,
        &people,
        title,
    )
    .execute(tx)
    .await?;
    Ok(())
}

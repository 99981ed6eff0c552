//! Reading and writing notifications.

use super::{
    BellOwner, Notification,
    preference::{self, Event},
};
use crate::{
    access_preset::{AccessPreset, Section},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{ClientId, NotificationId, UserId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// What a list of notifications is narrowed to.
#[derive(Clone, Default, Debug)]
pub struct NotificationFilter {
    /// Part of the title, any case.
    pub search: Option<String>,
    pub only_unread: bool,
    pub page: PageRequest,
}

/// What a bell has held, newest first.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, owner: BellOwner, filter: &NotificationFilter) -> Result<Page<Notification>> {
    let sections = owner.sections();
    let rows = sqlx::query!(
        r#"
        select id, title, href, created_at, read_at is not null as "is_read!"
          from notifications
         where user_id = $1 and ($2::uuid is null or client_id = $2 or client_id is null)
           and ($6::text is null or strpos(lower(title), lower($6)) > 0)
           and in_portal and (not $7 or read_at is null) and ($8::text[] is null or section is null or section = any($8))
           and ($4::uuid is null or case when $3 then id > $4 else id < $4 end)
         order by case when $3 then id end, case when not $3 then id end desc
         limit $5
        "#,
        owner.user_id.0,
        owner.client_id.map(|client| client.0),
        filter.page.is_backwards(),
        filter.page.cursor().map(|cursor| cursor.id),
        PAGE_SIZE + 1,
        filter.search,
        filter.only_unread,
        sections.as_deref(),
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| Notification {
            id: NotificationId(row.id),
            title: row.title,
            href: row.href,
            created_at: row.created_at,
            is_read: row.is_read,
        })
        .collect();
    Ok(Page::from_rows(rows, PAGE_SIZE, &filter.page, |n| Cursor { key: String::new(), id: n.id.0 }))
}

/// Marks one notification as read and gives the address that it leads to.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another person's, and one of another client alike.
pub async fn open(db: &Db, owner: BellOwner, id: NotificationId) -> Result<String> {
    let sections = owner.sections();
    sqlx::query_scalar!(
        "update notifications set read_at = coalesce(read_at, now())
          where id = $1 and user_id = $2 and ($3::uuid is null or client_id = $3 or client_id is null)
            and ($4::text[] is null or section is null or section = any($4)) returning href",
        id.0,
        owner.user_id.0,
        owner.client_id.map(|client| client.0),
        sections.as_deref(),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)
}

/// Marks all that the bell holds as read; says how many were unread.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn mark_all_read(db: &Db, owner: BellOwner) -> Result<u64> {
    let sections = owner.sections();
    let done = sqlx::query!(
        "update notifications set read_at = now()
          where user_id = $1 and ($2::uuid is null or client_id = $2 or client_id is null) and read_at is null
            and ($3::text[] is null or section is null or section = any($3))",
        owner.user_id.0,
        owner.client_id.map(|client| client.0),
        sections.as_deref(),
    )
    .execute(&db.0)
    .await?;
    Ok(done.rows_affected())
}

/// A notification that is about to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewNotification<'a> {
    /// A word of our own for what happened.
    pub(crate) kind: &'static str,
    /// What happened, as a sentence without a full stop.
    pub(crate) title: &'a str,
    /// An address inside the portal.
    pub(crate) href: &'a str,
}

/// Tells the client's other people what the one who asks has done; pass the transaction of the change.
pub(crate) async fn notify_others(
    connection: &mut PgConnection,
    scope: &ClientScope,
    notification: &NewNotification<'_>,
) -> Result<()> {
    let people = people_of(
        connection,
        scope.client_id(),
        Some(scope.user_id()),
        preference::section_of(notification.kind),
    )
    .await?;
    // What colleagues do is no news for the mailbox.
    insert(connection, scope.client_id(), &people, notification, Mailing::Never).await
}

/// Tells everybody who gets in for this client, but for the one who did it; pass the transaction of the change.
pub(crate) async fn notify_client(
    connection: &mut PgConnection,
    client: ClientId,
    except: Option<UserId>,
    notification: &NewNotification<'_>,
) -> Result<()> {
    let people = people_of(connection, client, except, preference::section_of(notification.kind)).await?;
    insert(connection, client, &people, notification, Mailing::AsChosen { is_staff: false }).await
}

/// Everybody who gets in for this client and sees this part of the portal, but for one.
pub(crate) async fn people_of(
    connection: &mut PgConnection,
    client: ClientId,
    except: Option<UserId>,
    section: Option<Section>,
) -> Result<Vec<UserId>> {
    let presets: Vec<String> = AccessPreset::ALL
        .into_iter()
        .filter(|preset| section.is_none_or(|section| preset.covers(section)))
        .map(|preset| preset.as_str().to_owned())
        .collect();
    let people = sqlx::query_scalar!(
        r#"
        select u.id from users u
         where u.is_active and u.id is distinct from $2
           and (u.id = (select portal_user_id from clients where id = $1)
                or exists (select from client_contacts c where c.client_id = $1 and c.user_id = u.id
                                                          and c.is_active and c.portal_access and c.email is not null
                                                          and c.access_preset = any($3)))
        "#,
        client.0,
        except.map(|user| user.0),
        &presets,
    )
    .fetch_all(connection)
    .await?;
    Ok(people.into_iter().map(UserId).collect())
}

/// Tells staff what happened at a client; its `href` lies under `/staff`. Pass the transaction of the change.
pub(crate) async fn notify_staff(
    connection: &mut PgConnection,
    client: ClientId,
    notification: &NewNotification<'_>,
) -> Result<()> {
    let people = sqlx::query_scalar!("select id from users where kind = 'staff' and is_active")
        .fetch_all(&mut *connection)
        .await?;
    let people: Vec<UserId> = people.into_iter().map(UserId).collect();
    insert(connection, client, &people, notification, Mailing::AsChosen { is_staff: true }).await
}

/// Whether a notification may be mailed as well.
#[derive(Clone, Copy, Debug)]
enum Mailing {
    Never,
    AsChosen { is_staff: bool },
}

async fn insert(
    connection: &mut PgConnection,
    client: ClientId,
    people: &[UserId],
    notification: &NewNotification<'_>,
    mailing: Mailing,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = people.iter().map(|_| NotificationId::generate().0).collect();
    let people: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let event = Event::of_kind(notification.kind);
    // Messages have mails of their own, which wait whether they are read.
    let (may_mail, unasked) = match (event, mailing) {
        (None | Some(Event::Message), _) | (_, Mailing::Never) => (false, false),
        (Some(event), Mailing::AsChosen { is_staff }) => (true, event.is_mailed_unasked(is_staff)),
    };
    sqlx::query!(
        "with told as (
             select new.id, new.user_id, coalesce(p.in_portal, true) as in_portal, $8 and coalesce(p.by_mail, $9) as by_mail
               from unnest($1::uuid[], $2::uuid[]) new (id, user_id)
               left join notification_preferences p on p.user_id = new.user_id and p.event = $7
         ), mailed as (
             insert into outgoing_mails (id, kind, subject_id, user_id)
             select gen_random_uuid(), 'notification', id, user_id from told where by_mail
         )
         insert into notifications (id, user_id, client_id, kind, title, href, in_portal, section)
         select id, user_id, $3, $4, $5, $6, in_portal, $10 from told where in_portal or by_mail",
        &ids,
        &people,
        client.0,
        notification.kind,
        notification.title,
        notification.href,
        event.map(Event::as_str),
        may_mail,
        unasked,
        preference::section_of(notification.kind).map(Section::as_str),
    )
    .execute(connection)
    .await?;
    Ok(())
}

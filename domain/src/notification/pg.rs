//! Reading and writing notifications.

use super::Notification;
use crate::{
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{ClientId, NotificationId, UserId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// What a person's bell has held for this client, newest first.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, scope: &ClientScope, page: &PageRequest) -> Result<Page<Notification>> {
    let rows = sqlx::query!(
        r#"
        select id, title, href, created_at, read_at is not null as "is_read!"
          from notifications
         where user_id = $1 and (client_id = $2 or client_id is null)
           and ($4::uuid is null or case when $3 then id > $4 else id < $4 end)
         order by case when $3 then id end, case when not $3 then id end desc
         limit $5
        "#,
        scope.user_id().0,
        scope.client_id().0,
        page.is_backwards(),
        page.cursor().map(|cursor| cursor.id),
        PAGE_SIZE + 1,
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
    Ok(Page::from_rows(rows, PAGE_SIZE, page, |n| Cursor { key: String::new(), id: n.id.0 }))
}

/// Marks one notification as read and gives the address that it leads to.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another person's, and one of another client alike.
pub async fn open(db: &Db, scope: &ClientScope, id: NotificationId) -> Result<String> {
    sqlx::query_scalar!(
        "update notifications set read_at = coalesce(read_at, now())
          where id = $1 and user_id = $2 and (client_id = $3 or client_id is null) returning href",
        id.0,
        scope.user_id().0,
        scope.client_id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)
}

/// Marks all that the bell holds for this client as read; says how many were unread.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn mark_all_read(db: &Db, scope: &ClientScope) -> Result<u64> {
    let done = sqlx::query!(
        "update notifications set read_at = now()
          where user_id = $1 and (client_id = $2 or client_id is null) and read_at is null",
        scope.user_id().0,
        scope.client_id().0,
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
    notify_client(connection, scope.client_id(), Some(scope.user_id()), notification).await
}

/// Tells everybody who gets in for this client, but for the one who did it; pass the transaction of the change.
pub(crate) async fn notify_client(
    connection: &mut PgConnection,
    client: ClientId,
    except: Option<UserId>,
    notification: &NewNotification<'_>,
) -> Result<()> {
    let people = sqlx::query_scalar!(
        r#"
        select u.id from users u
         where u.is_active and u.id is distinct from $2
           and (u.id = (select portal_user_id from clients where id = $1)
                or exists (select from client_contacts c where c.client_id = $1 and c.user_id = u.id
                                                          and c.is_active and c.portal_access and c.email is not null))
        "#,
        client.0,
        except.map(|user| user.0),
    )
    .fetch_all(&mut *connection)
    .await?;
    insert(connection, client, &people, notification).await
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
    insert(connection, client, &people, notification).await
}

async fn insert(
    connection: &mut PgConnection,
    client: ClientId,
    people: &[Uuid],
    notification: &NewNotification<'_>,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = people.iter().map(|_| NotificationId::generate().0).collect();
    sqlx::query!(
        "insert into notifications (id, user_id, client_id, kind, title, href)
         select new.id, new.user_id, $3, $4, $5, $6 from unnest($1::uuid[], $2::uuid[]) new (id, user_id)",
        &ids,
        people,
        client.0,
        notification.kind,
        notification.title,
        notification.href,
    )
    .execute(connection)
    .await?;
    Ok(())
}

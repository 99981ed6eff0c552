//! Reading and answering clients' messages.

use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    document::upload::{self, Owner, ReceivedFile},
    error::{Error, Result},
    id::{ClientId, ConversationId, ProjectId, UserId},
    message::{
        ConversationSummary, EXCERPT_CHARS, Excerpt, GENERAL, MOST_COUNTED, StaffConversation, Topic,
        check_body,
        thread::{self, Member, NewMessage, Standing},
    },
    notification::{self, NewNotification},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    words::sentence,
};
use sqlx::PgConnection;
use uuid::Uuid;

/// What the list is narrowed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attention {
    /// What the client wrote last waits for an answer.
    Unanswered,
    /// There is something that this staff user has not seen.
    Unread,
}

impl Attention {
    pub const ALL: [Self; 2] = [Self::Unanswered, Self::Unread];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Unread => "unread",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unanswered => "Unanswered",
            Self::Unread => "Unread",
        }
    }
}

/// Which conversations to list.
#[derive(Clone, Default, Debug)]
pub struct ConversationFilter {
    /// Part of the client's or project's name, any case.
    pub search: Option<String>,
    pub attention: Option<Attention>,
    pub page: PageRequest,
}

fn member(staff: &Staff) -> Member {
    Member { user_id: staff.id(), is_staff: true }
}

/// Conversations with all clients, the one in which somebody wrote last first.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Unavailable`].
pub async fn list(db: &Db, staff: &Staff, filter: &ConversationFilter) -> Result<Page<ConversationSummary>> {
    staff.require(Policy::ViewRecords)?;
    let rows = sqlx::query!(
        r#"
        select k.id, k.last_message_id as "last_message_id!", c.name as client_name, p.name as "project_name?",
               k.unanswered_since is not null as "is_unanswered!", left(coalesce(nullif(m.body, ''), (
                   select string_agg(d.name, ', ' order by d.id) from documents d where d.message_id = m.id), ''), $6) as "text!",
               m.is_from_staff, m.created_at,
               u.name as author,
               (select count(*) from (select from messages x where x.conversation_id = k.id and not x.is_from_staff
                                         and x.seq > coalesce(r.read_seq, 0) limit $7) unread) as "unread!"
          from conversations k
          join clients c on c.id = k.client_id
          join messages m on m.id = k.last_message_id
          join users u on u.id = m.author_id
          left join projects p on p.id = k.project_id
          left join conversation_members r on r.conversation_id = k.id and r.user_id = $1
         where k.last_message_id is not null
           and ($2::text is null or strpos(lower(concat_ws(' ', c.name, p.name)), lower($2)) > 0)
           and ($3::text is null or ($3 = 'unanswered' and k.unanswered_since is not null)
                or ($3 = 'unread' and k.last_seq > coalesce(r.read_seq, 0)
                    and exists (select from messages x where x.conversation_id = k.id and not x.is_from_staff
                                   and x.seq > coalesce(r.read_seq, 0))))
           and ($5::uuid is null or case when $4 then k.last_message_id > $5 else k.last_message_id < $5 end)
         order by case when $4 then k.last_message_id end, case when not $4 then k.last_message_id end desc
         limit $8
        "#,
        staff.id().0,
        filter.search,
        filter.attention.map(Attention::as_str),
        filter.page.is_backwards(),
        filter.page.cursor().map(|cursor| cursor.id),
        EXCERPT_CHARS,
        MOST_COUNTED,
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let summary = ConversationSummary {
                id: ConversationId(row.id),
                client_name: row.client_name,
                project_name: row.project_name,
                last: Excerpt {
                    author: row.author,
                    is_from_staff: row.is_from_staff,
                    text: row.text,
                    sent_at: row.created_at,
                },
                unread: row.unread,
                is_unanswered: row.is_unanswered,
            };
            (summary, row.last_message_id)
        })
        .collect();
    let page =
        Page::from_rows(rows, PAGE_SIZE, &filter.page, |(_, id)| Cursor { key: String::new(), id: *id });
    Ok(page.map(|(summary, _)| summary))
}

/// One conversation, with the messages before number `before` or the newest; those count as read by this staff user from then on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn view(
    db: &Db,
    staff: &Staff,
    id: ConversationId,
    before: Option<i32>,
) -> Result<StaffConversation> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"
        select k.client_id, c.name as client_name, p.name as "project_name?", k.unanswered_since is not null as "is_unanswered!",
               k.last_seq, m.read_seq as "read_seq?", m.draft as "draft?",
               (select max(o.read_seq) from conversation_members o where o.conversation_id = k.id and not o.is_staff) as read_by_others,
               (select document_megabytes from company) as "max_megabytes!"
          from conversations k
          join clients c on c.id = k.client_id
          left join projects p on p.id = k.project_id
          left join conversation_members m on m.conversation_id = k.id and m.user_id = $2
         where k.id = $1
        "#,
        id.0,
        staff.id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let standing = Standing {
        id,
        last_seq: row.last_seq,
        read_seq: row.read_seq.unwrap_or_default(),
        read_by_others: row.read_by_others.unwrap_or_default(),
        draft: row.draft.unwrap_or_default(),
        href: staff_path(id),
        sees_files: true,
        sees_quotes: true,
        sees_invoices: true,
        max_megabytes: row.max_megabytes,
    };
    let thread = thread::read(&db.0, member(staff), standing, before).await?;
    Ok(StaffConversation {
        id,
        client_id: ClientId(row.client_id),
        client_name: row.client_name,
        project_name: row.project_name,
        is_unanswered: row.is_unanswered,
        thread,
    })
}

/// Writes to the client, perhaps with files, which become documents that are shared with it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] as [`check_body`]; [`Error::NotFound`]; [`crate::Conflict::UploadTooLate`] when the files'
/// bytes may be gone again; [`Error::Unavailable`].
pub async fn answer(
    db: &Db,
    staff: &Staff,
    id: ConversationId,
    text: &str,
    files: &[ReceivedFile],
) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let body = check_body(text, !files.is_empty())?;
    let mut tx = db.0.begin().await?;
    let open = lock(&mut tx, staff, id).await?;
    let own_href = staff_path(id);
    let new =
        NewMessage { conversation: id, author: member(staff), body: &body, paper: None, href: &own_href };
    let message = thread::append(&mut tx, &new).await?;
    let owner = Owner {
        client_id: open.client_id,
        uploaded_by: staff.id(),
        is_shared: true,
        message_id: Some(message),
    };
    let of_file =
        |subject| NewActivity::of_staff(staff, ActivityKind::UploadFile, Some(open.client_id), Some(subject));
    upload::keep(&mut tx, files, owner, of_file).await?;
    log(&mut tx, staff, id, &open).await?;
    let author = open.author;
    let title = match open.project_name {
        Some(project) => {
            sentence!("news-message-about", author = author.as_str(), project = project.as_str())
        }
        None => sentence!("news-message", author = author.as_str()),
    };
    let href = open.topic.portal_path();
    thread::unring(&mut tx, open.client_id, &href).await?;
    let notice = NewNotification { kind: open.topic.notification_kind(), title: &title, href: &href };
    notification::notify_client(&mut tx, open.client_id, None, &notice).await?;
    let readers = notification::people_of(&mut tx, open.client_id, None, Some(open.topic.section())).await?;
    let readers: Vec<UserId> = readers.into_iter().map(|reader| reader.id).collect();
    thread::mail_later(&mut tx, id, &readers).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps a text that could not be sent, for its author alone.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn keep_draft(db: &Db, staff: &Staff, id: ConversationId, text: &str) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let mut tx = db.0.begin().await?;
    lock(&mut tx, staff, id).await?;
    thread::keep_draft(&mut *tx, id, member(staff), text).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that what the client wrote needs no answer.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn settle(db: &Db, staff: &Staff, id: ConversationId) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let done = sqlx::query!("update conversations set unanswered_since = null where id = $1", id.0)
        .execute(&db.0)
        .await?;
    if done.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The general conversation with a client, made if there is none yet, so that staff can write first.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn with_client(db: &Db, staff: &Staff, client: ClientId) -> Result<ConversationId> {
    staff.require(Policy::ViewRecords)?;
    sqlx::query!(
        "insert into conversations (id, client_id) select $1, id from clients where id = $2 on conflict do nothing",
        Uuid::now_v7(),
        client.0,
    )
    .execute(&db.0)
    .await?;
    sqlx::query_scalar!("select id from conversations where client_id = $1 and project_id is null", client.0)
        .fetch_optional(&db.0)
        .await?
        .map(ConversationId)
        .ok_or(Error::NotFound)
}

fn staff_path(id: ConversationId) -> String {
    format!("/staff/messages/{id}")
}

/// A conversation whose row this transaction holds.
struct Open {
    client_id: ClientId,
    topic: Topic,
    project_name: Option<String>,
    /// The staff user's name.
    author: String,
}

async fn lock(tx: &mut PgConnection, staff: &Staff, id: ConversationId) -> Result<Open> {
    let row = sqlx::query!(
        r#"
        select k.client_id, k.project_id, p.name as "project_name?",
               (select u.name from users u where u.id = $2) as "author!"
          from conversations k left join projects p on p.id = k.project_id
         where k.id = $1 for update of k
        "#,
        id.0,
        staff.id().0,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Open {
        client_id: ClientId(row.client_id),
        topic: row.project_id.map_or(Topic::General, |id| Topic::Project(ProjectId(id))),
        project_name: row.project_name,
        author: row.author,
    })
}

async fn log(tx: &mut PgConnection, staff: &Staff, id: ConversationId, open: &Open) -> Result<()> {
    let label = open.project_name.as_deref().unwrap_or(GENERAL);
    let subject = Subject { kind: "conversation", id: id.0, label };
    let activity =
        NewActivity::of_staff(staff, ActivityKind::SendMessage, Some(open.client_id), Some(subject));
    record(tx, activity).await
}

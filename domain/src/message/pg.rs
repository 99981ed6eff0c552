//! The client's side of conversations.

use super::{
    Conversation, EXCERPT_CHARS, Excerpt, GENERAL, MOST_COUNTED, Paper, ProjectTopic, Reference, Thread,
    Topic, check_body,
    thread::{self, Member, NewMessage, Standing},
};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    document::upload::{self, Owner, ReceivedFile},
    error::{Error, Result},
    id::{ConversationId, ProjectId, UserId},
    notification::{self, NewNotification},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// Projects beside the general conversation; the list of projects has the rest.
const TOPICS: i64 = 50;

fn member(scope: &ClientScope) -> Member {
    Member { user_id: scope.user_id(), is_staff: false }
}

/// One of the client's conversations, with the messages before number `before` or the newest; those count as read from then on.
///
/// # Errors
/// [`Error::NotFound`] for a project that is missing or another client's; [`Error::Unavailable`].
pub async fn view(db: &Db, scope: &ClientScope, topic: Topic, before: Option<i32>) -> Result<Conversation> {
    scope.require(topic.section())?;
    let row = sqlx::query!(
        r#"
        select p.name as "project_name?", k.id as "id?", k.last_seq as "last_seq?", m.read_seq as "read_seq?", m.draft as "draft?",
               (select max(o.read_seq) from conversation_members o where o.conversation_id = k.id and o.is_staff) as read_by_others,
               (select document_megabytes from company) as "max_megabytes!"
          from clients c
          left join projects p on p.id = $2 and p.client_id = c.id
          left join conversations k on k.client_id = c.id and k.project_id is not distinct from $2
          left join conversation_members m on m.conversation_id = k.id and m.user_id = $3
         where c.id = $1 and ($2::uuid is null or p.id is not null)
        "#,
        scope.client_id().0,
        topic.project().map(|id| id.0),
        scope.user_id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let project = topic.project().zip(row.project_name);
    let Some(id) = row.id else {
        let max_megabytes = row.max_megabytes;
        return Ok(Conversation {
            project,
            thread: Thread { is_newest: true, max_megabytes, ..Thread::default() },
        });
    };
    let standing = Standing {
        id: ConversationId(id),
        last_seq: row.last_seq.unwrap_or_default(),
        read_seq: row.read_seq.unwrap_or_default(),
        read_by_others: row.read_by_others.unwrap_or_default(),
        draft: row.draft.unwrap_or_default(),
        href: topic.portal_path(),
        sees_files: scope.may(Section::Documents),
        sees_quotes: scope.may(Section::Quotes),
        sees_invoices: scope.may(Section::Invoices),
        max_megabytes: row.max_megabytes,
    };
    let thread = thread::read(&db.0, member(scope), standing, before).await?;
    Ok(Conversation { project, thread })
}

/// The client's projects, those first about which somebody wrote last.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn project_topics(db: &Db, scope: &ClientScope) -> Result<Vec<ProjectTopic>> {
    scope.require(Section::Projects)?;
    let rows = sqlx::query!(
        r#"
        select p.id, p.name, left(coalesce(nullif(m.body, ''), (
                   select string_agg(d.name, ', ' order by d.id) from documents d
                    where d.message_id = m.id and d.client_id = p.client_id and d.is_shared_with_client and $6), ''), $3) as "text?",
               m.is_from_staff as "is_from_staff?", m.created_at as "sent_at?",
               u.name as "author?",
               (select count(*) from (select from messages x where x.conversation_id = k.id and x.is_from_staff
                                         and x.seq > coalesce(r.read_seq, 0) limit $5) unread) as "unread!"
          from projects p
          left join conversations k on k.project_id = p.id and k.client_id = p.client_id
          left join messages m on m.id = k.last_message_id
          left join users u on u.id = m.author_id
          left join conversation_members r on r.conversation_id = k.id and r.user_id = $2
         where p.client_id = $1
         order by k.last_message_id desc nulls last, p.starts_on desc nulls last, p.id desc
         limit $4
        "#,
        scope.client_id().0,
        scope.user_id().0,
        EXCERPT_CHARS,
        TOPICS,
        MOST_COUNTED,
        scope.may(Section::Documents),
    )
    .fetch_all(&db.0)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ProjectTopic {
            project_id: ProjectId(row.id),
            name: row.name,
            last: row.text.zip(row.sent_at).map(|(text, sent_at)| Excerpt {
                author: row.author.unwrap_or_default(),
                is_from_staff: row.is_from_staff.unwrap_or_default(),
                text,
                sent_at,
            }),
            unread: row.unread,
        })
        .collect())
}

/// A paper of the client, to write about.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's and a draft alike; [`Error::Unavailable`].
pub async fn about(db: &Db, scope: &ClientScope, paper: Paper) -> Result<Reference> {
    find(&db.0, scope, paper).await
}

async fn find(db: impl PgExecutor<'_>, scope: &ClientScope, paper: Paper) -> Result<Reference> {
    scope.require(match paper {
        Paper::Quote(_) => Section::Quotes,
        Paper::Invoice(_) => Section::Invoices,
    })?;
    let (quote, invoice) = match paper {
        Paper::Quote(id) => (Some(id.0), None),
        Paper::Invoice(id) => (None, Some(id.0)),
    };
    let row = sqlx::query!(
        r#"select number as "number!", title as "title!" from quotes where id = $2 and client_id = $1 and status <> 'draft'
           union all
           select number, title from invoices where id = $3 and client_id = $1 and status <> 'draft'"#,
        scope.client_id().0,
        quote,
        invoice,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Reference { paper, number: row.number, title: row.title })
}

/// Sends a message to the company, perhaps with files, which become documents that are shared with the client.
///
/// # Errors
/// [`Error::Invalid`] as [`check_body`]; [`Error::NotFound`] for a project or paper that is missing, another client's or a draft;
/// [`crate::Conflict::UploadTooLate`] when the files' bytes may be gone again; [`Error::Unavailable`].
pub async fn send(
    db: &Db,
    scope: &ClientScope,
    topic: Topic,
    text: &str,
    paper: Option<Paper>,
    files: &[ReceivedFile],
) -> Result<()> {
    scope.require(topic.section())?;
    if !files.is_empty() {
        scope.require(Section::Documents)?;
    }
    let body = check_body(text, !files.is_empty())?;
    let mut tx = db.0.begin().await?;
    let open = open(&mut tx, scope, topic).await?;
    if let Some(paper) = paper {
        find(&mut *tx, scope, paper).await?;
    }
    let own_href = topic.portal_path();
    let new =
        NewMessage { conversation: open.id, author: member(scope), body: &body, paper, href: &own_href };
    let message = thread::append(&mut tx, &new).await?;
    let owner = Owner {
        client_id: scope.client_id(),
        uploaded_by: scope.user_id(),
        is_shared: true,
        message_id: Some(message),
    };
    let log = |subject| NewActivity::of_client(scope, ActivityKind::UploadFile, Some(subject));
    upload::keep(&mut tx, files, owner, log).await?;
    let label = open.project_name.as_deref().unwrap_or(GENERAL);
    let subject = Subject { kind: "conversation", id: open.id.0, label };
    record(&mut *tx, NewActivity::of_client(scope, ActivityKind::SendMessage, Some(subject))).await?;
    let title = match &open.project_name {
        Some(project) => format!("{} wrote about {project}", open.client_name),
        None => format!("{} wrote to you", open.client_name),
    }
    .into();
    let href = format!("/staff/messages/{}", open.id);
    thread::unring(&mut tx, scope.client_id(), &href).await?;
    let notice = NewNotification { kind: topic.notification_kind(), title: &title, href: &href };
    notification::notify_staff(&mut tx, scope.client_id(), &notice).await?;
    let readers = staff_readers(&mut tx, open.id).await?;
    thread::mail_later(&mut tx, open.id, &readers).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps a text that could not be sent, for its author alone.
///
/// # Errors
/// [`Error::NotFound`] for a project that is missing or another client's; [`Error::Unavailable`].
pub async fn keep_draft(db: &Db, scope: &ClientScope, topic: Topic, text: &str) -> Result<()> {
    scope.require(topic.section())?;
    let mut tx = db.0.begin().await?;
    let open = open(&mut tx, scope, topic).await?;
    thread::keep_draft(&mut *tx, open.id, member(scope), text).await?;
    tx.commit().await?;
    Ok(())
}

/// A conversation whose row this transaction holds.
struct Open {
    id: ConversationId,
    client_name: String,
    project_name: Option<String>,
}

/// Makes the conversation if there is none yet, and waits for others who write in it.
async fn open(tx: &mut PgConnection, scope: &ClientScope, topic: Topic) -> Result<Open> {
    let project = topic.project().map(|id| id.0);
    sqlx::query!(
        "insert into conversations (id, client_id, project_id)
         select $1, $2, $3 where $3::uuid is null or exists (select from projects where id = $3 and client_id = $2)
         on conflict do nothing",
        Uuid::now_v7(),
        scope.client_id().0,
        project,
    )
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query!(
        r#"
        select k.id, c.name as client_name, p.name as "project_name?"
          from conversations k join clients c on c.id = k.client_id left join projects p on p.id = k.project_id
         where k.client_id = $1 and k.project_id is not distinct from $2
           for update of k
        "#,
        scope.client_id().0,
        project,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Open { id: ConversationId(row.id), client_name: row.client_name, project_name: row.project_name })
}

/// Which of the staff are mailed: those who have written here, or else everybody who looks after access.
async fn staff_readers(tx: &mut PgConnection, conversation: ConversationId) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!(
        r#"
        with authors as (
            select distinct u.id from messages m join users u on u.id = m.author_id
             where m.conversation_id = $1 and m.is_from_staff and u.is_active
        )
        select id as "id!" from authors
        union all
        select id from users
         where kind = 'staff' and is_active and role in ('power_user', 'admin') and not exists (select from authors)
        "#,
        conversation.0,
    )
    .fetch_all(tx)
    .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

//! Reading and writing a conversation, whoever asks. Callers have authorized.

use crate::{
    error::{Error, Result},
    id::{ClientId, ConversationId, InvoiceId, MessageId, QuoteId, UserId},
    message::{Attachment, Message, Paper, Reference, THREAD_SIZE, Thread, clean_draft},
    outgoing_mail::{self, MailSubject},
};
use sqlx::{PgConnection, PgExecutor, types::Json};
use std::time::Duration;

/// How long a message waits to be read before it is mailed.
const MAIL_AFTER: Duration = Duration::from_secs(10 * 60);

/// Who reads or writes.
#[derive(Clone, Copy, Debug)]
pub(in crate::message) struct Member {
    pub(in crate::message) user_id: UserId,
    pub(in crate::message) is_staff: bool,
}

/// How a conversation stands for a member.
#[derive(Clone, Debug)]
pub(in crate::message) struct Standing {
    pub(in crate::message) id: ConversationId,
    pub(in crate::message) last_seq: i32,
    pub(in crate::message) read_seq: i32,
    pub(in crate::message) read_by_others: i32,
    pub(in crate::message) draft: String,
    /// Where this member's bell leads to it.
    pub(in crate::message) href: String,
    /// Whether this member sees documents.
    pub(in crate::message) sees_files: bool,
    pub(in crate::message) sees_quotes: bool,
    pub(in crate::message) sees_invoices: bool,
    pub(in crate::message) max_megabytes: i32,
}

/// The messages before number `before`, or the newest ones; those are read by that, here and in the bell, and no mail waits for them any
/// more.
pub(in crate::message) async fn read(
    db: impl PgExecutor<'_>,
    member: Member,
    standing: Standing,
    before: Option<i32>,
) -> Result<Thread> {
    let is_newest = before.is_none();
    let is_news = is_newest && standing.last_seq > standing.read_seq;
    let rows = sqlx::query!(
        r#"
        with seen as (
            insert into conversation_members (conversation_id, user_id, is_staff, read_seq)
            select $1, $2, $3, $4 where $5
            on conflict (conversation_id, user_id) do update set read_seq = excluded.read_seq
             where conversation_members.read_seq < excluded.read_seq
        ), unmailed as (
            delete from outgoing_mails
             where $5 and kind = 'message' and subject_id = $1 and user_id = $2
               and sent_at is null and failed_at is null and lease_until is null
        ), noticed as (
            update notifications set read_at = now()
             where $5 and user_id = $2 and kind in ('message', 'message_project') and href = $6 and read_at is null
        )
        select m.id, m.seq, m.author_id, u.name as author, m.is_from_staff, m.body, m.created_at,
               q.id as "quote_id?", i.id as "invoice_id?", coalesce(q.number, i.number) as number, coalesce(q.title, i.title) as title,
               (select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'content_type', d.content_type,
                                                    'size_bytes', d.size_bytes, 'is_stored', d.is_stored) order by d.id)
                  from documents d
                 where d.message_id = m.id and d.client_id = k.client_id and $9
                   and (d.is_shared_with_client or $3)) as "files: Json<Vec<Attachment>>"
          from messages m
          join conversations k on k.id = m.conversation_id
          join users u on u.id = m.author_id
          left join quotes q on q.id = m.quote_id and q.client_id = k.client_id and (q.status <> 'draft' or $3) and $10
          left join invoices i on i.id = m.invoice_id and i.client_id = k.client_id and (i.status <> 'draft' or $3) and $11
         where m.conversation_id = $1 and ($7::integer is null or m.seq < $7)
         order by m.seq desc
         limit $8
        "#,
        standing.id.0,
        member.user_id.0,
        member.is_staff,
        standing.last_seq,
        is_news,
        standing.href,
        before,
        THREAD_SIZE + 1,
        standing.sees_files,
        standing.sees_quotes,
        standing.sees_invoices,
    )
    .fetch_all(db)
    .await?;
    let mut messages: Vec<Message> = rows
        .into_iter()
        .map(|row| Message {
            id: MessageId(row.id),
            seq: row.seq,
            is_own: row.author_id == member.user_id.0,
            author: row.author,
            is_from_staff: row.is_from_staff,
            body: row.body,
            files: row.files.map(|files| files.0).unwrap_or_default(),
            about: row
                .quote_id
                .map(|id| Paper::Quote(QuoteId(id)))
                .or(row.invoice_id.map(|id| Paper::Invoice(InvoiceId(id))))
                .zip(row.number)
                .map(|(paper, number)| Reference { paper, number, title: row.title.unwrap_or_default() }),
            sent_at: row.created_at,
        })
        .collect();
    let size = usize::try_from(THREAD_SIZE).map_err(Error::internal)?;
    let there_is_more = messages.len() > size;
    messages.truncate(size);
    messages.reverse();
    let older = messages.first().map(|message| message.seq).filter(|_| there_is_more);
    Ok(Thread {
        messages,
        older,
        is_newest,
        read_by_others: standing.read_by_others,
        draft: standing.draft,
        max_megabytes: standing.max_megabytes,
    })
}

/// A message that is about to be written.
#[derive(Clone, Copy, Debug)]
pub(in crate::message) struct NewMessage<'a> {
    pub(in crate::message) conversation: ConversationId,
    pub(in crate::message) author: Member,
    pub(in crate::message) body: &'a str,
    pub(in crate::message) paper: Option<Paper>,
    /// Where the author's bell leads to the conversation.
    pub(in crate::message) href: &'a str,
}

/// Appends a message, in the transaction that holds the lock of the conversation. The author has read all before it, here and in the
/// bell.
pub(in crate::message) async fn append(tx: &mut PgConnection, new: &NewMessage<'_>) -> Result<MessageId> {
    let id = MessageId::generate();
    let (quote, invoice) = match new.paper {
        Some(Paper::Quote(id)) => (Some(id.0), None),
        Some(Paper::Invoice(id)) => (None, Some(id.0)),
        None => (None, None),
    };
    sqlx::query!(
        "with told as (
             update conversations
                set last_seq = last_seq + 1, last_message_id = $2,
                    unanswered_since = case when $4 then null else coalesce(unanswered_since, now()) end
              where id = $1
             returning last_seq
         ), seen as (
             insert into conversation_members (conversation_id, user_id, is_staff, read_seq)
             select $1, $3, $4, last_seq from told
             on conflict (conversation_id, user_id) do update set read_seq = excluded.read_seq, draft = ''
         ), unmailed as (
             delete from outgoing_mails
              where kind = 'message' and subject_id = $1 and user_id = $3
                and sent_at is null and failed_at is null and lease_until is null
         ), noticed as (
             update notifications set read_at = now()
              where user_id = $3 and kind in ('message', 'message_project') and href = $8 and read_at is null
         )
         insert into messages (id, conversation_id, seq, author_id, is_from_staff, body, quote_id, invoice_id)
         select $2, $1, last_seq, $3, $4, $5, $6, $7 from told",
        new.conversation.0,
        id.0,
        new.author.user_id.0,
        new.author.is_staff,
        new.body,
        quote,
        invoice,
        new.href,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Keeps a text that could not be sent, for its author alone.
pub(in crate::message) async fn keep_draft(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    author: Member,
    text: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into conversation_members (conversation_id, user_id, is_staff, draft) values ($1, $2, $3, $4)
         on conflict (conversation_id, user_id) do update set draft = excluded.draft",
        conversation.0,
        author.user_id.0,
        author.is_staff,
        clean_draft(text),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes unread notices of this conversation out of the bells, before a newer one comes into them: ten messages are one notice.
pub(in crate::message) async fn unring(tx: &mut PgConnection, client: ClientId, href: &str) -> Result<()> {
    sqlx::query!(
        "delete from notifications where client_id = $1 and kind in ('message', 'message_project') and href = $2 and read_at is null",
        client.0,
        href,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Queues a mail to each of these people for the case that they have not looked until then.
pub(in crate::message) async fn mail_later(
    tx: &mut PgConnection,
    conversation: ConversationId,
    readers: &[UserId],
) -> Result<()> {
    let subjects = readers.iter().map(|reader| MailSubject::Messages(conversation, *reader));
    outgoing_mail::enqueue_once(tx, subjects, MAIL_AFTER).await
}

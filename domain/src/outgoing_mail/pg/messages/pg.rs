//! What somebody has not read yet, looked up when the mail is about to go out.

use crate::{
    access_preset::AccessPreset,
    db::Db,
    error::Result,
    id::{ConversationId, ProjectId, UserId},
    message::Topic,
    outgoing_mail::{
        Content, Letter, MAILED_CHARS, MAILED_MESSAGES, OutgoingMail, UnreadMessage, UnreadMessages,
    },
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;

/// A message as JSON.
#[derive(Debug, Deserialize)]
struct Row {
    author: String,
    text: String,
    files: Vec<String>,
    sent_at: DateTime<Utc>,
}

/// The mail, or `None` when all has been read or mailed meanwhile, or when the reader does not get in any more. How far it goes is
/// noted at the mail, and with its sending at the reader.
pub(in crate::outgoing_mail) async fn unread(
    db: &Db,
    mail: &OutgoingMail,
    conversation: ConversationId,
    reader: UserId,
) -> Result<Option<Letter>> {
    let row = sqlx::query!(
        r#"
        with reader as (
            select u.id, u.email, u.name, u.kind = 'staff' as is_staff, k.id as conversation_id, k.client_id, k.project_id, k.last_seq,
                   c.name as client_name, p.name as project_name,
                   greatest(coalesce(m.read_seq, 0), coalesce(m.mailed_seq, 0)) as known_seq
              from users u
              join conversations k on k.id = $1
              join clients c on c.id = k.client_id
              left join projects p on p.id = k.project_id
              left join conversation_members m on m.conversation_id = k.id and m.user_id = u.id
             where u.id = $2 and u.is_active
               and coalesce((select w.by_mail from notification_preferences w where w.user_id = u.id and w.event = 'message'), true)
               and (u.kind = 'staff'
                    or c.is_active and c.portal_enabled
                       and (c.portal_user_id = u.id
                            or exists (select from client_contacts t where t.client_id = c.id and t.user_id = u.id
                                          and t.is_active and t.portal_access and t.email is not null
                                          and t.access_preset || case when k.project_id is null then ':messages'
                                                                      else ':projects' end = any($6))))
        ), unread as (
            select m.seq, m.created_at, left(m.body, $4) || case when length(m.body) > $4 then ' …' else '' end as text, a.name as author,
                   coalesce((select jsonb_agg(d.name order by d.id) from documents d
                              where d.message_id = m.id and (d.is_shared_with_client or r.is_staff)), '[]') as files
              from messages m join reader r on m.conversation_id = r.conversation_id join users a on a.id = m.author_id
             where m.seq > r.known_seq and m.is_from_staff <> r.is_staff
        ), noted as (
            update outgoing_mails o set up_to_seq = r.last_seq from reader r where o.id = $3
        ), marked as (
            insert into conversation_members (conversation_id, user_id, is_staff)
            select conversation_id, id, is_staff from reader on conflict do nothing
        )
        select r.email, r.name, r.is_staff as "is_staff!", r.client_name, r.project_id, r.project_name as "project_name?",
               (select count(*) from unread) as "total!",
               (select jsonb_agg(jsonb_build_object('author', n.author, 'text', n.text, 'files', n.files, 'sent_at', n.created_at) order by n.seq)
                  from (select * from unread order by seq desc limit $5) n) as "messages?: Json<Vec<Row>>"
          from reader r
         where exists (select from unread)
        "#,
        conversation.0,
        reader.0,
        mail.id,
        MAILED_CHARS,
        MAILED_MESSAGES,
        &AccessPreset::covered(),
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| {
        let topic = row.project_id.map_or(Topic::General, |id| Topic::Project(ProjectId(id)));
        let messages = row.messages.map(|messages| messages.0).unwrap_or_default();
        let unread = UnreadMessages {
            name: row.name,
            client_name: row.is_staff.then_some(row.client_name),
            project_name: row.project_name,
            messages: messages
                .into_iter()
                .map(|row| UnreadMessage {
                    author: row.author,
                    text: row.text,
                    files: row.files,
                    sent_at: row.sent_at,
                })
                .collect(),
            total: row.total,
            path: if row.is_staff { format!("/staff/messages/{conversation}") } else { topic.portal_path() },
        };
        Letter { email: row.email, content: Content::Messages(unread) }
    }))
}

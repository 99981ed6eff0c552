//! Reading documents, and taking one's own back.

use super::{DocumentDetail, DocumentSummary, StoredDocument, may_take_back, staff::StaffDocument};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::{ClientId, DocumentId, DocumentRequestId, ProjectId},
    message::Topic,
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};
use chrono::{DateTime, Utc};

/// What a list of documents is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct DocumentFilter {
    /// Part of the document's or its project's name, any case.
    pub search: Option<String>,
    pub project: Option<ProjectId>,
    pub sort: DocumentSort,
    pub page: PageRequest,
}

/// The order of a list of documents.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum DocumentSort {
    #[default]
    Newest,
    Oldest,
    Name,
    /// By the project's name; those without a project come last.
    Project,
    /// Largest first.
    Size,
}

impl DocumentSort {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::Name, Self::Project, Self::Size];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Name => "name",
            Self::Project => "project",
            Self::Size => "size",
        }
    }

    pub(super) fn is_descending(self) -> bool {
        matches!(self, Self::Newest | Self::Size)
    }
}

/// The documents that are shared with the client, of the parts that the person sees.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, scope: &ClientScope, filter: &DocumentFilter) -> Result<Page<DocumentSummary>> {
    scope.require(Section::Documents)?;
    let page = of_client(db, scope.client_id(), Some(&scope.sections()), filter).await?;
    Ok(page.map(|document| document.summary))
}

/// The documents of a client, for whoever has been authorized: with `sections` those of these parts that are shared with it.
pub(super) async fn of_client(
    db: &Db,
    client: ClientId,
    sections: Option<&[String]>,
    filter: &DocumentFilter,
) -> Result<Page<StaffDocument>> {
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select d.id, d.name, d.content_type, d.size_bytes, d.created_at, d.is_stored, d.is_shared_with_client,
                   d.message_id is not null as "is_of_message!", p.id as "project_id?", p.name as "project_name?",
                   u.name as "uploaded_by?", coalesce(u.kind = 'client', false) as "is_by_client!",
                   case $3::text
                       when 'name' then left(lower(d.name), 100)
                       when 'project' then coalesce(left(lower(p.name), 100), U&'\+10FFFF')
                       when 'size' then to_char(d.size_bytes, 'S0000000000000000000')
                       else to_char(d.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') end as "key!"
              from documents d left join projects p on p.id = d.project_id and p.client_id = d.client_id
                               left join users u on u.id = d.uploaded_by
             where d.client_id = $1 and ($9::text[] is null or (d.is_shared_with_client and d.section = any($9)))
               and ($2::text is null or strpos(lower(concat_ws(' ', d.name, p.name)), lower($2)) > 0)
               and ($8::uuid is null or p.id = $8)
        ) d
         where $5::text is null or case when $4 then (d."key!" collate "C", d.id) < ($5, $6::uuid)
                                        else (d."key!" collate "C", d.id) > ($5, $6::uuid) end
         order by case when $4 then d."key!" collate "C" end desc, case when $4 then d.id end desc,
                  case when not $4 then d."key!" collate "C" end, case when not $4 then d.id end
         limit $7
        "#,
        client.0,
        filter.search,
        filter.sort.as_str(),
        filter.sort.is_descending() != filter.page.is_backwards(),
        cursor.map(|cursor| &cursor.key),
        cursor.map(|cursor| cursor.id),
        PAGE_SIZE + 1,
        filter.project.map(|id| id.0),
        sections,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let summary = DocumentSummary {
                id: DocumentId(row.id),
                name: row.name,
                content_type: row.content_type,
                size_bytes: row.size_bytes,
                project: row.project_id.map(ProjectId).zip(row.project_name),
                created_at: row.created_at,
                is_stored: row.is_stored,
                is_by_client: row.is_by_client,
                is_of_message: row.is_of_message,
            };
            let (is_shared, uploaded_by) = (row.is_shared_with_client, row.uploaded_by);
            (row.key, StaffDocument { summary, is_shared, uploaded_by })
        })
        .collect();
    let page = Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, document)| Cursor {
        key: key.clone(),
        id: document.summary.id.0,
    });
    Ok(page.map(|(_, document)| document))
}

/// One document, as it is at `now`.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's, and one that is not shared alike.
pub async fn view(
    db: &Db,
    scope: &ClientScope,
    id: DocumentId,
    now: DateTime<Utc>,
) -> Result<DocumentDetail> {
    scope.require(Section::Documents)?;
    let row = sqlx::query!(
        r#"
        select d.name, d.content_type, d.size_bytes, d.created_at, d.is_stored, p.id as "project_id?", p.name as "project_name?",
               u.id as "uploaded_by_id?", u.name as "uploaded_by?", coalesce(u.kind = 'client', false) as "is_by_client!",
               r.id as "request_id?", r.title as "request_title?", k.id as "conversation_id?", k.project_id as "topic_id?"
          from documents d
          left join projects p on p.id = d.project_id and p.client_id = d.client_id
          left join users u on u.id = d.uploaded_by
          left join document_requests r on r.id = d.request_id and r.client_id = d.client_id
          left join messages m on m.id = d.message_id
          left join conversations k on k.id = m.conversation_id and k.client_id = d.client_id
         where d.id = $1 and d.client_id = $2 and d.is_shared_with_client and d.section = any($3)
        "#,
        id.0,
        scope.client_id().0,
        &scope.sections(),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let is_own = row.uploaded_by_id == Some(scope.user_id().0);
    Ok(DocumentDetail {
        may_be_taken_back: may_take_back(is_own, row.request_id.is_some(), row.created_at, now).is_ok(),
        uploaded_by: row.uploaded_by,
        request: row.request_id.map(DocumentRequestId).zip(row.request_title),
        topic: row
            .conversation_id
            .map(|_| row.topic_id.map_or(Topic::General, |id| Topic::Project(ProjectId(id)))),
        summary: DocumentSummary {
            id,
            name: row.name,
            content_type: row.content_type,
            size_bytes: row.size_bytes,
            project: row.project_id.map(ProjectId).zip(row.project_name),
            created_at: row.created_at,
            is_stored: row.is_stored,
            is_by_client: row.is_by_client,
            is_of_message: row.conversation_id.is_some(),
        },
    })
}

/// What it takes to show a document's bytes; leaves no line in the log.
///
/// # Errors
/// As [`view`], also when it has no bytes.
pub async fn open(db: &Db, scope: &ClientScope, id: DocumentId) -> Result<StoredDocument> {
    scope.require(Section::Documents)?;
    let row = sqlx::query!(
        "select name, content_type, size_bytes from documents
          where id = $1 and client_id = $2 and is_shared_with_client and is_stored and section = any($3)",
        id.0,
        scope.client_id().0,
        &scope.sections(),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(StoredDocument { id, name: row.name, content_type: row.content_type, size_bytes: row.size_bytes })
}

/// As [`open`], with a line in the activity log that it was downloaded.
///
/// # Errors
/// As [`open`].
pub async fn download(db: &Db, scope: &ClientScope, id: DocumentId) -> Result<StoredDocument> {
    let document = open(db, scope, id).await?;
    let subject = Subject { kind: "document", id: id.0, label: &document.name };
    record(&db.0, NewActivity::of_client(scope, ActivityKind::DownloadFile, Some(subject))).await?;
    Ok(document)
}

/// Deletes what the same person uploaded a short while ago. Its bytes go a little later.
///
/// # Errors
/// [`Error::NotFound`] as [`view`]; [`crate::Conflict::DocumentIsKept`] as [`may_take_back`].
pub async fn take_back(db: &Db, scope: &ClientScope, id: DocumentId, now: DateTime<Utc>) -> Result<()> {
    scope.require(Section::Documents)?;
    let mut transaction = db.0.begin().await?;
    let row = sqlx::query!(
        "select name, uploaded_by, request_id, created_at from documents
          where id = $1 and client_id = $2 and is_shared_with_client and section = any($3) for update",
        id.0,
        scope.client_id().0,
        &scope.sections(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    let is_own = row.uploaded_by == Some(scope.user_id().0);
    may_take_back(is_own, row.request_id.is_some(), row.created_at, now)?;
    sqlx::query!("delete from documents where id = $1", id.0).execute(&mut *transaction).await?;
    let subject = Subject { kind: "document", id: id.0, label: &row.name };
    record(&mut *transaction, NewActivity::of_client(scope, ActivityKind::DeleteFile, Some(subject))).await?;
    transaction.commit().await?;
    Ok(())
}

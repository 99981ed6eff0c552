//! Reading and changing documents for staff.

use super::StaffDocument;
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    document::{DocumentFilter, DocumentSummary, StoredDocument},
    error::{Error, Result},
    id::{ClientId, DocumentId, ProjectId},
    notification::{self, NewNotification},
    page::{Cursor, PAGE_SIZE, Page},
    words::sentence,
};

/// All documents of a client.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Unavailable`] when the database is away.
pub async fn list(
    db: &Db,
    staff: &Staff,
    client: ClientId,
    filter: &DocumentFilter,
) -> Result<Page<StaffDocument>> {
    staff.require(Policy::ViewRecords)?;
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select d.id, d.name, d.content_type, d.size_bytes, d.created_at, d.is_stored, d.is_shared_with_client,
                   p.id as "project_id?", p.name as "project_name?", u.name as "uploaded_by?", coalesce(u.kind = 'client', false) as "is_by_client!",
                   case $3::text
                       when 'name' then left(lower(d.name), 100)
                       when 'project' then coalesce(left(lower(p.name), 100), U&'\+10FFFF')
                       when 'size' then to_char(d.size_bytes, 'S0000000000000000000')
                       else to_char(d.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') end as "key!"
              from documents d left join projects p on p.id = d.project_id and p.client_id = d.client_id
                               left join users u on u.id = d.uploaded_by
             where d.client_id = $1
               and ($2::text is null or strpos(lower(concat_ws(' ', d.name, p.name)), lower($2)) > 0)
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
            };
            (
                row.key,
                StaffDocument { summary, is_shared: row.is_shared_with_client, uploaded_by: row.uploaded_by },
            )
        })
        .collect();
    let page = Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, d)| Cursor {
        key: key.clone(),
        id: d.summary.id.0,
    });
    Ok(page.map(|(_, document)| document))
}

/// What staff need to see a document's bytes.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], also when it has no bytes.
pub async fn open(db: &Db, staff: &Staff, id: DocumentId) -> Result<StoredDocument> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        "select name, content_type, size_bytes from documents where id = $1 and is_stored",
        id.0
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(StoredDocument { id, name: row.name, content_type: row.content_type, size_bytes: row.size_bytes })
}

/// Shares a document with its client, who is told, or stops sharing it. Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn set_shared(db: &Db, staff: &Staff, id: DocumentId, is_shared: bool) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let row = sqlx::query!(
        "select client_id, name, is_shared_with_client from documents where id = $1 for update",
        id.0
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    let client = ClientId(row.client_id);
    if row.is_shared_with_client == is_shared {
        return Ok(client);
    }
    sqlx::query!("update documents set is_shared_with_client = $2 where id = $1", id.0, is_shared)
        .execute(&mut *transaction)
        .await?;
    let kind = if is_shared { ActivityKind::ShareFile } else { ActivityKind::UnshareFile };
    let subject = Subject { kind: "document", id: id.0, label: &row.name };
    record(&mut *transaction, NewActivity::of_staff(staff, kind, Some(client), Some(subject))).await?;
    if is_shared {
        let (name, href) = (row.name, format!("/portal/documents/{id}"));
        let title = sentence!("news-documents-shared", count = 1, name = name.as_str());
        let notice = NewNotification { kind: "document_shared", title: &title, href: &href };
        notification::notify_client(&mut transaction, client, None, &notice).await?;
    }
    transaction.commit().await?;
    Ok(client)
}

/// Deletes a document. Its bytes go a little later.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delete(db: &Db, staff: &Staff, id: DocumentId) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let row = sqlx::query!("delete from documents where id = $1 returning client_id, name", id.0)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or(Error::NotFound)?;
    let client = ClientId(row.client_id);
    let subject = Subject { kind: "document", id: id.0, label: &row.name };
    record(
        &mut *transaction,
        NewActivity::of_staff(staff, ActivityKind::DeleteFile, Some(client), Some(subject)),
    )
    .await?;
    transaction.commit().await?;
    Ok(client)
}

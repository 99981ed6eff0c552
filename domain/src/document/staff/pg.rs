//! Reading and changing documents for staff.

use super::StaffDocument;
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    document::{DocumentFilter, StoredDocument, pg::of_client},
    error::{Error, Result},
    id::{ClientId, DocumentId},
    notification::{self, NewNotification, preference},
    page::Page,
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
    of_client(db, client, None, filter).await
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
        "select client_id, name, is_shared_with_client, section from documents where id = $1 for update",
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
        let (title, href) =
            (format!("“{}” was shared with you", row.name), format!("/portal/documents/{id}"));
        let notice =
            NewNotification { kind: preference::document_shared(&row.section), title: &title, href: &href };
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

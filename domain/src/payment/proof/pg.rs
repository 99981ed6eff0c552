//! Rows of proofs.

use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ClientScope, Policy, Staff},
    db::Db,
    document::{
        StoredDocument,
        upload::{self, ReceivedFile},
    },
    error::{Error, Result},
    id::{DocumentId, PaymentAttemptId},
};
use sqlx::PgConnection;

/// The row of a file whose bytes are safe, and its line in the log.
pub(in crate::payment) async fn keep(
    connection: &mut PgConnection,
    scope: &ClientScope,
    id: PaymentAttemptId,
    file: &ReceivedFile,
) -> Result<()> {
    upload::claim(connection, scope.client_id(), std::slice::from_ref(file)).await?;
    sqlx::query!(
        "insert into payment_proofs (id, attempt_id, name, content_type, size_bytes) values ($1, $2, $3, $4, $5)",
        file.ticket.id().0,
        id.0,
        file.name,
        file.content_type,
        file.size_bytes,
    )
    .execute(&mut *connection)
    .await?;
    let subject = Subject { kind: "payment", id: id.0, label: &file.name };
    record(connection, NewActivity::of_client(scope, ActivityKind::UploadFile, Some(subject))).await
}

/// What it takes to show the proof of the client's own payment; leaves no line in the log.
///
/// # Errors
/// [`Error::NotFound`] for a missing payment, another client's, and one without proof alike.
pub async fn open(db: &Db, scope: &ClientScope, id: PaymentAttemptId) -> Result<StoredDocument> {
    scope.require(Section::Invoices)?;
    let row = sqlx::query!(
        "select f.id, f.name, f.content_type, f.size_bytes
           from payment_proofs f join payment_attempts a on a.id = f.attempt_id where a.id = $1 and a.client_id = $2",
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(StoredDocument {
        id: DocumentId(row.id),
        name: row.name,
        content_type: row.content_type,
        size_bytes: row.size_bytes,
    })
}

/// As [`open`], with a line in the activity log that it was downloaded.
///
/// # Errors
/// As [`open`].
pub async fn download(db: &Db, scope: &ClientScope, id: PaymentAttemptId) -> Result<StoredDocument> {
    let file = open(db, scope, id).await?;
    let subject = Subject { kind: "payment", id: id.0, label: &file.name };
    record(&db.0, NewActivity::of_client(scope, ActivityKind::DownloadFile, Some(subject))).await?;
    Ok(file)
}

/// What it takes to show the proof of any payment to staff.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`].
pub async fn open_for(db: &Db, staff: &Staff, id: PaymentAttemptId) -> Result<StoredDocument> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        "select id, name, content_type, size_bytes from payment_proofs where attempt_id = $1",
        id.0
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(StoredDocument {
        id: DocumentId(row.id),
        name: row.name,
        content_type: row.content_type,
        size_bytes: row.size_bytes,
    })
}

//! Rows of bytes that are to be removed.

use super::BATCH;
use crate::{db::Db, error::Result, id::DocumentId};

/// Bytes that can go now, the oldest first.
///
/// # Errors
/// [`crate::Error::Unavailable`].
pub async fn due(db: &Db) -> Result<Vec<DocumentId>> {
    let ids = sqlx::query_scalar!(
        "select document_id from document_removals r
          where due_at <= now() and not exists (select from documents d where d.id = r.document_id)
            and not exists (select from payment_proofs p where p.id = r.document_id) order by due_at limit $1",
        BATCH
    )
    .fetch_all(&db.0)
    .await?;
    Ok(ids.into_iter().map(DocumentId).collect())
}

/// These are gone from the store.
///
/// # Errors
/// [`crate::Error::Unavailable`]; then they are due again, and deleting what is gone does no harm.
pub async fn done(db: &Db, ids: &[DocumentId]) -> Result<()> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!("delete from document_removals where document_id = any($1) and due_at <= now()", &ids)
        .execute(&db.0)
        .await?;
    Ok(())
}

//! Bytes that belong to no document: uploads that were killed on the way, and documents that were deleted. Every server looks for
//! them; removing what is gone does no harm.

use crate::storage::Store;
use domain::{Db, document::removal};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two looks, one indexed query each.
const EVERY: Duration = Duration::from_secs(60);

pub(super) async fn remove_bytes(db: Db, store: Store, shutdown: CancellationToken) {
    loop {
        tokio::select! { () = shutdown.cancelled() => return, () = tokio::time::sleep(EVERY) => {} }
        if let Err(error) = sweep(&db, &store).await {
            tracing::warn!(%error, "removing bytes of documents that are gone is put off");
        }
    }
}

/// Removes what is due.
///
/// # Errors
/// The database's failure. What the store cannot remove now stays due.
pub async fn sweep(db: &Db, store: &Store) -> domain::Result<()> {
    let mut gone = Vec::new();
    for id in removal::due(db).await? {
        match store.remove(id).await {
            Ok(()) => gone.push(id),
            Err(error) => {
                tracing::warn!(%error, "the store removes nothing at the moment");
                break;
            }
        }
    }
    if gone.is_empty() { Ok(()) } else { removal::done(db, &gone).await }
}

//! What is done daily. Every server does it; doing it twice does no harm.

use super::Workshop;
use crate::mail::Mailer;
use domain::Result;
use std::{sync::Arc, time::Duration};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// After a failure.
const AGAIN: Duration = Duration::from_secs(10 * 60);
/// A start is for those who wait for a page.
const AFTER_START: Duration = Duration::from_secs(60);

pub(super) async fn tidy_daily(workshop: Arc<Workshop>) {
    let mut wait = AFTER_START;
    loop {
        tokio::select! { () = workshop.shutdown.cancelled() => return, () = tokio::time::sleep(wait) => {} }
        wait = match tidy(&workshop).await {
            Ok(()) => DAY,
            Err(error) => {
                tracing::warn!(%error, "tidying is put off");
                AGAIN
            }
        };
    }
}

async fn tidy(workshop: &Workshop) -> Result<()> {
    let db = &workshop.db;
    domain::db::ensure_activity_partitions(db).await?;
    domain::session::lifecycle::purge(db).await?;
    domain::password_reset::purge(db).await?;
    domain::rate_limit::purge(db).await?;
    domain::outgoing_mail::purge(db).await?;
    domain::invitation::purge_tokens(db).await?;
    if let Mailer::Folder(folder) = &workshop.mailer {
        folder.prune().await.map_err(domain::Error::internal)?;
    }
    Ok(())
}

//! Reminds clients of quotes that lapse and invoices that were due.

use super::Workshop;
use chrono::Utc;
use domain::{Result, reminder};
use std::{sync::Arc, time::Duration};

/// A day begins at another moment in each time zone, and a server may start at any.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// A start is for those who wait for a page.
const AFTER_START: Duration = Duration::from_secs(45);

pub(super) async fn remind(workshop: Arc<Workshop>) {
    let mut wait = AFTER_START;
    loop {
        tokio::select! { () = workshop.shutdown.cancelled() => return, () = tokio::time::sleep(wait) => {} }
        wait = LOOK;
        if let Err(error) = remind_all(&workshop).await {
            tracing::warn!(%error, "reminders are put off");
        }
    }
}

async fn remind_all(workshop: &Workshop) -> Result<()> {
    let company = domain::company::get(&workshop.db).await?;
    while !workshop.shutdown.is_cancelled() {
        if reminder::remind(&workshop.db, company.today(Utc::now())).await? == 0 {
            return Ok(());
        }
    }
    Ok(())
}

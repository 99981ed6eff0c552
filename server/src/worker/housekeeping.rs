//! What is done daily. Every server does it; doing it twice does no harm.

use super::Workshop;
use crate::mail::Mailer;
use domain::Result;
use futures::FutureExt as _;
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
        wait = if tidy(&workshop).await { DAY } else { AGAIN };
    }
}

/// Does all of it, whatever fails on the way; whether nothing failed.
async fn tidy(workshop: &Workshop) -> bool {
    let db = &workshop.db;
    let steps = [
        ("partitions of the activity log", domain::db::ensure_activity_partitions(db).boxed()),
        ("ended sessions", domain::session::lifecycle::purge(db).boxed()),
        ("sign-ins without their code", domain::sign_in::second_step::purge(db).boxed()),
        ("passkeys that nobody answered with", domain::sign_in::passkey::purge(db).boxed()),
        ("password resets", domain::password_reset::purge(db).boxed()),
        ("counters of limits", domain::rate_limit::purge(db).boxed()),
        ("mails that were sent", domain::outgoing_mail::purge(db).boxed()),
        ("tokens of invitations", domain::invitation::purge_tokens(db).boxed()),
        ("kept mails", prune_mails(&workshop.mailer).boxed()),
    ];
    let mut is_done = true;
    for (what, step) in steps {
        if let Err(error) = step.await {
            tracing::warn!(%error, what, "tidying is put off");
            is_done = false;
        }
    }
    is_done
}

async fn prune_mails(mailer: &Mailer) -> Result<()> {
    match mailer {
        Mailer::Folder(folder) => folder.prune().await.map_err(domain::Error::internal),
        Mailer::Smtp(_) => Ok(()),
    }
}

//! Background work: sending mails, and daily tidying.
//!
//! - [`bulk`]: bulk invitation runs: a dispatcher takes slots, and each slot has a sender ([`domain::bulk_invitation::sending`])
//! - [`outgoing`]: single mails ([`domain::outgoing_mail`])
//! - [`housekeeping`]: what is done daily
//! - [`removal`]: bytes that belong to no document
//! - [`reminders`]: of quotes that lapse and invoices that were due
//! - [`progress`]: runs to watch
//!
//! All of it lives in Postgres: any number of servers may do it at once, each may be killed at any moment, and what wakes them
//! ([`domain::db::WakeUps`]) is a hint that may be lost.

mod bell;
mod bulk;
mod housekeeping;
mod lease;
mod letterbox;
mod outgoing;
pub mod progress;
mod reminders;
pub mod removal;

pub use progress::Progress;

use crate::{
    live::Bells,
    mail::{MailConfig, Mailer},
    storage::Store,
};
use domain::Db;
use letterbox::Letterbox;
use std::{num::NonZeroU32, sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// How the senders of this process work.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Connections to the mail server that this server keeps open during a run. Single mails have one of their own, opened when
    /// there are some, so that nobody's new password waits for a hundred thousand invitations.
    pub connections: usize,
    /// Most mails a second, over all servers together.
    pub rate: Option<NonZeroU32>,
    /// How long a slot stays with a sender that says nothing.
    pub lease: Duration,
}

/// What all background work shares.
#[derive(Debug)]
struct Workshop {
    db: Db,
    mailer: Mailer,
    letterbox: Letterbox,
    options: Options,
    /// Changes when there may be mail to send.
    bell: watch::Receiver<u64>,
    shutdown: CancellationToken,
}

/// Starts the background work. It ends by itself after `shutdown`: mails under way are finished and noted, and slots given back.
/// Wait for it by [`Workers::finished`].
pub fn spawn(
    db: Db,
    mailer: Mailer,
    config: &MailConfig,
    public_url: &str,
    options: Options,
    bells: Bells,
    shutdown: CancellationToken,
) -> Workers {
    let mut tasks = JoinSet::new();
    let (ring, bell) = watch::channel(0);
    let letterbox = Letterbox::new(config.from.clone(), public_url.to_owned(), config.places.clone());
    tasks.spawn(bell::listen(db.clone(), ring, bells, shutdown.clone()));
    let workshop = Arc::new(Workshop { db, mailer, letterbox, options, bell, shutdown });
    tasks.spawn(bulk::dispatch(workshop.clone()));
    tasks.spawn(outgoing::send_all(workshop.clone()));
    tasks.spawn(reminders::remind(workshop.clone()));
    tasks.spawn(housekeeping::tidy_daily(workshop));
    Workers(tasks)
}

/// The running background work. Dropping it stops everything at once.
#[derive(Debug)]
pub struct Workers(JoinSet<()>);

impl Workers {
    /// Starts to remove the bytes that belong to no document from the store, until `shutdown`.
    pub fn remove_bytes(&mut self, db: Db, store: Store, shutdown: CancellationToken) {
        self.0.spawn(removal::remove_bytes(db, store, shutdown));
    }

    /// Waits until all has stopped after the shutdown.
    pub async fn finished(mut self) {
        while let Some(task) = self.0.join_next().await {
            if let Err(error) = task {
                tracing::error!(%error, "background work ended badly");
            }
        }
    }
}

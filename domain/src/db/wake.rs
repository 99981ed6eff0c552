//! Waking by NOTIFY. A wake-up is a hint and no message: whoever waits looks for work at intervals as well, so that a lost one
//! costs seconds and not a run.

use super::Db;
use crate::error::Result;
use sqlx::postgres::PgListener;

/// The channel of new mails and of runs that start, stop or are steered.
const MAIL: &str = "mail";

/// Hears that there may be mail to send, on a connection of its own.
#[derive(Debug)]
pub struct MailBell(PgListener);

impl MailBell {
    /// Begins to listen; look for work after this and before the first [`MailBell::rung`], so that nothing falls in between.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`].
    pub async fn hang_up(db: &Db) -> Result<Self> {
        let mut listener = PgListener::connect_with(&db.0).await?;
        listener.listen(MAIL).await?;
        Ok(Self(listener))
    }

    /// Returns when there may be something to do, also after a lost connection was made again.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when it cannot be made again; then hang up a new one.
    pub async fn rung(&mut self) -> Result<()> {
        self.0.try_recv().await?;
        Ok(())
    }
}

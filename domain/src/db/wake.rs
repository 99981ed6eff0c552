//! Waking by NOTIFY. A wake-up is a hint and no message: whoever waits looks for work at intervals as well, so that a lost one
//! costs seconds and not a run.

use super::Db;
use crate::{
    error::Result,
    id::{ClientId, UserId},
};
use sqlx::postgres::PgListener;

/// The channel of new mails and of runs that start, stop or are steered.
const MAIL: &str = "mail";
/// The channel of changes in people's bells; what it carries is the person's id.
const BELL: &str = "bell";

/// The channel of payments and invoices; what it carries is the client's id.
const MONEY: &str = "money";

/// What there may be to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wake {
    /// Mails to send.
    Mail,
    /// News for this person.
    Bell(UserId),
    /// A payment or an invoice of this client has changed.
    Money(ClientId),
    /// The connection was lost and is there again: any of it.
    All,
}

/// Hears of what there is to do, on a connection of its own; one for each process.
#[derive(Debug)]
pub struct WakeUps(PgListener);

impl WakeUps {
    /// Begins to listen; look for work after this and before the first [`WakeUps::next`], so that nothing falls in between.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`].
    pub async fn begin(db: &Db) -> Result<Self> {
        let mut listener = PgListener::connect_with(&db.0).await?;
        listener.listen_all([MAIL, BELL, MONEY]).await?;
        Ok(Self(listener))
    }

    /// Returns when there may be something to do, also after a lost connection was made again.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when it cannot be made again; then begin anew.
    pub async fn next(&mut self) -> Result<Wake> {
        Ok(match self.0.try_recv().await? {
            None => Wake::All,
            Some(notice) if notice.channel() == BELL => {
                notice.payload().parse().map_or(Wake::All, Wake::Bell)
            }
            Some(notice) if notice.channel() == MONEY => {
                notice.payload().parse().map_or(Wake::All, Wake::Money)
            }
            Some(_) => Wake::Mail,
        })
    }
}

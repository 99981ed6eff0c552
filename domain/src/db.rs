//! The connection to Postgres.

use crate::error::Result;
use sqlx::{Connection, PgPool, postgres::PgConnectOptions, postgres::PgPoolOptions};
use std::{str::FromStr, time::Duration};

/// Most connections that one server process holds.
pub const MAX_CONNECTIONS: u32 = 24;
/// How long a request waits for a connection before it is told that the database is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// A connection that nobody has used for so long is asked whether it is still there. Under load that is none, and so no round trip.
const MAX_UNPROVEN: Duration = Duration::from_secs(2);

/// A handle to the database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(pub(crate) PgPool);

impl From<PgPool> for Db {
    fn from(pool: PgPool) -> Self {
        Self(pool)
    }
}

mod pg;
mod wake;
pub use pg::*;
pub use wake::{Wake, WakeUps};

impl Db {
    /// A pool that connects when it is first used, so that a server may start before its database.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when `url` is no Postgres address.
    pub fn connect_lazy(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.application_name("client-portal");
        Ok(Self(
            PgPoolOptions::new()
                .max_connections(MAX_CONNECTIONS)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .test_before_acquire(false)
                .before_acquire(|connection, known| {
                    Box::pin(async move {
                        if known.idle_for > MAX_UNPROVEN {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .connect_lazy_with(options),
        ))
    }
}

//! One connection that listens for this whole process.

use crate::live::Bells;
use domain::{
    Db,
    db::{Wake, WakeUps},
};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Between two tries to listen, while the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// Changes `ring` whenever there may be mail to send, and tells the streams of people for whom there is news.
pub(super) async fn listen(db: Db, ring: watch::Sender<u64>, bells: Bells, shutdown: CancellationToken) {
    let hear = |wake| {
        if matches!(wake, Wake::Mail | Wake::All) {
            ring.send_modify(|rings| *rings += 1);
        }
        match wake {
            Wake::Bell(person) => bells.ring(person),
            Wake::Money(client) => bells.tell_of_money(client),
            Wake::All => bells.ring_all(),
            Wake::Mail => {}
        }
    };
    let listen = async {
        loop {
            if let Ok(mut wake_ups) = WakeUps::begin(&db).await {
                hear(Wake::All);
                while let Ok(wake) = wake_ups.next().await {
                    hear(wake);
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::select! { () = shutdown.cancelled() => {}, () = listen => {} }
}

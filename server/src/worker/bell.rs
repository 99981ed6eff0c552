//! One connection that listens for this whole process.

use domain::{Db, db::MailBell};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Between two tries to listen, while the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// Changes `ring` whenever there may be mail to send.
pub(super) async fn listen(db: Db, ring: watch::Sender<u64>, shutdown: CancellationToken) {
    let listen = async {
        loop {
            if let Ok(mut bell) = MailBell::hang_up(&db).await {
                ring.send_modify(|rings| *rings += 1);
                while bell.rung().await.is_ok() {
                    ring.send_modify(|rings| *rings += 1);
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::select! { () = shutdown.cancelled() => {}, () = listen => {} }
}

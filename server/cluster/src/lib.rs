//! The private PostgreSQL: a cluster of our own under `<data dir>/postgres`, for those who set no `DATABASE_URL`.
//!
//! [`start`] makes it at the first call, finds it again at every later one, and keeps it running until the last
//! server that uses it calls [`PrivateCluster::stop`]. How it is built, and why:
//!
//! * **A unix socket in a folder of mode 0700, no TCP.** There is no port to race for, nothing a browser or another
//!   account of the machine can reach, and no password to keep: who may enter the folder may connect. A socket's path
//!   is limited to 107 bytes, so a deep project gets a short folder under `/tmp` instead ([`folder`]).
//! * **One kernel lock tells whether the cluster lives.** The postmaster gets a locked file as its standard input and
//!   hands it down to every process it forks. The lock goes when the last of them is gone, whoever killed them, also
//!   across containers that share the folder, where process numbers mean nothing. So a running cluster whose server
//!   was killed is adopted, and a dead one with a stale `postmaster.pid` is started again, never a second one beside
//!   it ([`process`]).
//! * **Servers that share it** each hold a shared lock on `users.lock`; who can turn it into an exclusive one at the
//!   end was the last, and stops the cluster. A killed server loses its lock without help ([`lock`]).
//! * **Only what we made is touched.** A marker is written into our folder before anything else, and gets the
//!   cluster's own identifier once `initdb` is through; a folder without the marker, or a data directory with another
//!   identifier, is refused.
//! * **Root**: `postgres` refuses to run as root, so it runs as `postgres` or `nobody`, who own their part of the
//!   folder and nothing else. Where they cannot come in (a project in `/root`), the cluster lives in
//!   `/var/lib/client-portal` and our folder points there.

mod binaries;
mod error;
mod folder;
mod lock;
mod process;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use self::folder::Folder;
use self::process::{Durability, Postmaster};

pub use self::error::ClusterError;

/// How often a server looks whether the cluster still runs, in milliseconds.
const WATCH_EVERY_MS: u64 = 500;
/// How long a server waits before it tries again to start a cluster that would not start, in seconds.
const RESTART_PAUSE_S: u64 = 5;

/// A running private cluster, and our share in it. Dropping it without [`PrivateCluster::stop`] leaves the cluster
/// running; the next [`start`] adopts it.
#[derive(Debug)]
pub struct PrivateCluster {
    database_url: String,
    postmaster: Arc<Postmaster>,
    /// Held while we use the cluster, so that another server does not stop it.
    users_lock: File,
    /// Starts the cluster again when it is killed under us.
    watcher: JoinHandle<()>,
    /// Removed with everything in it when a throw-away cluster ends.
    throwaway: Option<RemovedOnDrop>,
}

/// Starts the private cluster of `data_dir`, or joins the one that runs there already.
///
/// # Errors
/// [`ClusterError`] says in words for the operator what is in the way and what to do.
pub async fn start(data_dir: &Path) -> Result<PrivateCluster, ClusterError> {
    start_with(data_dir, Durability::Full, None).await
}

/// Starts a cluster in a temporary folder, without the disk syncs that a crash would need. [`PrivateCluster::stop`]
/// or a drop removes it. For tests and checks.
///
/// # Errors
/// As [`start`].
pub async fn start_throwaway() -> Result<PrivateCluster, ClusterError> {
    let folder = RemovedOnDrop(folder::new_temporary()?);
    let path = folder.0.clone();
    start_with(&path, Durability::None, Some(folder)).await
}

async fn start_with(
    data_dir: &Path,
    durability: Durability,
    throwaway: Option<RemovedOnDrop>,
) -> Result<PrivateCluster, ClusterError> {
    let turn = lock::take_turn(data_dir).await?;
    let folder = Folder::open(data_dir)?;
    let users_lock = lock::join_users(&folder)?;
    let postmaster = Arc::new(Postmaster::new(folder, durability));
    postmaster.ensure_running().await?;
    drop(turn);
    let watcher = tokio::spawn(watch(postmaster.clone()));
    Ok(PrivateCluster {
        database_url: postmaster.folder().database_url(),
        postmaster,
        users_lock,
        watcher,
        throwaway,
    })
}

impl PrivateCluster {
    /// The address for `sqlx`, `psql` and everything else that speaks libpq's URLs.
    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// PostgreSQL's own data directory, for backups and for those who want to look.
    #[must_use]
    pub fn data_directory(&self) -> PathBuf {
        self.postmaster.folder().data()
    }

    /// Gives up our share; the last one out shuts the cluster down. What goes wrong here is logged: the next start
    /// copes with whatever is left.
    pub async fn stop(self) {
        self.watcher.abort();
        if let Err(error) = self.leave().await {
            tracing::warn!(%error, "the private PostgreSQL was left as it is");
        }
    }

    async fn leave(&self) -> Result<(), ClusterError> {
        let _turn = lock::take_turn(self.postmaster.folder().data_dir()).await?;
        if !lock::is_last_user(&self.users_lock) {
            tracing::info!("another server uses the private PostgreSQL, it stays");
            return Ok(());
        }
        self.postmaster.shut_down().await
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        self.watcher.abort();
        if self.throwaway.is_some() {
            self.postmaster.kill();
        }
    }
}

/// A throw-away cluster's folder.
#[derive(Debug)]
struct RemovedOnDrop(PathBuf);

impl Drop for RemovedOnDrop {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::debug!(%error, folder = %self.0.display(), "a temporary folder stays behind");
        }
    }
}

/// Starts the cluster again whenever it has died: requests fail meanwhile, and work again by themselves after.
async fn watch(postmaster: Arc<Postmaster>) {
    loop {
        tokio::time::sleep(Duration::from_millis(WATCH_EVERY_MS)).await;
        match postmaster.folder().is_alive() {
            Ok(false) => tracing::warn!("the private PostgreSQL has stopped, starting it again"),
            Ok(true) => continue,
            Err(error) => {
                tracing::error!(%error, "the private PostgreSQL's folder cannot be read");
                tokio::time::sleep(Duration::from_secs(RESTART_PAUSE_S)).await;
                continue;
            }
        }
        if let Err(error) = start_again(&postmaster).await {
            tracing::error!(%error, "the private PostgreSQL does not start");
            tokio::time::sleep(Duration::from_secs(RESTART_PAUSE_S)).await;
        }
    }
}

async fn start_again(postmaster: &Postmaster) -> Result<(), ClusterError> {
    let _turn = lock::take_turn(postmaster.folder().data_dir()).await?;
    postmaster.ensure_running().await
}

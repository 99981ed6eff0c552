//! The locks by which servers on one data folder agree: whose turn it is to start or stop, and who is still there.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::ClusterError;
use crate::folder::Folder;

/// How long to wait for another server's start or stop, in seconds: longer than a start may take.
const TURN_TIMEOUT_S: u64 = 150;
/// How often to ask for the turn, in milliseconds.
const TURN_POLL_MS: u64 = 50;

/// Opens a lock file, which stays empty for ever.
pub(crate) fn open(path: &Path) -> Result<File, ClusterError> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    file.map_err(|error| match std::fs::metadata(path) {
        Ok(meta) if error.kind() == io::ErrorKind::PermissionDenied => {
            ClusterError::OtherAccount { folder: path.to_owned(), owner: meta.uid() }
        }
        _ => ClusterError::io("open the lock file", path)(error),
    })
}

/// The turn: only its holder makes, starts or stops the cluster of `data_dir`. Dropping the file gives it up.
///
/// The file stands beside `postgres`, not in it, so that the holder can judge that folder in peace.
pub(crate) async fn take_turn(data_dir: &Path) -> Result<File, ClusterError> {
    std::fs::create_dir_all(data_dir).map_err(ClusterError::io("make the folder", data_dir))?;
    let path = data_dir.join("postgres.lock");
    let file = open(&path)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed().as_secs() >= TURN_TIMEOUT_S => {
                return Err(ClusterError::Busy { folder: data_dir.to_owned(), seconds: TURN_TIMEOUT_S });
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(TURN_POLL_MS)).await,
            Err(TryLockError::Error(source)) => return Err(ClusterError::io("lock", &path)(source)),
        }
    }
}

/// Takes a share in the cluster. Needs the turn, so that nobody is just leaving as the last one.
pub(crate) fn join_users(folder: &Folder) -> Result<File, ClusterError> {
    let path = folder.users_lock();
    let file = open(&path)?;
    file.lock_shared().map_err(ClusterError::io("lock", &path))?;
    Ok(file)
}

/// Whether nobody else has a share. Needs the turn; our own share is used up by the question.
pub(crate) fn is_last_user(users_lock: &File) -> bool {
    users_lock.try_lock().is_ok()
}

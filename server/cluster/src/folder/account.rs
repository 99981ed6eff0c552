//! The account that runs PostgreSQL when the server was started as root.

use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{Uid, User};

use crate::error::ClusterError;

/// Accounts that a machine may have for this, best first.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// An ordinary account of the machine.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// The account we run as.
pub(crate) fn our_uid() -> u32 {
    Uid::effective().as_raw()
}

impl Account {
    /// Who has to run PostgreSQL in `folder`: `None` for ourselves, and for root whoever owns the folder, or a fresh
    /// choice while root does.
    pub(crate) fn for_folder(folder: &Path) -> Result<Option<Self>, ClusterError> {
        let owner = fs::metadata(folder).map_err(ClusterError::io("look at", folder))?.uid();
        match (our_uid(), owner) {
            (0, 0) => Self::choose().map(Some),
            (0, owner) => Ok(Some(Self::by_uid(owner)?)),
            (we, owner) if we == owner => Ok(None),
            (_, owner) => Err(ClusterError::OtherAccount { folder: folder.to_owned(), owner }),
        }
    }

    fn choose() -> Result<Self, ClusterError> {
        CANDIDATES
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(Self::from)
            .ok_or(ClusterError::NoAccount)
    }

    /// PostgreSQL wants to know its own name, so an account without one will not do.
    fn by_uid(uid: u32) -> Result<Self, ClusterError> {
        User::from_uid(Uid::from_raw(uid)).ok().flatten().map(Self::from).ok_or(ClusterError::NoAccount)
    }

    /// Makes a folder of root's its own.
    pub(crate) fn take_over(&self, folder: &Path) -> Result<(), ClusterError> {
        let meta = fs::symlink_metadata(folder).map_err(ClusterError::io("look at", folder))?;
        if meta.uid() == self.uid {
            return Ok(());
        }
        lchown(folder, Some(self.uid), Some(self.gid))
            .map_err(ClusterError::io("change the owner of", folder))
    }

    /// Tries it out, because modes, access lists and mounts all have a say.
    pub(crate) fn can_enter(&self, folder: &Path) -> bool {
        Command::new("/bin/sh")
            .args(["-c", ":"])
            .uid(self.uid)
            .gid(self.gid)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw() }
    }
}

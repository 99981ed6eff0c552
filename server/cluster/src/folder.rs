//! Where the private cluster lives, whose it is, and the marker that says it is ours.
//!
//! ```text
//! <data dir>/postgres.lock                       whose turn it is
//! <data dir>/postgres/client-portal-cluster.json the marker: id, and the place if it is elsewhere
//! <place>/users.lock                             one shared lock for each server
//! <place>/alive.lock                             locked by every process of a running cluster
//! <place>/start.log                              what PostgreSQL said when it started
//! <place>/binaries/                              a downloaded PostgreSQL, if there had to be one
//! <place>/cluster/{data,socket,log}              mode 0700, owned by the account that runs PostgreSQL
//! ```
//! The place is `<data dir>/postgres`, or a folder of `/var/lib/client-portal` when we are root and the project stands
//! where no other account can go. Root writes no file into what belongs to the other account, and follows no link there.

mod account;

use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::ClusterError;
use crate::lock;

pub(crate) use self::account::Account;

/// The port in the socket's name; nothing listens on it.
pub(crate) const PORT: u16 = 5432;
/// The role the server uses, and its database: an owner, no superuser. `bootstrap.sql` makes both.
const ROLE: &str = "portal";
/// The longest socket path that every system takes (macOS 103 bytes, Linux 107).
const SOCKET_PATH_MAX: usize = 103;
/// Where clusters live that root's other account cannot reach in the project.
const ELSEWHERE: &str = "/var/lib/client-portal";
const MARKER: &str = "client-portal-cluster.json";

/// What the marker file says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Marker {
    about: String,
    /// Tells our folders from those of other projects.
    id: String,
    /// PostgreSQL's own name for the cluster, once there is one: a data directory with another is not ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    system_identifier: Option<u64>,
    /// The place, when it is not beside the marker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<PathBuf>,
}

/// A folder that is ours and can be entered by the account that runs PostgreSQL.
#[derive(Debug)]
pub(crate) struct Folder {
    data_dir: PathBuf,
    place: PathBuf,
    marker: Marker,
    /// Who runs PostgreSQL, when it is not we ourselves.
    account: Option<Account>,
}

impl Folder {
    /// Opens or makes the folder. Needs the turn.
    pub(crate) fn open(data_dir: &Path) -> Result<Self, ClusterError> {
        let data_dir = fs::canonicalize(data_dir).map_err(ClusterError::io("find", data_dir))?;
        if data_dir.to_str().is_none() {
            return Err(ClusterError::NotUtf8(data_dir));
        }
        let home = data_dir.join("postgres");
        let marker = match read_marker(&home)? {
            Some(marker) => marker,
            None if is_empty_or_missing(&home)? => new_marker(&home)?,
            None => return Err(ClusterError::Foreign(home)),
        };
        let place = marker.place.clone().unwrap_or_else(|| home.clone());
        let mut folder = Self { data_dir, place, marker, account: None };
        if let Err(error) = folder.settle() {
            let can_move = matches!(error, ClusterError::Unreachable { .. })
                && folder.place == home
                && !folder.data().exists();
            if !can_move {
                return Err(error);
            }
            folder.move_elsewhere()?;
        }
        folder.refuse_foreign_data()?;
        Ok(folder)
    }

    /// Makes the folders and sees that the account that will run PostgreSQL owns them and can come in.
    fn settle(&mut self) -> Result<(), ClusterError> {
        let cluster = self.cluster();
        make_passable(&self.place)?;
        make_private(&cluster)?;
        self.account = Account::for_folder(&cluster)?;
        for folder in [cluster.clone(), self.socket_dir(), self.log_dir()] {
            make_private(&folder)?;
            if let Some(account) = &self.account {
                account.take_over(&folder)?;
            }
            self.check_owner(&folder)?;
        }
        match &self.account {
            Some(account) if !account.can_enter(&cluster) => {
                Err(ClusterError::Unreachable { folder: cluster, account: account.name.clone() })
            }
            _ => Ok(()),
        }
    }

    /// From the project, where nothing has been put yet, to where every account can go.
    fn move_elsewhere(&mut self) -> Result<(), ClusterError> {
        let home = std::mem::replace(&mut self.place, Path::new(ELSEWHERE).join(&self.marker.id));
        tracing::info!(place = %self.place.display(), "the account for PostgreSQL cannot enter the project");
        make_passable(Path::new(ELSEWHERE))?;
        self.settle()?;
        self.marker.place = Some(self.place.clone());
        write_marker(&home, &self.marker)?;
        let unused = home.join("cluster");
        fs::remove_dir_all(&unused).map_err(ClusterError::io("remove", &unused))
    }

    /// The short socket folder stands in `/tmp`, where anybody could have made it before us.
    fn check_owner(&self, folder: &Path) -> Result<(), ClusterError> {
        let meta = fs::symlink_metadata(folder).map_err(ClusterError::io("look at", folder))?;
        let wanted = self.account.as_ref().map_or_else(account::our_uid, |account| account.uid);
        if meta.is_dir() && meta.uid() == wanted && meta.mode() & 0o077 == 0 {
            Ok(())
        } else {
            Err(ClusterError::OtherAccount { folder: folder.to_owned(), owner: meta.uid() })
        }
    }

    /// A data directory counts as ours when it is the one that we ran `initdb` for.
    fn refuse_foreign_data(&self) -> Result<(), ClusterError> {
        let data = self.data();
        if !data.exists() || Some(system_identifier(&data)?) == self.marker.system_identifier {
            Ok(())
        } else {
            Err(ClusterError::Foreign(data))
        }
    }

    /// Takes a data directory that was just made as ours, and moves it to its place. A crash between the two leaves
    /// no data directory, and the next start makes another.
    pub(crate) fn adopt_data(&self, new: &Path) -> Result<(), ClusterError> {
        let marker = Marker { system_identifier: Some(system_identifier(new)?), ..self.marker.clone() };
        write_marker(&self.data_dir.join("postgres"), &marker)?;
        let data = self.data();
        fs::rename(new, &data).map_err(ClusterError::io("make the folder", &data))
    }

    pub(crate) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The part that belongs to the account that runs PostgreSQL.
    pub(crate) fn cluster(&self) -> PathBuf {
        self.place.join("cluster")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.cluster().join("data")
    }

    pub(crate) fn log_dir(&self) -> PathBuf {
        self.cluster().join("log")
    }

    pub(crate) fn start_log(&self) -> PathBuf {
        self.place.join("start.log")
    }

    pub(crate) fn binaries(&self) -> PathBuf {
        self.place.join("binaries")
    }

    pub(crate) fn users_lock(&self) -> PathBuf {
        self.place.join("users.lock")
    }

    /// The lock that every process of a running cluster holds.
    pub(crate) fn alive_lock(&self) -> PathBuf {
        self.place.join("alive.lock")
    }

    /// Whether any process of the cluster runs.
    pub(crate) fn is_alive(&self) -> Result<bool, ClusterError> {
        let path = self.alive_lock();
        match lock::open(&path)?.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(fs::TryLockError::WouldBlock) => Ok(true),
            Err(fs::TryLockError::Error(source)) => Err(ClusterError::io("lock", &path)(source)),
        }
    }

    /// Beside the data, or in `/tmp` where that path would be too long for a socket.
    pub(crate) fn socket_dir(&self) -> PathBuf {
        let beside = self.cluster().join("socket");
        let length = beside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len();
        if length <= SOCKET_PATH_MAX {
            beside
        } else {
            Path::new("/tmp").join(format!("client-portal-{}", self.marker.id))
        }
    }

    /// Leaves nothing in `/tmp`; the next start makes the folder again.
    pub(crate) fn remove_distant_socket_dir(&self) {
        let folder = self.socket_dir();
        if !folder.starts_with(&self.place)
            && let Err(error) = fs::remove_dir(&folder)
        {
            tracing::debug!(%error, folder = %folder.display(), "a socket's folder stays behind");
        }
    }

    /// Everything is named, so that `PGPORT` and its kin in the environment change nothing.
    pub(crate) fn database_url(&self) -> String {
        let host: String =
            url::form_urlencoded::byte_serialize(self.socket_dir().to_string_lossy().as_bytes()).collect();
        format!("postgres:///{ROLE}?host={host}&port={PORT}&user={ROLE}&sslmode=disable")
    }
}

/// A fresh folder for a throw-away cluster, which other accounts may pass through.
pub(crate) fn new_temporary() -> Result<PathBuf, ClusterError> {
    // Root's TMPDIR may be a place of root's own.
    let base = if account::our_uid() == 0 { PathBuf::from("/tmp") } else { std::env::temp_dir() };
    let path = base.join(format!("client-portal-{}", short_id()));
    fs::DirBuilder::new().create(&path).map_err(ClusterError::io("make the folder", &path))?;
    make_passable(&path)?;
    Ok(path)
}

fn short_id() -> String {
    let id = Uuid::now_v7().simple().to_string();
    // The end is the random part.
    id.chars().skip(id.len() - 12).collect()
}

/// Other accounts may pass through, whatever our umask says; what they find inside has modes of its own.
fn make_passable(folder: &Path) -> Result<(), ClusterError> {
    fs::create_dir_all(folder).map_err(ClusterError::io("make the folder", folder))?;
    let mode = fs::metadata(folder).map_err(ClusterError::io("look at", folder))?.mode() | 0o111;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
        .map_err(ClusterError::io("set the mode of", folder))
}

fn make_private(folder: &Path) -> Result<(), ClusterError> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(ClusterError::io("make the folder", folder)(error))
        }
        _ => Ok(()),
    }
}

fn is_empty_or_missing(folder: &Path) -> Result<bool, ClusterError> {
    match fs::read_dir(folder) {
        // A marker that was being written when the machine went down.
        Ok(mut entries) => {
            let temporary = temporary_marker(folder);
            Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.path() == temporary)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(ClusterError::io("read the folder", folder)(error)),
    }
}

/// The first eight bytes of the control file, in every version of PostgreSQL.
fn system_identifier(data: &Path) -> Result<u64, ClusterError> {
    let path = data.join("global/pg_control");
    let mut bytes = [0; 8];
    fs::File::open(&path)
        .and_then(|mut file| file.read_exact(&mut bytes))
        .map_err(ClusterError::io("read", &path))?;
    Ok(u64::from_ne_bytes(bytes))
}

fn read_marker(folder: &Path) -> Result<Option<Marker>, ClusterError> {
    let path = folder.join(MARKER);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| ClusterError::io("read the marker", &path)(error.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ClusterError::io("read the marker", &path)(error)),
    }
}

fn new_marker(home: &Path) -> Result<Marker, ClusterError> {
    let marker = Marker {
        about: "The private PostgreSQL of client-portal. Deleting this folder while no server runs deletes its data."
            .to_owned(),
        id: short_id(),
        system_identifier: None,
        place: None,
    };
    fs::create_dir_all(home).map_err(ClusterError::io("make the folder", home))?;
    write_marker(home, &marker)?;
    Ok(marker)
}

/// All or nothing, so that a crash leaves no half marker.
fn write_marker(folder: &Path, marker: &Marker) -> Result<(), ClusterError> {
    let (path, temporary) = (folder.join(MARKER), temporary_marker(folder));
    let text = serde_json::to_vec_pretty(marker)
        .map_err(|error| ClusterError::io("write the marker", &path)(error.into()))?;
    fs::write(&temporary, text).map_err(ClusterError::io("write", &temporary))?;
    fs::set_permissions(&temporary, fs::Permissions::from_mode(0o600))
        .map_err(ClusterError::io("write", &temporary))?;
    fs::rename(&temporary, &path).map_err(ClusterError::io("write", &path))
}

fn temporary_marker(folder: &Path) -> PathBuf {
    folder.join(format!("{MARKER}.new"))
}

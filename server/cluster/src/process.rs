//! Making, starting, adopting and ending the cluster's processes.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tokio::process::{Child, Command};

use crate::binaries::{self, Binaries};
use crate::error::ClusterError;
use crate::folder::{Folder, PORT};
use crate::lock;

/// How long a start may take, recovery after a crash included, in seconds.
const START_TIMEOUT_S: u64 = 120;
/// How long a shutdown is waited for, in seconds; it goes on by itself after that.
const STOP_TIMEOUT_S: u64 = 8;
/// How long `initdb` may take on a slow disk, in seconds.
const INITDB_TIMEOUT_S: u64 = 120;
/// How long one attempt to connect may take, in seconds.
const CONNECT_TIMEOUT_S: u64 = 3;
/// How often to look again while waiting, in milliseconds.
const POLL_MS: u64 = 50;
/// How many connections the cluster takes: several servers with their pools, tests, and a person with psql.
const CONNECTIONS_MAX: u32 = 200;
/// How much of a log an error quotes, in lines.
const LOG_TAIL_LINES: usize = 8;

/// Locales for the cluster, best first: letters are letters in all scripts, and the order is the same on all machines.
const LOCALES: [&str; 3] = ["C.UTF-8", "en_US.UTF-8", "C"];

/// What survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Everything that was committed.
    Full,
    /// Nothing: for clusters that are thrown away.
    None,
}

/// The cluster of one folder, running or not.
#[derive(Debug)]
pub(crate) struct Postmaster {
    folder: Folder,
    durability: Durability,
}

impl Postmaster {
    pub(crate) fn new(folder: Folder, durability: Durability) -> Self {
        Self { folder, durability }
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Sees that the cluster exists, runs and answers, whatever state a crash has left. Needs the turn.
    pub(crate) async fn ensure_running(&self) -> Result<(), ClusterError> {
        let begun = Instant::now();
        let mut child = None;
        loop {
            let why = match self.connect().await {
                Ok(()) => break,
                Err(error) => error,
            };
            if begun.elapsed().as_secs() >= START_TIMEOUT_S {
                let folder = self.folder.cluster();
                return Err(ClusterError::NoAnswer { folder, seconds: START_TIMEOUT_S, why });
            }
            match &mut child {
                Some(child) => self.refuse_ended(child)?,
                // Still alive without an answer: it recovers, or it is shutting down. Both end.
                None if self.folder.is_alive()? => {}
                None => child = self.launch().await?,
            }
            tokio::time::sleep(Duration::from_millis(POLL_MS)).await;
        }
        match child {
            Some(child) => reap(child),
            None => {
                tracing::info!(folder = %self.folder.cluster().display(), "joined a PostgreSQL that runs already")
            }
        }
        Ok(())
    }

    async fn connect(&self) -> Result<(), String> {
        let url = self.folder.database_url();
        let options: PgConnectOptions = url.parse().map_err(|error: sqlx::Error| error.to_string())?;
        let attempt = async { options.connect().await?.close().await };
        match tokio::time::timeout(Duration::from_secs(CONNECT_TIMEOUT_S), attempt).await {
            Ok(result) => result.map_err(|error| error.to_string()),
            Err(_) => Err(format!("no answer within {CONNECT_TIMEOUT_S} seconds")),
        }
    }

    fn refuse_ended(&self, child: &mut Child) -> Result<(), ClusterError> {
        match child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(_)) | Err(_) => {
                Err(ClusterError::Ended { log: self.folder.log_dir(), tail: self.log_tail() })
            }
        }
    }

    /// Starts the postmaster, and makes the cluster first if there is none. `None`: somebody was quicker.
    async fn launch(&self) -> Result<Option<Child>, ClusterError> {
        let data = self.folder.data();
        let binaries = binaries::find(major_of(&data)?, &self.folder.binaries()).await?;
        if !data.exists() {
            self.initialize(&binaries).await?;
        }
        let path = self.folder.alive_lock();
        let alive = lock::open(&path)?;
        match alive.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(source)) => return Err(ClusterError::io("lock", &path)(source)),
        }
        self.remove_stale_files()?;
        let log = self.open_log()?;
        let errors = log.try_clone().map_err(ClusterError::io("open the log of", &data))?;
        let mut command = self.command(&binaries.postgres());
        command.arg("-D").arg(&data).args(self.settings());
        // A group of its own: Ctrl-C in the terminal is for the server, which then stops the cluster last.
        command.process_group(0).stdin(alive).stdout(log).stderr(errors);
        let child = command.spawn().map_err(ClusterError::io("start", &binaries.postgres()))?;
        tracing::info!(major = binaries.major, data = %data.display(), "started the private PostgreSQL");
        Ok(Some(child))
    }

    /// Makes the cluster beside its place, marks it, and moves it there: a crash leaves all of it or nothing.
    async fn initialize(&self, binaries: &Binaries) -> Result<(), ClusterError> {
        let new = self.folder.cluster().join("data.new");
        let mut result = Ok(());
        for locale in LOCALES {
            remove_all(&new)?;
            let mut command = self.command(&binaries.initdb());
            command.arg("-D").arg(&new).args([
                "--username=postgres",
                "--encoding=UTF8",
                "--auth-local=trust",
                "--auth-host=reject",
                "--no-instructions",
            ]);
            command.arg(format!("--locale={locale}")).args(self.initdb_options());
            result = binaries::say(&mut command, None, INITDB_TIMEOUT_S).await.map(drop);
            if result.is_ok() {
                break;
            }
        }
        result.map_err(|output| ClusterError::Program { program: "initdb".to_owned(), output })?;
        self.bootstrap(binaries, &new).await?;
        self.folder.adopt_data(&new)
    }

    fn initdb_options(&self) -> &'static [&'static str] {
        match self.durability {
            Durability::Full => &["--data-checksums"],
            Durability::None => &["--no-sync"],
        }
    }

    /// The role and the database, made while nobody can connect yet.
    async fn bootstrap(&self, binaries: &Binaries, data: &Path) -> Result<(), ClusterError> {
        let mut command = self.command(&binaries.postgres());
        command.args(["--single", "-D"]).arg(data).args(["-c", "exit_on_error=on", "postgres"]);
        let failed =
            |output: String| ClusterError::Program { program: "postgres --single".to_owned(), output };
        binaries::say(&mut command, Some(include_str!("bootstrap.sql")), INITDB_TIMEOUT_S)
            .await
            .map(drop)
            .map_err(failed)
    }

    /// A program of PostgreSQL, run by the right account, without the secrets in our environment.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir(self.folder.cluster());
        for name in ["PATH", "LD_LIBRARY_PATH", "LOCALE_ARCHIVE", "TZDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some(account) = self.folder.account() {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    fn settings(&self) -> Vec<String> {
        let socket_dir = self.folder.socket_dir();
        let mut settings = vec![
            "listen_addresses=".to_owned(),
            format!("port={PORT}"),
            format!("unix_socket_directories={}", socket_dir.display()),
            "unix_socket_permissions=0700".to_owned(),
            format!("max_connections={CONNECTIONS_MAX}"),
            "cluster_name=client-portal".to_owned(),
            "timezone=UTC".to_owned(),
        ];
        match self.durability {
            Durability::None => {
                settings.extend(
                    ["fsync", "synchronous_commit", "full_page_writes"].map(|name| format!("{name}=off")),
                );
            }
            Durability::Full => {
                settings.push(format!("log_directory={}", self.folder.log_dir().display()));
                // Seven files, each overwritten after a week.
                let rotation =
                    ["logging_collector=on", "log_filename=postgres-%a.log", "log_rotation_age=1d"];
                settings.extend(rotation.map(str::to_owned));
                settings.extend(["log_truncate_on_rotation=on", "log_rotation_size=0"].map(str::to_owned));
            }
        }
        settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect()
    }

    /// The log of a start; PostgreSQL goes on in `log` when it is through, one file for each weekday.
    fn open_log(&self) -> Result<File, ClusterError> {
        let path = self.folder.start_log();
        File::create(&path).map_err(ClusterError::io("write", &path))
    }

    /// The last lines of whichever log was written last.
    fn log_tail(&self) -> String {
        let mut logs = vec![self.folder.start_log()];
        logs.extend(
            fs::read_dir(self.folder.log_dir()).into_iter().flatten().flatten().map(|entry| entry.path()),
        );
        let modified = |path: &PathBuf| path.metadata().and_then(|meta| meta.modified()).ok();
        logs.retain(|path| path.metadata().is_ok_and(|meta| meta.len() > 0));
        let newest = logs.into_iter().max_by_key(modified);
        let text = newest.and_then(|path| fs::read(path).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(LOG_TAIL_LINES)..).unwrap_or_default().join("\n")
    }

    /// No process of the cluster is left, so its pid file and its socket's are stale. PostgreSQL would believe in them
    /// if another program has the number by now, or if nobody collects dead processes here. Needs the alive lock.
    fn remove_stale_files(&self) -> Result<(), ClusterError> {
        // Where locks do not reach (network file systems), the number is looked at as well.
        if self.pid().is_some() {
            return Ok(());
        }
        let socket_lock = self.folder.socket_dir().join(format!(".s.PGSQL.{PORT}.lock"));
        for path in [self.pid_file(), socket_lock] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ClusterError::io("remove", &path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn pid_file(&self) -> PathBuf {
        self.folder.data().join("postmaster.pid")
    }

    /// The postmaster's process, if the one in the pid file was started on our data directory.
    fn pid(&self) -> Option<Pid> {
        let text = fs::read_to_string(self.pid_file()).ok()?;
        let pid: i32 = text.lines().next()?.trim().parse().ok()?;
        let data = self.folder.data();
        command_line(pid)?.contains(data.to_str()?).then(|| Pid::from_raw(pid))
    }

    /// Ends the cluster: sessions are cut, work that was committed is kept. Needs the turn.
    pub(crate) async fn shut_down(&self) -> Result<(), ClusterError> {
        let Some(pid) = self.pid() else {
            // It died by itself, or it runs in another container that has the same folder.
            return Ok(());
        };
        kill(pid, Signal::SIGINT)
            .map_err(|errno| ClusterError::io("stop the processes of", &self.folder.data())(errno.into()))?;
        let begun = Instant::now();
        while self.folder.is_alive()? {
            if begun.elapsed().as_secs() >= STOP_TIMEOUT_S {
                let folder = self.folder.cluster();
                return Err(ClusterError::StillStopping { folder, seconds: STOP_TIMEOUT_S });
            }
            tokio::time::sleep(Duration::from_millis(POLL_MS)).await;
        }
        tracing::info!("stopped the private PostgreSQL");
        self.folder.remove_distant_socket_dir();
        Ok(())
    }

    /// Ends the cluster at once and without regard to its data; for throw-away clusters, from a destructor.
    pub(crate) fn kill(&self) {
        let Some(pid) = self.pid() else { return };
        if kill(pid, Signal::SIGQUIT).is_err() {
            return;
        }
        let begun = Instant::now();
        while begun.elapsed().as_secs() < STOP_TIMEOUT_S && self.folder.is_alive().unwrap_or(false) {
            std::thread::sleep(Duration::from_millis(POLL_MS));
        }
    }
}

/// Collects the process when it ends, so that it does not stay as a zombie while we run.
fn reap(mut child: Child) {
    tokio::spawn(async move {
        if let Ok(status) = child.wait().await {
            tracing::debug!(%status, "the postmaster ended");
        }
    });
}

/// The version that made a data directory, if there is one.
fn major_of(data: &Path) -> Result<Option<u32>, ClusterError> {
    if !data.exists() {
        return Ok(None);
    }
    let path = data.join("PG_VERSION");
    let text = fs::read_to_string(&path).map_err(ClusterError::io("read", &path))?;
    text.trim().parse().map(Some).map_err(|_| ClusterError::Foreign(data.to_owned()))
}

/// How a process was started: from `/proc` where that is, or from `ps`.
fn command_line(pid: i32) -> Option<String> {
    if Path::new("/proc/self/cmdline").exists() {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        return Some(String::from_utf8_lossy(&bytes).into_owned());
    }
    let output = std::process::Command::new("ps")
        .args(["-o", "command=", "-p", &pid.to_string()])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn remove_all(folder: &Path) -> Result<(), ClusterError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(ClusterError::io("remove", folder)(error))
        }
        _ => Ok(()),
    }
}

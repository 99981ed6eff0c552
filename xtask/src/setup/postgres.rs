//! PostgreSQL's programs. The server finds and runs them itself; here they are only installed where none are.

use std::fs;
use std::path::{Path, PathBuf};

use xshell::cmd;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// Where Debian keeps the wish for a cluster at installation.
const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

pub(super) fn set_up(project: &Project, apt: &mut Apt<'_>) -> Result<(), Failure> {
    if let Some(place) = find(project) {
        found("PostgreSQL", &place);
        return Ok(());
    }
    if !apt.is_usable() {
        println!(
            "not found   PostgreSQL                   the server fetches it by npm when it first starts"
        );
        return Ok(());
    }
    installing("PostgreSQL", "by apt, into /usr/lib/postgresql");
    apt.install(&["postgresql-common"])?;
    without_main_cluster(|| apt.install(&["postgresql"]))
}

fn find(project: &Project) -> Option<PathBuf> {
    let sh = &project.shell;
    let mut folders: Vec<PathBuf> = std::env::split_paths(&sh.var_os("PATH").unwrap_or_default()).collect();
    folders.extend(project.ask(cmd!(sh, "pg_config --bindir")).map(PathBuf::from));
    for (parent, prefix) in
        [("/usr/lib/postgresql", ""), ("/opt/homebrew/opt", "postgresql@"), ("/usr", "pgsql-")]
    {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        let fitting = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
        folders.extend(fitting.map(|entry| entry.path().join("bin")));
    }
    folders.into_iter().find(|folder| folder.join("postgres").is_file() && folder.join("initdb").is_file())
}

/// Debian's package starts a database of the machine's own; nobody asked for one. The setting is put back after.
fn without_main_cluster(install: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let path = Path::new(CREATE_CLUSTER);
    let before = fs::read_to_string(path).map_err(Failure::io("read", path))?;
    let meanwhile = format!("{before}\ncreate_main_cluster = false\n");
    fs::write(path, meanwhile).map_err(Failure::io("write", path))?;
    let result = install();
    fs::write(path, before).map_err(Failure::io("write", path))?;
    result
}

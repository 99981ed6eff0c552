//! `cargo xtask sqlx`, and the check of the SQL: `domain/.sqlx` holds what the queries are checked against when no
//! database is at hand. It is written by compiling `domain` with a live one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use xshell::cmd;

use crate::failure::Failure;
use crate::project::Project;
use crate::test::HOST;

/// Writes `domain/.sqlx` anew.
pub(crate) fn refresh(project: &Project) -> Result<(), Failure> {
    let fresh = generate(project, "check", &["-p", "domain", "--all-features", "--all-targets"])?;
    let committed = project.path("domain/.sqlx");
    let differences = differences(&committed, &fresh)?;
    project.shell.remove_path(&committed)?;
    project.shell.create_dir(&committed)?;
    for file in project.shell.read_dir(&fresh)? {
        project.shell.copy_file(&file, &committed)?;
    }
    match differences {
        Some(differences) => {
            println!("domain/.sqlx is up to date now ({differences}); commit it with the queries")
        }
        None => println!("domain/.sqlx was up to date"),
    }
    Ok(())
}

/// Clippy over everything that runs on the server, with the queries checked against a live database on the way.
pub(crate) fn lint_and_compare(project: &Project) -> Result<(), Failure> {
    let mut arguments = HOST.to_vec();
    arguments.extend(["--all-targets", "--", "-D", "warnings"]);
    let fresh = generate(project, "clippy", &arguments)?;
    match differences(&project.path("domain/.sqlx"), &fresh)? {
        None => Ok(()),
        Some(differences) => Err(Failure::Told(format!(
            "domain/.sqlx does not fit the queries ({differences}): run `cargo xtask sqlx` and commit what it writes"
        ))),
    }
}

/// The program that runs a command with the `DATABASE_URL` of a throw-away PostgreSQL.
pub(crate) fn private_postgres(project: &Project) -> Result<PathBuf, Failure> {
    let sh = &project.shell;
    project.run(cmd!(sh, "cargo build {HOST...} --bin private-postgres"))?;
    Ok(project.target().join("debug/private-postgres"))
}

/// Compiles `domain` with a live database and returns the folder with what the queries turned out to be.
fn generate(project: &Project, subcommand: &str, arguments: &[&str]) -> Result<PathBuf, Failure> {
    let sh = &project.shell;
    let with_database = private_postgres(project)?;
    let folder = project.target().join("xtask/sqlx");
    sh.remove_path(&folder)?;
    sh.create_dir(&folder)?;
    touch(&project.path("domain/src/lib.rs"))?;
    project.run(
        cmd!(sh, "{with_database} --migrations migrations -- cargo {subcommand} {arguments...}")
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &folder),
    )?;
    Ok(folder)
}

/// Makes cargo compile the crate again, for the macros write only when they run.
fn touch(file: &Path) -> Result<(), Failure> {
    File::options()
        .append(true)
        .open(file)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .map_err(Failure::io("touch", file))
}

/// How the two folders differ, or `None` if they do not.
fn differences(committed: &Path, fresh: &Path) -> Result<Option<String>, Failure> {
    let (committed, fresh) = (files(committed)?, files(fresh)?);
    let missing = fresh.keys().filter(|name| !committed.contains_key(*name)).count();
    let stale = committed.keys().filter(|name| !fresh.contains_key(*name)).count();
    let changed =
        fresh.iter().filter(|(name, text)| committed.get(*name).is_some_and(|old| old != *text)).count();
    let any = missing + stale + changed > 0;
    Ok(any.then(|| format!("{missing} missing, {stale} unused, {changed} changed")))
}

fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Failure> {
    if !folder.exists() {
        return Ok(BTreeMap::new());
    }
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let path = entry.map_err(Failure::io("read", folder))?.path();
        let text = fs::read(&path).map_err(Failure::io("read", &path))?;
        files.insert(path.file_name().unwrap_or_default().into(), text);
    }
    Ok(files)
}

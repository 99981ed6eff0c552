//! `private-postgres -- COMMAND…`: runs a command with the `DATABASE_URL` of a throw-away PostgreSQL that has our
//! schema, and removes it after. For the checks of SQL against a live database, and for tests.
//!
//! It knows the migrations as files only, so that it works when the rest of the workspace does not compile.

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};

use clap::Parser;
use cluster::{ClusterError, PrivateCluster};
use nix::sys::signal::{Signal as NixSignal, kill};
use nix::unistd::Pid;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection, PgConnection};
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

/// Runs a command with a throw-away PostgreSQL.
#[derive(Debug, Parser)]
struct Arguments {
    /// Apply the migrations of this folder first.
    #[arg(long, value_name = "FOLDER")]
    migrations: Option<PathBuf>,
    /// What to run, with DATABASE_URL set.
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("Cannot apply the migrations of {}: {source}", folder.display())]
    Migrations { folder: PathBuf, source: MigrateError },
    #[error("Cannot connect to the throw-away PostgreSQL: {0}")]
    Connect(#[from] sqlx::Error),
    #[error("Cannot run {program}: {source}")]
    Command { program: String, source: std::io::Error },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let cluster = cluster::start_throwaway().await?;
    let result = run_with(&cluster, arguments).await;
    cluster.stop().await;
    result
}

async fn run_with(cluster: &PrivateCluster, arguments: Arguments) -> Result<ExitCode, Failure> {
    if let Some(folder) = arguments.migrations {
        migrate(cluster, folder).await?;
    }
    let Some((program, rest)) = arguments.command.split_first() else { return Ok(ExitCode::FAILURE) };
    let failed = |source| Failure::Command { program: program.clone(), source };
    // From here on a signal is for the command; we outlive it, to clean up.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut command = Command::new(program);
    let mut child = command.args(rest).env("DATABASE_URL", cluster.database_url()).spawn().map_err(failed)?;
    loop {
        tokio::select! {
            status = child.wait() => return Ok(exit_code(status.map_err(failed)?)),
            // Ctrl-C in a terminal reaches the command by itself.
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {
                if let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()) {
                    // It may have ended by itself just now.
                    let _ = kill(Pid::from_raw(pid), NixSignal::SIGTERM);
                }
            }
        }
    }
}

/// The command's own code, or as a shell says it when a signal ended it.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

async fn migrate(cluster: &PrivateCluster, folder: PathBuf) -> Result<(), Failure> {
    let failed = |source| Failure::Migrations { folder: folder.clone(), source };
    let migrator = Migrator::new(folder.as_path()).await.map_err(failed)?;
    let mut connection = PgConnection::connect(cluster.database_url()).await?;
    migrator.run(&mut connection).await.map_err(failed)?;
    Ok(connection.close().await?)
}

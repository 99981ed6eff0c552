//! The project's commands: `cargo xtask setup`, `run`, `test`, `bench` and `sqlx`, one file each.

mod bench;
mod failure;
mod portal;
mod project;
mod run;
mod setup;
mod sqlx;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::project::Project;
use crate::setup::Purpose;

/// The project's commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what is missing for building, running and testing; what is there stays as it is.
    Setup,
    /// Build the portal and serve it, with demo data unless there is data already.
    Run(run::Arguments),
    /// Check everything: format, lints, SQL, tests, and a browser against the real server.
    Test,
    /// Measure speed, memory and size beside their limits.
    Bench(bench::Arguments),
    /// Write domain/.sqlx anew after a query or the schema has changed.
    Sqlx,
}

fn main() -> ExitCode {
    match execute(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cargo xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    let project = Project::open()?;
    match command {
        Command::Setup => setup::setup(&project, Purpose::Test),
        Command::Run(arguments) => run::run(&project, &arguments),
        Command::Test => test::test(&project),
        Command::Bench(arguments) => bench::bench(&project, &arguments),
        Command::Sqlx => sqlx::refresh(&project),
    }
}

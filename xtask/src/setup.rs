//! `cargo xtask setup`: what the project needs on a machine, found or installed.
//!
//! Everything prints one line: what was found and where, or what is installed and where to. What is there is never
//! installed again.

mod apt;
mod browser;
mod cargo_tools;
mod node;
mod peers;
pub(crate) mod postfix;
mod postgres;
mod rust;
pub(crate) mod wrk;

use std::path::Path;

use crate::failure::Failure;
use crate::project::Project;

use self::apt::Apt;

/// What the machine is set up for; each needs all that the one before it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Building and serving.
    Run,
    /// The tests, too.
    Test,
}

/// Finds or installs everything for `purpose`.
pub(crate) fn setup(project: &Project, purpose: Purpose) -> Result<(), Failure> {
    rust::set_up(project)?;
    // Compiling tools takes minutes: it goes on while the rest is set up.
    let compiling = cargo_tools::start(project, purpose)?;
    let mut apt = Apt::new(project);
    postgres::set_up(project, &mut apt)?;
    if purpose >= Purpose::Test {
        node::set_up(project)?;
        browser::set_up(project, &mut apt)?;
        peers::set_up(project, &mut apt)?;
    }
    compiling.finish(project)
}

/// The line about something that is there already.
fn found(what: &str, place: &Path) {
    println!("found       {what:<28} {}", place.display());
}

/// The line about something that is being installed.
fn installing(what: &str, place: &str) {
    println!("installing  {what:<28} {place}");
}

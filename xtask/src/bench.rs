//! `cargo xtask bench`: speed, memory and size, each beside its limit.

use crate::failure::Failure;
use crate::project::Project;
use crate::setup::{self, Purpose, postfix};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn bench(project: &Project, _arguments: &Arguments) -> Result<(), Failure> {
    setup::setup(project, Purpose::Test)?;
    let postfix = postfix::set_up(project)?;
    let (source, sink) = (postfix.source(project), postfix.sink(project));
    Err(Failure::Usage(format!(
        "`bench` has nothing to measure yet; `{source}` and `{sink}` are there for it"
    )))
}

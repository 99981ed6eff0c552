//! `cargo xtask bench`: speed, memory and size of the release build, each beside its limit.
//!
//! What is measured, and how, stands in `server/bench`; here it is only built and given its tools.

use xshell::cmd;

use crate::failure::Failure;
use crate::portal::Portal;
use crate::project::Project;
use crate::setup::{self, Purpose, postfix, wrk};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// For the measuring program, such as `--only page` or `--rounds 3`; `-- --help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn bench(project: &Project, arguments: &Arguments) -> Result<(), Failure> {
    let sh = &project.shell;
    setup::setup(project, Purpose::Test)?;
    let postfix = postfix::set_up(project)?;
    let wrk = wrk::set_up(project)?;
    let folder = project.target().join("bench");
    sh.create_dir(&folder)?;
    let Portal { binary, site_root } = Portal::build_release(project, &folder.join("site"))?;
    project.run(cmd!(sh, "cargo build --release -p bench"))?;
    let (bench, bare) = (project.target().join("release/bench"), project.target().join("release/bare"));
    let (source, sink, libraries) = (postfix.source(), postfix.sink(), postfix.libraries());
    let end2end = project.path("end2end");
    let rest = &arguments.rest;
    project.run(cmd!(
        sh,
        "{bench} --portal {binary} --site-root {site_root} --bare {bare} --end2end {end2end} --folder {folder}
         --wrk {wrk} --smtp-source {source} --smtp-sink {sink} --library-path {libraries} {rest...}"
    ))
}

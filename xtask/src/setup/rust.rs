//! The parts of the Rust toolchain: the WASM target, rustfmt and clippy.

use std::path::Path;

use xshell::cmd;

use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn set_up(project: &Project) -> Result<(), Failure> {
    let sh = &project.shell;
    let sysroot = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    let library = Path::new(&sysroot).join("lib/rustlib").join(TARGET);
    if library.exists() {
        found(TARGET, &library);
    } else {
        installing(TARGET, &sysroot);
        rustup(project, &["target", "add", TARGET])?;
    }
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        // rustup puts a stand-in for every component on the PATH: only running it tells.
        match project.ask(cmd!(sh, "{program} --version")).and_then(|_| project.which(program)) {
            Some(place) => found(component, &place),
            None => {
                installing(component, &sysroot);
                rustup(project, &["component", "add", component])?;
            }
        }
    }
    Ok(())
}

fn rustup(project: &Project, arguments: &[&str]) -> Result<(), Failure> {
    let sh = &project.shell;
    if project.which("rustup").is_none() {
        let wanted = arguments.join(" ");
        return Err(Failure::Told(format!(
            "This Rust was not installed by rustup; install what `rustup {wanted}` would bring from where it came, or \
             install rustup."
        )));
    }
    project.run_unseen(cmd!(sh, "rustup {arguments...}"))
}

//! `moto`, a server that speaks S3, for the tests of the object store.

use xshell::cmd;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// The version that the tests were written with.
const VERSION: &str = "5.2.1";

/// Fails where a new environment would have no pip.
const ENSUREPIP: &str = "import ensurepip, venv";

/// Finds it under `target`, or installs it there from PyPI.
pub(super) fn set_up(project: &Project, apt: &mut Apt<'_>) -> Result<(), Failure> {
    let folder = project.target().join("xtask/moto");
    let python = folder.join("bin/python");
    let sh = &project.shell;
    let version = "from importlib.metadata import version; print(version('moto'))";
    if project.ask(cmd!(sh, "{python} -c {version}")).is_some_and(|there| there.trim() == VERSION) {
        found(&format!("moto {VERSION}"), &folder);
        return Ok(());
    }
    // Debian has venv in a package of its own.
    let can_make_one = || project.ask(cmd!(sh, "python3 -c {ENSUREPIP}")).is_some();
    if !can_make_one() && apt.is_usable() {
        installing("Python's venv", "by apt");
        apt.install(&["python3-venv"])?;
    }
    if !can_make_one() {
        return Err(Failure::Told("Python 3 with its module venv is needed for the tests".to_owned()));
    }
    installing(&format!("moto {VERSION}"), &format!("from PyPI, into {}", folder.display()));
    project.run_unseen(cmd!(sh, "python3 -m venv --clear {folder}"))?;
    let package = format!("moto[s3,server]=={VERSION}");
    project.run_unseen(cmd!(sh, "{python} -m pip install --quiet --disable-pip-version-check {package}"))
}

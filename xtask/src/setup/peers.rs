//! Programs of others that the tests of the server talk to: `moto`, which speaks S3, and `localstripe`, which sends a
//! payment provider's notices.

use xshell::cmd;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// What to install from PyPI, at the versions that the tests were written with.
const PACKAGES: [&str; 2] = ["moto[s3,server]==5.2.1", "localstripe==1.15.10"];

/// Fails where a new environment would have no pip.
const ENSUREPIP: &str = "import ensurepip, venv";

/// Finds them under `target`, or installs them there from PyPI.
pub(super) fn set_up(project: &Project, apt: &mut Apt<'_>) -> Result<(), Failure> {
    let folder = project.target().join("xtask/peers");
    let python = folder.join("bin/python");
    let sh = &project.shell;
    let wanted = PACKAGES.join(" ");
    // The last thing that is written, so that a folder which has it is whole.
    let written = folder.join("installed");
    if sh.read_file(&written).is_ok_and(|there| there == wanted) {
        found(&wanted, &folder);
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
    installing(&wanted, &format!("from PyPI, into {}", folder.display()));
    project.run_unseen(cmd!(sh, "python3 -m venv --clear {folder}"))?;
    project
        .run_unseen(cmd!(sh, "{python} -m pip install --quiet --disable-pip-version-check {PACKAGES...}"))?;
    Ok(sh.write_file(&written, &wanted)?)
}

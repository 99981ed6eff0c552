//! Packages of Debian and its kin, when we are root there.

use xshell::cmd;

use crate::failure::Failure;
use crate::project::Project;

/// The package manager, if this is a machine where we may use it.
pub(super) struct Apt<'a> {
    project: &'a Project,
    /// `apt-get update` is needed once, and only if something is installed.
    is_updated: bool,
}

impl<'a> Apt<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Self { project, is_updated: false }
    }

    pub(super) fn is_usable(&self) -> bool {
        is_root(self.project) && self.project.which("apt-get").is_some()
    }

    /// Fetches the lists of packages, unless that was done just now.
    pub(super) fn update(&mut self) -> Result<(), Failure> {
        let sh = &self.project.shell;
        if !self.is_updated {
            self.project.run_unseen(cmd!(sh, "apt-get update"))?;
            self.is_updated = true;
        }
        Ok(())
    }

    pub(super) fn install(&mut self, packages: &[&str]) -> Result<(), Failure> {
        let sh = &self.project.shell;
        self.update()?;
        self.project.run_unseen(
            cmd!(sh, "apt-get install --yes --no-install-recommends {packages...}")
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    }
}

pub(super) fn is_root(project: &Project) -> bool {
    let sh = &project.shell;
    project.ask(cmd!(sh, "id -u")).is_some_and(|uid| uid == "0")
}

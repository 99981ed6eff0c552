//! The browser of the end-to-end tests: one that is there, Debian's Chromium, or Playwright's own.

use std::path::{Path, PathBuf};

use xshell::cmd;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// Where Debian puts it, and where `end2end` looks.
const CHROMIUM: &str = "/usr/bin/chromium";

pub(super) fn set_up(project: &Project, apt: &mut Apt<'_>) -> Result<(), Failure> {
    let sh = &project.shell;
    if let Some(place) = find(project) {
        found("Chromium", &place);
        return Ok(());
    }
    // Debian's comes with the libraries it needs. Ubuntu's package of that name is a stand-in for a snap.
    if apt.is_usable() && is_debian() {
        installing("Chromium", CHROMIUM);
        return apt.install(&["chromium"]);
    }
    installing("Chromium", "by Playwright, into its cache");
    let _inside = sh.push_dir(project.path("end2end"));
    let with_libraries = apt.is_usable().then_some("--with-deps");
    project.run_unseen(cmd!(sh, "npx playwright install {with_libraries...} chromium"))
}

fn find(project: &Project) -> Option<PathBuf> {
    let sh = &project.shell;
    let named = std::env::var_os("PLAYWRIGHT_CHROMIUM_PATH").map(PathBuf::from);
    if let Some(place) = named.into_iter().chain([CHROMIUM.into()]).find(|place| place.exists()) {
        return Some(place);
    }
    let _inside = sh.push_dir(project.path("end2end"));
    let script = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
    project.ask(cmd!(sh, "node -e {script}")).map(PathBuf::from).filter(|place| place.exists())
}

fn is_debian() -> bool {
    let text = std::fs::read_to_string(Path::new("/etc/os-release")).unwrap_or_default();
    text.lines().any(|line| line == "ID=debian")
}

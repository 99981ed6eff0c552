//! `wrk`, with which `bench` asks for pages.

use std::path::PathBuf;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// Finds it, or installs it where we may.
pub(crate) fn set_up(project: &Project) -> Result<PathBuf, Failure> {
    if let Some(place) = project.which("wrk") {
        found("wrk", &place);
        return Ok(place);
    }
    let mut apt = Apt::new(project);
    if apt.is_usable() {
        installing("wrk", "by apt, into /usr/bin");
        apt.install(&["wrk"])?;
    }
    project.which("wrk").ok_or_else(|| {
        Failure::Told("wrk is needed on the PATH: install it from where this system has it".to_owned())
    })
}

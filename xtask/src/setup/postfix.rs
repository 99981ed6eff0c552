//! Postfix's load generator and sink, which `bench` measures against. The mail server itself is neither installed nor
//! started: Debian's package is only unpacked.

use std::path::{Path, PathBuf};

use xshell::cmd;

use super::apt::Apt;
use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// `smtp-source` and `smtp-sink`.
pub(crate) struct Postfix {
    programs: PathBuf,
    /// Theirs, when they do not stand where they were built for.
    libraries: PathBuf,
}

impl Postfix {
    /// Sends mails as fast as it is told to.
    pub(crate) fn source(&self) -> PathBuf {
        self.programs.join("smtp-source")
    }

    /// Takes every mail and forgets it. As root it wants `-u ACCOUNT`.
    pub(crate) fn sink(&self) -> PathBuf {
        self.programs.join("smtp-sink")
    }

    /// What `LD_LIBRARY_PATH` must name for them.
    pub(crate) fn libraries(&self) -> &Path {
        &self.libraries
    }
}

/// Finds them, or unpacks them under `target`.
pub(crate) fn set_up(project: &Project) -> Result<Postfix, Failure> {
    let unpacked = project.target().join("xtask/postfix");
    let sbin = unpacked.join("usr/sbin");
    let libraries = unpacked.join("usr/lib/postfix");
    let on_the_path = project.which("smtp-source").and_then(|file| file.parent().map(Path::to_owned));
    if let Some(programs) = on_the_path.into_iter().chain([sbin.clone()]).find(|folder| is_complete(folder)) {
        found("Postfix's tools", &programs);
        return Ok(Postfix { programs, libraries });
    }
    installing("Postfix's tools", &format!("{} (unpacked from Debian's package)", sbin.display()));
    unpack(project, &unpacked)?;
    if is_complete(&sbin) {
        Ok(Postfix { programs: sbin, libraries })
    } else {
        Err(Failure::Told("Debian's package postfix has no smtp-source and smtp-sink".to_owned()))
    }
}

fn is_complete(folder: &Path) -> bool {
    ["smtp-source", "smtp-sink"].iter().all(|program| folder.join(program).is_file())
}

fn unpack(project: &Project, into: &Path) -> Result<(), Failure> {
    let sh = &project.shell;
    if project.which("apt-get").is_none() {
        let missing =
            "smtp-source and smtp-sink are needed on the PATH: install Postfix from where this system has it";
        return Err(Failure::Told(missing.to_owned()));
    }
    let mut apt = Apt::new(project);
    if apt.is_usable() {
        apt.update()?;
    }
    sh.create_dir(into)?;
    let _inside = sh.push_dir(into);
    project.run_unseen(cmd!(sh, "apt-get download postfix"))?;
    let package =
        sh.read_dir(into)?.into_iter().find(|file| file.extension().is_some_and(|kind| kind == "deb"));
    let Some(package) = package else { return Err(Failure::Told("apt downloaded no package".to_owned())) };
    project.run_unseen(cmd!(sh, "dpkg -x {package} {into}"))?;
    Ok(sh.remove_path(package)?)
}

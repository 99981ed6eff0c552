//! The portal as `cargo leptos` builds it: the server, and what it serves to browsers.

use std::path::{Path, PathBuf};

use xshell::cmd;

use crate::failure::Failure;
use crate::project::Project;
use crate::test::HOST;

/// A portal that was built.
pub(crate) struct Portal {
    pub(crate) binary: PathBuf,
    pub(crate) site_root: PathBuf,
}

impl Portal {
    /// Builds the server and the WASM, with the parts that load later in files of their own. A development build: it
    /// is there in half the time of a release build. The server is built as the tests build it, not by cargo-leptos, whose
    /// choice of packages gives two hundred dependencies other features and builds them again.
    pub(crate) fn build(project: &Project) -> Result<Self, Failure> {
        let sh = &project.shell;
        project.run(cmd!(sh, "cargo leptos build --split --frontend-only"))?;
        project.run(cmd!(sh, "cargo build {HOST...} --bin client-portal"))?;
        Ok(Self {
            binary: project.target().join("debug/client-portal"),
            site_root: project.target().join("site"),
        })
    }

    /// Builds what is deployed, with its files into a folder of their own: those of a development build stay as they are.
    pub(crate) fn build_release(project: &Project, site_root: &Path) -> Result<Self, Failure> {
        let sh = &project.shell;
        let build = cmd!(sh, "cargo leptos build --release --split --precompress");
        project.run(build.env("LEPTOS_SITE_ROOT", site_root))?;
        Ok(Self { binary: project.target().join("release/client-portal"), site_root: site_root.to_owned() })
    }

    /// What the binary has to be told when it stands where it was built.
    pub(crate) fn environment(&self) -> [(&'static str, PathBuf); 2] {
        [("LEPTOS_SITE_ROOT", self.site_root.clone()), ("LEPTOS_HASH_FILES", PathBuf::from("true"))]
    }
}

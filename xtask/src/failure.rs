//! What goes wrong in a command, in words for the person who called it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A sentence of our own.
    #[error("{0}")]
    Told(String),
    /// A program failed or is missing.
    #[error(transparent)]
    Command(#[from] xshell::Error),
    /// A step of `cargo xtask test` failed.
    #[error("step `{step}` failed: {source}")]
    Step {
        /// The step's name, as in its headline.
        step: &'static str,
        /// Why.
        source: Box<Failure>,
    },
    /// A file operation failed.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Failure {
    /// For `map_err`: which file operation failed, on which path.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, path: path.to_owned(), source }
    }
}

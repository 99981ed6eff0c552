//! Why something could not be measured.

use std::{io, path::PathBuf};

/// A measurement that could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Told(String),
    #[error("{path}: {source}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("cannot run a program: {0}")]
    Program(#[from] io::Error),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("a request failed: {0}")]
    Request(#[from] reqwest::Error),
    #[error("a program printed something else than expected: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    pub(crate) fn told(text: impl Into<String>) -> Self {
        Self::Told(text.into())
    }

    /// For `map_err`: what went wrong with which file.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

//! What can be in the way of the private cluster, in words for the person who started the server.

use std::io;
use std::path::{Path, PathBuf};

/// Why the private cluster cannot be used. Every sentence ends with something to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// The folder was there before us.
    #[error(
        "{} is not a folder that client-portal made, so it is left alone. Move it away, start with another data \
         folder, or set DATABASE_URL to use a PostgreSQL of your own.", .0.display()
    )]
    Foreign(PathBuf),

    /// The folder belongs to another account of the machine.
    #[error(
        "The private PostgreSQL in {} belongs to another account (user id {owner}). Start the server as that account \
         or as root, or set DATABASE_URL to use a PostgreSQL of your own.", folder.display()
    )]
    OtherAccount {
        /// The folder in question.
        folder: PathBuf,
        /// Whose it is.
        owner: u32,
    },

    /// Started as root, and there is no account to run PostgreSQL as.
    #[error(
        "PostgreSQL does not run as root, and this machine has neither an account `postgres` nor `nobody` to run it \
         as. Start the server as an ordinary account, or set DATABASE_URL to use a PostgreSQL of your own."
    )]
    NoAccount,

    /// Started as root, and the account that runs PostgreSQL cannot come into the folder.
    #[error(
        "The account `{account}`, which runs PostgreSQL for root, cannot enter {}. Let others pass through the folders \
         above it (chmod o+x), or set DATABASE_URL to use a PostgreSQL of your own.", folder.display()
    )]
    Unreachable {
        /// Where it should have lived.
        folder: PathBuf,
        /// Who could not come in.
        account: String,
    },

    /// Nothing to run.
    #[error(
        "No PostgreSQL {wanted} was found on the PATH or in the usual folders, and it could not be downloaded ({why}). \
         Install the server package (Debian and Ubuntu: `apt install postgresql`, Fedora: `dnf install \
         postgresql-server`, macOS: `brew install postgresql@17`), or set DATABASE_URL to use a PostgreSQL elsewhere."
    )]
    NoBinaries {
        /// The versions that would do.
        wanted: String,
        /// What the download said.
        why: String,
    },

    /// `initdb` or a helper program failed.
    #[error("{program} failed while the private PostgreSQL was set up: {output}")]
    Program {
        /// What ran.
        program: String,
        /// What it said.
        output: String,
    },

    /// The postmaster ended right after its start.
    #[error("The private PostgreSQL ended while it started. Its log in {} says: {tail}", log.display())]
    Ended {
        /// The folder of logs.
        log: PathBuf,
        /// The last lines.
        tail: String,
    },

    /// It runs, or something of it does, and does not answer.
    #[error(
        "The private PostgreSQL in {} did not answer within {seconds} seconds ({why}). See the log in its folder `log`; \
         a process `postgres` of that folder may still be at work.", folder.display()
    )]
    NoAnswer {
        /// Where it lives.
        folder: PathBuf,
        /// How long we waited.
        seconds: u64,
        /// What the last attempt to connect said.
        why: String,
    },

    /// It does not end.
    #[error(
        "The private PostgreSQL in {} did not stop within {seconds} seconds; it goes on shutting down by itself.",
        folder.display()
    )]
    StillStopping {
        /// Where it lives.
        folder: PathBuf,
        /// How long we waited.
        seconds: u64,
    },

    /// Another server holds the turn for too long.
    #[error(
        "Another server has been starting or stopping the private PostgreSQL in {} for {seconds} seconds. Try again \
         when it is through.", folder.display()
    )]
    Busy {
        /// The data folder.
        folder: PathBuf,
        /// How long we waited.
        seconds: u64,
    },

    /// The path cannot be written in a URL.
    #[error("The path {} is not valid UTF-8. Use a data folder with a plain name.", .0.display())]
    NotUtf8(PathBuf),

    /// A file operation failed.
    #[error("Cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ClusterError {
    /// For `map_err`: which file operation failed, on which path.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, path: path.to_owned(), source }
    }
}

//! Where the bytes of documents lie: a folder, or anything that speaks S3 (PORTAL_STORAGE_URL).
//!
//! Keys are made from documents' ids, never from names that people gave. Bytes stream both ways; what is held in memory is bounded by
//! [`PART_BYTES`] and [`PARTS_UNDER_WAY`] for each of [`UPLOADS_AT_ONCE`], and by a few times [`READ_BYTES`] for each download.

mod url;
mod writer;

pub use url::StorageUrl;
pub use writer::Writer;

use crate::words::say;
use app::{
    error::{AppError, RETRY_SECONDS},
    words::language,
};
use axum::body::Bytes;
use domain::id::DocumentId;
use futures::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{
    ClientOptions, GetOptions, GetRange, GetResultPayload, ObjectStore, ObjectStoreExt as _, RetryConfig,
    aws::AmazonS3Builder, local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use std::{
    error::Error as _,
    io::{self, SeekFrom},
    ops::Range,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
    sync::{Semaphore, SemaphorePermit},
};
use tokio_util::io::ReaderStream;

/// How much of a file is sent to the store at a time; S3 takes no smaller parts.
const PART_BYTES: usize = 5 * 1024 * 1024;
/// Parts of one file that are on their way.
const PARTS_UNDER_WAY: usize = 2;
/// Files that are taken at once; the next ones wait.
const UPLOADS_AT_ONCE: usize = 32;
/// How much of a file is read at a time. By itself the library reads an eighth of that, each in a turn of its own.
const READ_BYTES: usize = 64 * 1024;
/// How long S3 may take to connect, and between two pieces of an answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const READ_TIMEOUT: Duration = Duration::from_secs(15);
/// How often and how long a request to S3 is tried again: a person waits for it.
const RETRIES: usize = 2;
const RETRY_FOR: Duration = Duration::from_secs(10);

/// HTTP clients take the process's provider of TLS: ring, as everywhere here. Called again, it changes nothing.
pub fn provide_tls() {
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
}

/// Why a store cannot be used; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("PORTAL_STORAGE_URL: the folder {} cannot be written: {source}", .folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error("PORTAL_STORAGE_URL: the store cannot be used with these AWS_ variables: {0}")]
    Settings(object_store::Error),
}

/// Why bytes could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store is full")]
    Full,
    #[error("the store has no such bytes")]
    Missing,
    #[error("the store cannot be reached: {0}")]
    Away(object_store::Error),
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        if matches!(error, object_store::Error::NotFound { .. }) {
            return Self::Missing;
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            let kind = inner.downcast_ref::<io::Error>().map(io::Error::kind);
            if matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
                return Self::Full;
            }
            cause = inner.source();
        }
        Self::Away(error)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a document's bytes could not be stored or read");
        let language = language();
        match error {
            StoreError::Full => Self::new(507, say!(language, "store-full")),
            StoreError::Missing => Self::new(500, say!(language, "store-missing")),
            StoreError::Away(_) => {
                Self { retry_after: Some(RETRY_SECONDS), ..Self::new(503, say!(language, "store-away")) }
            }
        }
    }
}

/// A handle to the store; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// A folder's store: what a process leaves that is killed while it writes lies beside the files.
    folder: Option<Arc<std::path::Path>>,
    uploads: Arc<Semaphore>,
}

impl Store {
    /// Opens the store that the setting names. A folder is made; S3 is not asked before it is needed, so that a server may start
    /// while it is away.
    ///
    /// # Errors
    /// [`StorageError`] when it can never work.
    pub fn open(url: &StorageUrl) -> Result<Self, StorageError> {
        match url {
            StorageUrl::Folder(folder) => Self::in_folder(folder),
            StorageUrl::S3 { bucket, prefix } => Self::in_s3(bucket, prefix),
        }
    }

    fn in_folder(folder: &std::path::Path) -> Result<Self, StorageError> {
        let failed = |source| StorageError::Folder { folder: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let folder = folder.canonicalize().map_err(failed)?;
        tempfile_in(&folder).map_err(failed)?;
        let objects =
            LocalFileSystem::new_with_prefix(&folder).map_err(|error| failed(io::Error::other(error)))?;
        let objects = Arc::new(objects.with_automatic_cleanup(true).with_fsync(true));
        Ok(Self { folder: Some(folder.into()), ..Self::new(objects) })
    }

    fn in_s3(bucket: &str, prefix: &str) -> Result<Self, StorageError> {
        provide_tls();
        let endpoint =
            ["AWS_ENDPOINT_URL", "AWS_ENDPOINT"].into_iter().find_map(|name| std::env::var(name).ok());
        let is_plain = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
        let client = ClientOptions::new()
            .with_allow_http(is_plain)
            .with_connect_timeout(CONNECT_TIMEOUT)
            .with_read_timeout(READ_TIMEOUT)
            .with_timeout_disabled();
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_FOR, ..RetryConfig::default() };
        let bucket = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_client_options(client)
            .with_retry(retry)
            .build()
            .map_err(StorageError::Settings)?;
        if prefix.is_empty() {
            Ok(Self::new(Arc::new(bucket)))
        } else {
            Ok(Self::new(Arc::new(PrefixStore::new(bucket, Path::from(prefix)))))
        }
    }

    /// Any store, for tests.
    #[must_use]
    pub fn new(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, folder: None, uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)) }
    }

    /// Waits until another file may be taken.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.uploads.acquire().await.ok()
    }

    /// Begins to write a document's bytes.
    #[must_use]
    pub fn write(&self, id: DocumentId) -> Writer {
        Writer::new(self.objects.clone(), key(id))
    }

    /// Stores a few bytes at once.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub async fn put(&self, id: DocumentId, bytes: Bytes) -> Result<(), StoreError> {
        self.objects.put(&key(id), bytes.into()).await?;
        Ok(())
    }

    /// A document's bytes, or a part of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(
        &self,
        id: DocumentId,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, io::Result<Bytes>>, StoreError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.objects.get_opts(&key(id), options).await?;
        let range = found.range.clone();
        Ok(match found.payload {
            GetResultPayload::File(file, _) => {
                let mut file = File::from_std(file);
                file.seek(SeekFrom::Start(range.start)).await.map_err(unreadable)?;
                ReaderStream::with_capacity(file.take(range.end - range.start), READ_BYTES).boxed()
            }
            GetResultPayload::Stream(bytes) => bytes.map_err(io::Error::other).boxed(),
        })
    }

    /// Removes a document's bytes, whole or not; that they are gone already is no failure.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove(&self, id: DocumentId) -> Result<(), StoreError> {
        if let Some(folder) = &self.folder {
            let _ = tokio::fs::remove_file(folder.join(format!("{}#1", key(id)))).await;
        }
        match self.objects.delete(&key(id)).await.map_err(StoreError::from) {
            Err(StoreError::Missing) | Ok(()) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn unreadable(error: io::Error) -> object_store::Error {
    object_store::Error::Generic { store: "folder", source: Box::new(error) }
}

/// The last letters of an id are spread evenly, so that no folder holds more than its share.
fn key(id: DocumentId) -> Path {
    let id = id.0.simple().to_string();
    let folder = id.get(30..).unwrap_or_default().to_owned();
    Path::from_iter([folder, id])
}

/// Whether a file can be made there.
fn tempfile_in(folder: &std::path::Path) -> io::Result<()> {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}

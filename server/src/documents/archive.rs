//! `GET /portal/documents.zip`: all files of the list, and archives in general, made while they are sent.

use super::{download::put, id, refuse};
use crate::{AppState, disposition::disposition, storage::Store, words::say};
use app::{context::RequestFacts, error::AppError, words::language};
use async_zip::{Compression, ZipEntryBuilder, error::ZipError, tokio::write::ZipFileWriter};
use axum::{
    Extension,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::Response,
};
use domain::document::{
    UniqueNames,
    archive::{self, ArchiveEntry},
    clean_name,
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use std::io;
use tokio::io::DuplexStream;
use tokio_util::{compat::FuturesAsyncWriteCompatExt as _, io::ReaderStream};

/// How much is made ahead of what the browser has taken.
const AHEAD_BYTES: usize = 256 * 1024;

/// What the list was narrowed to.
#[derive(Debug, Deserialize)]
pub(super) struct Narrowed {
    #[serde(default)]
    project: String,
}

pub(super) async fn download(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Query(narrowed): Query<Narrowed>,
    headers: HeaderMap,
) -> Response {
    let outcome = async {
        let project = match narrowed.project.as_str() {
            "" => None,
            text => Some(id(text)?),
        };
        Ok::<_, AppError>((
            project.is_some(),
            archive::open(&state.services.db, &facts.client()?.scope, project).await?,
        ))
    };
    match outcome.await {
        Ok((is_narrowed, entries)) => answer(&state.store, is_narrowed, entries),
        Err(error) => refuse(&state, &headers, error).await,
    }
}

fn answer(store: &Store, is_narrowed: bool, entries: Vec<ArchiveEntry>) -> Response {
    let project = entries.first().and_then(|entry| entry.project.as_deref()).filter(|_| is_narrowed);
    let name = format!(
        "{}.zip",
        project.map_or_else(|| say!(language(), "archive-documents").into_owned(), clean_name)
    );
    let store = store.clone();
    made(&name, move |mut archive| async move {
        let mut names = UniqueNames::default();
        for entry in &entries {
            add_document(&mut archive, &store, &mut names, "", !is_narrowed, entry).await?;
        }
        archive.close().await?;
        Ok(())
    })
}

/// An archive in the making.
pub(crate) type Archive = ZipFileWriter<DuplexStream>;

/// The answer with an archive that is made while it is sent. What cannot be read breaks the download off: a browser would take an
/// archive that merely ends early for a good one.
pub(crate) fn made<Write, Made>(name: &str, write: Write) -> Response
where
    Write: FnOnce(Archive) -> Made,
    Made: Future<Output = Result<(), ZipError>> + Send + 'static,
{
    let (writer, reader) = tokio::io::duplex(AHEAD_BYTES);
    let task = tokio::spawn(write(ZipFileWriter::with_tokio(writer)));
    let outcome = stream::once(async move {
        let outcome =
            task.await.map_err(io::Error::other).and_then(|outcome| outcome.map_err(io::Error::other));
        if let Err(error) = &outcome {
            tracing::warn!(%error, "an archive broke off");
        }
        outcome
    });
    let bytes = ReaderStream::with_capacity(reader, AHEAD_BYTES)
        .chain(outcome.filter_map(async |outcome| outcome.err().map(Err)));
    let mut response = Response::new(Body::from_stream(bytes));
    put(&mut response, header::CONTENT_TYPE, "application/zip");
    put(&mut response, header::CONTENT_DISPOSITION, &disposition("attachment", name));
    response
}

/// Puts a document into the folder (which ends with a slash, or is none), and there into that of its project.
pub(crate) async fn add_document(
    archive: &mut Archive,
    store: &Store,
    names: &mut UniqueNames,
    folder: &str,
    by_project: bool,
    ArchiveEntry { document, project }: &ArchiveEntry,
) -> Result<(), ZipError> {
    let name = clean_name(&document.name);
    let path = match project.as_deref().filter(|_| by_project) {
        Some(project) => format!("{folder}{}/{name}", clean_name(project)),
        None => format!("{folder}{name}"),
    };
    let entry = ZipEntryBuilder::new(names.take(&path).into(), Compression::Stored);
    let mut bytes = store.read(document.id, None).await.map_err(io::Error::other)?;
    let mut to = archive.write_entry_stream(entry).await?.compat_write();
    let mut size = 0;
    while let Some(chunk) = bytes.try_next().await? {
        size += chunk.len() as u64;
        tokio::io::AsyncWriteExt::write_all(&mut to, &chunk).await?;
    }
    // Half a file in a good archive would be taken for a whole one.
    if u64::try_from(document.size_bytes) != Ok(size) {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    to.into_inner().close().await
}

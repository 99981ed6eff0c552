//! Files into the portal, and what a large one costs of memory.

use crate::{
    Arguments,
    failure::Failure,
    portal::{Installation, Server, email},
    report::{Goal, Report},
};
use axum::body::Bytes;
use futures::stream;
use reqwest::{
    Body,
    multipart::{Form, Part},
};
use serde_json::Value;
use std::{io, path::PathBuf};

pub(crate) const MIB: u64 = 1024 * 1024;
const CLIENTS: u32 = 10;
const LARGE: u64 = 1024 * MIB;
/// The company's setting while it is sent, in megabytes.
const LIMIT: &str = "1100";
const MORE_MIB: f64 = 32.0;
/// In which pieces a file is made.
const PIECE: usize = 64 * 1024;

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::of_clients(arguments, "upload", CLIENTS, true).await?;
    let server = installation.serve(None).await?;
    let admin = server.sign_in_admin().await?;
    server.submit("/fn/staff/set-document-limit", &[("document_megabytes", LIMIT)], &admin).await?;
    let session = server.sign_in(&email(1)).await?;
    server.stop().await?;
    let mut worst: Option<(f64, f64)> = None;
    for round in 1..=arguments.rounds {
        // A server that has hashed no password and taken no file: memory that it still holds would hide what this one takes.
        let server = installation.serve(None).await?;
        server.get("/portal/documents", &session).await?;
        server.forget_peak()?;
        let before = server.peak_memory()?;
        let document = send(&server, &session, LARGE).await?;
        let peak = server.peak_memory()?;
        println!("round {round}: {before:.1} MiB before, {peak:.1} MiB at most");
        if worst.is_none_or(|(before_it, at_most)| peak - before > at_most - before_it) {
            worst = Some((before, peak));
        }
        server.stop().await?;
        let stored = installation.documents().join(key(&document));
        let length = stored.metadata().map_err(Failure::file(&stored))?.len();
        if length != LARGE {
            return Err(Failure::told(format!("{length} bytes were stored in place of {LARGE}")));
        }
        // Room for the next one.
        std::fs::remove_file(&stored).map_err(Failure::file(&stored))?;
    }
    let (before, peak) = worst.ok_or_else(|| Failure::told("there was no round"))?;
    let unit = "MiB at most in the worst round, against before";
    report.compare("upload_1_gib_memory", peak, unit, before, Goal::AtMostMore(MORE_MIB));
    Ok(())
}

/// Sends a file of so many bytes as a client, and gives back the document's id. It is made as it is sent.
pub(crate) async fn send(server: &Server, session: &str, bytes: u64) -> Result<String, Failure> {
    let part = Part::stream_with_length(content(bytes), bytes).file_name("Plan.pdf");
    let form = Form::new().part("file", part);
    let text = server.send("/portal/documents/upload", form, session).await?;
    let kept: Value = serde_json::from_str(&text)?;
    let id = kept[0]["id"].as_str().map(str::to_owned);
    id.ok_or_else(|| Failure::told(format!("the file was not taken: {text}")))
}

/// Begins as a PDF file does, so that the portal takes it for one.
fn content(bytes: u64) -> Body {
    let mut piece = b"%PDF-1.7\n".to_vec();
    piece.resize(PIECE, b' ');
    let piece = Bytes::from(piece);
    let mut left = bytes;
    let pieces = std::iter::from_fn(move || {
        let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        left -= length as u64;
        (length > 0).then(|| Ok::<_, io::Error>(piece.slice(..length)))
    });
    Body::wrap_stream(stream::iter(pieces))
}

/// Where the bytes of a document lie under the folder of documents, as `server::storage` puts them.
pub(crate) fn key(document: &str) -> PathBuf {
    let name = document.replace('-', "");
    let folder = name.get(30..).unwrap_or_default().to_owned();
    PathBuf::from(folder).join(name)
}

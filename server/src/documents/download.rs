//! `…/download` and `…/preview` of one document, and of one proof of a transfer.

use super::{id, refuse};
use crate::{AppState, disposition::disposition, storage::Store};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use domain::{
    document::{self, Preview, StoredDocument},
    payment::proof,
};
use std::ops::Range;

/// What is saved and what is shown runs nothing and loads nothing; what is shown is framed by our own pages only.
const SAVED_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; sandbox";
const SHOWN_POLICY: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

/// What the bytes are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Document,
    /// What a client sent with the word that it has paid; by the id of the payment.
    Proof,
}

/// Whose address it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Staff,
}

/// For saving, or for looking at in the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Saving,
    Looking,
}

type Asked = (State<AppState>, Extension<RequestFacts>, Path<String>, HeaderMap);

/// What answers at one of the addresses of a file's bytes.
pub(super) fn answers(what: What, side: Side, purpose: For) -> MethodRouter<AppState> {
    get(move |(State(state), Extension(facts), Path(of), headers): Asked| async move {
        match give(&state, &facts, &of, &headers, (what, side, purpose)).await {
            Ok(response) => response,
            Err(error) => refuse(&state, &headers, error).await,
        }
    })
}

async fn give(
    state: &AppState,
    facts: &RequestFacts,
    of: &str,
    headers: &HeaderMap,
    (what, side, purpose): (What, Side, For),
) -> Result<Response, AppError> {
    let db = &state.services.db;
    // A line in the log; the parts after the first belong to the same download.
    let is_logged = purpose == For::Saving && !is_continued(headers);
    let document = match (what, side) {
        (What::Document, Side::Staff) => document::staff::open(db, &facts.staff()?.staff, id(of)?).await?,
        (What::Document, Side::Client) if is_logged => {
            document::download(db, &facts.client()?.scope, id(of)?).await?
        }
        (What::Document, Side::Client) => document::open(db, &facts.client()?.scope, id(of)?).await?,
        (What::Proof, Side::Staff) => proof::open_for(db, &facts.staff()?.staff, id(of)?).await?,
        (What::Proof, Side::Client) if is_logged => {
            proof::download(db, &facts.client()?.scope, id(of)?).await?
        }
        (What::Proof, Side::Client) => proof::open(db, &facts.client()?.scope, id(of)?).await?,
    };
    if purpose == For::Looking {
        Preview::of(&document.content_type).ok_or_else(AppError::not_found)?;
    }
    serve(&state.store, &document, purpose, headers).await
}

/// A document's bytes never change: its id is their tag.
async fn serve(
    store: &Store,
    document: &StoredDocument,
    purpose: For,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let tag = format!("\"{}\"", document.id);
    let is_known =
        text(headers, header::IF_NONE_MATCH).is_some_and(|known| known == "*" || known.contains(&tag));
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let size = u64::try_from(document.size_bytes).unwrap_or_default();
    let range = match wanted(headers, &tag, size) {
        Wanted::All => None,
        Wanted::Part(range) => Some(range),
        Wanted::Nothing => {
            let whole = format!("bytes */{size}");
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, whole)]).into_response());
        }
    };
    let bytes = store.read(document.id, range.clone()).await?;
    let length = range.as_ref().map_or(size, |range| range.end - range.start);
    let mut response = Response::new(Body::from_stream(bytes));
    if let Some(range) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let part = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
        put(&mut response, header::CONTENT_RANGE, &part);
    }
    put(&mut response, header::CONTENT_TYPE, &document.content_type);
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(&mut response, header::ETAG, &tag);
    put(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut response, header::CACHE_CONTROL, "private, no-cache");
    let (how, policy) = match purpose {
        For::Saving => ("attachment", SAVED_POLICY),
        For::Looking => ("inline", SHOWN_POLICY),
    };
    put(&mut response, header::CONTENT_DISPOSITION, &disposition(how, &document.name));
    put(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

pub(super) fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn is_continued(headers: &HeaderMap) -> bool {
    text(headers, header::RANGE).is_some_and(|range| !range.trim().starts_with("bytes=0-"))
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// One part at a time: who asks for several gets the whole, as RFC 9110 allows.
fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let Some(range) = text(headers, header::RANGE) else { return Wanted::All };
    if text(headers, header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::All;
    }
    let Ok(parsed) = http_range_header::parse_range_header(range) else { return Wanted::All };
    match parsed.validate(size).as_deref() {
        Ok([part]) => Wanted::Part(*part.start()..part.end() + 1),
        Ok(_) => Wanted::All,
        Err(_) => Wanted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_nonsense_means_all() {
        let ask = |range: &str| {
            let headers = HeaderMap::from_iter([(header::RANGE, range.parse().unwrap())]);
            wanted(&headers, "\"x\"", 10)
        };
        assert_eq!(ask("bytes=0-3"), Wanted::Part(0..4));
        assert_eq!(ask("bytes=4-"), Wanted::Part(4..10));
        assert_eq!(ask("bytes=-2"), Wanted::Part(8..10));
        assert_eq!(ask("bytes=10-"), Wanted::Nothing);
        assert_eq!(ask("bytes=0-1,4-5"), Wanted::All);
        assert_eq!(ask("lines=1-2"), Wanted::All);
        let headers = HeaderMap::from_iter([
            (header::RANGE, "bytes=0-3".parse().unwrap()),
            (header::IF_RANGE, "\"old\"".parse().unwrap()),
        ]);
        assert_eq!(wanted(&headers, "\"x\"", 10), Wanted::All);
    }
}

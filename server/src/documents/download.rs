//! `…/download` and `…/preview` of one document.

use super::{AsItIs, client, id, refuse};
use crate::{AppState, staff_routes, storage::Store};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::document::{self, Preview, StoredDocument};
use futures::StreamExt as _;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::ops::Range;

/// What `ext-value` of RFC 8187 leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');
/// What is saved and what is shown runs nothing and loads nothing; what is shown is framed by our own pages only.
const SAVED_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; sandbox";
const SHOWN_POLICY: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

/// For saving, or for looking at in the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Saving,
    Looking,
}

pub(super) async fn by_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Response {
    let outcome = async {
        let (db, scope, id) = (&state.services.db, client(&facts)?, id(&of)?);
        // The parts after the first belong to the same download.
        let document = if is_continued(&headers) {
            document::open(db, scope, id).await?
        } else {
            document::download(db, scope, id).await?
        };
        save(&state.store, &document, &headers).await
    };
    answer(outcome.await, &state, &headers).await
}

pub(super) async fn preview_by_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Response {
    let outcome = async {
        let document = document::open(&state.services.db, client(&facts)?, id(&of)?).await?;
        show(&state.store, &document, &headers).await
    };
    answer(outcome.await, &state, &headers).await
}

pub(super) async fn by_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Response {
    let outcome = async {
        let document =
            document::staff::open(&state.services.db, staff_routes::staff(&facts)?, id(&of)?).await?;
        save(&state.store, &document, &headers).await
    };
    answer(outcome.await, &state, &headers).await
}

pub(super) async fn preview_by_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Response {
    let outcome = async {
        let document =
            document::staff::open(&state.services.db, staff_routes::staff(&facts)?, id(&of)?).await?;
        show(&state.store, &document, &headers).await
    };
    answer(outcome.await, &state, &headers).await
}

pub(super) async fn answer(
    outcome: Result<Response, AppError>,
    state: &AppState,
    headers: &HeaderMap,
) -> Response {
    match outcome {
        Ok(response) => response,
        Err(error) => refuse(state, headers, error).await,
    }
}

pub(super) async fn show(
    store: &Store,
    document: &StoredDocument,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    Preview::of(&document.content_type).ok_or_else(AppError::not_found)?;
    serve(store, document, For::Looking, headers).await
}

pub(super) async fn save(
    store: &Store,
    document: &StoredDocument,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    serve(store, document, For::Saving, headers).await
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
    let mut response = Response::new(Body::from_stream(bytes.fuse()));
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
    response.extensions_mut().insert(AsItIs);
    Ok(response)
}

pub(super) fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// `Content-Disposition` for a name in any language (RFC 6266, RFC 8187): what old programs read in ASCII, and the name itself.
pub(super) fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' { c } else { '_' })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

pub(super) fn is_continued(headers: &HeaderMap) -> bool {
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
    fn names_survive_the_header() {
        assert_eq!(
            disposition("attachment", "Grundriß \"A\".pdf"),
            "attachment; filename=\"Grundri_ _A_.pdf\"; filename*=UTF-8''Grundri%C3%9F%20%22A%22.pdf"
        );
        assert!(HeaderValue::from_str(&disposition("inline", "設計 🏗️\r\n.png")).is_ok());
    }

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

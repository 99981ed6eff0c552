//! The bytes of documents, and of files that prove a transfer: taking and giving them.

pub(crate) mod archive;
mod download;
mod incoming;
mod kind;
mod message;
mod proof;
mod upload;

pub(crate) use message::Typed;

use crate::{AppState, error_page, routes::Routes};
use app::{error::AppError, portal::paying::REPORT_TRANSFER};
use axum::{
    extract::DefaultBodyLimit,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use download::{For, Side, What, answers};
use uuid::Uuid;

/// Where files are sent to. These forms are read as they come, and never held in memory.
pub(crate) const UPLOADS: [&str; 5] =
    [upload::PORTAL_PATH, upload::STAFF_PATH, message::PORTAL_PATH, message::STAFF_PATH, REPORT_TRANSFER];

/// Adds the routes of forms with files; they stand behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    routes
        .add(upload::PORTAL_PATH, post(upload::from_client).layer(DefaultBodyLimit::disable()))
        .add(upload::STAFF_PATH, post(upload::from_staff).layer(DefaultBodyLimit::disable()))
        .add(message::PORTAL_PATH, post(message::from_client).layer(DefaultBodyLimit::disable()))
        .add(message::STAFF_PATH, post(message::from_staff).layer(DefaultBodyLimit::disable()))
        .add(REPORT_TRANSFER, post(proof::report).layer(DefaultBodyLimit::disable()))
}

/// Adds the routes by which files go out; they stand behind the session check.
pub(crate) fn add_files(routes: Routes) -> Routes {
    routes
        .add("/portal/documents.zip", get(archive::download))
        .add("/portal/documents/{id}/download", answers(What::Document, Side::Client, For::Saving))
        .add("/portal/documents/{id}/preview", answers(What::Document, Side::Client, For::Looking))
        .add("/staff/documents/{id}/download", answers(What::Document, Side::Staff, For::Saving))
        .add("/staff/documents/{id}/preview", answers(What::Document, Side::Staff, For::Looking))
        .add("/portal/payments/{id}/proof", answers(What::Proof, Side::Client, For::Saving))
        .add("/portal/payments/{id}/proof/preview", answers(What::Proof, Side::Client, For::Looking))
        .add("/staff/payments/{id}/proof", answers(What::Proof, Side::Staff, For::Saving))
        .add("/staff/payments/{id}/proof/preview", answers(What::Proof, Side::Staff, For::Looking))
}

/// What is no id is not found.
fn id<Id: From<Uuid>>(text: &str) -> Result<Id, AppError> {
    text.parse::<Uuid>().map(Id::from).map_err(|_| AppError::not_found())
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A refusal: a page for browsers, a sentence for programs.
pub(crate) async fn refuse(state: &AppState, headers: &HeaderMap, error: AppError) -> Response {
    if wants_html(headers) {
        return error_page::render(state, error).await;
    }
    let status = error.status.try_into().unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
    (status, error.message).into_response()
}

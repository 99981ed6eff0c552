//! `POST /portal/documents/upload` and `/staff/documents/upload`: forms with files, read as they come.
//!
//! All files of a form are kept, or none: rows are made when all bytes are safe, and until then [`Incoming`] takes back what is there.

use super::{
    id,
    incoming::{About, FIELD, Form, Incoming, receive, received, unreadable},
    wants_html,
};
use crate::{AppState, forms, words::say};
use app::{context::RequestFacts, error::AppError, words::language};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use domain::{
    Db, Error,
    access_preset::Section,
    actor::Staff,
    document::upload::{self, MAX_FILES, Purpose, Ticket},
    id::{ClientId, DocumentId},
};
use serde::Serialize;

pub(super) const PORTAL_PATH: &str = "/portal/documents/upload";
pub(super) const STAFF_PATH: &str = "/staff/documents/upload";

/// Takes files from a person at a client.
pub(super) async fn from_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut said = Said::default();
    let outcome = async { take(&state, Sender::client(&facts)?, form, &mut said).await };
    let outcome = outcome.await;
    let page = match (said.purpose.request_id, said.purpose.project_id) {
        // The request tells the overview which of its forms was refused.
        (Some(request), _) if said.is_from_overview && outcome.is_err() => {
            format!("/portal?request={request}#for-you")
        }
        _ if said.is_from_overview => "/portal#for-you".to_owned(),
        (Some(request), _) => format!("/portal/documents?request={request}"),
        (None, Some(project)) => format!("/portal/documents?project={project}"),
        (None, None) => "/portal/documents".to_owned(),
    };
    answer(outcome, &page, &headers)
}

/// Takes files for a client from staff.
pub(super) async fn from_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut said = Said::default();
    let outcome = async { take(&state, Sender::Staff(&facts.staff()?.staff), form, &mut said).await };
    let outcome = outcome.await;
    let page = said
        .client_id
        .map_or_else(|| "/staff/clients".to_owned(), |id| format!("/staff/clients/{id}/documents"));
    answer(outcome, &page, &headers)
}

#[derive(Clone, Copy)]
enum Sender<'a> {
    Client(&'a RequestFacts),
    Staff(&'a Staff),
}

impl<'a> Sender<'a> {
    /// Who asks comes before what is wrong with the form.
    fn client(facts: &'a RequestFacts) -> Result<Self, AppError> {
        facts.client().map(|_| Self::Client(facts))
    }
}

/// The fields that stand before the files.
#[derive(Clone, Copy, Default)]
struct Said {
    purpose: Purpose,
    client_id: Option<ClientId>,
    is_shared: bool,
    /// Sent from the list of what waits for a person.
    is_from_overview: bool,
}

/// Who sends, and what the form has said so far.
struct Upload<'a> {
    sender: Sender<'a>,
    said: &'a mut Said,
}

impl About for Upload<'_> {
    const MAX_FILES: usize = MAX_FILES;

    fn say(&mut self, field: &str, value: String) -> Result<(), AppError> {
        match (field, value.as_str()) {
            ("project_id", value) if !value.is_empty() => self.said.purpose.project_id = Some(id(value)?),
            ("request_id", value) if !value.is_empty() => self.said.purpose.request_id = Some(id(value)?),
            ("client_id", value) if !value.is_empty() => self.said.client_id = Some(id(value)?),
            ("is_shared", value) => self.said.is_shared = value == "true",
            ("from_overview", value) => self.said.is_from_overview = value == "true",
            _ => {}
        }
        Ok(())
    }

    async fn ticket(&self, db: &Db) -> Result<Ticket, AppError> {
        Ok(match (self.sender, self.said.client_id) {
            (Sender::Client(facts), client) => {
                upload::begin(db, &facts.client_of_form(client)?.scope, self.said.purpose).await?
            }
            (Sender::Staff(staff), Some(client)) => {
                upload::begin_for(db, staff, client, self.said.purpose).await?
            }
            (Sender::Staff(_), None) => return Err(unreadable()),
        })
    }
}

/// A file that was kept, for programs.
#[derive(Serialize)]
struct Kept {
    id: DocumentId,
    name: String,
}

/// Reads the form to its end, and keeps its files.
async fn take(
    state: &AppState,
    sender: Sender<'_>,
    form: Form,
    said: &mut Said,
) -> Result<Vec<Kept>, AppError> {
    let read = receive(state, form, &mut Upload { sender, said: &mut *said }).await;
    // A part of the portal that is not there for somebody has no form, either, whatever is wrong with it.
    if let Sender::Client(facts) = sender {
        facts.client_of_form(said.client_id)?.scope.require(Section::Documents)?;
    }
    let files = read?;
    if files.is_empty() {
        return Err(Error::field(FIELD, say!(language(), "upload-missing")).into());
    }
    let received = received(&files);
    let db = &state.services.db;
    match sender {
        Sender::Client(facts) => {
            upload::finish(db, &facts.client_of_form(said.client_id)?.scope, &received).await?
        }
        Sender::Staff(staff) => upload::finish_for(db, staff, &received, said.is_shared).await?,
    }
    files.into_iter().for_each(Incoming::keep);
    Ok(received.into_iter().map(|file| Kept { id: file.ticket.id(), name: file.name }).collect())
}

/// Browsers go back to the page, with the news where [`crate::forms`] looks for them; programs get them as they are.
fn answer(outcome: Result<Vec<Kept>, AppError>, page: &str, headers: &HeaderMap) -> Response {
    match outcome {
        Ok(files) if wants_html(headers) => {
            let name = files.first().map(|file| file.name.as_str()).unwrap_or_default();
            let notice = say!(language(), "upload-done", count = files.len(), name = name);
            with_notice(redirect(page), &notice)
        }
        Ok(files) => (StatusCode::CREATED, Json(files)).into_response(),
        Err(error) => refused(error, page, "upload", headers),
    }
}

/// The good news for the page after the form.
pub(super) fn with_notice(mut response: Response, notice: &str) -> Response {
    forms::put_notice(response.headers_mut(), notice);
    response
}

/// Back to the form on its page (`page` may name it itself, behind a `#`), or the error for programs.
pub(super) fn refused(error: AppError, page: &str, form: &str, headers: &HeaderMap) -> Response {
    match serde_json::to_vec(&error) {
        Ok(json) if wants_html(headers) => {
            let (page, form) = page.split_once('#').unwrap_or((page, form));
            let join = if page.contains('?') { '&' } else { '?' };
            redirect(&format!("{page}{join}__err={}#{form}", URL_SAFE.encode(json)))
        }
        _ => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
}

pub(super) fn redirect(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

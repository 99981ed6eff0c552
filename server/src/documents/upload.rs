//! `POST /portal/documents/upload` and `/staff/documents/upload`: forms with files, read as they come.
//!
//! All files of a form are kept, or none: rows are made when all bytes are safe, and until then [`Incoming`] takes back what is there.

use super::{
    client, id,
    incoming::{FIELD, Form, Incoming, back, drain, next, on, refused, small_value, unreadable},
    wants_html,
};
use crate::{AppState, staff_routes};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension, Json,
    extract::{Multipart, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    actor::{ClientScope, Staff},
    document::upload::{self, MAX_FILES, Purpose},
    id::{ClientId, DocumentId},
};
use serde::Serialize;

pub(super) const PORTAL_PATH: &str = "/portal/documents/upload";
pub(super) const STAFF_PATH: &str = "/staff/documents/upload";
/// Longest value of a field that is no file.
const MAX_VALUE_BYTES: usize = 200;

/// Takes files from a person at a client.
pub(super) async fn from_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut said = Said::default();
    let outcome = async {
        let scope = client(&facts)?;
        take(&state, Sender::Client(scope), form, &mut said).await
    };
    let outcome = outcome.await;
    let page = match (said.purpose.request_id, said.purpose.project_id) {
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
    let outcome = async {
        let staff = staff_routes::staff(&facts)?;
        take(&state, Sender::Staff(staff), form, &mut said).await
    };
    let outcome = outcome.await;
    let page = said
        .client_id
        .map_or_else(|| "/staff/clients".to_owned(), |id| format!("/staff/clients/{id}/documents"));
    answer(outcome, &page, &headers)
}

#[derive(Clone, Copy)]
enum Sender<'a> {
    Client(&'a ClientScope),
    Staff(&'a Staff),
}

/// The fields that stand before the files.
#[derive(Default)]
struct Said {
    purpose: Purpose,
    client_id: Option<ClientId>,
    is_shared: bool,
}

impl Said {
    fn take(&mut self, name: &str, value: &str) -> Result<(), AppError> {
        match (name, value) {
            ("project_id", value) if !value.is_empty() => self.purpose.project_id = Some(id(value)?),
            ("request_id", value) if !value.is_empty() => self.purpose.request_id = Some(id(value)?),
            ("client_id", value) if !value.is_empty() => self.client_id = Some(id(value)?),
            ("is_shared", value) => self.is_shared = value == "true",
            _ => {}
        }
        Ok(())
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
    let mut form = form.map_err(|_| unreadable())?;
    let files = match receive_all(state, sender, &mut form, said).await {
        Ok(files) => files,
        Err(error) => {
            drain(&mut form).await;
            return Err(error);
        }
    };
    if files.is_empty() {
        return Err(Error::field(FIELD, "Choose a file.").into());
    }
    let received = files.iter().filter_map(Incoming::received).collect::<Vec<_>>();
    let db = &state.services.db;
    match sender {
        Sender::Client(scope) => upload::finish(db, scope, &received).await?,
        Sender::Staff(staff) => upload::finish_for(db, staff, &received, said.is_shared).await?,
    }
    files.into_iter().for_each(Incoming::keep);
    Ok(received.into_iter().map(|file| Kept { id: file.ticket.id(), name: file.name }).collect())
}

async fn receive_all(
    state: &AppState,
    sender: Sender<'_>,
    form: &mut Multipart,
    said: &mut Said,
) -> Result<Vec<Incoming>, AppError> {
    let mut files = Vec::new();
    while let Some(field) = next(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != FIELD {
            let value = small_value(field, MAX_VALUE_BYTES).await?;
            said.take(&name, &value)?;
        } else if field.file_name().is_some_and(|name| !name.is_empty()) {
            if files.len() >= MAX_FILES {
                return Err(Error::field(FIELD, format!("Choose at most {MAX_FILES} files at once.")).into());
            }
            let _turn = state.store.turn().await;
            let db = &state.services.db;
            let ticket = match (sender, said.client_id) {
                (Sender::Client(scope), _) => upload::begin(db, scope, said.purpose).await?,
                (Sender::Staff(staff), Some(client)) => {
                    upload::begin_for(db, staff, client, said.purpose).await?
                }
                (Sender::Staff(_), None) => return Err(unreadable()),
            };
            let mut file = Incoming::new(db.clone(), state.store.clone(), ticket);
            file.receive(field).await?;
            files.push(file);
        }
    }
    Ok(files)
}

/// Browsers go back to the page, with the news where [`crate::forms`] looks for them; programs get them as they are.
fn answer(outcome: Result<Vec<Kept>, AppError>, page: &str, headers: &HeaderMap) -> Response {
    match outcome {
        Ok(files) if wants_html(headers) => {
            let notice = match files.as_slice() {
                [one] => format!("“{}” is uploaded.", one.name),
                _ => format!("{} files are uploaded.", files.len()),
            };
            on(page, &notice)
        }
        Ok(files) => (StatusCode::CREATED, Json(files)).into_response(),
        Err(error) if wants_html(headers) => back(page, &error, "#upload"),
        Err(error) => refused(error),
    }
}

//! `POST /portal/documents/upload` and `/staff/documents/upload`: forms with files, read as they come.
//!
//! All files of a form are kept, or none: rows are made when all bytes are safe, and until then [`Incoming`] takes back what is there.

use super::{client, id, kind, wants_html};
use crate::{
    AppState, forms, staff_routes,
    storage::{Store, StoreError, Writer},
    words::say,
};
use app::{
    context::RequestFacts,
    error::{AppError, FieldProblem},
    words::language,
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{
        Multipart, State,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use domain::{
    Db, Error,
    actor::{ClientScope, Staff},
    document::{
        clean_name,
        upload::{self, MAX_FILES, Purpose, ReceivedFile, Ticket},
    },
    id::{ClientId, DocumentId},
};
use serde::Serialize;
use std::time::Duration;
use tokio::time::timeout;

pub(super) const PORTAL_PATH: &str = "/portal/documents/upload";
pub(super) const STAFF_PATH: &str = "/staff/documents/upload";
/// The field with the files, and with what is wrong with them.
const FIELD: &str = "file";
/// Longest value of a field that is no file.
const MAX_VALUE_BYTES: usize = 200;
/// How long nothing may come.
const IDLE: Duration = Duration::from_secs(60);
/// How much of a refused form is read to its end, so that browsers hear the refusal instead of a broken connection, and for how long.
const DRAINED_BYTES: usize = 250_000_000;
const DRAINED_FOR: Duration = Duration::from_secs(60);

type Form = Result<Multipart, MultipartRejection>;

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

fn unreadable() -> AppError {
    AppError::new(400, say!(language(), "form-unreadable"))
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
            let _ = timeout(DRAINED_FOR, drain(&mut form)).await;
            return Err(error);
        }
    };
    if files.is_empty() {
        return Err(Error::field(FIELD, say!(language(), "upload-missing")).into());
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
            let value = small_value(field).await?;
            said.take(&name, &value)?;
        } else if field.file_name().is_some_and(|name| !name.is_empty()) {
            if files.len() >= MAX_FILES {
                return Err(
                    Error::field(FIELD, say!(language(), "upload-too-many", files = MAX_FILES)).into()
                );
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

/// Waits for more of the form; [`IDLE`] at most.
async fn next<T, E>(more: impl Future<Output = Result<T, E>>) -> Result<T, AppError> {
    timeout(IDLE, more).await.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

async fn small_value(mut field: Field<'_>) -> Result<String, AppError> {
    let mut value = Vec::new();
    while let Some(chunk) = next(field.chunk()).await? {
        value.extend_from_slice(&chunk);
        if value.len() > MAX_VALUE_BYTES {
            return Err(unreadable());
        }
    }
    String::from_utf8(value).map_err(|_| unreadable())
}

async fn drain(form: &mut Multipart) {
    let mut left = DRAINED_BYTES;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            let Some(rest) = left.checked_sub(chunk.len()) else { return };
            left = rest;
        }
    }
}

/// A file that is being taken. Dropped before it is kept (a refusal, a browser that went away), it takes back all that is there; what
/// even that cannot reach, because the server was killed, goes with the housekeeping.
struct Incoming {
    db: Db,
    store: Store,
    ticket: Ticket,
    writer: Option<Writer>,
    received: Option<ReceivedFile>,
    /// Its bytes are being made safe.
    is_closing: bool,
    /// Whether its bytes may be in the store.
    is_to_be_removed: bool,
}

impl Incoming {
    fn new(db: Db, store: Store, ticket: Ticket) -> Self {
        let writer = Some(store.write(ticket.id()));
        Self { db, store, ticket, writer, received: None, is_closing: false, is_to_be_removed: true }
    }

    async fn receive(&mut self, mut field: Field<'_>) -> Result<(), AppError> {
        let name = clean_name(field.file_name().unwrap_or_default());
        let (mut size, mut head) = (0_u64, Vec::with_capacity(kind::HEAD_BYTES));
        while let Some(chunk) = next(field.chunk()).await? {
            size += chunk.len() as u64;
            if size > self.ticket.max_bytes() {
                let megabytes = self.ticket.max_bytes() / 1_000_000;
                let sentence = say!(language(), "upload-too-large", name = name, megabytes = megabytes);
                return Err(wrong(413, sentence.into_owned()));
            }
            let missing = kind::HEAD_BYTES - head.len();
            head.extend_from_slice(chunk.get(..missing.min(chunk.len())).unwrap_or_default());
            self.write(chunk).await?;
        }
        if size == 0 {
            return Err(wrong(422, say!(language(), "upload-empty", name = name).into_owned()));
        }
        if let Some(writer) = self.writer.take() {
            self.is_closing = true;
            let outcome = writer.finish().await;
            self.is_closing = false;
            outcome?;
        }
        self.received = Some(ReceivedFile {
            ticket: self.ticket.clone(),
            content_type: kind::of(&head, &name),
            name,
            size_bytes: i64::try_from(size).unwrap_or(i64::MAX),
        });
        Ok(())
    }

    async fn write(&mut self, chunk: Bytes) -> Result<(), StoreError> {
        match &mut self.writer {
            Some(writer) => writer.write(chunk).await,
            None => Ok(()),
        }
    }

    fn received(&self) -> Option<ReceivedFile> {
        self.received.clone()
    }

    fn keep(mut self) {
        self.is_to_be_removed = false;
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        if !self.is_to_be_removed {
            return;
        }
        let (db, store, ticket, writer) =
            (self.db.clone(), self.store.clone(), self.ticket.clone(), self.writer.take());
        // Cut while they were being made safe, bytes may appear after this has looked: that is for the housekeeping.
        let is_settled = !self.is_closing;
        runtime.spawn(async move {
            if let Some(writer) = writer {
                writer.give_up().await;
            }
            let outcome = match store.remove(ticket.id()).await {
                Ok(()) if is_settled => {
                    upload::abandon(&db, &ticket).await.map_err(|error| error.to_string())
                }
                Ok(()) => Ok(()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = outcome {
                tracing::warn!(%error, "an upload that came to nothing is left to the housekeeping");
            }
        });
    }
}

fn wrong(status: u16, sentence: String) -> AppError {
    let fields = vec![FieldProblem { field: FIELD.to_owned(), message: sentence.clone() }];
    AppError { fields, ..AppError::new(status, sentence) }
}

/// Browsers go back to the page, with the news where [`crate::forms`] looks for them; programs get them as they are.
fn answer(outcome: Result<Vec<Kept>, AppError>, page: &str, headers: &HeaderMap) -> Response {
    match outcome {
        Ok(files) if wants_html(headers) => {
            let name = files.first().map(|file| file.name.as_str()).unwrap_or_default();
            let notice = say!(language(), "upload-done", count = files.len(), name = name);
            let mut response = redirect(page);
            forms::put_notice(response.headers_mut(), &notice);
            response
        }
        Ok(files) => (StatusCode::CREATED, Json(files)).into_response(),
        Err(error) => match serde_json::to_vec(&error) {
            Ok(json) if wants_html(headers) => {
                let join = if page.contains('?') { '&' } else { '?' };
                redirect(&format!("{page}{join}__err={}#upload", URL_SAFE.encode(json)))
            }
            _ => {
                (StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(error))
                    .into_response()
            }
        },
    }
}

fn redirect(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

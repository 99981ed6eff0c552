//! Files on their way from a form into the store, whatever the form is for.

use super::kind;
use crate::storage::{Store, StoreError, Writer};
use app::{error::AppError, flash::NOTICE_HEADER};
use axum::{
    Json,
    body::Bytes,
    extract::{
        Multipart,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use domain::{
    Db, FieldError,
    document::{
        clean_name,
        upload::{self, ReceivedFile, Ticket},
    },
};
use std::time::Duration;
use tokio::time::timeout;

/// The field with the files, and with what is wrong with them.
pub(super) const FIELD: &str = "file";
/// How long nothing may come.
const IDLE: Duration = Duration::from_secs(60);
/// How much of a refused form is read to its end, so that browsers hear the refusal instead of a broken connection, and for how long.
const DRAINED_BYTES: usize = 250_000_000;
const DRAINED_FOR: Duration = Duration::from_secs(60);

pub(super) type Form = Result<Multipart, MultipartRejection>;

pub(super) fn unreadable() -> AppError {
    AppError::new(400, "The form could not be read. Please reload the page and try again.")
}

/// Waits for more of the form; [`IDLE`] at most.
pub(super) async fn next<T, E>(more: impl Future<Output = Result<T, E>>) -> Result<T, AppError> {
    timeout(IDLE, more).await.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

/// The value of a field that is no file.
pub(super) async fn small_value(mut field: Field<'_>, most_bytes: usize) -> Result<String, AppError> {
    let mut value = Vec::new();
    while let Some(chunk) = next(field.chunk()).await? {
        value.extend_from_slice(&chunk);
        if value.len() > most_bytes {
            return Err(unreadable());
        }
    }
    String::from_utf8(value).map_err(|_| unreadable())
}

/// Reads a refused form to its end, for a while.
pub(super) async fn drain(form: &mut Multipart) {
    let _ = timeout(DRAINED_FOR, drain_all(form)).await;
}

async fn drain_all(form: &mut Multipart) {
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
pub(super) struct Incoming {
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
    pub(super) fn new(db: Db, store: Store, ticket: Ticket) -> Self {
        let writer = Some(store.write(ticket.id()));
        Self { db, store, ticket, writer, received: None, is_closing: false, is_to_be_removed: true }
    }

    pub(super) async fn receive(&mut self, mut field: Field<'_>) -> Result<(), AppError> {
        let name = clean_name(field.file_name().unwrap_or_default());
        let (mut size, mut head) = (0_u64, Vec::with_capacity(kind::HEAD_BYTES));
        while let Some(chunk) = next(field.chunk()).await? {
            size += chunk.len() as u64;
            if size > self.ticket.max_bytes() {
                let megabytes = self.ticket.max_bytes() / 1_000_000;
                return Err(wrong(413, format!("“{name}” is larger than {megabytes} MB.")));
            }
            let missing = kind::HEAD_BYTES - head.len();
            head.extend_from_slice(chunk.get(..missing.min(chunk.len())).unwrap_or_default());
            self.write(chunk).await?;
        }
        if size == 0 {
            return Err(wrong(422, format!("“{name}” is empty.")));
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

    pub(super) fn received(&self) -> Option<ReceivedFile> {
        self.received.clone()
    }

    pub(super) fn keep(mut self) {
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
    let fields = vec![FieldError { field: FIELD.to_owned(), message: sentence.clone() }];
    AppError { fields, ..AppError::new(status, sentence) }
}

/// A browser goes on to a page that says what was done.
pub(super) fn on(page: &str, notice: &str) -> Response {
    let notice: String = url::form_urlencoded::byte_serialize(notice.as_bytes()).collect();
    let mut response = redirect(page);
    if let Ok(notice) = HeaderValue::from_str(&notice) {
        response.headers_mut().insert(NOTICE_HEADER, notice);
    }
    response
}

/// A browser goes back to the page of the form, with the error where [`crate::forms`] looks for it.
pub(super) fn back(page: &str, error: &AppError, fragment: &str) -> Response {
    let join = if page.contains('?') { '&' } else { '?' };
    match serde_json::to_vec(error) {
        Ok(json) => redirect(&format!("{page}{join}__err={}{fragment}", URL_SAFE.encode(json))),
        Err(_) => redirect(page),
    }
}

/// A program gets the error as it is.
pub(super) fn refused(error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error)).into_response()
}

fn redirect(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

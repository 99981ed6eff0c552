//! Reading a form with files as it comes: fields first, then files, each of them on its way to the store at once.

use super::kind;
use crate::{
    AppState,
    storage::{Store, StoreError, Writer},
    words::say,
};
use app::{
    error::{AppError, FieldProblem},
    words::language,
};
use axum::{
    body::Bytes,
    extract::{
        Multipart,
        multipart::{Field, MultipartRejection},
    },
};
use domain::{
    Db, Error,
    document::{
        clean_name,
        upload::{self, ReceivedFile, Ticket},
    },
};
use std::time::Duration;
use tokio::time::timeout;

/// The field with the files, and with what is wrong with them.
pub(super) const FIELD: &str = "file";
/// Longest value of a field that is no file.
pub(super) const MAX_VALUE_BYTES: usize = 200;
/// How long nothing may come.
const IDLE: Duration = Duration::from_secs(60);
/// How much of a refused form is read to its end, so that browsers hear the refusal instead of a broken connection, and for how long.
const DRAINED_BYTES: usize = 250_000_000;
/// The same for a form from somebody who is not in.
const DRAINED_BYTES_OF_STRANGERS: usize = 1_000_000;
const DRAINED_FOR: Duration = Duration::from_secs(60);

pub(super) type Form = Result<Multipart, MultipartRejection>;

/// What a form with files is about, as far as it has been read.
pub(super) trait About {
    /// Most files that it may hold.
    const MAX_FILES: usize;

    /// Longest value of this field.
    fn most_bytes(_field: &str) -> usize {
        MAX_VALUE_BYTES
    }

    /// Takes a field that is no file. Those that count for the files stand before them.
    fn say(&mut self, field: &str, value: String) -> Result<(), AppError>;

    /// The right to store one more file.
    async fn ticket(&self, db: &Db) -> Result<Ticket, AppError>;
}

/// Reads a form to its end. Its files are in the store then, and go again unless they are kept.
pub(super) async fn receive<A: About>(
    state: &AppState,
    form: Form,
    about: &mut A,
) -> Result<Vec<Incoming>, AppError> {
    let mut form = form.map_err(|_| unreadable())?;
    let outcome = receive_all(state, &mut form, about).await;
    if let Err(error) = &outcome {
        let most = if error.status == 401 { DRAINED_BYTES_OF_STRANGERS } else { DRAINED_BYTES };
        let _ = timeout(DRAINED_FOR, drain(&mut form, most)).await;
    }
    outcome
}

/// The files of a form that was read to its end.
pub(super) fn received(files: &[Incoming]) -> Vec<ReceivedFile> {
    files.iter().filter_map(|file| file.received.clone()).collect()
}

async fn receive_all<A: About>(
    state: &AppState,
    form: &mut Multipart,
    about: &mut A,
) -> Result<Vec<Incoming>, AppError> {
    let mut files = Vec::new();
    while let Some(field) = next(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != FIELD {
            let value = small_value(field, A::most_bytes(&name)).await?;
            about.say(&name, value)?;
        } else if field.file_name().is_some_and(|name| !name.is_empty()) {
            if files.len() >= A::MAX_FILES {
                let sentence = match A::MAX_FILES {
                    1 => say!(language(), "upload-one"),
                    most => say!(language(), "upload-too-many", files = most),
                };
                return Err(Error::field(FIELD, sentence).into());
            }
            let _turn = state.store.turn().await;
            let db = &state.services.db;
            let mut file = Incoming::new(db.clone(), state.store.clone(), about.ticket(db).await?);
            file.receive(field).await?;
            files.push(file);
        }
    }
    Ok(files)
}

pub(super) fn unreadable() -> AppError {
    AppError::new(400, say!(language(), "form-unreadable"))
}

/// Waits for more of the form; [`IDLE`] at most.
async fn next<T, E>(more: impl Future<Output = Result<T, E>>) -> Result<T, AppError> {
    timeout(IDLE, more).await.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

async fn small_value(mut field: Field<'_>, most: usize) -> Result<String, AppError> {
    let mut value = Vec::new();
    while let Some(chunk) = next(field.chunk()).await? {
        value.extend_from_slice(&chunk);
        if value.len() > most {
            return Err(unreadable());
        }
    }
    String::from_utf8(value).map_err(|_| unreadable())
}

async fn drain(form: &mut Multipart, most: usize) {
    let mut left = most;
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
            Some(writer) => writer.write(&chunk).await,
            None => Ok(()),
        }
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
    let fields = vec![FieldProblem { field: FIELD.to_owned(), message: sentence.clone() }];
    AppError { fields, ..AppError::new(status, sentence) }
}

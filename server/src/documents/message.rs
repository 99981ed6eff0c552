//! `POST /portal/messages/send` and `/staff/messages/send`: messages, perhaps with files.
//!
//! Text and files arrive together or not at all. What was typed is not lost with them: it is kept as a draft, and for whoever is not
//! signed in any more it goes with the refusal ([`Typed`]).

use super::{
    id,
    incoming::{About, Form, Incoming, MAX_VALUE_BYTES, receive, received},
    upload::{redirect, refused, with_notice},
    wants_html,
};
use crate::{AppState, forms::MAX_FORM_BYTES, words::say};
use app::{context::RequestFacts, error::AppError, words::language};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    Db,
    document::upload::{self, Purpose, Ticket},
    id::{ClientId, ConversationId, InvoiceId, ProjectId, QuoteId},
    message::{self, MAX_FILES, Paper, Topic},
    session::{ClientViewer, StaffViewer},
};
use serde::Serialize;

pub(super) const PORTAL_PATH: &str = app::conversation::PORTAL_SEND_PATH;
pub(super) const STAFF_PATH: &str = app::conversation::STAFF_SEND_PATH;
/// The list of what waits for a person.
const OVERVIEW: &str = "/portal#for-you";
/// The field with the text.
const BODY: &str = "body";

/// The fields of a refused form as they were typed, for the form layer: it has not read them itself.
#[derive(Clone, Debug)]
pub(crate) struct Typed(pub(crate) Bytes);

/// Sends a message of a person at a client to the company.
pub(super) async fn from_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut said = OfClient {
        facts: &facts,
        client: None,
        project: None,
        paper: None,
        body: String::new(),
        is_from_overview: false,
    };
    let read = receive(&state, form, &mut said).await;
    let outcome = said.send(&state, read).await;
    let page = said.topic().portal_path();
    if said.is_from_overview {
        // The list has several such forms, told apart by their project.
        let mut typed = vec![(BODY, said.body.clone())];
        typed.extend(said.project.map(|id| ("project_id", id.to_string())));
        return answer(outcome, (OVERVIEW, OVERVIEW), &typed, &headers);
    }
    if outcome.is_err() && !said.body.is_empty() {
        // As well as it goes: what the form was refused for may be in the way of this, too.
        if let Ok(ClientViewer { scope, .. }) = facts.client_of_form(said.client) {
            let _ = message::keep_draft(&state.services.db, scope, said.topic(), &said.body).await;
        }
    }
    let form_page = match said.paper {
        Some(Paper::Quote(id)) => format!("{page}?quote={id}"),
        Some(Paper::Invoice(id)) => format!("{page}?invoice={id}"),
        None => page.clone(),
    };
    answer(outcome, (&format!("{page}#newest"), &form_page), &[(BODY, said.body)], &headers)
}

/// Sends a message of staff to a client.
pub(super) async fn from_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut said = OfStaff { facts: &facts, conversation: None, body: String::new() };
    let read = receive(&state, form, &mut said).await;
    let outcome = said.send(&state, read).await;
    if outcome.is_err()
        && !said.body.is_empty()
        && let (Ok(StaffViewer { staff, .. }), Some(id)) = (facts.staff(), said.conversation)
    {
        let _ = message::staff::keep_draft(&state.services.db, staff, id, &said.body).await;
    }
    let page =
        said.conversation.map_or_else(|| "/staff/messages".to_owned(), |id| format!("/staff/messages/{id}"));
    answer(outcome, (&format!("{page}#newest"), &page), &[(BODY, said.body)], &headers)
}

fn most_bytes(field: &str) -> usize {
    if field == BODY { MAX_FORM_BYTES } else { MAX_VALUE_BYTES }
}

/// What the form of a client has said so far.
struct OfClient<'a> {
    facts: &'a RequestFacts,
    client: Option<ClientId>,
    project: Option<ProjectId>,
    paper: Option<Paper>,
    body: String,
    /// Sent from the list of what waits for a person.
    is_from_overview: bool,
}

impl OfClient<'_> {
    fn topic(&self) -> Topic {
        self.project.map_or(Topic::General, Topic::Project)
    }

    async fn send(&self, state: &AppState, read: Result<Vec<Incoming>, AppError>) -> Result<(), AppError> {
        // Who asks comes before what is wrong with the form.
        let scope = &self.facts.client_of_form(self.client)?.scope;
        let files = read?;
        let (db, received) = (&state.services.db, received(&files));
        message::send(db, scope, self.topic(), &self.body, self.paper, &received).await?;
        files.into_iter().for_each(Incoming::keep);
        Ok(())
    }
}

impl About for OfClient<'_> {
    const MAX_FILES: usize = MAX_FILES;

    fn most_bytes(field: &str) -> usize {
        most_bytes(field)
    }

    fn say(&mut self, field: &str, value: String) -> Result<(), AppError> {
        match field {
            BODY => self.body = value,
            "from_overview" => self.is_from_overview = value == "true",
            _ if value.is_empty() => {}
            "client_id" => self.client = Some(id(&value)?),
            "project_id" => self.project = Some(id(&value)?),
            "quote_id" => self.paper = Some(Paper::Quote(id::<QuoteId>(&value)?)),
            "invoice_id" => self.paper = Some(Paper::Invoice(id::<InvoiceId>(&value)?)),
            _ => {}
        }
        Ok(())
    }

    async fn ticket(&self, db: &Db) -> Result<Ticket, AppError> {
        let purpose = Purpose { project_id: self.project, request_id: None };
        Ok(upload::begin(db, &self.facts.client_of_form(self.client)?.scope, purpose).await?)
    }
}

/// What the form of staff has said so far.
struct OfStaff<'a> {
    facts: &'a RequestFacts,
    conversation: Option<ConversationId>,
    body: String,
}

impl OfStaff<'_> {
    async fn send(&self, state: &AppState, read: Result<Vec<Incoming>, AppError>) -> Result<(), AppError> {
        let staff = &self.facts.staff()?.staff;
        let files = read?;
        let id = self.conversation.ok_or_else(AppError::not_found)?;
        message::staff::answer(&state.services.db, staff, id, &self.body, &received(&files)).await?;
        files.into_iter().for_each(Incoming::keep);
        Ok(())
    }
}

impl About for OfStaff<'_> {
    const MAX_FILES: usize = MAX_FILES;

    fn most_bytes(field: &str) -> usize {
        most_bytes(field)
    }

    fn say(&mut self, field: &str, value: String) -> Result<(), AppError> {
        match field {
            BODY => self.body = value,
            "conversation_id" => self.conversation = Some(id(&value)?),
            _ => {}
        }
        Ok(())
    }

    async fn ticket(&self, db: &Db) -> Result<Ticket, AppError> {
        let staff = &self.facts.staff()?.staff;
        let conversation = self.conversation.ok_or_else(AppError::not_found)?;
        Ok(upload::begin_in(db, staff, conversation).await?)
    }
}

/// Where the message is, for programs.
#[derive(Serialize)]
struct Sent {
    page: String,
}

/// To the message, or back to the form with what was typed.
fn answer(
    outcome: Result<(), AppError>,
    (page, form_page): (&str, &str),
    typed: &[(&str, String)],
    headers: &HeaderMap,
) -> Response {
    match outcome {
        Ok(()) if wants_html(headers) => with_notice(redirect(page), &say!(language(), "message-sent")),
        Ok(()) => {
            let sent = (StatusCode::CREATED, Json(Sent { page: page.to_owned() })).into_response();
            with_notice(sent, &say!(language(), "message-sent"))
        }
        Err(error) => {
            let mut response = refused(error, form_page, "write", headers);
            let typed = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
            response.extensions_mut().insert(Typed(typed.into()));
            response
        }
    }
}

//! Papers as PDF files: who may have one, what it says, and the answer that carries it.

pub(crate) mod content;
mod templates;

pub use templates::TemplatesError;
pub(crate) use templates::typesetter;

use crate::{
    AppState, disposition::disposition, payment_routes, routes::Routes, staff_routes::Refusal, words::say,
};
use app::{context::RequestFacts, error::AppError, words::language};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
    routing::get,
};
use chrono::Utc;
use domain::{paper, paper::Reader};
use pdf::{Letterhead, Paper, Typesetter};
use std::{collections::HashMap, time::Instant};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Papers that are typeset at a time: each keeps a core busy, and pages must not wait for them.
const AT_A_TIME: usize = 2;
static PERMITS: Semaphore = Semaphore::const_new(AT_A_TIME);

/// Adds the routes; they stand behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    routes
        .add("/portal/quotes/{id}/quote.pdf", get(portal_quote))
        .add("/portal/quotes/{id}/approval.pdf", get(portal_approval))
        .add("/portal/invoices/{id}/invoice.pdf", get(portal_invoice))
        .add("/portal/receipts/{id}/receipt.pdf", get(portal_receipt))
        .add("/portal/statement.pdf", get(portal_statement))
        .add("/staff/quotes/{id}/quote.pdf", get(staff_quote))
        .add("/staff/quotes/{id}/approval.pdf", get(staff_approval))
}

type Asked = (State<AppState>, Extension<RequestFacts>, Path<String>);

async fn portal_quote((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    quote(&state, &facts, Reader::Client(&facts.client()?.scope), &id).await
}

async fn staff_quote((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    quote(&state, &facts, Reader::Staff(&facts.staff()?.staff), &id).await
}

async fn portal_approval((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    approval(&state, &facts, Reader::Client(&facts.client()?.scope), &id).await
}

async fn staff_approval((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    approval(&state, &facts, Reader::Staff(&facts.staff()?.staff), &id).await
}

async fn quote(
    state: &AppState,
    facts: &RequestFacts,
    reader: Reader<'_>,
    id: &str,
) -> Result<Response, Refusal> {
    let today = facts.visit.company.today(Utc::now());
    let found = paper::quote(&state.services.db, reader, parse(id)?, today).await?;
    let name = say!(language(), "paper-quote", number = content::numbered(&found.quote));
    let paper = content::quote(&found);
    answer(state, &name, content::letterhead(found.letterhead), paper).await
}

async fn approval(
    state: &AppState,
    facts: &RequestFacts,
    reader: Reader<'_>,
    id: &str,
) -> Result<Response, Refusal> {
    let found = paper::approval(&state.services.db, reader, parse(id)?).await?;
    let name = say!(language(), "paper-approval", number = content::numbered(&found.quote));
    let paper = content::approval(&found, facts.visit.company.time_zone);
    answer(state, &name, content::letterhead(found.letterhead), paper).await
}

async fn portal_invoice((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    let today = facts.visit.company.today(Utc::now());
    let reader = Reader::Client(&facts.client()?.scope);
    let found = paper::invoice(&state.services.db, reader, parse(&id)?, today).await?;
    let name = say!(language(), "paper-invoice", number = found.invoice.summary.number.as_str());
    let paper = content::invoice(&found);
    answer(&state, &name, content::letterhead(found.letterhead), paper).await
}

async fn portal_receipt((State(state), Extension(facts), Path(id)): Asked) -> Result<Response, Refusal> {
    let reader = Reader::Client(&facts.client()?.scope);
    let found = paper::receipt(&state.services.db, reader, parse(&id)?).await?;
    let day = found.payment.paid_on.to_string();
    let name = say!(language(), "paper-receipt", number = found.invoice_number.as_str(), day = day);
    let paper = content::receipt(&found);
    answer(&state, &name, content::letterhead(found.letterhead), paper).await
}

/// For the days of the page's address.
async fn portal_statement(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Refusal> {
    let period = payment_routes::period(&query, &facts);
    let found = paper::statement(&state.services.db, &facts.client()?.scope, period).await?;
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let name = say!(language(), "paper-statement", from = from, to = to);
    let paper = content::statement(&found.statement);
    answer(&state, &name, content::letterhead(found.letterhead), paper).await
}

/// What is no id is not found.
fn parse<Id: From<Uuid>>(text: &str) -> Result<Id, AppError> {
    text.parse::<Uuid>().map(Id::from).map_err(|_| AppError::not_found())
}

/// The paper as a download; always an attachment, so that no browser has to know what to do with it inside the portal.
async fn answer<P: Paper + Send + 'static>(
    state: &AppState,
    name: &str,
    letterhead: Letterhead,
    paper: P,
) -> Result<Response, Refusal> {
    let bytes = typeset(state.typesetter.clone(), letterhead, paper).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", &format!("{name}.pdf"))),
    ];
    Ok((headers, bytes).into_response())
}

pub(crate) async fn typeset<P: Paper + Send + 'static>(
    typesetter: Typesetter,
    letterhead: Letterhead,
    paper: P,
) -> Result<Vec<u8>, domain::Error> {
    let _permit = PERMITS.acquire().await.map_err(domain::Error::internal)?;
    let began = Instant::now();
    let done = tokio::task::spawn_blocking(move || typesetter.typeset(&letterhead, &paper)).await;
    let bytes = done.map_err(domain::Error::internal)?.map_err(domain::Error::internal)?;
    tracing::debug!(milliseconds = began.elapsed().as_millis(), bytes = bytes.len(), "typeset a paper");
    Ok(bytes)
}

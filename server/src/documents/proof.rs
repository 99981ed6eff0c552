//! `POST /portal/payments/report-transfer`: the word of a client that it has paid, with or without a file that shows it; and that file
//! for the client and for staff.

use super::{
    AsTyped, client,
    download::{answer as answer_file, is_continued, save, show},
    id,
    incoming::{FIELD, Form, Incoming, back, drain, next, on, refused, small_value, unreadable},
    wants_html,
};
use crate::{AppState, staff_routes};
use app::{context::RequestFacts, error::AppError, portal::paying::read_ids};
use axum::{
    Extension, Json,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::Utc;
use domain::{
    Error,
    actor::ClientScope,
    document::upload,
    id::PaymentAttemptId,
    payment::{self, NewPayment, Provider, Started, proof},
};
use serde::Serialize;

/// Longest value of a field that is no file: the ids of the invoices, or a note that is far too long and is told so.
const MAX_VALUE_BYTES: usize = 16 * 1024;
const THANKS: &str = "Thank you. We will tell you as soon as the money has arrived.";

/// What was typed beside the file.
#[derive(Default)]
struct Typed {
    invoices: String,
    amount: String,
    paid_on: String,
    note: String,
}

impl Typed {
    fn take(&mut self, name: &str, value: String) {
        match name {
            "invoices" => self.invoices = value,
            "amount" => self.amount = value,
            "paid_on" => self.paid_on = value,
            "note" => self.note = value,
            _ => {}
        }
    }

    /// As a form without a file would have sent it, for the page that shows it again.
    fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("amount", &self.amount)
            .append_pair("paid_on", &self.paid_on)
            .append_pair("note", &self.note)
            .finish()
    }
}

/// A payment that was begun, for programs.
#[derive(Serialize)]
struct Reported {
    id: PaymentAttemptId,
}

pub(super) async fn report(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let mut typed = Typed::default();
    let outcome = async {
        let scope = client(&facts)?;
        take(&state, scope, &facts, form, &mut typed).await
    };
    match outcome.await {
        Ok(id) if wants_html(&headers) => on(&format!("/portal/payments/{id}#main"), THANKS),
        Ok(id) => (StatusCode::CREATED, Json(Reported { id })).into_response(),
        Err(error) if wants_html(&headers) => {
            // The form is on the page of an invoice and on that of several.
            let referer = headers.get(header::REFERER).and_then(|page| page.to_str().ok());
            let mut response = back(referer.unwrap_or("/portal/invoices"), &error, "");
            response.extensions_mut().insert(AsTyped(typed.encoded()));
            response
        }
        Err(error) => refused(error),
    }
}

async fn take(
    state: &AppState,
    scope: &ClientScope,
    facts: &RequestFacts,
    form: Form,
    typed: &mut Typed,
) -> Result<PaymentAttemptId, AppError> {
    let mut form = form.map_err(|_| unreadable())?;
    let file = match receive(state, scope, &mut form, typed).await {
        Ok(file) => file,
        Err(error) => {
            drain(&mut form).await;
            return Err(error);
        }
    };
    let wanted = NewPayment {
        invoices: read_ids(&typed.invoices)?,
        amount: typed.amount.clone(),
        paid_on: typed.paid_on.trim().parse().ok(),
        note: typed.note.clone(),
        proof: file.as_ref().and_then(Incoming::received),
    };
    let (services, now) = (&state.services, Utc::now());
    let (by, today) = (Provider::BankTransfer, facts.visit.company.today(now));
    let Started { id, .. } =
        payment::start(&services.db, scope, &services.payments, by, &wanted, today, now).await?;
    if let Some(file) = file {
        file.keep();
    }
    Ok(id)
}

/// Reads the form to its end; the bytes of its file are in the store then.
async fn receive(
    state: &AppState,
    scope: &ClientScope,
    form: &mut Multipart,
    typed: &mut Typed,
) -> Result<Option<Incoming>, AppError> {
    let mut received = None;
    while let Some(field) = next(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != FIELD {
            let value = small_value(field, MAX_VALUE_BYTES).await?;
            typed.take(&name, value);
        } else if field.file_name().is_some_and(|name| !name.is_empty()) {
            if received.is_some() {
                return Err(Error::field(FIELD, "Choose one file.").into());
            }
            let _turn = state.store.turn().await;
            let db = &state.services.db;
            let ticket = upload::begin_proof(db, scope).await?;
            let mut file = Incoming::new(db.clone(), state.store.clone(), ticket);
            file.receive(field).await?;
            received = Some(file);
        }
    }
    Ok(received)
}

type Asked = (State<AppState>, Extension<RequestFacts>, Path<String>, HeaderMap);

pub(super) async fn by_client((state, facts, of, headers): Asked) -> Response {
    let outcome = async {
        let (db, scope, id) = (&state.services.db, client(&facts)?, id(&of)?);
        // The parts after the first belong to the same download.
        let file = if is_continued(&headers) {
            proof::open(db, scope, id).await?
        } else {
            proof::download(db, scope, id).await?
        };
        save(&state.store, &file, &headers).await
    };
    answer_file(outcome.await, &state, &headers).await
}

pub(super) async fn preview_by_client((state, facts, of, headers): Asked) -> Response {
    let outcome = async {
        let file = proof::open(&state.services.db, client(&facts)?, id(&of)?).await?;
        show(&state.store, &file, &headers).await
    };
    answer_file(outcome.await, &state, &headers).await
}

pub(super) async fn by_staff((state, facts, of, headers): Asked) -> Response {
    let outcome = async {
        let file = proof::open_for(&state.services.db, staff_routes::staff(&facts)?, id(&of)?).await?;
        save(&state.store, &file, &headers).await
    };
    answer_file(outcome.await, &state, &headers).await
}

pub(super) async fn preview_by_staff((state, facts, of, headers): Asked) -> Response {
    let outcome = async {
        let file = proof::open_for(&state.services.db, staff_routes::staff(&facts)?, id(&of)?).await?;
        show(&state.store, &file, &headers).await
    };
    answer_file(outcome.await, &state, &headers).await
}

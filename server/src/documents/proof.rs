//! `POST /portal/payments/report-transfer`: the word of a client that it has paid, with or without a file that shows it.

use super::{
    Typed,
    incoming::{About, Form, Incoming, receive, received},
    upload::{redirect, refused, with_notice},
    wants_html,
};
use crate::{AppState, words::say};
use app::{context::RequestFacts, error::AppError, portal::paying::read_ids, words::language};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::Utc;
use domain::{
    Db,
    access_preset::Section,
    document::upload::{self, Ticket},
    id::PaymentAttemptId,
    payment::{self, NewPayment, Provider, Started},
};
use serde::Serialize;

/// Longest value of a field that is no file: the ids of the invoices, or a note that is far too long and is told so.
const MAX_VALUE_BYTES: usize = 16 * 1024;

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
    let mut said = Said {
        facts: &facts,
        invoices: String::new(),
        amount: String::new(),
        paid_on: String::new(),
        note: String::new(),
    };
    let read = receive(&state, form, &mut said).await;
    match said.begin(&state, read).await {
        Ok(id) if wants_html(&headers) => {
            let thanks = say!(language(), "payment-thanks");
            with_notice(redirect(&format!("/portal/payments/{id}#main")), &thanks)
        }
        Ok(id) => (StatusCode::CREATED, Json(Reported { id })).into_response(),
        Err(error) => {
            // The form is on the page of an invoice and on that of several.
            let page = headers.get(header::REFERER).and_then(|page| page.to_str().ok());
            let mut response = refused(error, page.unwrap_or("/portal/invoices"), "pay", &headers);
            response.extensions_mut().insert(said.typed());
            response
        }
    }
}

/// What the form has said so far.
struct Said<'a> {
    facts: &'a RequestFacts,
    invoices: String,
    amount: String,
    paid_on: String,
    note: String,
}

impl Said<'_> {
    async fn begin(
        &self,
        state: &AppState,
        read: Result<Vec<Incoming>, AppError>,
    ) -> Result<PaymentAttemptId, AppError> {
        // Who asks comes before what is wrong with the form.
        let scope = &self.facts.client()?.scope;
        scope.require(Section::Invoices)?;
        let files = read?;
        let wanted = NewPayment {
            invoices: read_ids(&self.invoices)?,
            amount: self.amount.clone(),
            language: language(),
            paid_on: self.paid_on.trim().parse().ok(),
            note: self.note.clone(),
            proof: received(&files).into_iter().next(),
        };
        let (services, now) = (&state.services, Utc::now());
        let (by, today) = (Provider::BankTransfer, self.facts.visit.company.today(now));
        let Started { id, .. } =
            payment::start(&services.db, scope, &services.payments, by, &wanted, today, now).await?;
        files.into_iter().for_each(Incoming::keep);
        Ok(id)
    }

    /// As a form without a file would have sent it, for the page that shows it again.
    fn typed(&self) -> Typed {
        let fields = [("amount", &self.amount), ("paid_on", &self.paid_on), ("note", &self.note)];
        let typed = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Typed(typed.into())
    }
}

impl About for Said<'_> {
    const MAX_FILES: usize = 1;

    fn most_bytes(_field: &str) -> usize {
        MAX_VALUE_BYTES
    }

    fn say(&mut self, field: &str, value: String) -> Result<(), AppError> {
        match field {
            "invoices" => self.invoices = value,
            "amount" => self.amount = value,
            "paid_on" => self.paid_on = value,
            "note" => self.note = value,
            _ => {}
        }
        Ok(())
    }

    async fn ticket(&self, db: &Db) -> Result<Ticket, AppError> {
        Ok(upload::begin_proof(db, &self.facts.client()?.scope).await?)
    }
}

//! Streams for the pages on which somebody waits for money: of one payment and of one invoice.

use super::{Look, Snapshot, answer};
use crate::{AppState, routes::Routes, staff_routes::Refusal};
use app::{context::RequestFacts, error::AppError, money_watch::MoneySnapshot, portal};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use axum_extra::extract::CookieJar;
use chrono::Utc;
use domain::{
    Db, Error,
    id::{InvoiceId, PaymentAttemptId},
    invoice, payment,
    session::{Viewer, Visit},
};
use uuid::Uuid;

/// Adds the routes; they stand behind the session check.
pub(super) fn add_to(routes: Routes) -> Routes {
    routes
        .add("/portal/payments/{id}/events", get(of_payment))
        .add("/portal/invoices/{id}/events", get(of_invoice))
}

impl Snapshot for MoneySnapshot {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// What somebody waits for.
#[derive(Clone, Copy)]
enum Awaited {
    Payment(PaymentAttemptId),
    Invoice(InvoiceId),
}

type Asked = (State<AppState>, Extension<RequestFacts>, Path<String>, CookieJar);

async fn of_payment((state, facts, Path(id), jar): Asked) -> Result<Response, Refusal> {
    let id: Uuid = id.parse().map_err(|_| AppError::not_found())?;
    stream(&state.0, &facts.0, &jar, Awaited::Payment(id.into())).await
}

async fn of_invoice((state, facts, Path(id), jar): Asked) -> Result<Response, Refusal> {
    let id: Uuid = id.parse().map_err(|_| AppError::not_found())?;
    stream(&state.0, &facts.0, &jar, Awaited::Invoice(id.into())).await
}

async fn stream(
    state: &AppState,
    facts: &RequestFacts,
    jar: &CookieJar,
    awaited: Awaited,
) -> Result<Response, Refusal> {
    let client = match &facts.visit.viewer {
        Viewer::Client(viewer) => viewer.scope.client_id(),
        Viewer::Staff(_) => return Err(AppError::not_found().into()),
        Viewer::SignedOut(because) => {
            return Err(AppError::from(*because).into());
        }
    };
    // Before the first look, so that nothing falls in between.
    let seat = state.bells.take_seat(client.0)?;
    let db = state.services.db.clone();
    let first = look(&db, &facts.visit, awaited).await?.ok_or_else(AppError::not_found)?;
    let look: Look<MoneySnapshot> = Box::new(move |visit| {
        let db = db.clone();
        Box::pin(async move { look(&db, &visit, awaited).await })
    });
    Ok(answer(state, facts, jar, seat, first, look))
}

/// `None` for who is not at a client any more, and for what is not there for this person.
async fn look(db: &Db, visit: &Visit, awaited: Awaited) -> domain::Result<Option<MoneySnapshot>> {
    let Viewer::Client(viewer) = &visit.viewer else { return Ok(None) };
    let found = match awaited {
        Awaited::Payment(id) => {
            payment::state(db, &viewer.scope, id).await.map(portal::payment_page::snapshot)
        }
        Awaited::Invoice(id) => {
            let today = visit.company.today(Utc::now());
            let summary = invoice::summary(db, &viewer.scope, id, today).await;
            summary.map(|summary| portal::invoice_page::snapshot(&summary))
        }
    };
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

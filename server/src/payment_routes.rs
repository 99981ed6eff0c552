//! What the client's payments ask for besides pages: the way on to the provider's page, and the statement as CSV.

use crate::{AppState, routes::Routes, staff_routes::Refusal, words::say};
use app::{context::RequestFacts, error::AppError, words::language};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use chrono::Utc;
use domain::{
    csv::line,
    id::PaymentAttemptId,
    payment,
    statement::{self, CSV_HEADER, Period},
};
use std::collections::HashMap;
use url::Url;

/// Adds the routes; they stand behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    routes.add("/portal/payments/{id}/checkout", get(checkout)).add("/portal/statement.csv", get(statement))
}

/// Leads on to the page on which this payment is made.
async fn checkout(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let scope = &facts.client()?.scope;
    let id: PaymentAttemptId = id.parse().map_err(|_| AppError::not_found())?;
    let url = payment::checkout_url(&state.services.db, scope, id, Utc::now()).await?;
    // Parsed, it is fit for a header whatever the provider wrote.
    let url = Url::parse(&url).map_err(|_| AppError::not_found())?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, String::from(url))]).into_response())
}

/// `/portal/statement.csv`, for the days of the page's address.
async fn statement(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Refusal> {
    let period = period(&query, &facts);
    let statement = statement::view(&state.services.db, &facts.client()?.scope, period).await?.whole()?;
    let body: String = line(CSV_HEADER) + &statement.csv_rows().iter().map(line).collect::<String>();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let name = say!(language(), "statement-csv", from = from, to = to);
    let name = format!("attachment; filename=\"{name}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// The days that the address of a statement names.
pub(crate) fn period(query: &HashMap<String, String>, facts: &RequestFacts) -> Period {
    let day = |name: &str| query.get(name).map(String::as_str);
    Period::read(day("from"), day("to"), facts.visit.company.today(Utc::now()))
}

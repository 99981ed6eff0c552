//! What staff's pages ask for besides pages: lists as CSV, and taking a file.

use crate::{AppState, activity_csv, logo_upload, routes::Routes, run_results};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::id::RunId;
use uuid::Uuid;

/// Adds the routes; they stand behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    routes
        .add("/staff/bulk-invitations/{id}/results.csv", get(results))
        .add("/staff/activity.csv", get(activity_csv::download))
        .add("/staff/company/logo", post(logo_upload::upload))
}

async fn results(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(run_results::csv(&state.services.db, &facts.staff()?.staff, run_id(&id)?).await?)
}

/// What is no id is not found.
pub(crate) fn run_id(text: &str) -> Result<RunId, AppError> {
    text.parse::<Uuid>().map(RunId).map_err(|_| AppError::not_found())
}

/// A refusal for a program or a download: its status and its sentence.
#[derive(Debug)]
pub(crate) struct Refusal(AppError);

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, self.0.message).into_response()
    }
}

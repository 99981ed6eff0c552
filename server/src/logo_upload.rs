//! `POST /staff/company/logo`: the one form with a file, which a server function cannot take. It answers as they do.

use crate::AppState;
use app::{context::RequestFacts, error::AppError, flash::NOTICE_HEADER};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use domain::{Error, actor::Policy, company::settings};

/// Where the form is.
const PAGE: &str = "/staff/company";
/// The form's field.
const FIELD: &str = "logo";

/// Takes a new logo.
pub async fn upload(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match take(&state, &facts, form).await {
        Ok(()) => {
            let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, PAGE)]).into_response();
            response.headers_mut().insert(NOTICE_HEADER, HeaderValue::from_static("The+logo+is+saved."));
            response
        }
        Err(error) => refuse(&error, &headers),
    }
}

async fn take(
    state: &AppState,
    facts: &RequestFacts,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(), AppError> {
    let staff = &facts.staff()?.staff;
    // Before the file is read.
    staff.require(Policy::ManageCompany)?;
    let picture = picture(form).await?;
    settings::set_logo(&state.services.db, staff, Some(&picture)).await?;
    Ok(())
}

async fn picture(form: Result<Multipart, MultipartRejection>) -> Result<Bytes, AppError> {
    let unreadable =
        || AppError::new(400, "The form could not be read. Please reload the page and try again.");
    let mut form = form.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some(FIELD) {
            return field.bytes().await.map_err(|_| unreadable());
        }
    }
    Err(Error::field(FIELD, "Choose a picture.").into())
}

/// Browsers go back to the form, with the error where [`crate::forms`] looks for it; programs get it as it is.
fn refuse(error: &AppError, headers: &HeaderMap) -> Response {
    let wants_html = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    match serde_json::to_vec(error) {
        Ok(json) if wants_html => {
            let location = format!("{PAGE}?__err={}", URL_SAFE.encode(json));
            (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
        }
        _ => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
}

//! `/account/picture`: taking a picture of oneself, and showing it.

use crate::{AppState, forms, staff_routes::Refusal, words::say};
use app::{context::RequestFacts, error::AppError};
use axum::{
    Extension, Json,
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use domain::{
    Error,
    id::PictureId,
    picture::{self, CONTENT_TYPE, FIELD, MAX_BYTES},
    session::Viewer,
    user::Oneself,
};

/// Where the form posts to.
pub const PATH: &str = "/account/picture";
/// Largest form that is read: the picture, and what a form puts around it.
pub const MAX_FORM_BYTES: usize = MAX_BYTES + 64 * 1024;
/// The id changes with the picture, and nobody but its owner may keep it.
const CACHING: &str = "private, max-age=31536000, immutable";

/// One's own picture.
pub(crate) async fn show(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PictureId = id.parse().map_err(|_| AppError::not_found())?;
    let content = picture::get(&state.services.db, &oneself(&facts)?, id).await?;
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, CACHING)];
    Ok((headers, content).into_response())
}

/// Takes a new one.
pub(crate) async fn upload(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let page = match facts.visit.viewer {
        Viewer::Staff(_) => "/staff/profile",
        Viewer::Client(_) | Viewer::SignedOut(_) => "/portal/profile",
    };
    match take(&state, &facts, form).await {
        Ok(()) => {
            let location = format!("{page}#main");
            let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
            forms::put_notice(response.headers_mut(), &say!(facts.language, "picture-saved"));
            response
        }
        Err(error) => refuse(&error, page, &headers),
    }
}

async fn take(
    state: &AppState,
    facts: &RequestFacts,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(), AppError> {
    // Before the file is read.
    let oneself = oneself(facts)?;
    let unreadable = || AppError::new(400, say!(facts.language, "form-unreadable"));
    let mut form = form.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some(FIELD) {
            let bytes = field.bytes().await.map_err(|_| unreadable())?;
            if bytes.is_empty() {
                break;
            }
            return Ok(picture::set(&state.services.db, &oneself, bytes.into()).await?);
        }
    }
    Err(Error::field(FIELD, say!(facts.language, "picture-missing")).into())
}

fn oneself(facts: &RequestFacts) -> Result<Oneself, AppError> {
    match &facts.visit.viewer {
        Viewer::Client(viewer) => Ok(Oneself::from(&viewer.scope)),
        Viewer::Staff(viewer) => Ok(Oneself::try_from(&viewer.staff)?),
        Viewer::SignedOut(because) => Err((*because).into()),
    }
}

/// Browsers go back to the form, with the error where [`crate::forms`] looks for it; programs get it as it is.
fn refuse(error: &AppError, page: &str, headers: &HeaderMap) -> Response {
    let wants_html = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    match serde_json::to_vec(error) {
        Ok(json) if wants_html => {
            let location = format!("{page}?__err={}", URL_SAFE.encode(json));
            (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
        }
        _ => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
}

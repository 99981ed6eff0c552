//! The page for failures that come before any page can be made: the database is away, a form from another site.

use crate::{AppState, page_context};
use app::{error::AppError, page::retry_headers, shell};
use axum::{
    body::Body,
    http::{Request, StatusCode},
    response::Response,
};
use leptos::{nonce::Nonce, prelude::provide_context};

/// The error page, rendered by the same code as every page, but without session and database.
pub async fn render(state: &AppState, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let in_page = page_context(state);
    let options = state.leptos.clone();
    // The page is made in a task of its own.
    let language = app::words::language();
    let context = move || {
        in_page();
        provide_context(language);
        provide_context(error.clone());
    };
    let page = leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
    // No request is left to take the nonce from; `headers::protect` finds this one with the answer.
    let nonce = Nonce::new();
    let mut request = Request::new(Body::empty());
    request.extensions_mut().insert(nonce.clone());
    let mut response = page(request).await;
    response.extensions_mut().insert(nonce);
    *response.status_mut() = status;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().extend(retry_headers());
    }
    response
}

//! The company's colour and logo.

use crate::AppState;
use app::context::RequestFacts;
use axum::{
    Extension,
    extract::State,
    http::{HeaderName, header},
    response::{IntoResponse, Redirect, Response},
};

/// Its address changes with the settings, so browsers may keep it.
const CACHING: &str = "public, max-age=86400";

/// One custom property; the design system derives the rest.
pub async fn stylesheet(Extension(facts): Extension<RequestFacts>) -> Response {
    let css = format!(":root {{ --brand: {}; }}\n", facts.visit.company.brand_color);
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, CACHING)], css)
        .into_response()
}

/// Mails show the logo wherever they are read, which is mostly on another site.
const SHARED: (HeaderName, &str) = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");

/// The company's logo, or ours until there is one.
pub async fn logo(State(state): State<AppState>) -> Response {
    match domain::company::logo(&state.services.db).await {
        Ok(Some((content_type, bytes))) => {
            let headers =
                [(header::CONTENT_TYPE, content_type.as_str()), (header::CACHE_CONTROL, CACHING), SHARED];
            (headers, bytes).into_response()
        }
        Ok(None) => Redirect::temporary("/logo.svg").into_response(),
        Err(error) => crate::error_page::render(&state, error.into()).await,
    }
}

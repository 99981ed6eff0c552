//! The stylesheet of pages that stand alone, apart from the portal's own: the API's description, and kept mails.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// Where it is; from our own address, as the Content-Security-Policy wants it.
pub(crate) const STYLESHEET_PATH: &str = "/plain.css";
const STYLESHEET: &str = include_str!("../templates/plain.css");
/// It may be kept for an hour: pages name it without a hash.
const CACHING: &str = "public, max-age=3600";

/// The stylesheet.
pub(crate) async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, CACHING)], STYLESHEET)
        .into_response()
}

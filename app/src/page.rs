//! How a page is made: an async function that loads and returns a view, or an error that becomes the error page.

use crate::{
    context,
    error::{AppError, RETRY_SECONDS},
    layout::ErrorPage,
};
use http::{HeaderName, HeaderValue, header};
use leptos::{either::Either, prelude::*};
use leptos_axum::ResponseOptions;
use std::future::Future;

/// The headers of a 503: for programs when to try again, and for browsers to do so by themselves.
#[must_use]
pub fn retry_headers() -> [(HeaderName, HeaderValue); 2] {
    [header::RETRY_AFTER, header::REFRESH].map(|name| (name, HeaderValue::from(RETRY_SECONDS)))
}

/// Renders what `load` brings. Signed out leads to the sign-in page, which says why and comes back here.
pub fn page<V: IntoView + 'static>(
    load: impl Future<Output = Result<V, AppError>> + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        match load.await {
            Ok(view) => Either::Left(view),
            Err(error) => Either::Right(error_page(error)),
        }
    })
}

fn error_page(error: AppError) -> impl IntoView {
    if error.status == 401 {
        let here = context::here().unwrap_or_default();
        let next: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
        lead_to(&format!("/login?next={next}"));
    } else if let Some(options) = use_context::<ResponseOptions>()
        && let Ok(status) = http::StatusCode::from_u16(error.status)
    {
        options.set_status(status);
        if status == http::StatusCode::SERVICE_UNAVAILABLE {
            for (name, value) in retry_headers() {
                options.insert_header(name, value);
            }
        }
    }
    view! { <ErrorPage status=error.status message=error.message/> }
}

/// Answers a page with a redirect, whatever the browser accepts.
pub fn lead_to(path: &str) {
    if let (Some(options), Ok(location)) =
        (use_context::<ResponseOptions>(), http::HeaderValue::from_str(path))
    {
        options.insert_header(http::header::LOCATION, location);
        options.set_status(http::StatusCode::SEE_OTHER);
    }
}

/// For the router's fallback: no such address.
pub fn not_found() -> impl IntoView {
    error_page(AppError::not_found())
}

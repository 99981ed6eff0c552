//! Changes from other sites are refused (SPEC section 9; OWASP ASVS 5.0, 3.5).
//!
//! A browser says where a request comes from in `Sec-Fetch-Site`, and before that in `Origin`; neither can be set by a page.
//! The JSON API takes no cookies and so needs no such guard.

use crate::{AppState, error_page, session};
use app::{
    error::AppError,
    words::{answer_in, layers},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};

/// Refuses what could change something and was not sent by our own pages.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Server functions are for changes: their address answers to nothing but POST.
    if path.starts_with("/fn/") && request.method() != Method::POST {
        return error_page::render(&state, AppError::new(405, "This address only takes forms.")).await;
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_same_origin(request.headers(), &state.services.public_url) {
        next.run(request).await
    } else {
        let language = session::asked_for(&request).unwrap_or_default();
        answer_in(language, async {
            error_page::render(&state, AppError::new(403, layers::form_from_elsewhere())).await
        })
        .await
    }
}

fn is_same_origin(headers: &HeaderMap, public_url: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN).map(header::HeaderValue::to_str) {
        // No browser of today sends a form without either header; a program that does so carries no victim's cookies.
        None => true,
        Some(Ok(origin)) => origin == public_url || is_host_of(origin, headers),
        Some(Err(_)) => false,
    }
}

/// For people who reach the server by another name than PORTAL_PUBLIC_URL: the origin is the host that was asked for.
fn is_host_of(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin_host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    matches!((origin_host, host), (Some(origin_host), Some(host)) if origin_host == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_something() {
        let ask = |pairs: &[(&'static str, &'static str)]| {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| {
                    (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
                })
                .collect();
            is_same_origin(&headers, "https://portal.example")
        };
        assert!(ask(&[("sec-fetch-site", "same-origin")]));
        assert!(ask(&[("origin", "https://portal.example")]));
        assert!(ask(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(ask(&[]));
        for foreign in ["same-site", "cross-site", "nonsense", ""] {
            assert!(!ask(&[("sec-fetch-site", foreign), ("origin", "https://portal.example")]), "{foreign}");
        }
        for origin in [
            "https://evil.example",
            "null",
            "https://portal.example.evil.example",
            "http://portal.example",
            "",
        ] {
            assert!(!ask(&[("origin", origin), ("host", "portal.example:3000")]), "{origin}");
        }
    }
}

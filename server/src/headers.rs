//! Headers that protect every answer (SPEC section 9).

use crate::AppState;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};
use std::sync::LazyLock;

use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
};

/// For answers without scripts of their own.
const STRICT_POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const ONE_YEAR: &str = "max-age=31536000; includeSubDomains";

/// Gives the page the nonce that [`protect`] has made for this answer.
pub fn provide_nonce() {
    if let Some(nonce) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Nonce>().cloned()) {
        provide_context(nonce);
    }
}

/// `cargo leptos watch` tells the browser by a socket of its own, on another port, when to reload.
static WATCHES: LazyLock<&str> =
    LazyLock::new(|| if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" });

fn page_policy(nonce: &Nonce, takes_cards: bool) -> Option<HeaderValue> {
    let watches = *WATCHES;
    // The form that starts a card payment is answered with a redirect to Stripe's page, which browsers hold to `form-action`, too.
    let base = if takes_cards {
        STRICT_POLICY.replace("form-action 'self'", "form-action 'self' https://checkout.stripe.com")
    } else {
        STRICT_POLICY.to_owned()
    };
    let policy = format!(
        "{base}; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{watches}"
    );
    HeaderValue::from_str(&policy).ok()
}

/// Around everything.
pub async fn protect(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let caching = caching_of(request.uri().path());
    let mut response = next.run(request).await;
    let nonce = response.extensions().get::<Nonce>().cloned().unwrap_or(nonce);
    let headers = response.headers_mut();
    let is_page =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(policy) = page_policy(&nonce, state.services.payments.takes_cards()).filter(|_| is_page) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    default_to(headers, header::CONTENT_SECURITY_POLICY, STRICT_POLICY);
    default_to(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default_to(headers, header::REFERRER_POLICY, "same-origin");
    default_to(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default_to(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    default_to(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
    );
    if state.services.secure_cookies {
        default_to(headers, header::STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
    let caching = if response.status().is_success() { caching } else { NO_STORE };
    default_to(response.headers_mut(), header::CACHE_CONTROL, caching);
    response
}

const NO_STORE: &str = "no-store";

/// Files under /pkg carry a hash of their content in their names, fonts and icons do not; all else may hold a client's data.
fn caching_of(path: &str) -> &'static str {
    if path.starts_with("/pkg/") {
        "public, max-age=31536000, immutable"
    } else if path.starts_with("/fonts/") || crate::TOP_FILES.contains(&path) {
        "public, max-age=604800"
    } else {
        NO_STORE
    }
}

fn default_to(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

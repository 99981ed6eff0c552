//! The session's cookie.

use domain::token::Token;
use http::HeaderValue;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::time::Duration;

/// Its name. Over https it has the `__Host-` prefix, so that no sister domain can set it (RFC 6265bis, 4.1.3.2).
#[must_use]
pub fn name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// A `Set-Cookie` value; without `max_age` the cookie ends with the browser.
#[must_use]
pub fn set_cookie(name: &str, value: &str, max_age: Option<Duration>, secure: bool) -> Option<HeaderValue> {
    let age = max_age.map_or_else(String::new, |age| format!("; Max-Age={}", age.as_secs()));
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")).ok()
}

/// The value of a cookie that the running request brought.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    let headers = use_context::<http::request::Parts>()?.headers;
    let pairs = headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|v| v.split(';'));
    let value =
        pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name)?.1.to_owned();
    Some(value)
}

/// Adds a cookie to the answer of the running page or server function.
pub fn respond_with(cookie: Option<HeaderValue>) {
    if let (Some(options), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        options.append_header(http::header::SET_COOKIE, cookie);
    }
}

/// Gives the browser the token of its session.
pub fn give(secure: bool, token: &Token, max_age: Option<Duration>) {
    respond_with(set_cookie(name(secure), &token.to_string(), max_age, secure));
}

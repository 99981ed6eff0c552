//! Plain form posts to server functions: statuses for programs, redirects with a flash cookie for browsers.
//!
//! A server function that fails answers a browser with a redirect that carries the error in the address. An address is no place
//! for it (it can be sent to somebody, and reloads), so this layer moves it into a cookie that lives for one page, together with
//! what was typed. Post, redirect, get: reloading never sends a form twice.

use app::{
    context::RequestFacts,
    error::AppError,
    flash::{Flash, NOTICE_HEADER},
    words::layers,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use base64::{
    Engine,
    engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD},
};
use domain::session::Viewer;
use std::time::Duration;
use url::Url;

use crate::{AppState, documents, error_page, picture};

/// Largest form that is read.
///
/// A message that is far too long is told so by its own page, which keeps it; each of its letters may take twelve bytes here.
pub const MAX_FORM_BYTES: usize = 1_536 * 1024;
/// Typed values past this are not kept: browsers drop cookies over 4,096 bytes.
const MAX_FLASH_BYTES: usize = 2_600;
const FLASH_COOKIE: &str = "flash";
const FLASH_LIFE: Duration = Duration::from_secs(120);
/// Keeps the form that was refused because nobody is signed in any more, past the sign-in page and its own forms. It is for the
/// form's page alone, so that whoever signs in instead sees it nowhere else.
const UNSENT_COOKIE: &str = "unsent_form";
const UNSENT_LIFE: Duration = Duration::from_secs(15 * 60);

/// Around every form's target: server functions and signing out.
pub async fn answer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let wants_html = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if documents::UPLOADS.contains(&path.as_str()) {
        let mut response = next.run(request).await;
        // What was typed beside the files, if anything.
        let typed = response.extensions_mut().remove::<documents::Typed>().map(|typed| typed.0);
        let secure = state.services.secure_cookies;
        return if wants_html {
            redirect_with_flash(response, &path, &typed.unwrap_or_default(), secure)
        } else {
            with_news(response, secure)
        };
    }
    let (parts, body) = request.into_parts();
    let most = most_bytes(&parts);
    let Ok(body) = to_bytes(body, most).await else {
        return error_page::render(&state, AppError::new(413, layers::form_too_large())).await;
    };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    if wants_html {
        redirect_with_flash(response, &path, &body, state.services.secure_cookies)
    } else {
        with_its_status(response).await
    }
}

/// A picture may be larger than other forms, from somebody who is in.
fn most_bytes(request: &Parts) -> usize {
    let facts = request.extensions.get::<RequestFacts>();
    let is_in = facts.is_some_and(|facts| !matches!(facts.visit.viewer, Viewer::SignedOut(_)));
    if is_in && request.uri.path() == picture::PATH { picture::MAX_FORM_BYTES } else { MAX_FORM_BYTES }
}

/// An error's own status instead of 500 for all.
async fn with_its_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_FORM_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&body) {
        parts.status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = error.retry_after {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    Response::from_parts(parts, Body::from(body))
}

/// Good news for a page that sent its form by script: it shows them when it is loaded anew.
fn with_news(mut response: Response, secure: bool) -> Response {
    let flash = response.headers_mut().remove(NOTICE_HEADER).and_then(|notice| done(&notice));
    let cookie = flash.as_ref().and_then(write_flash);
    if let Some(cookie) = cookie.and_then(|value| set_cookie(FLASH_COOKIE, "/", &value, FLASH_LIFE, secure)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The good news of a server function's or a handler's header.
fn done(notice: &HeaderValue) -> Option<Flash> {
    let notice = notice.to_str().unwrap_or_default();
    url::form_urlencoded::parse(notice.as_bytes())
        .next()
        .map(|(sentence, _)| Flash::Done(sentence.into_owned()))
}

/// Takes error or good news out of the redirect and into the cookie.
fn redirect_with_flash(mut response: Response, path: &str, body: &Bytes, secure: bool) -> Response {
    let location =
        response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let notice = response.headers_mut().remove(NOTICE_HEADER);
    let Some(location) = location else { return response };
    let (target, error) = take_error(&location);
    let flash = match (error, notice) {
        (Some(error), _) => Some(failed(path, error, body)),
        (None, Some(notice)) => done(&notice),
        (None, None) => None,
    };
    *response.status_mut() = StatusCode::SEE_OTHER;
    *response.body_mut() = Body::empty();
    response.headers_mut().remove(header::CONTENT_TYPE);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    // Signed out in the middle of a form: sign in, and come back to it with what was typed.
    let (target, cookie) = match flash {
        Some(Flash::Failed { path, mut error, values })
            if error.status == 401 && target != "/login" && !target.starts_with("/login?") =>
        {
            let next: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
            error.message = layers::form_not_sent().into_owned();
            let unsent = write_flash(&Flash::Failed { path, error, values });
            let page = target.split(['?', '#']).next().unwrap_or("/");
            let cookie =
                unsent.and_then(|value| set_cookie(UNSENT_COOKIE, page, &value, UNSENT_LIFE, secure));
            (format!("/login?next={next}"), cookie)
        }
        flash => {
            let value = flash.as_ref().and_then(write_flash);
            (target, value.and_then(|value| set_cookie(FLASH_COOKIE, "/", &value, FLASH_LIFE, secure)))
        }
    };
    if let Ok(target) = HeaderValue::from_str(&target) {
        response.headers_mut().insert(header::LOCATION, target);
    }
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The path to go to (never another site's), and the error that the address carried.
fn take_error(location: &str) -> (String, Option<AppError>) {
    // A base makes relative addresses readable; only path and query of the outcome are used.
    let Ok(base) = Url::parse("http://portal.invalid/") else { return ("/".to_owned(), None) };
    let Ok(url) = base.join(location) else { return ("/".to_owned(), None) };
    let mut error = None;
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "__path" => {}
            "__err" => {
                error =
                    URL_SAFE.decode(value.as_bytes()).ok().and_then(|json| serde_json::from_slice(&json).ok())
            }
            _ => {
                kept.append_pair(&key, &value);
            }
        }
    }
    let query = kept.finish();
    let path = if url.path().starts_with("//") { "/" } else { url.path() };
    let fragment = url.fragment().map_or_else(String::new, |fragment| format!("#{fragment}"));
    let target =
        if query.is_empty() { format!("{path}{fragment}") } else { format!("{path}?{query}{fragment}") };
    (target, error)
}

fn failed(path: &str, error: AppError, body: &Bytes) -> Flash {
    let mut size = 0;
    let values = url::form_urlencoded::parse(body)
        .filter(|(name, _)| !name.contains("password"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .take_while(|(name, value)| {
            size += name.len() + value.len() + 8;
            size <= MAX_FLASH_BYTES / 2
        })
        .collect();
    Flash::Failed { path: path.to_owned(), error, values }
}

fn write_flash(flash: &Flash) -> Option<String> {
    let mut json = serde_json::to_vec(flash).ok()?;
    if json.len() > MAX_FLASH_BYTES
        && let Flash::Failed { path, error, .. } = flash
    {
        json = serde_json::to_vec(&Flash::Failed {
            path: path.clone(),
            error: error.clone(),
            values: Vec::new(),
        })
        .ok()?;
    }
    Some(URL_SAFE_NO_PAD.encode(json))
}

fn set_cookie(name: &str, path: &str, value: &str, life: Duration, secure: bool) -> Option<HeaderValue> {
    let (secure, life) = (if secure { "; Secure" } else { "" }, life.as_secs());
    HeaderValue::from_str(&format!(
        "{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={life}{secure}"
    ))
    .ok()
}

/// What a page shows of the form before it, and where that was kept.
pub struct Kept {
    pub flash: Flash,
    pub cookie: &'static str,
    pub path: String,
}

/// What the form before left for the page `path`; for somebody signed in, also the one that waited for that.
#[must_use]
pub fn read_flash(jar: &CookieJar, path: &str, is_signed_in: bool) -> Option<Kept> {
    let read = |cookie, path: &str| {
        let json = URL_SAFE_NO_PAD.decode(jar.get(cookie)?.value()).ok()?;
        Some(Kept { flash: serde_json::from_slice(&json).ok()?, cookie, path: path.to_owned() })
    };
    is_signed_in.then(|| read(UNSENT_COOKIE, path)).flatten().or_else(|| read(FLASH_COOKIE, "/"))
}

/// It is shown once. A page that only leads on to another leaves it for that one.
#[must_use]
pub fn forget_flash(mut response: Response, cookie: &str, path: &str) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    if is_page
        && !response.status().is_redirection()
        && let Ok(gone) = HeaderValue::from_str(&format!("{cookie}=; Path={path}; Max-Age=0"))
    {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location_with(error: &AppError) -> String {
        let json = serde_json::to_vec(error).unwrap();
        format!("https://portal.example/portal/quotes/7?x=1&__path=%2Ffn%2Fa&__err={}", URL_SAFE.encode(json))
    }

    #[test]
    fn the_error_moves_out_of_the_address() {
        let error = AppError::new(422, "Please type your full name.");
        let (target, found) = take_error(&location_with(&error));
        assert_eq!((target.as_str(), found), ("/portal/quotes/7?x=1", Some(error)));
    }

    #[test]
    fn no_redirect_leaves_the_site() {
        for location in [
            "https://evil.example/a",
            "//evil.example/a",
            "/\\evil.example/a",
            "http://evil.example//a",
            "\u{9}//evil.example",
        ] {
            let (target, _) = take_error(location);
            assert!(
                target.starts_with('/') && !target.starts_with("//") && !target.starts_with("/\\"),
                "{location} led to {target}"
            );
        }
    }

    #[test]
    fn passwords_are_not_kept_and_long_texts_are_left_out() {
        let body = Bytes::from(format!(
            "email=a%40b.example&password=secret&new_password=secret&note={}",
            "x".repeat(9_000)
        ));
        let Flash::Failed { values, .. } = failed("/fn/a", AppError::new(422, ""), &body) else {
            panic!("it failed")
        };
        assert_eq!(values, [("email".to_owned(), "a@b.example".to_owned())]);
    }
}

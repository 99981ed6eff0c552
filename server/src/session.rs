//! Who is looking: the cookie is checked once for each request, together with the access rule.

use crate::{AppState, error_page, forms, origin};
use app::{context::RequestFacts, session_cookie, words::answer_in};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use axum_extra::extract::CookieJar;
use domain::{
    language::Language,
    session::{self, Viewer, Visit},
    token::Token,
};
use std::sync::Arc;

/// What a request looks the session up for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A page with its bell.
    Page,
    /// A form, whose answer leads on, or a file.
    NoBell,
    /// The bell of a page that is left open, which is no sign that somebody is there.
    BellOnly,
}

/// Around pages and the server functions beside them.
pub async fn of_pages(state: State<AppState>, jar: CookieJar, request: Request, next: Next) -> Response {
    let look = if request.method() == Method::POST { Look::NoBell } else { Look::Page };
    authenticate(state, jar, request, next, look).await
}

/// Around all other addresses that ask for a session.
pub async fn of_others(state: State<AppState>, jar: CookieJar, request: Request, next: Next) -> Response {
    let is_bell = request.uri().path().ends_with("/notifications/events");
    authenticate(state, jar, request, next, if is_bell { Look::BellOnly } else { Look::NoBell }).await
}

/// Looks the session up and leaves [`RequestFacts`] for what comes after. A database that is away is a 503 for every page.
async fn authenticate(
    State(state): State<AppState>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
    look: Look,
) -> Response {
    let origin = origin::of(&request, &state.proxies);
    let token = jar
        .get(session_cookie::name(state.services.secure_cookies))
        .and_then(|cookie| cookie.value().parse::<Token>().ok());
    let db = &state.services.db;
    let visit = match look {
        Look::Page => session::authenticate(db, token.as_ref(), origin.clone()).await,
        Look::NoBell => session::identify(db, token.as_ref(), origin.clone()).await,
        Look::BellOnly => session::peek(db, token.as_ref(), origin.clone()).await,
    };
    match visit {
        Ok(visit) => {
            let language = language_of(&visit, &request);
            let is_signed_in = !matches!(visit.viewer, Viewer::SignedOut(_));
            let kept = forms::read_flash(&jar, request.uri().path(), is_signed_in);
            let (flash, place) = kept.map(|kept| (Arc::new(kept.flash), (kept.cookie, kept.path))).unzip();
            let shown = place.filter(|_| request.method() == Method::GET);
            request.extensions_mut().insert(RequestFacts {
                visit: Arc::new(visit),
                origin,
                language,
                flash,
                flash_is_said: Arc::default(),
            });
            let response = answer_in(language, next.run(request)).await;
            match shown {
                Some((cookie, path)) => forms::forget_flash(response, cookie, &path),
                None => response,
            }
        }
        Err(error) => {
            let language = asked_for(&request).unwrap_or_default();
            answer_in(language, async { error_page::render(&state, error.into()).await }).await
        }
    }
}

/// The language of an answer: a person's own choice, or else what their browser asks for, or else the company's. The staff's
/// side is in English.
fn language_of(visit: &Visit, request: &Request) -> Language {
    let own = match &visit.viewer {
        Viewer::Staff(_) => return Language::English,
        Viewer::Client(viewer) => viewer.person.language,
        Viewer::SignedOut(_) => None,
    };
    own.or_else(|| asked_for(request)).unwrap_or(visit.company.language)
}

/// The language that the browser asks for, of those we have.
pub(crate) fn asked_for(request: &Request) -> Option<Language> {
    Language::accepted(request.headers().get(http::header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

//! `POST /logout`: ends the session and takes its cookie back.

use crate::{AppState, error_page, forms, words::say};
use app::{context::RequestFacts, session_cookie};
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::{session::lifecycle, token::Token};
use std::time::Duration;

/// Signs out; done again, or without a session, it leads to the sign-in page all the same.
pub async fn logout(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    jar: CookieJar,
) -> Response {
    let secure = state.services.secure_cookies;
    let name = session_cookie::name(secure);
    if let Some(token) = jar.get(name).and_then(|cookie| cookie.value().parse::<Token>().ok())
        && let Err(error) = lifecycle::end(&state.services.db, &token, &facts.origin).await
    {
        // The session is still open, so the cookie stays.
        return error_page::render(&state, error.into()).await;
    }
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/login")]).into_response();
    let headers = response.headers_mut();
    forms::put_notice(headers, &say!(facts.language, "signed-out"));
    if let Some(cookie) = session_cookie::set_cookie(name, "", Some(Duration::ZERO), secure) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

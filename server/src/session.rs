//! Who is looking: the cookie is checked once for each request, together with the access rule.

use crate::{AppState, error_page, forms, origin};
use app::{context::RequestFacts, session_cookie};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::CookieJar;
use domain::{session, token::Token};
use std::sync::Arc;

/// Looks the session up and leaves [`RequestFacts`] for what comes after. A database that is away is a 503 for every page.
pub async fn authenticate(
    State(state): State<AppState>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let origin = origin::of(&request, &state.proxies);
    let token = jar
        .get(session_cookie::name(state.services.secure_cookies))
        .and_then(|cookie| cookie.value().parse::<Token>().ok());
    match session::authenticate(&state.services.db, token.as_ref(), origin.clone()).await {
        Ok(visit) => {
            let flash = forms::read_flash(&jar).map(Arc::new);
            let was_shown = flash.is_some() && request.method() == http::Method::GET;
            request.extensions_mut().insert(RequestFacts { visit: Arc::new(visit), origin, flash });
            let response = next.run(request).await;
            if was_shown { forms::forget_flash(response) } else { response }
        }
        Err(error) => error_page::render(&state, error.into()).await,
    }
}

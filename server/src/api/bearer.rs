//! Who asks: a bearer token (RFC 6750), and nothing else. Cookies are not looked at, so that no page of another site can call.

use super::problem::Problem;
use crate::{AppState, origin};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{api_token, token::Token};

/// Finds the staff user who speaks through the token, and leaves [`domain::actor::Staff`] for the handler.
pub(super) async fn authenticate(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(token) = bearer(request.headers()) else { return Problem::unauthorized().into_response() };
    let origin = origin::of(&request, &state.proxies);
    match api_token::authenticate(&state.services.db, &token, origin).await {
        Ok(Some(staff)) => {
            request.extensions_mut().insert(staff);
            next.run(request).await
        }
        Ok(None) => Problem::unauthorized().into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// The token of the one Authorization header. The scheme's case does not matter (RFC 9110, 11.1).
fn bearer(headers: &HeaderMap) -> Option<Token> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bearer_token_and_nothing_else() {
        let token = "ab".repeat(32);
        let of = |values: &[String]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            bearer(&headers).is_some()
        };
        assert!(of(&[format!("Bearer {token}")]));
        assert!(of(&[format!("bearer  {token}")]));
        for wrong in [
            format!("Basic {token}"),
            token.clone(),
            "Bearer".into(),
            "Bearer ".into(),
            format!("Bearer {token}00"),
        ] {
            assert!(!of(std::slice::from_ref(&wrong)), "{wrong}");
        }
        assert!(!of(&[]));
        assert!(!of(&[format!("Bearer {token}"), format!("Bearer {token}")]), "two say nothing");
    }
}

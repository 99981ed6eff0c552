//! The JSON API for other systems (SPEC section 7).
//!
//! Every call is described beside its handler, and from these descriptions come `/api/v1/openapi.json` and the readable page at
//! `/api/docs`. A request passes [`bearer::authenticate`], which no call can leave out because it lies around all of them; the
//! handler then makes one call of `domain`, which authorizes. Every refusal is a [`problem::Problem`].

mod activities;
mod bearer;
mod bulk_invitations;
mod description;
mod docs;
mod input;
mod portal_access;
pub(crate) mod problem;
mod records;

use crate::AppState;
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get},
};
use problem::Problem;
use utoipa_axum::router::OpenApiRouter;

/// The readable page.
const DOCS_PATH: &str = "/api/docs";
/// Largest body of a request: a paper with the longest texts that its fields take, escaped.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// `/api/v1` and its description.
pub fn router(state: &AppState) -> Router<AppState> {
    let calls = OpenApiRouter::new()
        .merge(portal_access::calls())
        .merge(bulk_invitations::calls())
        .merge(records::calls())
        .merge(activities::calls());
    let (calls, collected) = OpenApiRouter::with_openapi(description::head(&state.services.public_url))
        .nest("/api/v1", calls)
        .split_for_parts();
    let (description, docs) = description::finish(collected);

    calls
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        // Around every call, and not around what follows: who asks for a wrong method or address is told so.
        .route_layer(middleware::from_fn_with_state(state.clone(), bearer::authenticate))
        .route("/api/v1/openapi.json", get(description::json))
        .route(DOCS_PATH, get(docs::page))
        .route("/api/{*rest}", any(async || Problem::no_such_address()))
        .route("/api", any(async || Problem::no_such_address()))
        .route("/api/", any(async || Problem::no_such_address()))
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(Extension(description))
        .layer(Extension(docs))
}

//! For load balancers and monitors.

use crate::AppState;
use axum::{extract::State, http::StatusCode};

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers, too.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match domain::db::ping(&state.services.db).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

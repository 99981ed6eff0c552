//! `POST /webhooks/stripe`: what Stripe tells. It needs no session: the signature says who it is.

use super::{event, signature};
use crate::AppState;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use chrono::Utc;
use domain::{Error, company, payment::arrival};
use secrecy::ExposeSecret;

/// Where Stripe sends its notices.
pub(crate) const PATH: &str = "/webhooks/stripe";
/// Largest notice that is read.
pub(crate) const MAX_BYTES: usize = 256 * 1024;

/// Anything but 2xx makes Stripe send the notice again, for days; so what will never be of use is answered with 200 as well.
pub(crate) async fn receive(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Some(secret) = &state.stripe_webhook_secret else { return StatusCode::NOT_FOUND };
    let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = Utc::now();
    if !signature::is_valid(header, &body, secret.expose_secret(), now.timestamp()) {
        return StatusCode::BAD_REQUEST;
    }
    let Some(event) = event::read(&body) else { return StatusCode::BAD_REQUEST };
    let db = &state.services.db;
    let applied = async {
        let today = company::get(db).await?.today(now);
        arrival::apply(db, &event, today, now).await
    };
    match applied.await {
        Ok(outcome) => {
            tracing::info!(
                event = event.id,
                kind = event.kind,
                ?outcome,
                "a payment provider's notice was read"
            );
            StatusCode::OK
        }
        Err(Error::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
        Err(error) => {
            tracing::error!(
                event = event.id,
                error = &error as &dyn std::error::Error,
                "a payment provider's notice failed"
            );
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

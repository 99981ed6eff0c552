//! A bare handler that runs the statements of `/portal` and answers with JSON: what the page costs without being a page.
//!
//! `bare ADDRESS:PORT` with `DATABASE_URL` set; the session's cookie is the portal's own.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::get,
};
use chrono::Utc;
use domain::{Db, activity::Origin, dashboard, session, session::Viewer, token::Token};
use serde_json::{Value, json};
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).ok_or("bare ADDRESS:PORT")?;
    let db = Db::connect_lazy(&std::env::var("DATABASE_URL")?)?;
    let app = Router::new().route("/portal", get(portal)).with_state(db);
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, app).await?)
}

async fn portal(State(db): State<Db>, headers: HeaderMap) -> Result<Json<Value>, StatusCode> {
    let away = |_| StatusCode::SERVICE_UNAVAILABLE;
    let token = cookie(&headers, "session").and_then(|value| value.parse::<Token>().ok());
    let visit = session::authenticate(&db, token.as_ref(), Origin::default()).await.map_err(away)?;
    let today = visit.company.today(Utc::now());
    let Viewer::Client(viewer) = visit.viewer else { return Err(StatusCode::UNAUTHORIZED) };
    let shown = dashboard::load(&db, &viewer.scope, today).await.map_err(away)?;
    Ok(Json(json!({
        "client": viewer.client_name,
        "person": viewer.person.name,
        "unread": viewer.unread,
        "bell": each(&viewer.bell, |it| json!({"id": it.id, "title": it.title, "href": it.href, "at": it.created_at, "read": it.is_read})),
        "active_projects": shown.active_projects,
        "pending_invoices": shown.pending_invoices,
        "overdue_invoices": shown.overdue_invoices,
        "documents": shown.documents,
        "outstanding": shown.outstanding,
        "pending_quotes_total": shown.pending_quotes_total,
        "pending_quotes": each(&shown.pending_quotes, |it| json!({
            "id": it.id, "number": it.number, "title": it.title, "status": it.status.as_str(), "total": it.total, "valid_until": it.valid_until,
        })),
        "upcoming_projects": each(&shown.upcoming_projects, |it| json!({
            "id": it.id, "name": it.name, "status": it.status.as_str(), "starts_on": it.starts_on, "ends_on": it.ends_on,
        })),
        "recent_invoices": each(&shown.recent_invoices, |it| json!({
            "id": it.id, "number": it.number, "title": it.title, "status": it.status.as_str(), "total": it.total, "balance": it.balance,
        })),
    })))
}

fn each<T>(items: &[T], json: impl Fn(&T) -> Value) -> Vec<Value> {
    items.iter().map(json).collect()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get(header::COOKIE)?.to_str().ok()?.split(';');
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

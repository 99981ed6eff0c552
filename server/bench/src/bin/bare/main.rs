//! What the portal is measured against: handlers that do what it cannot do without, and nothing else.
//!
//! - `/portal`: the statements of that page by the domain's own functions, answered with JSON; the session's cookie is the portal's own.
//! - `/replay/…`: the statements of any page, as PostgreSQL's log has them (`--statements`).
//! - `/files/…`: the files of a folder (`--files`) by tower-http's `ServeDir`.
//!
//! `DATABASE_URL` names the database.

mod replay;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    routing::get,
};
use chrono::Utc;
use clap::Parser;
use domain::{Db, activity::Origin, dashboard, db::MAX_CONNECTIONS, session, session::Viewer, token::Token};
use recording::Statement;
use replay::Replay;
use serde_json::{Value, json};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::{collections::HashMap, error::Error, net::SocketAddr, path::PathBuf, sync::Arc};
use tower_http::services::ServeDir;

#[derive(Parser)]
struct Arguments {
    address: SocketAddr,
    /// Statements by the address of their page, as JSON.
    #[arg(long)]
    statements: Option<PathBuf>,
    #[arg(long)]
    files: Option<PathBuf>,
}

#[derive(Clone)]
struct Bare {
    db: Db,
    pool: PgPool,
    replays: Arc<HashMap<String, Replay>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let url = std::env::var("DATABASE_URL")?;
    // As many connections as the portal, and as little doubt about them.
    let options = PgPoolOptions::new().max_connections(MAX_CONNECTIONS).test_before_acquire(false);
    let pool = options.connect_lazy(&url)?;
    let replays = match &arguments.statements {
        Some(path) => prepare(&pool, serde_json::from_slice(&std::fs::read(path)?)?).await?,
        None => HashMap::new(),
    };
    let bare = Bare { db: Db::connect_lazy(&url)?, pool, replays: Arc::new(replays) };
    let mut app = Router::new().route("/portal", get(portal)).route("/replay/{*page}", get(replay));
    if let Some(folder) = arguments.files {
        app = app.nest_service("/files", ServeDir::new(folder));
    }
    let listener = tokio::net::TcpListener::bind(arguments.address).await?;
    Ok(axum::serve(listener, app.with_state(bare)).await?)
}

async fn prepare(
    pool: &PgPool,
    recorded: HashMap<String, Vec<Statement>>,
) -> sqlx::Result<HashMap<String, Replay>> {
    let mut connection = pool.acquire().await?;
    let mut replays = HashMap::new();
    for (page, statements) in recorded {
        let replay = Replay::prepare(&mut connection, &statements).await?;
        replays.insert(page, replay);
    }
    Ok(replays)
}

async fn replay(State(bare): State<Bare>, request: Request) -> Result<Vec<u8>, StatusCode> {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    let page = address.strip_prefix("/replay").unwrap_or_default();
    let replay = bare.replays.get(page).ok_or(StatusCode::NOT_FOUND)?;
    replay.run(&bare.pool).await.map_err(|error| {
        eprintln!("bare: {page}: {error}");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

async fn portal(State(Bare { db, .. }): State<Bare>, headers: HeaderMap) -> Result<Json<Value>, StatusCode> {
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

//! PostgreSQL goes away under load, and comes back.

use super::{
    ledger::Ledger,
    run::Run,
    server::{Page, Server},
};
use domain::Db;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::time::sleep;

const AWAY: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(120);
/// Browsers that ask for pages all the while.
const BROWSERS: usize = 8;

/// An answer to somebody who asks for a page again and again.
struct Answer {
    asked: Instant,
    answered: Instant,
    status: u16,
    /// Whether a browser asks again by itself.
    retries: bool,
    body: String,
}

async fn browse(server: Arc<Server>, session: String, stop: Arc<AtomicBool>) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let asked = Instant::now();
        let page = server.get("/staff/clients", Some(&session)).await.expect("the server answers");
        let Page { status, retries, body } = page;
        answers.push(Answer { asked, answered: Instant::now(), status, retries, body });
        sleep(Duration::from_millis(20)).await;
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_for_ten_seconds_loses_nothing() {
    let folder = TempDir::new().unwrap();
    // Its server may run as another account.
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let cluster = cluster::start(folder.path()).await.unwrap();
    let url = cluster.database_url().to_owned();
    domain::db::migrate(&Db::connect_lazy(&url).unwrap()).await.unwrap();
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    let ledger = Ledger::start().await;
    ledger.set_faults(json!({"delay_ms": 15})).await;
    let run = Run::start(&pool, 3_000).await;
    let session = session(&pool).await;
    let server = Arc::new(Server::start(&url, ledger.port).await);
    let stop = Arc::new(AtomicBool::new(false));
    let browsers: Vec<_> =
        (0..BROWSERS).map(|_| tokio::spawn(browse(server.clone(), session.clone(), stop.clone()))).collect();
    ledger.wait_for(300, PATIENCE).await;

    let mark = ledger.len();
    let leaving = Instant::now();
    cluster.stop().await;
    let away = Instant::now();
    sleep(Duration::from_secs(1)).await;
    assert_eq!(server.status("/readyz").await, Some(503));
    assert_eq!(server.status("/healthz").await, Some(200), "the process is well");
    sleep(AWAY.saturating_sub(away.elapsed())).await;
    let coming = Instant::now();
    let cluster = cluster::start(folder.path()).await.unwrap();
    let back = Instant::now();
    println!("away for {:?}", back - away);

    run.completed(PATIENCE).await;
    sleep(Duration::from_secs(1)).await;
    stop.store(true, Ordering::Relaxed);
    let (mut before, mut meanwhile, mut after) = (0, 0, 0);
    for browser in browsers {
        for Answer { asked, answered, status, retries, body } in browser.await.unwrap() {
            let case = format!(
                "{status} after {:?}, asked {:?} before it went",
                answered - asked,
                leaving.saturating_duration_since(asked)
            );
            assert!([200, 503].contains(&status), "{case}: {body}");
            if status == 503 {
                assert!(body.contains("We will be back in a moment"), "{case}: {body}");
                assert!(retries, "{case}: {body}");
            }
            // Pages that were being made when it went or came may be either.
            if answered < leaving {
                assert_eq!(status, 200, "{case}");
                before += 1;
            } else if asked > away && answered < coming {
                assert_eq!(status, 503, "{case}");
                meanwhile += 1;
            } else if asked > back + Duration::from_secs(2) {
                assert_eq!(status, 200, "{case}");
                after += 1;
            }
        }
    }
    println!("pages before: {before}, meanwhile: {meanwhile}, after: {after}");
    assert!(meanwhile >= BROWSERS && after >= BROWSERS, "{before} {meanwhile} {after}");
    // The sender that could not note its mails comes back and does it: nobody is mailed twice.
    assert!(ledger.repeated(run.total).is_empty(), "{mark} mails were sent before");
    assert_eq!(server.status("/readyz").await, Some(200));
    drop(pool);
    cluster.stop().await;
}

/// A session of the administrator, as sign-in makes it.
async fn session(pool: &sqlx::PgPool) -> String {
    let token = domain::token::Token::generate().unwrap();
    sqlx::query(
        "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
         select gen_random_uuid(), $1, id, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day'
           from users where role = 'admin'",
    )
    .bind(token.hash().to_vec())
    .execute(pool)
    .await
    .unwrap();
    token.to_string()
}

//! What the mail server can do to a run, and what the run does then.

use super::{ledger::Ledger, run::Run, server::Server};
use domain::bulk_invitation::RunState;
use serde_json::{Value, json};
use sqlx::PgPool;
use std::time::Duration;

const CLIENTS: u32 = 20;
/// Ten tries with growing pauses between them take half a minute.
const PATIENCE: Duration = Duration::from_secs(90);

struct Scene {
    ledger: Ledger,
    run: Run,
    _server: Server,
}

impl Scene {
    async fn with(pool: &PgPool, faults: Value) -> Self {
        let ledger = Ledger::start().await;
        ledger.set_faults(faults).await;
        let run = Run::start(pool, CLIENTS).await;
        let server = Server::start(&run.database_url(), ledger.port).await;
        Self { ledger, run, _server: server }
    }

    /// Waits for the pause, which says why; lifts the fault, resumes, and checks that everybody gets one mail.
    async fn pauses_and_resumes(&self, because: &str) {
        let paused = self.run.wait_until(PATIENCE, |now| now.state == RunState::Paused).await;
        let said = paused.paused_because.unwrap();
        assert!(said.contains(because), "{said}");
        assert_eq!((paused.failed, paused.skipped), (0, 0), "nobody is to blame");
        self.ledger.set_faults(json!({})).await;
        self.run.resume().await;
        self.everybody_gets_one_mail().await;
    }

    async fn everybody_gets_one_mail(&self) {
        self.run.completed(PATIENCE).await;
        assert!(self.ledger.repeated(CLIENTS).is_empty());
    }

    /// Waits until mail in general could not go out once, lifts the fault, and checks that the run goes on by itself.
    async fn goes_on_when_it_is_over(&self) {
        let begun = std::time::Instant::now();
        loop {
            let failures: i32 = sqlx::query_scalar("select failures_in_a_row from bulk_invitation_runs")
                .fetch_one(&self.run.pool)
                .await
                .unwrap();
            if failures > 0 {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "{:?}", self.run.now().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.ledger.set_faults(json!({})).await;
        self.everybody_gets_one_mail().await;
    }

    async fn reasons(&self, outcome: &'static str) -> Vec<(String, Option<String>)> {
        sqlx::query_as(
            "select email, reason from bulk_invitation_recipients where outcome = $1 order by email",
        )
        .bind(outcome)
        .fetch_all(&self.run.pool)
        .await
        .unwrap()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn refused_connections_pause_the_run(pool: PgPool) {
    let scene = Scene::with(&pool, json!({"refuse_connections": true})).await;
    scene.pauses_and_resumes("refuses connections").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_that_is_too_busy_pauses_the_run(pool: PgPool) {
    let scene = Scene::with(&pool, json!({"busy_after": 5})).await;
    scene.pauses_and_resumes("too busy").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn later_is_tried_again_after_a_while(pool: PgPool) {
    let scene =
        Scene::with(&pool, json!({"refuse_recipient": ["^client-[1-5]@:451:4.7.1 Greylisted"]})).await;
    scene.run.wait_until(PATIENCE, |now| now.success == 15).await;
    let waiting = scene.reasons("queued").await;
    assert_eq!(waiting.len(), 5);
    let words = |(_, reason): &(String, Option<String>)| reason.as_deref() == Some("451 4.7.1 Greylisted");
    assert!(waiting.iter().all(words), "{waiting:?}");
    assert_eq!(scene.run.now().await.state, RunState::Running);
    scene.ledger.set_faults(json!({})).await;
    scene.everybody_gets_one_mail().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn no_such_person_fails_with_the_servers_words(pool: PgPool) {
    let scene =
        Scene::with(&pool, json!({"refuse_recipient": ["^client-[1-5]@:550:5.1.1 No such person"]})).await;
    let done = scene.run.wait_until(PATIENCE, |now| now.state.is_finished()).await;
    assert_eq!((done.state, done.success, done.failed), (RunState::Completed, 15, 5));
    let failed = scene.reasons("failed").await;
    let expected: Vec<_> = (1..=5)
        .map(|n| (format!("client-{n}@bench.example"), Some("550 5.1.1 No such person".to_owned())))
        .collect();
    assert_eq!(failed, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_that_hangs_is_given_up_and_asked_again(pool: PgPool) {
    let scene = Scene::with(&pool, json!({"hang_after": 5})).await;
    scene.goes_on_when_it_is_over().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_connection_that_breaks_in_the_middle_is_made_again(pool: PgPool) {
    let scene = Scene::with(&pool, json!({"close_after": 5})).await;
    scene.goes_on_when_it_is_over().await;
}

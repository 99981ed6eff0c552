//! A bulk invitation run of many simple clients.

use domain::{
    Db,
    activity::Origin,
    actor::{ApiScope, Staff},
    api_token::{self, NewApiToken},
    bulk_invitation::{self, RunSnapshot, RunState, Start},
    demo::{Benchmark, fill_for_benchmark},
};
use sqlx::{ConnectOptions, PgPool};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const ADMIN: &str = "admin@bench.example";

pub(super) struct Run {
    db: Db,
    pub(super) pool: PgPool,
    staff: Staff,
    id: domain::id::RunId,
    pub(super) total: u32,
}

impl Run {
    /// Starts a run of so many clients, whom no server is inviting yet.
    pub(super) async fn start(pool: &PgPool, clients: u32) -> Self {
        let db = Db::from(pool.clone());
        let benchmark = Benchmark {
            clients,
            has_accounts: false,
            has_history: false,
            admin_email: ADMIN,
            password_hash: "none".into(),
        };
        assert!(fill_for_benchmark(&db, &benchmark).await.unwrap());
        let new =
            NewApiToken { owner_email: ADMIN.into(), name: "test".into(), scopes: ApiScope::ALL.to_vec() };
        let token = api_token::create_by_operator(&db, new).await.unwrap();
        let staff = api_token::authenticate(&db, &token, Origin::default()).await.unwrap().unwrap();
        let start = Start { confirm: true, expected: clients.into(), remind_already_invited: false };
        let id = bulk_invitation::start(&db, &staff, start).await.unwrap().id;
        Self { db, pool: pool.clone(), staff, id, total: clients }
    }

    pub(super) fn database_url(&self) -> String {
        self.pool.connect_options().to_url_lossy().into()
    }

    pub(super) async fn now(&self) -> RunSnapshot {
        let now = bulk_invitation::get(&self.db, &self.staff, self.id).await.unwrap();
        assert_eq!(now.success + now.failed + now.skipped + now.queued, i64::from(self.total), "{now:?}");
        now
    }

    pub(super) async fn resume(&self) {
        bulk_invitation::resume(&self.db, &self.staff, self.id).await.unwrap();
    }

    /// Waits until the run is as it should be.
    pub(super) async fn wait_until(
        &self,
        patience: Duration,
        is_so: impl Fn(&RunSnapshot) -> bool,
    ) -> RunSnapshot {
        let begun = Instant::now();
        loop {
            let now = self.now().await;
            if is_so(&now) {
                return now;
            }
            assert!(begun.elapsed() < patience, "after {patience:?}: {now:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits for the end, at which all must have been reached.
    pub(super) async fn completed(&self, patience: Duration) {
        let done = self.wait_until(patience, |now| now.state.is_finished()).await;
        let expected = (RunState::Completed, i64::from(self.total), 0, 0);
        assert_eq!((done.state, done.success, done.failed, done.skipped), expected);
    }

    /// How many server processes work on it.
    pub(super) async fn servers(&self) -> i64 {
        sqlx::query_scalar(
            "select count(distinct owner) from mail_slots where owner is not null and lease_until > now()",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    pub(super) async fn wait_for_servers(&self, count: i64) {
        let begun = Instant::now();
        while self.servers().await != count {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "{} servers work on the run",
                self.servers().await
            );
            sleep(Duration::from_millis(20)).await;
        }
    }
}

//! Clients to invite, staff who invite them, and a sender that a test moves by hand.

use domain::{
    Db,
    activity::Origin,
    actor::Staff,
    bulk_invitation::{
        self, RunSnapshot, Start,
        sending::{self, Batch, Recipient, Report, SendResult, Slot, Step},
    },
    id::{ClientId, UserId},
    session::{Viewer, authenticate},
    token::Token,
};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

/// Long enough for a test, and never waited for.
pub(super) const LEASE: Duration = Duration::from_secs(60);

pub(super) struct World {
    pub(super) pool: PgPool,
    pub(super) db: Db,
    pub(super) power_user: Staff,
}

impl World {
    pub(super) async fn new(pool: PgPool) -> Self {
        let db = Db::from(pool.clone());
        let power_user = staff(&pool, "power_user").await;
        Self { pool, db, power_user }
    }

    /// A world with so many eligible clients, `client1@example.com` and on.
    pub(super) async fn with_clients(pool: PgPool, count: i32) -> Self {
        sqlx::query(
            "insert into clients (id, name, email)
             select gen_random_uuid(), 'Client ' || lpad(i::text, 6, '0'), 'client' || i || '@example.com' from generate_series(1, $1) i",
        )
        .bind(count)
        .execute(&pool)
        .await
        .unwrap();
        Self::new(pool).await
    }

    pub(super) async fn client(&self, name: &str, email: Option<&str>) -> ClientId {
        let id = ClientId::generate();
        sqlx::query("insert into clients (id, name, email) values ($1, $2, $3)")
            .bind(id.0)
            .bind(name)
            .bind(email)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub(super) async fn user(&self, email: &str) -> UserId {
        let id = UserId::generate();
        sqlx::query("insert into users (id, kind, email, name) values ($1, 'client', $2, 'Somebody')")
            .bind(id.0)
            .bind(email)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    /// Runs a statement that a test needs, with one client's id.
    pub(super) async fn change(&self, sql: &'static str, client: ClientId) {
        sqlx::query(sql).bind(client.0).execute(&self.pool).await.unwrap();
    }

    /// Any statement.
    pub(super) async fn sql(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.pool).await.unwrap();
    }

    pub(super) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    pub(super) async fn text(&self, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    pub(super) fn start_of(&self, expected: i64) -> Start {
        Start { confirm: true, expected, remind_already_invited: false }
    }

    pub(super) async fn start(&self, expected: i64) -> RunSnapshot {
        bulk_invitation::start(&self.db, &self.power_user, self.start_of(expected)).await.unwrap()
    }

    pub(super) async fn now(&self, run: &RunSnapshot) -> RunSnapshot {
        let now = bulk_invitation::get(&self.db, &self.power_user, run.id).await.unwrap();
        assert_eq!(now.success + now.failed + now.skipped + now.queued, now.total);
        now
    }

    /// A sender with a slot, as a server process of its own.
    pub(super) async fn sender(&self) -> Option<Sender> {
        self.sender_of(Uuid::now_v7(), 0).await
    }

    pub(super) async fn sender_of(&self, process: Uuid, held: usize) -> Option<Sender> {
        let search = sending::take_slot(&self.db, process, held, LEASE).await.unwrap();
        search.slot.map(|slot| Sender { db: self.db.clone(), slot, report: Report::default() })
    }
}

/// A signed-in member of staff.
pub(crate) async fn staff(pool: &PgPool, role: &str) -> Staff {
    let id = UserId::generate();
    let token = Token::generate().unwrap();
    sqlx::query(
        "insert into users (id, kind, role, email, name) values ($1, 'staff', $2, $3, 'Petra Power')",
    )
    .bind(id.0)
    .bind(role)
    .bind(format!("{id}@staff.example"))
    .execute(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
         values (gen_random_uuid(), $1, $2, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 hour')",
    )
    .bind(&token.hash()[..])
    .bind(id.0)
    .execute(pool)
    .await
    .unwrap();
    match authenticate(&Db::from(pool.clone()), Some(&token), Origin::default()).await.unwrap().viewer {
        Viewer::Staff(viewer) => viewer.staff,
        other => panic!("{other:?}"),
    }
}

/// A sender whose mails a test sends.
pub(super) struct Sender {
    db: Db,
    slot: Slot,
    pub(super) report: Report,
}

impl Sender {
    /// Notes the report and takes the next batch.
    pub(super) async fn step(&mut self) -> Step {
        self.step_of(sending::BATCH).await
    }

    pub(super) async fn step_of(&mut self, most: usize) -> Step {
        let tokens = (0..most).map(|_| Token::generate().unwrap()).collect();
        let report = std::mem::take(&mut self.report);
        self.slot.step(&self.db, &report, tokens, LEASE, None).await.unwrap()
    }

    /// The next batch, which there must be.
    pub(super) async fn take(&mut self) -> Batch {
        match self.step().await {
            Step::Send(batch) => batch,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn all(&mut self, batch: Batch, result: &SendResult) {
        self.report
            .results
            .extend(batch.recipients.into_iter().map(|(recipient, _)| (recipient, result.clone())));
    }

    /// Works until there is nothing more for this sender, each mail ending as `result` says.
    pub(super) async fn work(&mut self, result: impl Fn(&Recipient) -> SendResult) {
        while let Step::Send(batch) = self.step().await {
            self.report.results =
                batch.recipients.into_iter().map(|(to, _)| (to.clone(), result(&to))).collect();
        }
        self.release().await;
    }

    pub(super) async fn release(&self) {
        self.slot.release(&self.db).await.unwrap();
    }
}

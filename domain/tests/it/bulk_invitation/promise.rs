//! Each recipient one outcome, whatever dies on the way; no more than 64 mails under way; no word from the dead.

use super::world::{LEASE, World};
use domain::bulk_invitation::{
    self, RunState,
    sending::{self, BATCH, SLOTS, SendResult, Step},
};
use sqlx::PgPool;
use std::{collections::HashSet, time::Duration};
use uuid::Uuid;

/// All leases have run out; the database has been there for longer.
const LAPSE: &str =
    "update mail_slots set lease_until = clock_timestamp() - interval '1 second' where owner is not null";

/// A slot that has lapsed is taken only when the database has been up for longer than a lease, so that a sender that could not
/// note its mails may come first.
async fn take_lapsed(world: &World) -> Option<sending::Slot> {
    let lease = Duration::from_millis(1);
    sending::take_slot(&world.db, Uuid::now_v7(), 0, lease).await.unwrap().slot
}

#[sqlx::test(migrations = "../migrations")]
async fn never_more_than_sixty_four_are_under_way(pool: PgPool) {
    let world = World::with_clients(pool, 500).await;
    world.start(500).await;
    let mut seen = HashSet::new();
    for _ in 0..SLOTS {
        let mut sender = world.sender().await.unwrap();
        seen.extend(sender.take().await.recipients.into_iter().map(|(to, _)| to.seq));
    }
    assert_eq!(seen.len(), SLOTS * BATCH);
    assert!(world.sender().await.is_none(), "all slots are taken");
    assert_eq!(world.count("select sum(cardinality(in_flight))::bigint from mail_slots").await, 64);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_the_dead_had_in_hand_is_sent_again_with_the_same_message_id(pool: PgPool) {
    let world = World::with_clients(pool, 100).await;
    let run = world.start(100).await;
    let mut dead = world.sender().await.unwrap();
    let lost = dead.take().await;
    assert!(world.sender().await.is_some(), "other slots are free");

    world.sql(LAPSE).await;
    let heir = take_lapsed(&world).await.unwrap();
    let tokens = (0..BATCH).map(|_| domain::token::Token::generate().unwrap()).collect();
    let Step::Send(again) = heir.step(&world.db, &Default::default(), tokens, LEASE, None).await.unwrap()
    else {
        panic!("the dead one's recipients come first")
    };
    let ids =
        |batch: &sending::Batch| batch.recipients.iter().map(|(to, _)| to.invitation_id).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(&lost));
    assert_eq!(
        world.count("select count(*) from invitation_tokens").await,
        i64::try_from(2 * BATCH).unwrap(),
        "each link that went out works"
    );

    // The dead one comes back to life.
    dead.all(lost, &SendResult::Refused("550 late".into()));
    assert!(matches!(dead.step().await, Step::Lost));
    let now = world.now(&run).await;
    assert_eq!((now.success, now.failed), (0, 0), "and is not heard");

    let report = sending::Report {
        results: again.recipients.into_iter().map(|(to, _)| (to, SendResult::Sent)).collect(),
        failure: None,
    };
    heir.step(&world.db, &report, Vec::new(), LEASE, None).await.unwrap();
    assert_eq!(world.now(&run).await.success, 16);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_note_that_is_made_twice_counts_once(pool: PgPool) {
    let world = World::with_clients(pool, 30).await;
    let run = world.start(30).await;
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    sender.all(batch, &SendResult::Sent);
    let report = sender.report.clone();
    // The answer to the first note was lost, so what it handed out comes again.
    let Step::Send(unheard) = sender.step().await else { panic!() };
    sender.report = report;
    let Step::Send(again) = sender.step().await else { panic!() };
    let seqs = |batch: &sending::Batch| batch.recipients.iter().map(|(to, _)| to.seq).collect::<Vec<_>>();
    assert_eq!(seqs(&again), seqs(&unheard));
    assert_eq!(world.now(&run).await.success, 16);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_slot_given_back_with_a_rest_is_the_first_to_be_taken(pool: PgPool) {
    let world = World::with_clients(pool, 2_000).await;
    let run = world.start(2_000).await;
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    sender.all(batch, &SendResult::Sent);
    sender.step_of(0).await;
    sender.release().await;
    let rest = world
        .count("select sum(end_seq - next_seq + 1)::bigint from mail_slots where next_seq <= end_seq")
        .await;
    assert!(rest > 0, "a range was reserved");
    // One sender alone finishes all, that rest included.
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;
    assert_eq!(world.now(&run).await.state, RunState::Completed);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_without_a_sender_gets_one_from_a_server_with_many(pool: PgPool) {
    let world = World::with_clients(pool, 5_000).await;
    world.start(5_000).await;
    let (greedy, late) = (Uuid::now_v7(), Uuid::now_v7());
    let mut senders = Vec::new();
    for held in 0..SLOTS {
        let mut sender = world.sender_of(greedy, held).await.unwrap();
        let batch = sender.take().await;
        sender.all(batch, &SendResult::Sent);
        senders.push(sender);
    }
    assert!(world.sender_of(late, 0).await.is_none(), "it has to ask");
    let mut given = 0;
    for mut sender in senders {
        match sender.step().await {
            Step::Idle => {
                sender.release().await;
                given += 1;
            }
            Step::Send(_) => {}
            Step::Lost => panic!("nobody has taken it"),
        }
    }
    assert_eq!(given, 1);
    assert!(world.sender_of(greedy, SLOTS - 1).await.is_none(), "it is kept for the one that asked");
    assert!(world.sender_of(late, 0).await.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_accepted_invitation_is_a_success_however_its_sender_died(pool: PgPool) {
    let world = World::with_clients(pool, 2).await;
    let run = world.start(2).await;
    let mut dead = world.sender().await.unwrap();
    let batch = dead.take().await;
    assert_eq!(batch.recipients.len(), 2);
    world.sql("update invitations set state = 'accepted', accepted_at = now() where email = 'client1@example.com'").await;
    world.sql(LAPSE).await;
    let heir = take_lapsed(&world).await.unwrap();
    let tokens = (0..BATCH).map(|_| domain::token::Token::generate().unwrap()).collect();
    let Step::Send(rest) = heir.step(&world.db, &Default::default(), tokens, LEASE, None).await.unwrap()
    else {
        panic!()
    };
    assert_eq!(rest.recipients.len(), 1);
    assert_eq!(world.now(&run).await.success, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn looking_at_a_large_run_touches_few_pages(pool: PgPool) {
    let world = World::with_clients(pool, 100_000).await;
    let run = world.start(100_000).await;
    let mut senders = Vec::new();
    while let Some(sender) = world.sender().await {
        senders.push(sender);
    }
    for _ in 0..200 {
        for sender in &mut senders {
            let batch = sender.take().await;
            sender.all(batch, &SendResult::Sent);
        }
    }
    let plan: serde_json::Value = sqlx::query_scalar(
        "explain (analyze, buffers, format json) select * from bulk_invitation_snapshots where id = $1",
    )
    .bind(run.id.0)
    .fetch_one(&world.pool)
    .await
    .unwrap();
    let plan = &plan[0]["Plan"];
    let buffers = plan["Shared Hit Blocks"].as_i64().unwrap() + plan["Shared Read Blocks"].as_i64().unwrap();
    assert!(buffers <= 20, "{buffers} buffers: {plan}");
    let now = bulk_invitation::get(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!(now.success, 199 * 64);
}

//! Pause, resume, cancel, retry, and the run that pauses itself.

use super::world::{World, staff};
use domain::{
    Conflict, Error,
    bulk_invitation::{
        self, RunState,
        sending::{SendResult, Step},
    },
};
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn a_paused_run_finishes_what_is_under_way_and_goes_on_when_resumed(pool: PgPool) {
    let world = World::with_clients(pool, 50).await;
    let run = world.start(50).await;
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    let paused = bulk_invitation::pause(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!((paused.state, paused.paused_because), (RunState::Paused, None));
    sender.all(batch, &SendResult::Sent);
    assert!(matches!(sender.step().await, Step::Idle));
    sender.release().await;
    assert_eq!(world.now(&run).await.success, 16);
    assert!(world.sender().await.is_none());

    let again = bulk_invitation::pause(&world.db, &world.power_user, run.id).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::RunState { state: "paused", wanted: "paused" }))));
    bulk_invitation::resume(&world.db, &world.power_user, run.id).await.unwrap();
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;
    let done = world.now(&run).await;
    assert_eq!((done.state, done.success), (RunState::Completed, 50));
    assert!(bulk_invitation::resume(&world.db, &world.power_user, run.id).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_run_skips_the_rest(pool: PgPool) {
    let world = World::with_clients(pool, 50).await;
    let run = world.start(50).await;
    let mut sender = world.sender().await.unwrap();
    let first = sender.take().await;
    sender.all(first, &SendResult::Deferred("451 later".into()));
    let second = sender.take().await;
    let cancelling = bulk_invitation::cancel(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!(
        (cancelling.state, cancelling.queued, cancelling.skipped),
        (RunState::Running, 16, 34),
        "sixteen are under way"
    );
    assert!(bulk_invitation::cancel(&world.db, &world.power_user, run.id).await.is_err(), "once is enough");
    assert!(bulk_invitation::pause(&world.db, &world.power_user, run.id).await.is_err());

    sender.all(second, &SendResult::Sent);
    assert!(matches!(sender.step().await, Step::Idle));
    let done = world.now(&run).await;
    assert_eq!((done.state, done.success, done.skipped), (RunState::Cancelled, 16, 34));
    // Those who were to be tried again have no invitation in the air.
    assert_eq!(world.count("select count(*) from invitations where state = 'revoked'").await, 16);
    assert_eq!(
        world.text("select distinct reason from bulk_invitation_recipients where outcome = 'skipped'").await,
        "Cancelled."
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_run_nobody_works_on_is_cancelled_at_once(pool: PgPool) {
    let world = World::with_clients(pool, 5).await;
    let run = world.start(5).await;
    let done = bulk_invitation::cancel(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!((done.state, done.skipped), (RunState::Cancelled, 5));
    world.start(5).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn mails_in_a_dead_hand_do_not_hold_up_a_cancellation(pool: PgPool) {
    let world = World::with_clients(pool, 20).await;
    let run = world.start(20).await;
    let mut dead = world.sender().await.unwrap();
    let batch = dead.take().await;
    world
        .sql("update mail_slots set lease_until = now() - interval '1 second' where owner is not null")
        .await;
    // One of its mails had been handed over, and its link was used.
    world
        .sql("update invitations set state = 'accepted', accepted_at = now() where id = (select id from invitations order by id limit 1)")
        .await;
    let done = bulk_invitation::cancel(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!((done.state, done.success, done.skipped), (RunState::Cancelled, 1, 19));
    let invitations = || {
        world.text("select string_agg(count || ' ' || state, ', ' order by state) from (select state, count(*) from invitations group by state) i")
    };
    assert_eq!(invitations().await, "1 accepted, 15 revoked", "no link of a skipped recipient works");
    let outcomes = "select string_agg(distinct outcome || coalesce(': ' || reason, ''), ', ') from bulk_invitation_recipients";
    assert_eq!(world.text(outcomes).await, "skipped: Cancelled., success");
    dead.all(batch, &SendResult::Sent);
    assert!(matches!(dead.step().await, Step::Lost));
    let now = world.now(&run).await;
    assert_eq!((now.success, now.skipped), (1, 19));
    assert_eq!(invitations().await, "1 accepted, 15 revoked");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_the_failed_are_tried_again(pool: PgPool) {
    let world = World::with_clients(pool, 30).await;
    let run = world.start(30).await;
    let retry = || bulk_invitation::retry(&world.db, &world.power_user, run.id);
    assert!(matches!(retry().await, Err(Error::Conflict(Conflict::RunState { .. }))), "it is not finished");
    let refuse = |to: &bulk_invitation::sending::Recipient| {
        if to.seq % 3 == 0 { SendResult::Refused("550 full".into()) } else { SendResult::Sent }
    };
    world.sender().await.unwrap().work(refuse).await;
    assert_eq!(world.now(&run).await.failed, 10);

    let retrying = retry().await.unwrap();
    assert_eq!(
        (retrying.state, retrying.success, retrying.failed, retrying.queued),
        (RunState::Running, 20, 0, 10)
    );
    assert_eq!(retrying.finished_at, None);
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;
    let done = world.now(&run).await;
    assert_eq!((done.state, done.success, done.failed), (RunState::Completed, 30, 0));
    assert!(matches!(retry().await, Err(Error::Conflict(Conflict::NobodyToInvite))));
    assert_eq!(world.count("select count(*) from invitations where state = 'sent'").await, 30);
}

#[sqlx::test(migrations = "../migrations")]
async fn ten_general_failures_in_a_row_pause_the_run(pool: PgPool) {
    let world = World::with_clients(pool, 20).await;
    let run = world.start(20).await;
    let fail = async |times: usize| {
        for _ in 0..times {
            world.sql("update bulk_invitation_runs set not_before = '-infinity'").await;
            world
                .sql("update bulk_invitation_recipients set not_before = now() where not_before is not null")
                .await;
            let mut sender = world.sender().await.unwrap();
            let batch = sender.take().await;
            let mut recipients = batch.recipients.into_iter().map(|(to, _)| to);
            sender
                .report
                .results
                .extend(recipients.next().map(|to| (to, SendResult::Interrupted("refused".into()))));
            sender.report.results.extend(recipients.map(|to| (to, SendResult::Untried)));
            sender.report.failure = Some("The mail server mail:25 refuses connections.".into());
            assert!(matches!(sender.step().await, Step::Idle));
            sender.release().await;
            assert!(world.sender().await.is_none(), "there is a wait after a failure");
        }
    };
    fail(9).await;
    assert_eq!(world.now(&run).await.state, RunState::Running);
    // A success in between, and the count begins again.
    world.sql("update bulk_invitation_runs set not_before = '-infinity'").await;
    world.sql("update bulk_invitation_recipients set not_before = now() where not_before is not null").await;
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    sender.all(batch, &SendResult::Sent);
    sender.step_of(0).await;
    sender.release().await;
    fail(9).await;
    assert_eq!(world.now(&run).await.state, RunState::Running);
    fail(1).await;
    let paused = world.now(&run).await;
    assert_eq!((paused.state, paused.success, paused.failed), (RunState::Paused, 16, 0));
    assert_eq!(paused.paused_because.as_deref(), Some("The mail server mail:25 refuses connections."));

    let resumed = bulk_invitation::resume(&world.db, &world.power_user, run.id).await.unwrap();
    assert_eq!(resumed.paused_because, None);
    world.sql("update bulk_invitation_recipients set not_before = now() where not_before is not null").await;
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;
    assert_eq!(world.now(&run).await.success, 20);
}

#[sqlx::test(migrations = "../migrations")]
async fn steering_needs_the_policy_and_is_logged(pool: PgPool) {
    let world = World::with_clients(pool, 5).await;
    let run = world.start(5).await;
    let member = staff(&world.pool, "member").await;
    assert!(matches!(bulk_invitation::pause(&world.db, &member, run.id).await, Err(Error::Forbidden(_))));
    assert!(matches!(bulk_invitation::cancel(&world.db, &member, run.id).await, Err(Error::Forbidden(_))));
    assert!(matches!(bulk_invitation::get(&world.db, &member, run.id).await, Err(Error::Forbidden(_))));
    let unknown = domain::id::RunId::generate();
    assert!(matches!(
        bulk_invitation::pause(&world.db, &world.power_user, unknown).await,
        Err(Error::NotFound)
    ));

    bulk_invitation::pause(&world.db, &world.power_user, run.id).await.unwrap();
    bulk_invitation::resume(&world.db, &world.power_user, run.id).await.unwrap();
    bulk_invitation::cancel(&world.db, &world.power_user, run.id).await.unwrap();
    let log = "select string_agg(kind, ' ' order by id) from client_portal_activities where staff_id is not null and subject_type = 'bulk_invitation_run'";
    assert_eq!(
        world.text(log).await,
        "start_bulk_invitation pause_bulk_invitation resume_bulk_invitation cancel_bulk_invitation"
    );
    let listed = bulk_invitation::list(&world.db, &world.power_user, &Default::default()).await.unwrap();
    assert_eq!((listed.items.len(), listed.items[0].started_by_name.as_str()), (1, "Petra Power"));
}

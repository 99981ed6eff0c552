//! Senders: batches, results, and what is looked at once more before a mail goes out.

use super::world::World;
use domain::bulk_invitation::{
    self, Outcome, RunState, Start,
    sending::{BATCH, SLOTS, SendResult, Step},
};
use sqlx::PgPool;
use std::collections::HashSet;

#[sqlx::test(migrations = "../migrations")]
async fn a_run_ends_when_the_last_recipient_has_an_outcome(pool: PgPool) {
    let world = World::with_clients(pool, 20).await;
    let run = world.start(20).await;
    assert_eq!((run.state, run.started_at), (RunState::Queued, None));

    let mut sender = world.sender().await.unwrap();
    let first = sender.take().await;
    assert_eq!(first.recipients.len(), BATCH);
    let under_way = world.now(&run).await;
    assert_eq!((under_way.state, under_way.queued), (RunState::Running, 20));
    assert!(under_way.started_at.is_some());
    sender.all(first, &SendResult::Sent);

    sender
        .work(|to| match to.seq {
            17 => SendResult::Refused("550 5.1.1 No such user".into()),
            18 => SendResult::Unusable("No mail can be sent to this e-mail address."),
            _ => SendResult::Sent,
        })
        .await;
    let done = world.now(&run).await;
    assert_eq!((done.state, done.success, done.failed, done.skipped), (RunState::Completed, 18, 1, 1));
    assert!(done.finished_at.is_some());

    let first_page = Default::default();
    let page = bulk_invitation::results(
        &world.db,
        &world.power_user,
        run.id,
        Some(Outcome::Failed),
        None,
        &first_page,
    )
    .await;
    let failed = page.unwrap().items;
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].reason.as_deref(), Some("550 5.1.1 No such user"));
    for (words, found) in [(failed[0].name.to_uppercase(), 1), ("nobody of this name".into(), 0)] {
        let page =
            bulk_invitation::results(&world.db, &world.power_user, run.id, None, Some(&words), &first_page);
        assert_eq!(page.await.unwrap().items.len(), found, "{words}");
    }
    assert_eq!(
        world.count("select count(*) from invitations where state = 'sent' and sent_at is not null").await,
        18
    );
    assert_eq!(
        world.count("select count(*) from invitations where state = 'failed' and error like '550%'").await,
        1
    );
    // Nobody has a token in clear text, and everybody invited has one.
    assert_eq!(
        world
            .count(
                "select count(distinct invitation_id) from invitation_tokens where length(token_sha256) = 32"
            )
            .await,
        20
    );
    assert!(world.sender().await.is_none(), "there is nothing left to do");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_senders_share_a_run_and_no_recipient_twice(pool: PgPool) {
    let world = World::with_clients(pool, 1_000).await;
    let run = world.start(1_000).await;
    let mut senders = Vec::new();
    while let Some(sender) = world.sender().await {
        senders.push(sender);
    }
    assert_eq!(senders.len(), SLOTS);
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let working = senders.into_iter().map(|mut sender| {
        let seen = seen.clone();
        tokio::spawn(async move {
            sender
                .work(|to| {
                    seen.lock().unwrap().push(to.seq);
                    SendResult::Sent
                })
                .await;
        })
    });
    for task in working.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let seen = seen.lock().unwrap().clone();
    assert_eq!((seen.len(), seen.iter().collect::<HashSet<_>>().len()), (1_000, 1_000));
    let done = world.now(&run).await;
    assert_eq!((done.state, done.success), (RunState::Completed, 1_000));
}

#[sqlx::test(migrations = "../migrations")]
async fn later_waits_and_is_tried_again(pool: PgPool) {
    let world = World::with_clients(pool, 3).await;
    let run = world.start(3).await;
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    let ids: Vec<_> = batch.recipients.iter().map(|(to, _)| to.invitation_id).collect();
    sender.all(batch, &SendResult::Deferred("451 4.7.1 Greylisted".into()));
    assert!(matches!(sender.step().await, Step::Idle));
    sender.release().await;
    assert!(world.sender().await.is_none(), "it is too early");
    assert_eq!(world.now(&run).await.state, RunState::Running);

    world.sql("update bulk_invitation_recipients set not_before = now()").await;
    let mut sender = world.sender().await.unwrap();
    let again = sender.take().await;
    assert_eq!(
        again.recipients.iter().map(|(to, _)| to.invitation_id).collect::<HashSet<_>>(),
        ids.into_iter().collect()
    );
    assert!(again.recipients.iter().all(|(to, _)| to.attempts == 1));
    sender.all(again, &SendResult::Sent);
    assert!(matches!(sender.step().await, Step::Idle));
    assert_eq!(world.now(&run).await.success, 3);
    assert_eq!(world.count("select count(*) from invitation_tokens").await, 6, "a further link for each");
}

#[sqlx::test(migrations = "../migrations")]
async fn who_stopped_being_eligible_is_skipped_with_the_reason(pool: PgPool) {
    let world = World::with_clients(pool, 7).await;
    let run = world.start(7).await;
    world.user("account@example.com").await;
    world.sql("update clients set is_active = false where email = 'client1@example.com'").await;
    world.sql("update clients set email = 'new@example.com' where email = 'client2@example.com'").await;
    world.sql("update clients set portal_user_id = (select id from users where email = 'account@example.com') where email = 'client3@example.com'").await;
    world.sql("delete from clients where email = 'client4@example.com'").await;
    world.sql("insert into clients (id, name, email) values (gen_random_uuid(), 'Newcomer', 'client5@example.com')").await;
    world
        .sql(
            "insert into invitations (id, client_id, name, email, state, expires_at)
             select gen_random_uuid(), id, name, email, 'sent', now() + interval '1 day' from clients where email = 'client6@example.com'",
        )
        .await;
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;

    let done = world.now(&run).await;
    assert_eq!((done.state, done.success, done.skipped), (RunState::Completed, 1, 6));
    let reasons: Vec<(String, String)> = sqlx::query_as(
        "select email, reason from bulk_invitation_recipients where outcome = 'skipped' order by email",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    let expected = [
        "The client is inactive.",
        "The e-mail address was changed after the start.",
        "The client already has a portal account.",
        "The client no longer exists.",
        "The e-mail address is used by another client or account.",
        "Invited by other means after the start.",
    ];
    assert_eq!(reasons.iter().map(|(_, reason)| reason.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(world.count("select count(*) from invitation_tokens").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_reminder_replaces_the_link_when_it_is_sent(pool: PgPool) {
    let world = World::with_clients(pool, 2).await;
    world.start(2).await;
    world.sender().await.unwrap().work(|_| SendResult::Sent).await;

    let reminding = Start { confirm: true, expected: 0, remind_already_invited: true };
    let run = bulk_invitation::start(&world.db, &world.power_user, reminding).await.unwrap();
    let mut sender = world.sender().await.unwrap();
    let batch = sender.take().await;
    assert!(batch.recipients.iter().all(|(to, _)| to.is_reminder));
    assert_eq!(
        world.count("select count(*) from invitations where state = 'revoked'").await,
        0,
        "the old links still work"
    );
    let mut results = batch.recipients.into_iter();
    sender.report.results.extend(results.next().map(|(to, _)| (to, SendResult::Sent)));
    sender.report.results.extend(results.next().map(|(to, _)| (to, SendResult::Refused("550 no".into()))));
    sender.step().await;
    assert_eq!(world.now(&run).await.state, RunState::Completed);
    // Who got the reminder has the new link, who did not keeps the old one.
    assert_eq!(world.count("select count(*) from invitations where state = 'revoked'").await, 1);
    assert_eq!(world.count("select count(*) from invitations where state = 'sent'").await, 2);
    assert_eq!(world.count("select count(*) from invitations where state = 'failed'").await, 1);
}

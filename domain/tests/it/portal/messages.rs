//! What clients and staff write to each other.

use super::seed::{Client, Invoice, Quote, Seed, today};
use domain::{
    Error,
    activity::Origin,
    id::{ConversationId, ProjectId, QuoteId},
    message::{self, Paper, Topic, staff as answers},
    outgoing_mail::{self, Content},
    session::{self, StaffViewer, Viewer},
    token::Token,
};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

/// A signed-in staff user.
pub(super) async fn staff(seed: &Seed, role: &str, name: &str) -> StaffViewer {
    let (id, token) = (Uuid::now_v7(), Token::generate().unwrap());
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, 'staff', $2, lower($3) || '@company.example', $3)")
        .bind(id)
        .bind(role)
        .bind(name)
        .execute(&seed.pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
         values ($1, $2, $3, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day')",
    )
    .bind(Uuid::now_v7())
    .bind(token.hash().to_vec())
    .bind(id)
    .execute(&seed.pool)
    .await
    .unwrap();
    look(seed, &token).await
}

async fn look(seed: &Seed, token: &Token) -> StaffViewer {
    match session::authenticate(&seed.db, Some(token), Origin::default()).await.unwrap().viewer {
        Viewer::Staff(viewer) => *viewer,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn conversation(seed: &Seed, client: Client) -> ConversationId {
    let id = sqlx::query_scalar("select id from conversations where client_id = $1 and project_id is null");
    ConversationId(id.bind(client.id.0).fetch_one(&seed.pool).await.unwrap())
}

async fn say(seed: &Seed, client: Client, topic: Topic, text: &str) {
    message::send(&seed.db, &client.scope(), topic, text, None, &[]).await.unwrap();
}

/// The texts of a client's conversation as its portal user sees them.
async fn texts(seed: &Seed, client: Client, topic: Topic) -> Vec<String> {
    let seen = message::view(&seed.db, &client.scope(), topic, None).await.unwrap();
    seen.thread.messages.into_iter().map(|message| message.body).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_question_and_its_answer(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let clara = staff(&seed, "member", "Clara").await;
    say(&seed, mine, Topic::General, "When do you start? <script>alert(1)</script>").await;
    let id = conversation(&seed, mine).await;

    let list = answers::list(&seed.db, &clara.staff, &Default::default()).await.unwrap();
    let [only] = &list.items[..] else { panic!("{list:?}") };
    assert_eq!((only.unread, only.is_unanswered, only.client_name.as_str()), (1, true, "Mine"));
    let seen = answers::view(&seed.db, &clara.staff, id, None).await.unwrap();
    assert_eq!(seen.thread.messages[0].body, "When do you start? <script>alert(1)</script>");
    let read = message::view(&seed.db, &mine.scope(), Topic::General, None).await.unwrap().thread;
    assert_eq!(read.last_read(false), Some(read.messages[0].id), "the author sees that it was read");

    answers::answer(&seed.db, &clara.staff, id, "On Monday.", &[]).await.unwrap();
    let list = answers::list(&seed.db, &clara.staff, &Default::default()).await.unwrap();
    assert_eq!((list.items[0].unread, list.items[0].is_unanswered), (0, false));
    assert_eq!(texts(&seed, mine, Topic::General).await[1], "On Monday.");
    let seen = answers::view(&seed.db, &clara.staff, id, None).await.unwrap().thread;
    assert_eq!(seen.last_read(true), Some(seen.messages[1].id));

    let bell = "select count(*) from notifications where user_id = $1 and kind = 'message' and href = '/portal/messages'";
    assert_eq!(seed.count(bell, &[mine.user.0]).await, 1);
    let logged =
        "select count(*) from client_portal_activities where kind = 'send_message' and client_id = $1";
    assert_eq!(seed.count(logged, &[mine.id.0]).await, 2, "one line each");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_elses_conversations_can_be_reached(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let theirs = seed.project(other, "Theirs", "active", None).await;
    let quote = seed.quote(other, Quote { number: "Q-2", ..Quote::default() }).await;
    let draft = seed.quote(mine, Quote { number: "Q-3", status: "draft", ..Quote::default() }).await;
    let invoice = seed.invoice(other, Invoice::default()).await;
    say(&seed, other, Topic::Project(theirs), "secret").await;
    say(&seed, other, Topic::General, "secret").await;

    for project in [theirs, ProjectId(Uuid::now_v7())] {
        let topic = Topic::Project(project);
        assert!(matches!(message::view(&seed.db, &mine.scope(), topic, None).await, Err(Error::NotFound)));
        let sent = message::send(&seed.db, &mine.scope(), topic, "hello", None, &[]).await;
        assert!(matches!(sent, Err(Error::NotFound)));
    }
    assert!(texts(&seed, mine, Topic::General).await.is_empty());
    for paper in [
        Paper::Quote(quote),
        Paper::Quote(draft),
        Paper::Quote(QuoteId(Uuid::now_v7())),
        Paper::Invoice(invoice),
    ] {
        assert!(matches!(message::about(&seed.db, &mine.scope(), paper).await, Err(Error::NotFound)));
        let sent = message::send(&seed.db, &mine.scope(), Topic::General, "hello", Some(paper), &[]).await;
        assert!(matches!(sent, Err(Error::NotFound)), "{paper:?}");
    }
    assert_eq!(seed.count("select count(*) from conversations where client_id = $1", &[mine.id.0]).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_text_that_is_too_long_is_refused_and_kept(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let long = "é".repeat(100_000);
    let refused = message::send(&seed.db, &mine.scope(), Topic::General, &long, None, &[]).await;
    message::keep_draft(&seed.db, &mine.scope(), Topic::General, &long).await.unwrap();
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let seen = message::view(&seed.db, &mine.scope(), Topic::General, None).await.unwrap().thread;
    assert!(seen.messages.is_empty() && seen.draft == long);
    say(&seed, mine, Topic::General, &"é".repeat(10_000)).await;
    let seen = message::view(&seed.db, &mine.scope(), Topic::General, None).await.unwrap().thread;
    assert_eq!((seen.messages.len(), seen.draft.as_str()), (1, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn two_at_once_both_arrive(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let sends = (0..12).map(|n| {
        let (db, scope) = (seed.db.clone(), mine.scope());
        tokio::spawn(
            async move { message::send(&db, &scope, Topic::General, &n.to_string(), None, &[]).await },
        )
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.unwrap().unwrap();
    }
    let mut all = texts(&seed, mine, Topic::General).await;
    all.sort_by_key(|text| text.parse::<i32>().unwrap());
    assert_eq!(all, (0..12).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(seed.count("select count(*) from conversations where client_id = $1", &[mine.id.0]).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn older_messages_are_read_by_their_number(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for n in 0..70 {
        say(&seed, mine, Topic::General, &n.to_string()).await;
    }
    let (mut before, mut all) = (None, Vec::new());
    loop {
        let part = message::view(&seed.db, &mine.scope(), Topic::General, before).await.unwrap().thread;
        all.splice(0..0, part.messages.iter().map(|message| message.body.clone()));
        before = part.older;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(all, (0..70).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[sqlx::test(migrations = "../migrations")]
async fn papers_can_be_asked_about(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let clara = staff(&seed, "member", "Clara").await;
    let quote = seed.quote(mine, Quote::default()).await;
    let paper = Paper::Quote(quote);
    message::send(&seed.db, &mine.scope(), Topic::General, "Why so much?", Some(paper), &[]).await.unwrap();
    let about = answers::view(&seed.db, &clara.staff, conversation(&seed, mine).await, None).await.unwrap();
    assert_eq!(about.thread.messages[0].about.as_ref().map(|about| about.number.as_str()), Some("Q-1"));
    seed.run("update quotes set status = 'draft' where id = $1", &[quote.0]).await.unwrap();
    let seen = message::view(&seed.db, &mine.scope(), Topic::General, None).await.unwrap();
    assert!(seen.thread.messages[0].about.is_none(), "a draft is nothing for a client");
}

/// The mails that are due when ten minutes have passed.
pub(super) async fn due(seed: &Seed) -> Vec<(String, Content)> {
    seed.run("update outgoing_mails set not_before = now() where sent_at is null", &[]).await.unwrap();
    let mut letters = Vec::new();
    for mail in outgoing_mail::take(&seed.db, 100, Duration::from_secs(60)).await.unwrap() {
        match outgoing_mail::write(&seed.db, &mail).await.unwrap() {
            Some(letter) => {
                letters.push((letter.email, letter.content));
                let sent = domain::bulk_invitation::sending::SendResult::Sent;
                outgoing_mail::note(&seed.db, &mail, &sent).await.unwrap();
            }
            None => outgoing_mail::forget(&seed.db, &mail).await.unwrap(),
        }
    }
    letters.sort_by(|a, b| a.0.cmp(&b.0));
    letters
}

fn told(content: &Content) -> (i64, String, Option<&str>) {
    let Content::Messages(unread) = content else { panic!("{content:?}") };
    (unread.total, unread.path.clone(), unread.client_name.as_deref())
}

#[sqlx::test(migrations = "../migrations")]
async fn what_nobody_reads_is_mailed_once(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let petra = staff(&seed, "power_user", "Petra").await;
    let clara = staff(&seed, "member", "Clara").await;
    say(&seed, mine, Topic::General, "one").await;
    say(&seed, mine, Topic::General, "two").await;
    let waiting = "select count(*) from outgoing_mails where not_before > now() + interval '9 minutes'";
    assert_eq!(seed.count(waiting, &[]).await, 1, "nobody has answered yet: those who look after access");
    let id = conversation(&seed, mine).await;
    let mails = due(&seed).await;
    let [(address, content)] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(address, "petra@company.example");
    assert_eq!(told(content), (2, format!("/staff/messages/{id}"), Some("Mine")));

    say(&seed, mine, Topic::General, "three").await;
    let mails = due(&seed).await;
    assert_eq!(mails.iter().map(|(_, content)| told(content).0).collect::<Vec<_>>(), [1], "none twice");

    answers::answer(&seed.db, &clara.staff, id, "four", &[]).await.unwrap();
    let mails = due(&seed).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(told(&mails[0].1), (1, "/portal/messages".to_owned(), None));
    say(&seed, mine, Topic::General, "five").await;
    let mails = due(&seed).await;
    assert_eq!(
        mails.iter().map(|(address, _)| address.as_str()).collect::<Vec<_>>(),
        ["clara@company.example"]
    );

    say(&seed, mine, Topic::General, "six").await;
    answers::view(&seed.db, &clara.staff, id, None).await.unwrap();
    assert!(due(&seed).await.is_empty(), "it was read in time");
    say(&seed, mine, Topic::General, "six and a half").await;
    assert_eq!(seed.count(waiting, &[]).await, 1, "the next one waits its own ten minutes");
    answers::answer(&seed.db, &clara.staff, id, "seven", &[]).await.unwrap();
    seed.run("update clients set portal_enabled = false where id = $1", &[mine.id.0]).await.unwrap();
    assert!(due(&seed).await.is_empty(), "who does not get in is told nothing");
    assert_eq!(petra.unanswered, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_sections_say_what_waits(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let project = seed.project(mine, "Relaunch", "active", Some(today())).await;
    let petra = staff(&seed, "power_user", "Petra").await;
    say(&seed, mine, Topic::Project(project), "hello").await;
    let clara = staff(&seed, "member", "Clara").await;
    assert_eq!((clara.unanswered, clara.unread), (1, 0), "she came after it was said");
    let topics = message::project_topics(&seed.db, &mine.scope()).await.unwrap();
    assert_eq!((topics[0].unread, topics[0].last.as_ref().unwrap().text.as_str()), (0, "hello"));
    let id = sqlx::query_scalar("select id from conversations where project_id = $1").bind(project.0);
    let id = ConversationId(id.fetch_one(&seed.pool).await.unwrap());
    answers::answer(&seed.db, &petra.staff, id, "good morning", &[]).await.unwrap();
    assert_eq!(message::project_topics(&seed.db, &mine.scope()).await.unwrap()[0].unread, 1);
    answers::settle(&seed.db, &petra.staff, id).await.unwrap();
    let missing = answers::settle(&seed.db, &petra.staff, ConversationId(Uuid::now_v7())).await;
    assert!(matches!(missing, Err(Error::NotFound)));
    let general = answers::with_client(&seed.db, &petra.staff, mine.id).await.unwrap();
    assert_eq!(general, answers::with_client(&seed.db, &petra.staff, mine.id).await.unwrap());
}

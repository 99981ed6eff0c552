//! Bells that ring at once, over several servers on one database.

use crate::{
    documents::{form, multipart},
    support::{Mails, Portal},
};
use axum::{
    body::BodyDataStream,
    http::{Method, StatusCode},
};
use domain::password::Cost;
use futures::StreamExt as _;
use serde_json::Value;
use server::live::Bells;
use sqlx::PgPool;
use std::time::{Duration, Instant};
use uuid::Uuid;

const EVENTS: &str = "/portal/notifications/events";
/// Far more than anything takes, and less than the time after which a stream looks by itself.
const PATIENCE: Duration = Duration::from_secs(15);

/// A server with its workers and a pool of its own, as if it were another process.
struct Server {
    portal: Portal,
    _workers: Mails,
}

impl Server {
    fn start(pool: &PgPool, bells: Bells) -> Self {
        let pool = PgPool::connect_lazy_with((*pool.connect_options()).clone());
        let mut state = Portal::state(&pool, Cost::LOWEST);
        state.bells = bells.clone();
        let workers = Mails::start_with(&pool, bells);
        Self { portal: Portal::of(&pool, state, [192, 0, 2, 7]), _workers: workers }
    }

    /// A page's stream.
    async fn listen(&self, session: &str) -> Events {
        self.listen_at(EVENTS, session).await
    }

    async fn listen_at(&self, path: &str, session: &str) -> Events {
        let answer = self.portal.get(path).session(session).begin().await;
        assert_eq!(answer.status(), StatusCode::OK);
        Events { body: answer.into_body().into_data_stream(), text: String::new() }
    }
}

/// Server-sent events as they come.
struct Events {
    body: BodyDataStream,
    text: String,
}

impl Events {
    /// The next event's lines, without what keeps the connection alive; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if !event.starts_with(':') {
                    return Some(event);
                }
                continue;
            }
            let part = tokio::time::timeout(PATIENCE, self.body.next()).await.expect("an event in time")?;
            self.text += std::str::from_utf8(&part.unwrap()).unwrap();
        }
    }

    async fn snapshot(&mut self) -> Value {
        let event = self.next().await.unwrap();
        serde_json::from_str(event.strip_prefix("data: ").unwrap()).unwrap()
    }
}

/// A client's person, a staff user and the client's conversation.
struct People {
    user: Uuid,
    staff: Uuid,
    conversation: String,
}

async fn people(pool: &PgPool) -> People {
    let [user, staff, client, conversation] = [(); 4].map(|()| Uuid::now_v7());
    sqlx::query(
        "with accounts as (
             insert into users (id, kind, role, email, name)
             values ($1, 'client', null, 'maria@alfreds.example', 'Maria'), ($2, 'staff', 'admin', 'ada@company.example', 'Ada')
         ), client as (
             insert into clients (id, name, portal_enabled, portal_user_id) values ($3, 'Alfreds', true, $1)
         )
         insert into conversations (id, client_id) values ($4, $3)",
    )
    .bind(user)
    .bind(staff)
    .bind(client)
    .bind(conversation)
    .execute(pool)
    .await
    .unwrap();
    People { user, staff, conversation: conversation.to_string() }
}

async fn write(server: &Server, session: &str, people: &People, body: &str) {
    let fields = [("conversation_id", people.conversation.as_str()), ("body", body)];
    let ask = server.portal.ask(Method::POST, "/staff/messages/send").header("sec-fetch-site", "same-origin");
    let ask = ask.header("content-type", &multipart()).streamed(form(&fields, &[]).into());
    let answer = ask.session(session).send().await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
}

/// Until the process's listener is there.
async fn settle(pool: &PgPool, listeners: i64) {
    let begun = Instant::now();
    let sql =
        "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
    while sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await.unwrap() < listeners {
        assert!(begun.elapsed() < PATIENCE, "nobody listens");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_one_server_does_is_heard_at_another(pool: PgPool) {
    let people = people(&pool).await;
    let (here, there) = (Server::start(&pool, Bells::default()), Server::start(&pool, Bells::default()));
    let (client, staff) =
        (there.portal.session_of(people.user).await, here.portal.session_of(people.staff).await);
    settle(&pool, 2).await;
    let mut events = there.listen(&client).await;
    assert_eq!(events.snapshot().await["unread"], 0);

    let mut times = Vec::new();
    for n in 1..=20_i64 {
        let sent = Instant::now();
        write(&here, &staff, &people, &format!("<script>alert({n})</script>")).await;
        let heard = events.snapshot().await;
        times.push(sent.elapsed());
        assert_eq!((&heard["unread"], &heard["waiting"]), (&Value::from(1), &Value::from(n)), "{heard}");
        assert_eq!(heard["newest"][0]["title"], "Ada wrote to you");
    }
    times.sort();
    let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
    println!("from the form at one server to the event at another: median {median:?}, longest {longest:?}");
    assert!(median < Duration::from_millis(500), "{times:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_listener_comes_back(pool: PgPool) {
    let people = people(&pool).await;
    let server = Server::start(&pool, Bells::default());
    let (client, staff) =
        (server.portal.session_of(people.user).await, server.portal.session_of(people.staff).await);
    settle(&pool, 1).await;
    let mut events = server.listen(&client).await;
    events.snapshot().await;
    let ended: i64 = sqlx::query_scalar(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity
          where datname = current_database() and query ilike 'listen%'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(ended, 1, "one listener for a process");
    write(&server, &staff, &people, "hello").await;
    let begun = Instant::now();
    assert_eq!(events.snapshot().await["unread"], 1);
    println!("heard {:?} after the listener was ended", begun.elapsed());
    settle(&pool, 1).await;
    write(&server, &staff, &people, "hello again").await;
    assert_eq!(events.snapshot().await["waiting"], 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stream_ends_with_its_session(pool: PgPool) {
    let people = people(&pool).await;
    let server = Server::start(&pool, Bells::default());
    let client = server.portal.session_of(people.user).await;
    settle(&pool, 1).await;
    let touched =
        "update user_sessions set last_seen_at = '2026-01-01', idle_until = now() + interval '5 minutes'";
    sqlx::query(touched).execute(&pool).await.unwrap();
    let mut events = server.listen(&client).await;
    events.snapshot().await;
    let used = "select count(*) from user_sessions where last_seen_at > '2026-01-01'";
    let used: i64 = sqlx::query_scalar(used).fetch_one(&pool).await.unwrap();
    assert_eq!(used, 0, "a page that is open is no sign that somebody is there");
    sqlx::query("update user_sessions set ended_at = now(), ended_because = 'ended_by_user'")
        .execute(&pool)
        .await
        .unwrap();
    let ring = "insert into notifications (id, user_id, kind, title, href) values (gen_random_uuid(), $1, 'x', 'secret', '/portal')";
    sqlx::query(ring).bind(people.user).execute(&pool).await.unwrap();
    let end = events.next().await.unwrap();
    assert!(end.contains("event: end") && !end.contains("secret"), "{end}");
    assert_eq!(events.next().await, None);
    let again = server.portal.get(EVENTS).session(&client).send().await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
}

#[sqlx::test(migrations = "../migrations")]
async fn there_is_a_limit_on_streams(pool: PgPool) {
    let people = people(&pool).await;
    let server = Server::start(&pool, Bells::with_seats(1));
    let client = server.portal.session_of(people.user).await;
    let events = server.listen(&client).await;
    let refused = server.portal.get(EVENTS).session(&client).send().await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    drop(events);
    server.listen(&client).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn who_waits_for_money_is_told_at_once(pool: PgPool) {
    let people = people(&pool).await;
    let server = Server::start(&pool, Bells::default());
    let client = server.portal.session_of(people.user).await;
    let [invoice, card] = [(); 2].map(|()| Uuid::now_v7());
    sqlx::query(
        "with invoice as (insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                          select $1, id, 'INV-7', 'sent', current_date, 'EUR', 1000 from clients)
         insert into payment_attempts (id, client_id, provider, currency, amount_minor, holds_until)
         select $2, id, 'stripe', 'EUR', 1000, now() + interval '1 hour' from clients",
    )
    .bind(invoice)
    .bind(card)
    .execute(&pool)
    .await
    .unwrap();
    settle(&pool, 1).await;
    let mut of_payment = server.listen_at(&format!("/portal/payments/{card}/events"), &client).await;
    let mut of_invoice = server.listen_at(&format!("/portal/invoices/{invoice}/events"), &client).await;
    assert_eq!(of_payment.snapshot().await["state"], "pending");
    assert_eq!(of_invoice.snapshot().await["paid_minor"], 0);

    let part = "insert into payments (id, invoice_id, amount_minor, paid_on) values (gen_random_uuid(), $1, 400, current_date)";
    let begun = Instant::now();
    sqlx::query(part).bind(invoice).execute(&pool).await.unwrap();
    let heard = of_invoice.snapshot().await;
    assert_eq!(
        (&heard["paid_minor"], &heard["text"]),
        (&Value::from(400), &Value::from("€6.00 is still to be paid."))
    );
    sqlx::query("update payment_attempts set state = 'succeeded'").execute(&pool).await.unwrap();
    assert_eq!(of_payment.snapshot().await["state"], "succeeded");
    assert!(begun.elapsed() < Duration::from_secs(10), "it was told, and did not look by itself");

    // What is not theirs any more ends, and says nothing.
    sqlx::query("update clients set portal_enabled = false").execute(&pool).await.unwrap();
    sqlx::query(part).bind(invoice).execute(&pool).await.unwrap();
    let end = of_invoice.next().await.unwrap();
    assert!(end.contains("event: end") && !end.contains("800"), "{end}");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_bell_keeps_to_the_zone_of_its_person(pool: PgPool) {
    let people = people(&pool).await;
    let server = Server::start(&pool, Bells::default());
    let client = server.portal.session_of(people.user).await;
    for statement in [
        "update company set time_zone = 'Europe/Amsterdam'",
        "update users set time_zone = 'Pacific/Auckland'",
        "insert into notifications (id, user_id, client_id, kind, title, href, created_at)
         select gen_random_uuid(), portal_user_id, id, 'x', 'New', '/portal', '2020-01-02 20:00Z' from clients",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    let page =
        server.portal.get("/portal/profile").header("accept", "text/html").session(&client).send().await;
    assert!(page.body.contains("3 Jan 2020"), "{}", page.body);
    let heard = server.listen(&client).await.snapshot().await;
    assert!(heard["newest"][0]["when"].as_str().unwrap().contains("3 Jan 2020"), "{heard}");
}

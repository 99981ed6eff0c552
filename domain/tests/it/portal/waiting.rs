//! What waits for a client's person.

use super::seed::{Client, Invoice, Quote, Seed, day, today};
use domain::{
    access::{self, AccessFacts, ContactFacts},
    access_preset::AccessPreset,
    activity::Origin,
    actor::ClientScope,
    dashboard::{
        self,
        waiting::{Counts, MOST_WAITING, ToDo, Waiting},
    },
    id::{ContactId, ProjectId},
    message::{self, Topic},
};
use sqlx::PgPool;
use uuid::Uuid;

/// A file that is asked for.
async fn ask(seed: &Seed, client: Client, title: &str, state: &str, due_on: Option<&str>) {
    sqlx::query("insert into document_requests (id, client_id, title, state, reason, due_on) values ($1, $2, $3, $4, $5, $6)")
        .bind(Uuid::now_v7())
        .bind(client.id.0)
        .bind(title)
        .bind(state)
        .bind(if state == "sent_back" { "Page 2" } else { "" })
        .bind(due_on.map(day))
        .execute(&seed.pool)
        .await
        .unwrap();
}

/// The company writes.
async fn write(seed: &Seed, client: Client, project: Option<ProjectId>, text: &str) {
    let staff = Uuid::now_v7();
    sqlx::query(
        "insert into users (id, kind, role, email, name) values ($1, 'staff', 'member', $1::text, 'Clara')",
    )
    .bind(staff)
    .execute(&seed.pool)
    .await
    .unwrap();
    sqlx::query(
        "with k as (
             insert into conversations (id, client_id, project_id, last_seq, last_message_id) values ($1, $2, $3, 1, $4) returning id)
         insert into messages (id, conversation_id, seq, author_id, is_from_staff, body) select $4, id, 1, $5, true, $6 from k",
    )
    .bind(Uuid::now_v7())
    .bind(client.id.0)
    .bind(project.map(|id| id.0))
    .bind(Uuid::now_v7())
    .bind(staff)
    .bind(text)
    .execute(&seed.pool)
    .await
    .unwrap();
}

fn scope_of(client: Client, preset: AccessPreset) -> ClientScope {
    let contact = ContactFacts {
        id: ContactId(Uuid::now_v7()),
        is_active: true,
        portal_access: true,
        has_email: true,
        preset,
        is_administrator: false,
    };
    let facts = AccessFacts {
        client_id: client.id,
        client_name: "A client".into(),
        client_is_active: true,
        portal_enabled: true,
        is_portal_user: false,
        contact: Some(contact),
    };
    access::scope(client.user, true, &facts, Origin::default()).unwrap()
}

async fn waiting(seed: &Seed, scope: &ClientScope) -> Waiting {
    dashboard::load(&seed.db, scope, today()).await.unwrap().waiting
}

fn names(waiting: &Waiting) -> Vec<String> {
    let name = |one: &ToDo| match one {
        ToDo::Quote(one) => format!("quote {}", one.quote.number),
        ToDo::Invoice(one) => format!("invoice {} {}", one.invoice.number, one.open),
        ToDo::File(one) => format!("file {} {:?}", one.title, one.sent_back),
        ToDo::Reply(one) => format!("reply {:?} {}", one.project, one.last.text),
    };
    waiting.items.iter().map(name).collect()
}

/// One of each kind for a client, whose things all have its name.
async fn fill(seed: &Seed, client: Client, name: &str) -> ProjectId {
    let project = seed.project(client, name, "active", None).await;
    let number = format!("Q-{name}");
    seed.quote(client, Quote { number: &number, valid_until: Some(day("2026-11-25")), ..Quote::default() })
        .await;
    for (number, status, paid_minor, due_on) in [
        (format!("late-{name}"), "sent", 10_000, "2026-11-20"),
        (format!("later-{name}"), "sent", 0, "2026-12-20"),
        (format!("covered-{name}"), "sent", 50_000, "2026-11-20"),
        (format!("draft-{name}"), "draft", 0, "2026-11-20"),
    ] {
        let invoice =
            Invoice { number: &number, status, paid_minor, due_on: Some(day(due_on)), ..Invoice::default() };
        seed.invoice(client, invoice).await;
    }
    ask(seed, client, &format!("open {name}"), "open", Some("2026-11-24")).await;
    ask(seed, client, &format!("back {name}"), "sent_back", None).await;
    ask(seed, client, &format!("with us {name}"), "handed_over", Some("2026-11-01")).await;
    write(seed, client, None, &format!("Hello {name}")).await;
    write(seed, client, Some(project), &format!("News {name}")).await;
    project
}

#[sqlx::test(migrations = "../migrations")]
async fn all_that_waits_is_in_one_order_and_none_of_it_is_anothers(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    fill(&seed, mine, "mine").await;
    fill(&seed, other, "other").await;
    let shown = waiting(&seed, &mine.scope()).await;
    assert_eq!(
        names(&shown),
        [
            "invoice late-mine €400.00",
            "file open mine None",
            "quote Q-mine",
            "reply Some(\"mine\") News mine",
            "reply None Hello mine",
            "invoice later-mine €500.00",
            "file back mine Some(\"Page 2\")",
        ]
    );
    assert_eq!((shown.total, shown.more), (7, Counts::default()));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_preset_leaves_out_is_neither_shown_nor_counted(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    fill(&seed, mine, "mine").await;
    let pays = waiting(&seed, &scope_of(mine, AccessPreset::InvoicesOnly)).await;
    assert_eq!(names(&pays), ["invoice late-mine €400.00", "invoice later-mine €500.00"]);
    assert_eq!((pays.total, pays.more), (2, Counts::default()));
    let works = waiting(&seed, &scope_of(mine, AccessPreset::ProjectsAndDocumentsOnly)).await;
    assert_eq!(
        names(&works),
        ["file open mine None", "reply Some(\"mine\") News mine", "file back mine Some(\"Page 2\")"]
    );
    assert_eq!(works.total, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_done_waits_no_more(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let project = fill(&seed, mine, "mine").await;
    // The whole of one invoice is on its way, and half of the other; a third attempt has come to nothing.
    for (number, minor, state) in [
        ("late-mine", 40_000, "pending"),
        ("later-mine", 25_000, "pending"),
        ("later-mine", 25_000, "failed"),
    ] {
        sqlx::query(
            "with a as (
                 insert into payment_attempts (id, client_id, provider, state, currency, amount_minor, holds_until)
                 values ($1, $2, 'bank_transfer', $5, 'EUR', $4, now() + interval '1 day') returning id)
             insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor)
             select a.id, i.id, $4 from a, invoices i where i.number = $3",
        )
        .bind(Uuid::now_v7())
        .bind(mine.id.0)
        .bind(number)
        .bind(minor)
        .bind(state)
        .execute(&seed.pool)
        .await
        .unwrap();
    }
    // One conversation is answered, which is the same as reading it; the other is answered by a colleague.
    message::send(&seed.db, &mine.scope(), Topic::General, "Thank you", None, &[]).await.unwrap();
    let colleague = seed.contact(mine, "colleague@mine.example").await;
    message::send(&seed.db, &mine.scope_of(colleague), Topic::Project(project), "Seen", None, &[])
        .await
        .unwrap();
    seed.run("update document_requests set state = 'handed_over' where client_id = $1", &[mine.id.0])
        .await
        .unwrap();
    seed.run("update quotes set status = 'declined' where client_id = $1", &[mine.id.0]).await.unwrap();
    let shown = waiting(&seed, &mine.scope()).await;
    assert_eq!(names(&shown), ["invoice later-mine €250.00"]);
    assert_eq!(shown.total, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_is_short_and_says_what_it_leaves_out(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for number in 1..=12 {
        let number = format!("Q-{number}");
        let until = Some(day("2027-01-01"));
        seed.quote(mine, Quote { number: &number, valid_until: until, ..Quote::default() }).await;
    }
    ask(&seed, mine, "late", "open", Some("2026-11-01")).await;
    write(&seed, mine, None, &"long ".repeat(1_000)).await;
    let shown = waiting(&seed, &mine.scope()).await;
    assert_eq!((shown.items.len(), shown.total), (MOST_WAITING, 14));
    assert_eq!(shown.more, Counts { quotes: 6, ..Counts::default() });
    assert!(names(&shown)[0].starts_with("file late") && names(&shown)[1].starts_with("reply"));
    let ToDo::Reply(reply) = &shown.items[1] else { panic!("{:?}", shown.items[1]) };
    assert_eq!(reply.last.text.chars().count(), 600);
    let dashboard = dashboard::load(&seed.db, &mine.scope(), today()).await.unwrap();
    assert_eq!((dashboard.pending_quotes.len(), dashboard.pending_quotes_total), (5, 12));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_takes_the_notice_out_of_the_bell(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    write(&seed, mine, None, "Hello").await;
    for href in ["/portal/messages", "/portal/messages/other"] {
        sqlx::query("insert into notifications (id, user_id, client_id, kind, title, href) values ($1, $2, $3, 'message', 'News', $4)")
            .bind(Uuid::now_v7())
            .bind(mine.user.0)
            .bind(mine.id.0)
            .bind(href)
            .execute(&seed.pool)
            .await
            .unwrap();
    }
    message::send(&seed.db, &mine.scope(), Topic::General, "Thank you", None, &[]).await.unwrap();
    let unread = "select count(*) from notifications where user_id = $1 and read_at is null";
    assert_eq!(seed.count(unread, &[mine.user.0]).await, 1);
}

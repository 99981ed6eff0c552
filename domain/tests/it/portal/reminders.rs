//! Reminders of quotes and invoices.

use super::seed::{Client, Invoice, Quote, Seed, day, today};
use domain::reminder;
use sqlx::PgPool;

async fn titles(seed: &Seed, client: Client) -> Vec<String> {
    sqlx::query_scalar("select title from notifications where user_id = $1 order by title")
        .bind(client.user.0)
        .fetch_all(&seed.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn each_reminder_is_made_once_by_whichever_server(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let (quiet, shut) = (seed.client("Quiet").await, seed.client("Shut").await);
    seed.run("update clients set reminders_enabled = false where id = $1", &[quiet.id.0]).await.unwrap();
    seed.run("update clients set portal_enabled = false where id = $1", &[shut.id.0]).await.unwrap();
    for (n, client) in [mine, quiet, shut].into_iter().enumerate() {
        for (kind, until) in [("soon", "2026-11-26"), ("late", "2026-11-27"), ("gone", "2026-11-22")] {
            let number = format!("Q-{kind}-{n}");
            seed.quote(client, Quote { number: &number, valid_until: Some(day(until)), ..Quote::default() })
                .await;
        }
        for (kind, due, paid_minor) in [
            ("due", "2026-11-20", 0),
            ("fresh", "2026-11-21", 0),
            ("paid", "2026-11-20", 50_000),
            ("old", "2026-01-01", 0),
        ] {
            let number = format!("INV-{kind}-{n}");
            let due_on = Some(day(due));
            seed.invoice(client, Invoice { number: &number, due_on, paid_minor, ..Invoice::default() }).await;
        }
    }
    let servers = (0..6).map(|_| {
        let db = seed.db.clone();
        tokio::spawn(async move { reminder::remind(&db, today()).await })
    });
    let mut made = 0;
    for server in servers.collect::<Vec<_>>() {
        made += server.await.unwrap().unwrap();
    }
    assert_eq!(made, 2);
    assert_eq!(
        titles(&seed, mine).await,
        ["Invoice INV-due-0 was due on 20 Nov 2026", "Quote Q-soon-0 can be approved until 26 Nov 2026"]
    );
    assert!(titles(&seed, quiet).await.is_empty() && titles(&seed, shut).await.is_empty());
    assert_eq!(reminder::remind(&seed.db, today()).await.unwrap(), 0);
    seed.run("update company set remind_quote_days = null, remind_invoice_days = null", &[]).await.unwrap();
    assert_eq!(reminder::remind(&seed.db, day("2026-11-24")).await.unwrap(), 0, "switched off");
}

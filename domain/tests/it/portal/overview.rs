//! The numbers of the ClientPortal page.

use super::seed::{Invoice, Quote, Seed, day, today};
use domain::dashboard;
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn the_overview_has_the_right_numbers_in_every_currency(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let yesterday = Some(day("2026-11-22"));
    for (name, status, starts_on) in [
        ("running", "active", Some(day("2026-08-03"))),
        ("some day", "planned", None),
        ("soon", "planned", Some(day("2027-02-01"))),
        ("waiting", "on_hold", Some(day("2026-10-12"))),
        ("done", "completed", Some(day("2026-01-01"))),
        ("never", "cancelled", Some(day("2026-01-02"))),
    ] {
        seed.project(mine, name, status, starts_on).await;
    }
    for (number, status, valid_until) in [
        ("later", "sent", Some(day("2026-12-12"))),
        ("no end", "sent", None),
        ("last day", "sent", Some(today())),
        ("lapsed", "sent", yesterday),
        ("draft", "draft", None),
        ("declined", "declined", None),
    ] {
        seed.quote(mine, Quote { number, status, valid_until, ..Quote::default() }).await;
    }
    for (number, status, currency, total_minor, paid_minor, due_on) in [
        ("late", "sent", "EUR", 64_000, 0, yesterday),
        ("part", "sent", "EUR", 248_000, 48_000, None),
        ("dollars", "sent", "USD", 48_000, 0, Some(today())),
        ("dinars", "sent", "KWD", 1_500, 0, None),
        ("covered", "sent", "EUR", 100, 100, yesterday),
        ("paid", "paid", "EUR", 9_900, 9_900, yesterday),
        ("void", "cancelled", "EUR", 5_000, 0, yesterday),
        ("draft", "draft", "EUR", 7_000, 0, yesterday),
    ] {
        let invoice =
            Invoice { number, status, currency, total_minor, paid_minor, due_on, ..Invoice::default() };
        seed.invoice(mine, invoice).await;
    }
    for (name, is_shared) in [("a", true), ("b", true), ("kept", false)] {
        seed.document(mine, name, None, is_shared).await;
    }
    seed.project(other, "theirs", "active", None).await;
    seed.quote(other, Quote { number: "theirs", ..Quote::default() }).await;
    seed.invoice(other, Invoice { number: "theirs", ..Invoice::default() }).await;
    seed.document(other, "theirs", None, true).await;

    let shown = dashboard::load(&seed.db, &mine.scope(), today()).await.unwrap();
    assert_eq!(shown.active_projects, 1);
    assert_eq!((shown.pending_invoices, shown.overdue_invoices), (4, 1));
    assert_eq!(shown.documents, 2);
    let owed: Vec<String> = shown.outstanding.iter().map(ToString::to_string).collect();
    assert_eq!(owed, ["€2,640.00", "$480.00", "KWD\u{a0}1.500"]);
    let pending: Vec<&str> = shown.pending_quotes.iter().map(|quote| quote.number.as_str()).collect();
    assert_eq!((pending, shown.pending_quotes_total), (vec!["last day", "later", "no end"], 3));
    let upcoming: Vec<&str> = shown.upcoming_projects.iter().map(|project| project.name.as_str()).collect();
    assert_eq!(upcoming, ["running", "waiting", "soon", "some day"]);
    assert_eq!(shown.recent_invoices.len(), 5);
    assert!(
        shown.recent_invoices.iter().all(|invoice| invoice.number != "draft" && invoice.number != "theirs")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_client_with_nothing_owes_nothing_in_its_currency(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let shown = dashboard::load(&seed.db, &mine.scope(), today()).await.unwrap();
    assert_eq!(shown.outstanding.iter().map(ToString::to_string).collect::<Vec<_>>(), ["€0.00"]);
    assert!(
        shown.pending_quotes.is_empty()
            && shown.upcoming_projects.is_empty()
            && shown.recent_invoices.is_empty()
    );
}

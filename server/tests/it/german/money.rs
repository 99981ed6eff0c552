//! Invoices, payments and statements in German, however they stand.

use super::{Musterhaus, assert_german};
use crate::isolation::Record;
use axum::http::StatusCode;
use sqlx::PgPool;

impl Musterhaus {
    /// Changes a record of the client, and sees that the page at `path` says all `words` then, and nothing in English.
    async fn says(&self, (table, record): (&str, Record), change: &str, path: &str, words: &[&str]) {
        let id = self.client.id_of(record);
        self.execute(&format!("update {table} set {change} where id = '{id}'")).await;
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_german(change, &page);
        for words in words {
            assert!(page.body.contains(words), "{change} lacks {words}: {}", page.body);
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invoice_speaks_german_in_every_state(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    let id = here.client.id_of(Record::Invoice);
    let path = format!("/portal/invoices/{id}");
    here.execute("update company set bank_account_holder = 'canary-inhaber', bank_account = 'canary-konto'")
        .await;
    here.execute(&format!(
        "update payments set method = 'other', refunded_minor = 4 where invoice_id = '{id}'"
    ))
    .await;
    let overdue: &[&str] = &[
        "Diese Rechnung ist überfällig",
        "23.11.2020",
        "1.234,50\u{a0}$",
        "Die Kartenzahlung über ",
        "Die Überweisung über ",
        "0,04\u{a0}$ erstattet",
        "Sonstige",
        "Per Überweisung bezahlen",
        "Kontoinhaber",
    ];
    let states: [(&str, &[&str]); 4] = [
        ("total_minor = 123450, due_on = '2020-11-23'", overdue),
        ("total_minor = 5", &["Sie haben ein Guthaben auf dieser Rechnung"]),
        ("status = 'paid', total_minor = 10", &["Bezahlt", "Quittung"]),
        ("status = 'cancelled'", &["Storniert"]),
    ];
    for (change, words) in states {
        here.says(("invoices", Record::Invoice), change, &path, words).await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn payments_speak_german_in_every_state(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    let card = format!("/portal/payments/{}", here.client.id_of(Record::CardPayment));
    let returned = format!("{card}?returned=1");
    for (change, path, words) in [
        ("state = 'pending'", &card, "Diese Zahlung ist nicht abgeschlossen"),
        ("state = 'pending'", &returned, "Ihre Zahlung wird bearbeitet"),
        ("state = 'succeeded', received_minor = 10", &card, "Vielen Dank. 0,10\u{a0}$ sind eingegangen."),
        (
            "state = 'failed', not_paid = 'not_carried_out'",
            &card,
            "Ihre Bank hat die Zahlung nicht ausgeführt.",
        ),
        ("not_paid = 'not_started'", &card, "Sie konnte nicht begonnen werden."),
        ("state = 'cancelled', not_paid = 'not_in_time'", &card, "Es wurde nicht rechtzeitig bezahlt."),
        ("not_paid = null", &card, "Es ist kein Geld geflossen."),
    ] {
        here.says(("payment_attempts", Record::CardPayment), change, path, &[words]).await;
    }
    let transfer = format!("/portal/payments/{}", here.client.id_of(Record::Transfer));
    let awaited: &[&str] =
        &["Wir achten auf Ihre Überweisung", "Nachweis der Überweisung", "Zahlung abbrechen"];
    let day = "paid_on = '2020-11-23'";
    here.says(("payment_attempts", Record::Transfer), day, &transfer, awaited).await;

    let id = here.client.id_of(Record::Transfer).to_string();
    let page = here.post("/fn/portal/cancel-payment", &[("payment_id", &id)], &transfer).await;
    assert_german("cancelled", &page);
    assert!(page.body.contains("Die Zahlung ist abgebrochen."), "{}", page.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_paid_together_and_statements_speak_german(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    here.execute("delete from payment_attempts").await;
    let pay = format!("/portal/pay?invoice={}", here.client.id_of(Record::Invoice));
    let invoice = ("invoices", Record::Invoice);
    here.says(invoice, "total_minor = 123460", &pay, &["Rechnungen in USD", "1.234,50\u{a0}$"]).await;
    here.says(invoice, "title = title", "/portal/invoices", &["Angekreuzte Rechnungen bezahlen"]).await;
    let overdue = "issued_on = current_date - 20, due_on = current_date - 9";
    let said: &[&str] = &["Anfangssaldo", "Endsaldo", "1–30 Tage überfällig", "Rechnung canary-invoice"];
    here.says(invoice, overdue, "/portal/statement", said).await;
}

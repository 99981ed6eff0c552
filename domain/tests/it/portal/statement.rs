//! Statements of account: exact, each currency for itself, and in agreement with themselves.

use super::seed::{Invoice, Seed, day};
use domain::{
    Error,
    language::Language,
    money::Currency,
    paper,
    statement::{self, Account, EntryKind, Period, Statement},
};
use sqlx::PgPool;

async fn pay(seed: &Seed, invoice: domain::id::InvoiceId, minor: i64, on: &str, refunded: i64) {
    sqlx::query(
        "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference, refunded_minor, refunded_on)
         values (gen_random_uuid(), $1, $2, $3, 'card', '=pi_1', $4, case when $4 > 0 then $3 + 1 end)",
    )
    .bind(invoice.0)
    .bind(minor)
    .bind(day(on))
    .bind(refunded)
    .execute(&seed.pool)
    .await
    .unwrap();
}

#[track_caller]
fn assert_agrees(account: &Account) {
    let ages: i64 = account.ages.groups(Language::English).iter().map(|(_, amount)| amount.minor).sum();
    assert_eq!(ages, account.closing.minor, "ages");
    let entries: i64 = account.entries.iter().map(|entry| entry.amount.minor).sum();
    assert_eq!(account.opening.minor + entries, account.closing.minor, "entries");
    let last = account.entries.last().map_or(account.opening, |entry| entry.balance);
    assert_eq!(last, account.closing, "running balance");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_statement_agrees_with_itself_in_every_currency(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let invoice = async |number, status, issued: &str, due: &str, currency, total_minor| {
        let (issued_on, due_on) = (day(issued), Some(day(due)));
        seed.invoice(
            mine,
            Invoice { number, status, issued_on, due_on, currency, total_minor, ..Invoice::default() },
        )
        .await
    };
    let old = invoice("OLD", "sent", "2026-06-01", "2026-07-01", "EUR", 10_000).await;
    pay(&seed, old, 4_000, "2026-06-20", 0).await;
    pay(&seed, old, 1_000, "2026-10-05", 400).await;
    let paid = invoice("=PAID", "paid", "2026-10-02", "2026-11-01", "EUR", 5_000).await;
    pay(&seed, paid, 5_500, "2026-10-20", 0).await;
    invoice("LATE", "sent", "2026-10-10", "2026-10-31", "EUR", 700).await;
    invoice("SOON", "sent", "2026-10-30", "2026-11-30", "EUR", 300).await;
    invoice("DRAFT", "draft", "2026-10-10", "2026-10-31", "EUR", 9_999).await;
    let gone = invoice("GONE", "cancelled", "2026-10-10", "2026-10-31", "EUR", 9_999).await;
    pay(&seed, gone, 50, "2026-10-12", 0).await;
    invoice("YEN", "sent", "2026-10-03", "2026-10-31", "JPY", 1_200).await;
    let dinar = invoice("DINAR", "sent", "2026-11-20", "2026-12-20", "KWD", 1_234).await;
    pay(&seed, dinar, 234, "2026-11-21", 0).await;
    seed.invoice(other, Invoice { number: "OTHER", ..Invoice::default() }).await;

    let period = Period { from: day("2026-10-01"), to: day("2026-10-31") };
    let statement = statement::view(&seed.db, &mine.scope(), period).await.unwrap();
    let Statement { accounts, is_cut, .. } = &statement;
    assert!(!is_cut);
    let codes: Vec<_> = accounts.iter().map(|account| account.currency).collect();
    assert_eq!(codes, [Currency::EUR, Currency::JPY], "dinars came later");
    accounts.iter().for_each(assert_agrees);
    let euros = &accounts[0];
    let sums = [euros.opening, euros.invoiced, euros.paid, euros.closing].map(|amount| amount.minor);
    assert_eq!(sums, [6_000, 6_000, 1_000 - 400 + 5_500 + 50, 5_850]);
    let ages = euros.ages.groups(Language::English).map(|(_, amount)| amount.minor);
    // LATE and SOON are not due yet on that day; PAID and GONE are credit.
    assert_eq!(ages, [1_000, 0, 0, 0, 5_400, -550]);
    let kinds: Vec<_> = euros.entries.iter().map(|entry| (entry.number.as_str(), entry.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("=PAID", EntryKind::Invoice),
            ("OLD", EntryKind::Payment),
            ("OLD", EntryKind::Refund),
            ("LATE", EntryKind::Invoice),
            ("GONE", EntryKind::Payment),
            ("=PAID", EntryKind::Payment),
            ("SOON", EntryKind::Invoice),
        ]
    );

    let rows = statement.csv_rows();
    assert_eq!(rows[0], ["2026-10-01", "Opening balance", "", "", "EUR", "", "60.00"]);
    assert_eq!(rows[1], ["2026-10-02", "Invoice", "'=PAID", "", "EUR", "50.00", "110.00"]);
    assert_eq!(rows[2], ["2026-10-05", "Payment", "OLD", "'=pi_1", "EUR", "-10.00", "100.00"]);
    let [closing, ages @ ..] = &rows[rows.len() - 7..] else { panic!("{rows:?}") };
    assert_eq!(closing, &["2026-10-31", "Closing balance", "", "", "JPY", "", "1200"]);
    assert_eq!(ages.len(), 6);
    let [.., over_90, credit] = &rows[..rows.len() - 9] else { panic!("{rows:?}") };
    assert_eq!(over_90, &["2026-10-31", "Of that: Over 90 days overdue", "", "", "EUR", "", "54.00"]);
    assert_eq!(credit, &["2026-10-31", "Of that: Credit", "", "", "EUR", "", "-5.50"]);

    let later = Period { from: day("2026-11-01"), to: day("2026-12-31") };
    let statement = statement::view(&seed.db, &mine.scope(), later).await.unwrap();
    statement.accounts.iter().for_each(assert_agrees);
    let dinars = statement.accounts.iter().find(|account| account.currency == Currency::KWD).unwrap();
    assert_eq!((dinars.closing.to_string(), dinars.ages.to_30.minor), ("KWD\u{a0}1.000".to_owned(), 1_000));
    let empty = Period { from: day("2020-01-01"), to: day("2020-01-31") };
    assert!(statement::view(&seed.db, &mine.scope(), empty).await.unwrap().accounts.is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_cut_is_shown_and_handed_on_to_nobody(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let invoice = seed.invoice(mine, Invoice { issued_on: day("2026-10-01"), ..Invoice::default() }).await;
    let many = "insert into payments (id, invoice_id, amount_minor, paid_on)
                select gen_random_uuid(), $1, 1, '2026-10-02' from generate_series(1, 2000)";
    seed.run(many, &[invoice.0]).await.unwrap();
    let period = Period { from: day("2026-10-01"), to: day("2026-10-31") };
    let statement = statement::view(&seed.db, &mine.scope(), period).await.unwrap();
    assert!(statement.is_cut && statement.accounts[0].entries.len() == 2_000);
    assert!(matches!(statement.whole(), Err(Error::Invalid(fields)) if fields[0].field == "from"));
    let paper = paper::statement(&seed.db, &mine.scope(), period).await;
    assert!(matches!(paper, Err(Error::Invalid(_))));
    let logged = "select count(*) from client_portal_activities where kind = 'download_file'";
    assert_eq!(seed.count(logged, &[]).await, 0);
    let shorter = Period { from: day("2026-10-02"), to: day("2026-10-02") };
    let paper = paper::statement(&seed.db, &mine.scope(), shorter).await.unwrap();
    assert_eq!(paper.statement.accounts[0].entries.len(), 2_000);
    assert_eq!((paper.letterhead.client.as_str(), seed.count(logged, &[]).await), ("Mine", 1));
}

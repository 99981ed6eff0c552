//! Writing batches of records.

use super::{CLIENT, INVOICE, LINE, QUOTE, read_all, with};
use domain::{
    Db,
    record::{
        Batch, ClientRecord, Counts, InvoiceRecord, Keeper, LineRecord, Mode, QuoteRecord, Record, Report,
        put,
    },
};
use sqlx::{PgPool, Row};
use std::collections::HashSet;

type Columns<'a> = &'a [(&'a str, &'a str)];

async fn put_as<T>(pool: &PgPool, mode: Mode, records: &[Columns<'_>]) -> Report
where
    T: Record + domain::record::Store,
{
    let records: Vec<T> = records
        .iter()
        .map(|columns| read_all::<T>(columns).record.map_err(|p| format!("{p:?}")).unwrap())
        .collect();
    let batch = Batch { records: &records, spoiled: &HashSet::new(), mode };
    put(&Db::from(pool.clone()), Keeper::Operator, batch, |_| ()).await.unwrap()
}

async fn put_all<T: domain::record::Store>(pool: &PgPool, records: &[Columns<'_>]) -> Report {
    put_as::<T>(pool, Mode::AllOrNothing, records).await
}

fn counts(created: u64, changed: u64, unchanged: u64) -> Report {
    Report { counts: Counts { created, changed, unchanged, removed: 0 }, ..Report::default() }
}

fn refused(report: &Report) -> Vec<String> {
    assert_eq!(report.counts, Counts::default(), "nothing is written");
    report.refused.iter().map(|r| format!("{} {}: {}", r.position, r.problem.field, r.problem)).collect()
}

/// The versions of all rows of a table: a row that was written, or only locked, has another.
async fn versions(pool: &PgPool, table: &str) -> Vec<(String, String)> {
    let sql = format!("select id::text, xmin::text || ' ' || xmax::text as version from {table} order by id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
    rows.iter().map(|row| (row.get("id"), row.get("version"))).collect()
}

async fn scalar(pool: &PgPool, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

async fn run(pool: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_again_touches_no_row(pool: PgPool) {
    let other = with(CLIENT, &[("external_id", "ANATR"), ("name", "Ana Trujillo"), ("email", "")]);
    assert_eq!(put_all::<ClientRecord>(&pool, &[CLIENT, &other]).await, counts(2, 0, 0));
    run(&pool, "update clients set portal_enabled = true where external_id = 'ALFKI'").await;
    let before = versions(&pool, "clients").await;
    assert_eq!(put_all::<ClientRecord>(&pool, &[CLIENT, &other]).await, counts(0, 0, 2));
    assert_eq!(versions(&pool, "clients").await, before);

    let changed = with(CLIENT, &[("city", "Hamburg")]);
    assert_eq!(put_all::<ClientRecord>(&pool, &[&changed, &other]).await, counts(0, 1, 1));
    let alfki =
        "select concat_ws(' ', city, currency, portal_enabled) from clients where external_id = 'ALFKI'";
    assert_eq!(scalar(&pool, alfki).await, "Hamburg USD t");
    assert_eq!(
        put_all::<ClientRecord>(&pool, &[&with(&changed, &[("currency", "EUR")])]).await,
        counts(0, 1, 0)
    );
    assert_eq!(
        put_all::<ClientRecord>(&pool, &[&changed]).await,
        counts(0, 0, 1),
        "an absent currency stays"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_batch_with_a_problem_writes_nothing_or_the_rest(pool: PgPool) {
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    let good = with(QUOTE, &[("number", "Q-2")]);
    let stranger = with(QUOTE, &[("number", "Q-3"), ("client_external_id", "NOBODY")]);
    let projectless = with(QUOTE, &[("number", "Q-4"), ("project_external_id", "P-9")]);
    let batch: &[Columns<'_>] = &[QUOTE, QUOTE, &good, &stranger, &projectless];
    let expected = [
        "1 number: expected a number that is there once, found “Q-1”",
        "3 client_external_id: expected the external_id of a client that is there, found “NOBODY”",
        "4 project_external_id: expected the external_id of a project of the same client, found “P-9”",
    ];
    for mode in [Mode::Check, Mode::AllOrNothing] {
        let report = put_as::<QuoteRecord>(&pool, mode, batch).await;
        assert_eq!(refused(&report), expected);
        assert_eq!(report.refused[0].same_as, Some(0));
    }
    assert_eq!(scalar(&pool, "select count(*)::text from quotes").await, "0");

    let report = put_as::<QuoteRecord>(&pool, Mode::LeaveOutBad, batch).await;
    assert_eq!(
        (report.counts.created, report.refused.len(), report.left_out),
        (1, 3, 1),
        "nobody knows which Q-1 is right"
    );
    assert_eq!(scalar(&pool, "select string_agg(number, ' ') from quotes").await, "Q-2");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_record_stays_with_its_client(pool: PgPool) {
    put_all::<ClientRecord>(&pool, &[CLIENT, &with(CLIENT, &[("external_id", "ANATR")])]).await;
    put_all::<QuoteRecord>(&pool, &[QUOTE]).await;
    assert_eq!(
        refused(&put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("client_external_id", "ANATR")])]).await),
        [
            "0 client_external_id: expected ALFKI, the client it belongs to (a record does not move to another client), found “ANATR”"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_client_decided_stands(pool: PgPool) {
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<QuoteRecord>(&pool, &[QUOTE]).await;
    run(&pool, "update quotes set status = 'approved'").await;
    assert_eq!(
        put_all::<QuoteRecord>(&pool, &[QUOTE]).await,
        counts(0, 0, 1),
        "the other system has not heard of it"
    );
    for change in [("total", "1.00"), ("status", "cancelled"), ("title", "Other")] {
        assert_eq!(
            refused(&put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[change])]).await),
            [
                "0 number: expected the quote as it was approved, since an approved quote cannot be changed, found other values"
            ]
        );
    }
    let declined = with(QUOTE, &[("number", "Q-2")]);
    put_all::<QuoteRecord>(&pool, &[&declined]).await;
    run(&pool, "update quotes set status = 'declined' where number = 'Q-2'").await;
    assert_eq!(put_all::<QuoteRecord>(&pool, &[&declined]).await, counts(0, 0, 1));
    assert_eq!(
        put_all::<QuoteRecord>(&pool, &[&with(&declined, &[("total", "200.00")])]).await,
        counts(0, 1, 0),
        "a new offer"
    );
    assert_eq!(scalar(&pool, "select status from quotes where number = 'Q-2'").await, "sent");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_paid_elsewhere_is_one_payment(pool: PgPool) {
    let state = "select concat_ws(' ', i.status, i.paid_minor, count(p)) from invoices i left join payments p on p.invoice_id = i.id
                  group by i.id";
    let paid = |amount_paid, paid_on| with(INVOICE, &[("amount_paid", amount_paid), ("paid_on", paid_on)]);
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[INVOICE]).await, counts(1, 0, 0));
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid("100.00", "2026-11-05")]).await, counts(0, 1, 0));
    let before = versions(&pool, "invoices").await;
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid("100.00", "2026-11-05")]).await, counts(0, 0, 1));
    assert_eq!(versions(&pool, "invoices").await, before);
    assert_eq!(scalar(&pool, state).await, "sent 10000 1");
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[INVOICE]).await, counts(0, 1, 0), "taken back");
    assert_eq!(scalar(&pool, state).await, "sent 0 0");

    // Paid here: the other system does not know, knows, and corrects other things.
    run(
        &pool,
        "insert into payments (id, invoice_id, amount_minor, paid_on, method)
         select gen_random_uuid(), id, 26600, '2026-11-06', 'card' from invoices;
         update invoices set status = 'paid'",
    )
    .await;
    for (amount, day) in [("0.00", ""), ("266.00", "2026-11-06"), ("0.00", "")] {
        assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid(amount, day)]).await, counts(0, 0, 1), "{amount}");
    }
    assert_eq!(scalar(&pool, state).await, "paid 26600 1");
}

#[sqlx::test(migrations = "../migrations")]
async fn lines_add_up_to_their_document(pool: PgPool) {
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<InvoiceRecord>(&pool, &[INVOICE]).await;
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("total", "10.00")])]).await;
    let half = with(LINE, &[("quantity", "9.5")]);
    let rest = with(&half, &[("position", "2")]);
    let of_quote = with(
        LINE,
        &[("document_number", "Q-1"), ("quantity", "1"), ("unit_price", "20"), ("discount_percent", "50")],
    );
    assert_eq!(
        refused(&put_all::<LineRecord>(&pool, &[&of_quote, &half]).await),
        [
            "1 document_number: expected the lines of INV-1 to add up to its total, 266.00 USD, found 133.00 USD"
        ]
    );
    assert_eq!(
        refused(
            &put_all::<LineRecord>(
                &pool,
                &[&with(LINE, &[("document_number", "INV-9")]), &with(LINE, &[("unit_price", "14.0001")])]
            )
            .await
        ),
        [
            "0 document_number: expected the number of a quote or an invoice that is there, found “INV-9”",
            "1 unit_price: expected an amount with at most 2 decimals, as USD has no more, found “14.0001”",
        ]
    );
    assert_eq!(put_all::<LineRecord>(&pool, &[&rest, &of_quote, &half]).await, counts(3, 0, 0));
    let before = versions(&pool, "lines").await;
    assert_eq!(put_all::<LineRecord>(&pool, &[&half, &rest, &of_quote]).await, counts(0, 0, 3));
    assert_eq!(versions(&pool, "lines").await, before);
    let report = put_all::<LineRecord>(&pool, &[LINE]).await;
    assert_eq!(report.counts, Counts { created: 0, changed: 1, unchanged: 0, removed: 1 });
    assert_eq!(
        scalar(&pool, "select string_agg(total_minor::text, ' ' order by total_minor) from lines").await,
        "1000 26600"
    );

    let report = put_as::<LineRecord>(
        &pool,
        Mode::LeaveOutBad,
        &[&half, &with(&rest, &[("unit_price", "1.001")]), &of_quote],
    )
    .await;
    assert_eq!(
        (report.counts.unchanged, report.refused.len(), report.left_out),
        (1, 1, 1),
        "half a document is a wrong one"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn lines_of_an_approved_quote_stay(pool: PgPool) {
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("status", "approved")])]).await;
    let line = with(LINE, &[("document_number", "Q-1")]);
    assert_eq!(put_all::<LineRecord>(&pool, &[&line]).await, counts(1, 0, 0), "approved before it came here");
    assert_eq!(put_all::<LineRecord>(&pool, &[&line]).await, counts(0, 0, 1));
    let other = with(&line, &[("description", "Queso Manchego")]);
    assert_eq!(
        refused(&put_all::<LineRecord>(&pool, &[&other]).await),
        [
            "0 document_number: expected the lines of Q-1 as they were approved, since an approved quote cannot be changed, found other lines"
        ]
    );
    assert!(
        sqlx::query("update lines set description = 'x'").execute(&pool).await.is_err(),
        "the table itself refuses"
    );
    assert!(sqlx::query("delete from lines").execute(&pool).await.is_err());
}

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

/// Status of the one invoice, what is paid of it, and by how many payments.
const INVOICE_STATE: &str = "select concat_ws(' ', i.status, i.paid_minor, count(p))
                               from invoices i left join payments p on p.invoice_id = i.id group by i.id";

/// The invoice is paid here, by card.
async fn pay_by_card(pool: &PgPool) {
    run(
        pool,
        "insert into payments (id, invoice_id, amount_minor, paid_on, method)
         select gen_random_uuid(), id, 26600, '2026-11-06', 'card' from invoices;
         update invoices set status = 'paid'",
    )
    .await;
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
    let paid = |amount_paid, paid_on| with(INVOICE, &[("amount_paid", amount_paid), ("paid_on", paid_on)]);
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[INVOICE]).await, counts(1, 0, 0));
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid("100.00", "2026-11-05")]).await, counts(0, 1, 0));
    let before = versions(&pool, "invoices").await;
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid("100.00", "2026-11-05")]).await, counts(0, 0, 1));
    assert_eq!(versions(&pool, "invoices").await, before);
    assert_eq!(scalar(&pool, INVOICE_STATE).await, "sent 10000 1");
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[INVOICE]).await, counts(0, 1, 0), "taken back");
    assert_eq!(scalar(&pool, INVOICE_STATE).await, "sent 0 0");

    // Paid here: the other system does not know, knows, and corrects other things.
    pay_by_card(&pool).await;
    for (amount, day) in [("0.00", ""), ("266.00", "2026-11-06"), ("0.00", "")] {
        assert_eq!(put_all::<InvoiceRecord>(&pool, &[&paid(amount, day)]).await, counts(0, 0, 1), "{amount}");
    }
    assert_eq!(scalar(&pool, INVOICE_STATE).await, "paid 26600 1");
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

#[sqlx::test(migrations = "../migrations")]
async fn what_a_client_sees_of_a_quote_changes_as_a_new_revision(pool: PgPool) {
    let state = "select concat_ws(' ', status, revision, total_minor) from quotes";
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("status", "draft")])]).await;
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("status", "draft"), ("total", "10.00")])]).await;
    assert_eq!(scalar(&pool, state).await, "draft 1 1000", "nobody has seen it");
    put_all::<QuoteRecord>(&pool, &[QUOTE]).await;
    let line = with(LINE, &[("document_number", "Q-1")]);
    put_all::<LineRecord>(&pool, &[&line]).await;
    assert_eq!(scalar(&pool, state).await, "sent 1 26600", "its first lines belong to it");
    put_all::<LineRecord>(&pool, &[&with(&line, &[("description", "Queso Manchego")])]).await;
    assert_eq!(scalar(&pool, state).await, "sent 2 26600");
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("terms", "Thirty days")])]).await;
    assert_eq!(scalar(&pool, state).await, "sent 3 26600");

    run(&pool, "update quotes set status = 'declined'").await;
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("terms", "Sixty days")])]).await;
    assert_eq!(scalar(&pool, state).await, "sent 4 26600", "a new offer, which can be declined again");
    for (status, total) in [("draft", "266.00"), ("draft", "100.00"), ("sent", "100.00")] {
        put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("status", status), ("total", total)])]).await;
    }
    assert_eq!(scalar(&pool, state).await, "sent 5 10000", "taken back, and sent with another price");

    let kept =
        "select string_agg(concat_ws(' ', revision, status, frozen_quote::json->'lines'->0->>'description',
                                            nullif(frozen_quote::json->>'terms', '')), ', ' order by revision)
                  from quote_revisions";
    assert_eq!(
        scalar(&pool, kept).await,
        "1 sent Queso Cabrales, 2 sent Queso Manchego, 3 declined Queso Manchego Thirty days, 4 sent Queso Manchego Sixty days",
        "what was offered can still be read"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_withdrawn_is_kept_and_what_lies_between_two_messages_is_not(pool: PgPool) {
    let kept = "select coalesce(string_agg(concat_ws(' ', revision, status, frozen_quote::json->>'total'), ', ' order by revision), '')
                  from quote_revisions";
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<QuoteRecord>(&pool, &[QUOTE]).await;
    let line = with(LINE, &[("document_number", "Q-1")]);
    put_all::<LineRecord>(&pool, &[&line]).await;
    // A new price comes in two messages; between them total and lines do not belong together.
    put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("total", "133.00")])]).await;
    let cheaper = with(&line, &[("unit_price", "7.00")]);
    assert_eq!(put_all::<LineRecord>(&pool, &[&cheaper]).await.counts.changed, 1);
    assert_eq!(scalar(&pool, kept).await, "1 sent 266.00");
    for (status, total) in [("cancelled", "133.00"), ("sent", "100.00")] {
        put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("status", status), ("total", total)])]).await;
    }
    assert_eq!(scalar(&pool, kept).await, "1 sent 266.00, 3 cancelled 133.00");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_staff_revised_stands_until_the_other_system_says_something_new(pool: PgPool) {
    let state = "select concat_ws(' ', revision, total_minor, (select description from lines)) from quotes";
    let line = with(LINE, &[("document_number", "Q-1")]);
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<QuoteRecord>(&pool, &[QUOTE]).await;
    put_all::<LineRecord>(&pool, &[&line]).await;
    run(
        &pool,
        "update quotes set revision = 2, total_minor = 30000, issued_on = '2026-11-20';
         update lines set description = 'Revised', quantity = 1, unit_price_minor = 30000, total_minor = 30000",
    )
    .await;
    assert_eq!(put_all::<QuoteRecord>(&pool, &[QUOTE]).await, counts(0, 0, 1));
    let other = with(&line, &[("description", "Queso Manchego")]);
    assert_eq!(put_all::<LineRecord>(&pool, &[&other]).await, counts(0, 0, 1), "of what is no more");
    assert_eq!(put_all::<LineRecord>(&pool, &[&line]).await, counts(0, 0, 1));
    assert_eq!(scalar(&pool, state).await, "2 30000 Revised");

    run(&pool, "update quotes set status = 'approved'").await;
    assert_eq!(put_all::<QuoteRecord>(&pool, &[QUOTE]).await, counts(0, 0, 1), "nor after the approval");
    assert_eq!(put_all::<LineRecord>(&pool, &[&line]).await, counts(0, 0, 1));
    run(
        &pool,
        "alter table quotes disable trigger quotes_stay_approved; update quotes set status = 'sent';
         alter table quotes enable trigger quotes_stay_approved",
    )
    .await;
    assert_eq!(put_all::<QuoteRecord>(&pool, &[&with(QUOTE, &[("title", "Cheese")])]).await, counts(0, 1, 0));
    assert_eq!(put_all::<LineRecord>(&pool, &[&line]).await, counts(0, 1, 0), "the lines of what is new");
    assert_eq!(scalar(&pool, state).await, "4 26600 Queso Cabrales");
}

#[sqlx::test(migrations = "../migrations")]
async fn money_given_back_here_does_not_come_back_with_an_old_figure(pool: PgPool) {
    let said = |status, amount| {
        with(INVOICE, &[("status", status), ("amount_paid", amount), ("paid_on", "2026-11-06")])
    };
    put_all::<ClientRecord>(&pool, &[CLIENT]).await;
    put_all::<InvoiceRecord>(&pool, &[INVOICE]).await;
    pay_by_card(&pool).await;
    put_all::<InvoiceRecord>(&pool, &[&said("paid", "266.00")]).await;
    run(
        &pool,
        "update payments set refunded_minor = 6600, refunded_on = '2026-11-10'; update invoices set status = 'sent'",
    )
    .await;
    for record in [said("paid", "266.00"), said("sent", "266.00"), said("sent", "200.00")] {
        put_all::<InvoiceRecord>(&pool, &[&record]).await;
        assert_eq!(scalar(&pool, INVOICE_STATE).await, "sent 20000 1");
    }
    let transferred = with(&said("sent", "66.00"), &[("paid_on", "2026-11-15")]);
    put_all::<InvoiceRecord>(&pool, &[&transferred]).await;
    assert_eq!(scalar(&pool, INVOICE_STATE).await, "sent 20000 1", "less than what has come in and stayed");
    let transferred = with(&said("paid", "266.00"), &[("paid_on", "2026-11-15")]);
    put_all::<InvoiceRecord>(&pool, &[&transferred]).await;
    assert_eq!(scalar(&pool, INVOICE_STATE).await, "paid 26600 2", "paid again after the refund");
    let other = with(INVOICE, &[("currency", "EUR")]);
    assert_eq!(
        refused(&put_all::<InvoiceRecord>(&pool, &[&other]).await),
        ["0 currency: expected USD, in which it was paid here, found “EUR”"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invoice_that_was_made_here_is_taken_over_by_its_number(pool: PgPool) {
    let other = with(CLIENT, &[("external_id", "ANATR"), ("email", "")]);
    put_all::<ClientRecord>(&pool, &[CLIENT, &other]).await;
    run(
        &pool,
        "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
         select gen_random_uuid(), id, 'INV-1', 'draft', '2026-11-01', 'USD', 26600 from clients where external_id = 'ALFKI'",
    )
    .await;
    let of_another = with(INVOICE, &[("client_external_id", "ANATR")]);
    assert_eq!(
        refused(&put_all::<InvoiceRecord>(&pool, &[&of_another]).await),
        ["0 number: expected a number that no other invoice has, found “INV-1”"]
    );
    assert_eq!(put_all::<InvoiceRecord>(&pool, &[INVOICE]).await, counts(0, 1, 0));
    let state = "select string_agg(concat_ws(' ', external_id, status, due_on), ',') from invoices";
    assert_eq!(scalar(&pool, state).await, "INV-1 sent 2026-12-01");
}

//! Reading one record from texts.

use super::{CLIENT, INVOICE, LINE, QUOTE, read_all, with};
use domain::{
    invoice::InvoiceStatus,
    quote::QuoteStatus,
    record::{ClientRecord, ContactRecord, InvoiceRecord, LineRecord, ProjectRecord, QuoteRecord, Record},
};

/// The problems as `field: expected …, found …`.
fn problems<T: Record>(columns: &[(&str, &str)]) -> Vec<String> {
    match read_all::<T>(columns).record {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| format!("{}: {problem}", problem.field)).collect(),
    }
}

#[test]
fn everything_wrong_with_a_record_is_said_at_once() {
    let bad = with(
        CLIENT,
        &[
            ("external_id", " "),
            ("name", "a\nb"),
            ("email", "a@b.example\r\nBcc: c@d.example"),
            ("is_active", "yes"),
        ],
    );
    assert_eq!(
        problems::<ClientRecord>(&bad),
        [
            "external_id: expected a key, found nothing",
            "name: expected one line without control characters, found “a\\nb”",
            "email: expected an e-mail address without line breaks and other control characters, found “a@b.example\\r\\nBcc: c@d.example”",
            "is_active: expected true or false, found “yes”",
        ]
    );
}

#[test]
fn names_of_any_script_are_taken_up_to_their_limit() {
    for name in [
        "<script>alert(1)</script>",
        "O'Neill \"& Sons\"",
        "شركة النور",
        "🍰 Bakery",
        "=HYPERLINK(\"x\")",
        &"é".repeat(300),
    ] {
        let client = read_all::<ClientRecord>(&with(CLIENT, &[("name", name)])).record.unwrap();
        assert_eq!(client.name, name);
    }
    let long = "x".repeat(10_000);
    let [problem] = problems::<ClientRecord>(&with(CLIENT, &[("name", &long)])).try_into().unwrap();
    assert!(problem.starts_with("name: expected at most 300 characters, found “xxx"), "{problem}");
    assert!(problem.ends_with("…” (10000 characters)"), "{problem}");
}

#[test]
fn an_unusable_address_is_kept_with_a_warning() {
    let read = read_all::<ClientRecord>(&with(CLIENT, &[("email", "accounts(at)alfki.example")]));
    assert_eq!(read.record.unwrap().email.as_deref(), Some("accounts(at)alfki.example"));
    let [warning] = read.warnings.try_into().unwrap();
    assert_eq!(
        warning.to_string(),
        "expected an e-mail address that mail can be sent to, found “accounts(at)alfki.example”"
    );

    let read = read_all::<ClientRecord>(&with(CLIENT, &[("email", "Accounts@Alfki.example")]));
    assert_eq!(
        (read.record.unwrap().email.as_deref(), read.warnings.len()),
        (Some("accounts@alfki.example"), 0)
    );
    let long = format!("{}@b.example", "a".repeat(250));
    assert_eq!(problems::<ClientRecord>(&with(CLIENT, &[("email", &long)])).len(), 1);
}

#[test]
fn derived_states_are_stored_as_sent() {
    let quote = read_all::<QuoteRecord>(&with(QUOTE, &[("status", "expired")])).record.unwrap();
    assert_eq!((quote.status, quote.external_id.as_str()), (QuoteStatus::Sent, "Q-1"));
    let invoice = read_all::<InvoiceRecord>(&with(INVOICE, &[("status", "overdue")])).record.unwrap();
    assert_eq!(invoice.status, InvoiceStatus::Sent);
    assert_eq!(
        problems::<InvoiceRecord>(&with(INVOICE, &[("status", "open")])),
        ["status: expected one of draft, sent, overdue, paid, cancelled, found “open”"]
    );
}

#[test]
fn days_are_real_ones_written_as_iso_says() {
    for bad in ["18.01.2025", "2025-1-8", "2025-02-29", "0225-01-18", "tomorrow", "2025-01-18T00:00:00"] {
        assert_eq!(problems::<InvoiceRecord>(&with(INVOICE, &[("issued_on", bad)])).len(), 1, "{bad}");
    }
    assert_eq!(
        problems::<InvoiceRecord>(&with(INVOICE, &[("issued_on", "")])),
        ["issued_on: expected a day such as 2026-11-23, found nothing"]
    );
    assert_eq!(
        problems::<QuoteRecord>(&with(QUOTE, &[("valid_until", "2026-10-31")])),
        ["valid_until: expected 2026-11-01 or a later day, found “2026-10-31”"]
    );
    assert!(
        read_all::<QuoteRecord>(&with(QUOTE, &[("valid_until", "")])).record.unwrap().valid_until.is_none()
    );
}

#[test]
fn money_is_exact_in_its_currency() {
    for bad in
        ["1,234.50", "1 234", "12.345", "1e3", "1_000", "-5.00", "USD 5", "", "99999999999999999999", "٣"]
    {
        let found = problems::<QuoteRecord>(&with(QUOTE, &[("total", bad)]));
        assert!(
            matches!(&found[..], [problem] if problem.starts_with("total: expected a")),
            "{bad}: {found:?}"
        );
    }
    let total = |currency, total| {
        read_all::<QuoteRecord>(&with(QUOTE, &[("currency", currency), ("total", total)]))
            .record
            .map(|q| q.total.minor)
    };
    assert_eq!(total("USD", "4680.90"), Ok(468_090));
    assert_eq!(total("JPY", "4680"), Ok(4_680));
    assert_eq!(total("KWD", "1.234"), Ok(1_234));
    assert_eq!(
        problems::<QuoteRecord>(&with(QUOTE, &[("currency", "JPY"), ("total", "0.50")])),
        ["total: expected an amount without decimals, as JPY has none, found “0.50”"]
    );
    assert_eq!(
        problems::<QuoteRecord>(&with(QUOTE, &[("currency", "usd")])),
        ["currency: expected an ISO 4217 currency such as EUR, found “usd”"]
    );
}

#[test]
fn payments_fit_their_invoice() {
    let of = |status, amount_paid, paid_on| {
        problems::<InvoiceRecord>(&with(
            INVOICE,
            &[("status", status), ("amount_paid", amount_paid), ("paid_on", paid_on)],
        ))
    };
    assert_eq!(of("paid", "266.00", "2026-11-02"), [""; 0]);
    assert_eq!(of("sent", "66.00", "2026-11-02"), [""; 0]);
    assert_eq!(
        of("paid", "66.00", "2026-11-02"),
        ["amount_paid: expected the total, 266.00, as the status is paid, found “66.00”"]
    );
    assert_eq!(
        of("sent", "266.01", "2026-11-02"),
        ["amount_paid: expected at most the total, 266.00, found “266.01”"]
    );
    assert_eq!(of("sent", "66.00", ""), ["paid_on: expected the day of the payment, found nothing"]);
    assert_eq!(
        of("sent", "0", "2026-11-02"),
        ["paid_on: expected nothing, as nothing has been paid, found “2026-11-02”"]
    );
}

#[test]
fn lines_have_numbers_in_their_ranges() {
    assert_eq!(problems::<LineRecord>(LINE), [""; 0]);
    for (field, bad) in [
        ("position", "0"),
        ("position", "1.5"),
        ("position", "-1"),
        ("position", "+1"),
        ("quantity", "a dozen"),
        ("quantity", "0.12345"),
        ("quantity", "99999999999"),
        ("unit_price", "14,00"),
        ("discount_percent", "101"),
        ("discount_percent", "-1"),
        ("description", ""),
    ] {
        assert_eq!(problems::<LineRecord>(&with(LINE, &[(field, bad)])).len(), 1, "{field} {bad}");
    }
}

#[test]
fn projects_and_contacts() {
    let project = [
        ("external_id", "P-1"),
        ("client_external_id", "ALFKI"),
        ("name", "New kitchen"),
        ("description", "Two\r\nlines"),
        ("status", "active"),
        ("starts_on", "2026-11-01"),
        ("ends_on", ""),
        ("progress_percent", "40"),
    ];
    assert_eq!(read_all::<ProjectRecord>(&project).record.unwrap().description, "Two\nlines");
    assert_eq!(
        problems::<ProjectRecord>(&with(
            &project,
            &[("status", "running"), ("ends_on", "2026-10-31"), ("progress_percent", "101")]
        )),
        [
            "ends_on: expected 2026-11-01 or a later day, found “2026-10-31”",
            "status: expected one of planned, active, on_hold, completed, cancelled, found “running”",
            "progress_percent: expected a whole number from 0 to 100, found “101”",
        ]
    );
    let contact = [
        ("external_id", "ALFKI-1"),
        ("client_external_id", ""),
        ("name", "Maria Anders"),
        ("title", ""),
        ("email", ""),
        ("phone", ""),
        ("is_active", "FALSE"),
    ];
    assert_eq!(problems::<ContactRecord>(&contact), ["client_external_id: expected a key, found nothing"]);
}

//! Quotes beyond approving them: declining, revising, and papers as PDF files, as a browser without script uses them.

use crate::support::{Answer, Portal};
use axum::http::{StatusCode, header};
use sqlx::PgPool;
use uuid::Uuid;

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";

struct World {
    portal: Portal,
    client: String,
    staff: String,
    quote: Uuid,
    invoice: Uuid,
    payment: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let [client, user, staff, quote, invoice, payment] = std::array::from_fn(|_| Uuid::now_v7());
        for statement in [
            "insert into users (id, kind, role, email, name) values ('{user}', 'client', null, 'maria@alfreds.example', 'Maria Anders'),
                                                                    ('{staff}', 'staff', 'admin', 'ada@company.example', 'Ada Admin')",
            "insert into clients (id, name, address, city, portal_enabled, portal_user_id)
             values ('{client}', 'Alfreds #[1 + 1]', 'Obere Str. 57', 'Berlin', true, '{user}')",
            "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
             values ('{quote}', '{client}', 'Q-2031/ü', 'Relaunch', 'sent', current_date, current_date + 5, 'EUR', 130000, 'Half now.')",
            "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
             values ('{invoice}', '{client}', 'INV-7', 'sent', current_date, 'EUR', 100)",
            "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, total_minor)
             values (gen_random_uuid(), '{quote}', 1, 'Concept', 1, 125000, 125000)",
            "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference)
             values ('{payment}', '{invoice}', 40, current_date, 'bank_transfer', 'R-1')",
        ] {
            let ids = [
                ("{client}", client),
                ("{user}", user),
                ("{staff}", staff),
                ("{quote}", quote),
                ("{invoice}", invoice),
                ("{payment}", payment),
            ];
            let filled = ids.into_iter().fold(statement.to_owned(), |sql, (name, id)| sql.replace(name, &id.to_string()));
            sqlx::query(sqlx::AssertSqlSafe(filled)).execute(pool).await.unwrap();
        }
        let (client, staff) = (portal.session_of(user).await, portal.session_of(staff).await);
        Self { portal, client, staff, quote, invoice, payment }
    }

    async fn get(&self, session: &str, path: &str) -> Answer {
        self.portal.get(path).session(session).send().await
    }

    /// Posts a form from the page `from`; the answer, and the page that the browser shows then.
    async fn post(&self, session: &str, from: &str, path: &str, fields: &[(&str, &str)]) -> (Answer, Answer) {
        let form = self.portal.form(path, fields).header("accept", HTML);
        let answer =
            form.header("referer", &format!("https://portal.example{from}")).session(session).send().await;
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let page = self.portal.get(answer.location().split('#').next().unwrap());
        let page = page.header("cookie", &format!("__Host-session={session}; {flash}")).send().await;
        (answer, page)
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn papers_come_as_files_that_say_what_they_are(pool: PgPool) {
    let world = World::new(&pool).await;
    let (quote, invoice, payment) = (world.quote, world.invoice, world.payment);
    for (path, name) in [
        (format!("/portal/quotes/{quote}/quote.pdf"), "Quote Q-2031__.pdf"),
        (format!("/portal/invoices/{invoice}/invoice.pdf"), "Invoice INV-7.pdf"),
        (format!("/portal/receipts/{payment}/receipt.pdf"), "Receipt INV-7 "),
    ] {
        let answer = world.get(&world.client, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.starts_with("%PDF-"), "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/pdf");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let disposition = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(disposition.starts_with(&format!("attachment; filename=\"{name}")), "{disposition}");
    }
    let downloads: i64 =
        sqlx::query_scalar("select count(*) from client_portal_activities where kind = 'download_file'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(downloads, 3);

    let proof = format!("/portal/quotes/{quote}/approval.pdf");
    assert_eq!(world.get(&world.client, &proof).await.status, StatusCode::NOT_FOUND);
    let (path, id) = (format!("/portal/quotes/{quote}"), quote.to_string());
    let fields = [
        ("quote_id", id.as_str()),
        ("revision", "1"),
        ("typed_name", "Maria Anders"),
        ("terms_accepted", "true"),
    ];
    let (_, page) = world.post(&world.client, &path, "/fn/portal/approve-quote", &fields).await;
    assert!(page.body.contains(&proof), "the page leads to the certificate");
    let answer = world.get(&world.client, &proof).await;
    assert!(answer.body.starts_with("%PDF-") && answer.body.contains("frozen-quote.json"));
    let of_staff = world.get(&world.staff, &format!("/staff/quotes/{quote}/approval.pdf")).await;
    assert_eq!(of_staff.status, StatusCode::OK);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_is_declined_by_a_plain_form_that_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(&pool).await;
    let (path, id) = (format!("/portal/quotes/{}", world.quote), world.quote.to_string());
    let decline = async |reason: &str| {
        let fields = [("quote_id", id.as_str()), ("revision", "1"), ("reason", reason)];
        world.post(&world.client, &path, "/fn/portal/decline-quote", &fields).await
    };
    let first = world.get(&world.client, &path).await;
    assert!(first.body.contains("Decline this quote") && !first.body.contains("id=\"decline\" open"));
    let long = "dear ".repeat(201);
    let (_, page) = decline(&long).await;
    assert!(
        page.body.contains("The quote was not declined") && page.body.contains("at most 1000 characters")
    );
    assert!(page.body.contains("id=\"decline\" open"), "the form is open");
    assert!(page.body.contains(&"dear ".repeat(200)), "what was typed is still there");
    let (answer, page) = decline("<b>Too dear</b>").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    for words in ["The quote is declined.", "Declined by", "Maria Anders", "&lt;b&gt;Too dear&lt;/b&gt;"] {
        assert!(page.body.contains(words), "{words}");
    }
    let (_, page) = decline("Again").await;
    assert!(page.body.contains("This quote has already been declined."));
    let seen = world.get(&world.staff, &format!("/staff/quotes/{}", world.quote)).await;
    for words in ["Too dear", "maria@alfreds.example", "192.0.2.7", "Revise"] {
        assert!(seen.body.contains(words), "{words}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_revise_a_quote_by_a_plain_form_and_the_client_decides_on_the_new_one(pool: PgPool) {
    let world = World::new(&pool).await;
    let (path, id) = (format!("/staff/quotes/{}", world.quote), world.quote.to_string());
    let form = world.get(&world.staff, &format!("{path}/revise")).await;
    for words in [
        "name=\"lines[0][description]\"",
        "value=\"Concept\"",
        "value=\"1250.00\"",
        "value=\"50.00\"",
        "Half now.",
    ] {
        assert!(form.body.contains(words), "{words}");
    }
    let revise = async |fields: &[(&str, &str)]| {
        let fields = [&[("quote_id", id.as_str()), ("revision", "1")], fields].concat();
        world.post(&world.staff, &format!("{path}/revise"), "/fn/staff/revise-quote", &fields).await
    };
    let long = "A description that is long enough to be more than a cookie can hold. ".repeat(12);
    let mut typed = vec![("title", "Smaller"), ("valid_until", "2000-01-01")];
    let names: Vec<[String; 4]> = (0..5)
        .map(|at| {
            ["description", "quantity", "unit_price", "discount"].map(|name| format!("lines[{at}][{name}]"))
        })
        .collect();
    for [description, quantity, price, _] in &names {
        typed.extend([(description.as_str(), long.as_str()), (quantity, "2"), (price, "12.345")]);
    }
    let (_, page) = revise(&typed).await;
    assert!(
        page.body.contains("Please give a day from") && page.body.contains("at most 2 decimals"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches(long.trim()).count(), 5, "nothing has to be typed again");
    assert!(page.body.contains("value=\"Smaller\"") && page.body.contains("value=\"12.345\""));

    let (answer, page) = revise(&[
        ("title", "Smaller"),
        ("lines[0][description]", "Concept"),
        ("lines[0][quantity]", "1"),
        ("lines[0][unit_price]", "900.00"),
        ("lines[1][description]", ""),
        ("terms", "All later."),
    ])
    .await;
    assert_eq!(answer.location(), path, "{:?}", answer.flash());
    for words in ["Revision 2 is sent.", "€900.00", "Earlier revisions", "?revision=1"] {
        assert!(page.body.contains(words), "{words}");
    }

    let here = format!("/portal/quotes/{}", world.quote);
    let page = world.get(&world.client, &here).await;
    for words in ["<dt>Revision", "€900.00", "?revision=1", "name=\"revision\" value=\"2\""] {
        assert!(page.body.contains(words), "{words} {}", page.body);
    }
    let older = world.get(&world.client, &format!("{here}?revision=1")).await;
    assert!(older.body.contains("This revision was replaced") && older.body.contains("€1,250.00"));
    assert_eq!(world.get(&world.client, &format!("{here}?revision=7")).await.status, StatusCode::NOT_FOUND);
    let of_staff = world.get(&world.staff, &format!("{path}?revision=1")).await;
    assert!(of_staff.body.contains("€1,250.00"));

    let fields = |revision| {
        [
            ("quote_id", id.as_str()),
            ("revision", revision),
            ("typed_name", "Maria"),
            ("terms_accepted", "true"),
        ]
    };
    let (_, page) = world.post(&world.client, &here, "/fn/portal/approve-quote", &fields("1")).await;
    assert!(
        page.body.contains("This quote was revised meanwhile. Please look at revision 2"),
        "{}",
        page.body
    );
    let (_, page) = world.post(&world.client, &here, "/fn/portal/approve-quote", &fields("2")).await;
    assert!(page.body.contains("Thank you. The quote is approved."));
    let form = world.get(&world.staff, &format!("{path}/revise")).await;
    assert!(form.body.contains("This quote is approved and cannot be revised."));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_settings_of_papers_are_saved_or_refused_at_the_field(pool: PgPool) {
    let world = World::new(&pool).await;
    let save = async |number: &str| {
        let fields = [
            ("address", "1 Road\r\nTown"),
            ("quote_becomes_invoice", "true"),
            ("invoice_prefix", "2026-"),
            ("next_invoice_number", number),
        ];
        world.post(&world.staff, "/staff/company", "/fn/staff/update-paper-settings", &fields).await.1
    };
    let page = save("none").await;
    assert!(page.body.contains("Enter a whole number, 1 or more.") && page.body.contains("value=\"2026-\""));
    let page = save("7").await;
    assert!(page.body.contains("The settings of papers are saved.") && page.body.contains("1 Road\nTown"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approved_quote_becomes_an_invoice_that_staff_send(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update company set quote_becomes_invoice = true").execute(&pool).await.unwrap();
    let (here, id) = (format!("/portal/quotes/{}", world.quote), world.quote.to_string());
    let fields =
        [("quote_id", id.as_str()), ("revision", "1"), ("typed_name", "Maria"), ("terms_accepted", "true")];
    world.post(&world.client, &here, "/fn/portal/approve-quote", &fields).await;
    let invoice: (Uuid, String) =
        sqlx::query_as("select id, number from invoices where quote_id is not null")
            .fetch_one(&pool)
            .await
            .unwrap();
    let path = format!("/portal/invoices/{}", invoice.0);
    assert_eq!(world.get(&world.client, &path).await.status, StatusCode::NOT_FOUND);

    let from = format!("/staff/quotes/{id}");
    let page = world.get(&world.staff, &from).await;
    assert!(page.body.contains(&invoice.1) && page.body.contains("Send to the client"), "{}", page.body);
    let send = async |due_on: &str| {
        let fields = [("invoice_id", invoice.0.to_string()), ("due_on", due_on.to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        world.post(&world.staff, &from, "/fn/staff/send-invoice", &fields).await.1
    };
    let page = send("2020-01-01").await;
    assert!(page.body.contains("today or later") && page.body.contains("2020-01-01"), "{}", page.body);
    let page = send("2099-12-31").await;
    assert!(page.body.contains("The invoice is sent.") && !page.body.contains("Send to the client"));
    let page = world.get(&world.client, &path).await;
    assert!(page.body.contains("31 Dec 2099"), "{}", page.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn times_of_quotes_are_those_of_whoever_reads_them(pool: PgPool) {
    let world = World::new(&pool).await;
    let (path, id) = (format!("/portal/quotes/{}", world.quote), world.quote.to_string());
    let fields = [("quote_id", id.as_str()), ("revision", "1"), ("reason", "Too dear")];
    world.post(&world.client, &path, "/fn/portal/decline-quote", &fields).await;
    for statement in [
        "update quote_declines set declined_at = '2026-01-05 12:00Z'",
        "update company set time_zone = 'Europe/Amsterdam'",
        "update users set time_zone = case kind when 'staff' then 'Asia/Tokyo' else 'Pacific/Auckland' end",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    let page = world.get(&world.client, &path).await;
    assert!(page.body.contains("6 Jan 2026, 01:00 NZDT"), "{}", page.body);
    let page = world.get(&world.staff, &format!("/staff/quotes/{id}")).await;
    assert!(page.body.contains("5 Jan 2026, 21:00 JST"), "{}", page.body);
}

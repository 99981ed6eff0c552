//! Paying through the whole server: the forms of a browser without script, and the notices of a payment provider.

use crate::{
    documents::{form, multipart},
    support::{Answer, Peer, Portal, WEBHOOK_SECRET},
};
use axum::http::{Method, StatusCode};
use chrono::Utc;
use domain::{
    money::Money,
    password::Cost,
    payment::{
        Provider,
        provider::{Begun, Order, PaymentProvider, ProviderFuture, Providers},
    },
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// Starts localstripe on the port that is its last argument.
const LOCALSTRIPE: &str = "import sys; from aiohttp.web import run_app; from localstripe.server import app; \
                           run_app(app, host='127.0.0.1', port=int(sys.argv[1]))";

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";

/// Leads to a page of its own.
struct Card;

impl PaymentProvider for Card {
    fn provider(&self) -> Provider {
        Provider::Stripe
    }

    fn takes(&self, _: Money) -> bool {
        true
    }

    fn hold(&self) -> chrono::TimeDelta {
        chrono::TimeDelta::minutes(40)
    }

    fn begin<'a>(&'a self, order: &'a Order) -> ProviderFuture<'a, Begun> {
        let url = format!("https://checkout.stripe.com/c/pay/{}", order.id);
        Box::pin(std::future::ready(Ok(Begun::LeadTo { reference: "cs_1".to_owned(), url })))
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> ProviderFuture<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A client with one open invoice over €1,250.00, its portal user, and a staff user.
struct World {
    portal: Portal,
    client: String,
    staff: String,
    invoice: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let mut state = Portal::state(pool, Cost::LOWEST);
        state.services.payments = Providers::new(Some(Arc::new(Card)));
        let portal = Portal::of(pool, state, [192, 0, 2, 7]);
        let [client, user, staff, invoice] = [(); 4].map(|()| Uuid::now_v7());
        let statements = [
            "insert into users (id, kind, email, name) values ($2, 'client', 'maria@alfreds.example', 'Maria Anders')",
            "insert into users (id, kind, role, email, name) values ($3, 'staff', 'admin', 'admin@company.example', 'Ada')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($1, 'Alfreds', true, $2)",
            "insert into invoices (id, client_id, number, status, issued_on, due_on, currency, total_minor)
             values ($4, $1, 'INV-77', 'sent', current_date - 5, current_date + 9, 'EUR', 125000)",
        ];
        portal.seed(&[client, user, staff, invoice], &statements).await;
        let (client, staff) = (portal.session_of(user).await, portal.session_of(staff).await);
        Self { portal, client, staff, invoice }
    }

    async fn get(&self, session: &str, path: &str) -> Answer {
        self.portal.get(path).header("accept", HTML).session(session).send().await
    }

    /// Posts a form from the page `from`, and the page that the browser shows then.
    async fn post(&self, session: &str, from: &str, path: &str, fields: &[(&str, &str)]) -> (Answer, Answer) {
        let ask = self.portal.form(path, fields).header("accept", HTML).session(session);
        let answer = ask.header("referer", &format!("https://portal.example{from}")).send().await;
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let ask = self.portal.get(answer.location().split('#').next().unwrap()).header("accept", HTML);
        let page = ask.header("cookie", &format!("__Host-session={session}; {flash}")).send().await;
        (answer, page)
    }

    /// Tells of a transfer as a browser without script does, and the page that it shows then.
    async fn report(&self, fields: &[(&str, &str)]) -> (Answer, Answer) {
        let ask = self.portal.ask(Method::POST, "/portal/payments/report-transfer");
        let ask = ask.header("content-type", &multipart()).header("sec-fetch-site", "same-origin");
        let ask = ask.header("accept", HTML).session(&self.client);
        let answer = ask.streamed(form(fields, &[]).into()).send().await;
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let ask = self.portal.get(answer.location().split('#').next().unwrap()).header("accept", HTML);
        let page = ask.header("cookie", &format!("__Host-session={}; {flash}", self.client)).send().await;
        (answer, page)
    }

    fn invoice_path(&self) -> String {
        format!("/portal/invoices/{}", self.invoice)
    }

    /// Starts a payment of this part and gives its id.
    async fn start(&self, amount: &str) -> String {
        let invoice = self.invoice.to_string();
        let fields = [("invoices", invoice.as_str()), ("amount", amount)];
        let (answer, page) =
            self.post(&self.client, &self.invoice_path(), "/fn/portal/pay-by-card", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", answer.location());
        let id = answer.location().split('/').nth(3).unwrap().to_owned();
        assert_eq!(page.location(), format!("https://checkout.stripe.com/c/pay/{id}"));
        id
    }

    /// A notice as the provider sends it, signed at this time.
    async fn notice(&self, body: &str, secret: &str, time: i64) -> StatusCode {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{time}.{body}").as_bytes());
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let ask =
            self.portal.ask(Method::POST, "/webhooks/stripe").header("content-type", "application/json");
        let ask = ask.header("stripe-signature", &format!("t={time},v1={hex}")).body(body.to_owned());
        ask.send().await.status
    }

    async fn told(&self, body: &str) -> StatusCode {
        self.notice(body, WEBHOOK_SECRET, Utc::now().timestamp()).await
    }

    async fn paid(&self) -> (String, i64) {
        sqlx::query_as("select status, paid_minor from invoices where id = $1")
            .bind(self.invoice)
            .fetch_one(&self.portal.pool)
            .await
            .unwrap()
    }
}

fn completed(event: &str, payment: &str, amount: i64) -> String {
    format!(
        r#"{{"id":"{event}","object":"event","type":"checkout.session.completed","data":{{"object":{{
            "id":"cs_1","object":"checkout.session","client_reference_id":"{payment}","payment_status":"paid",
            "amount_total":{amount},"currency":"eur","payment_intent":"pi_7"}}}}}}"#
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invoice_is_paid_by_card_and_its_pages_say_so(pool: PgPool) {
    let world = World::new(&pool).await;
    let page = world.get(&world.client, &world.invoice_path()).await;
    for words in ["Pay this invoice", "Pay by card", "value=\"1250.00\""] {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(!page.body.contains("Pay by bank transfer"), "the company has no account");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://checkout.stripe.com;"), "{policy}");

    let german = world.portal.get(world.invoice_path()).header("accept-language", "de");
    let german = german.header("accept", HTML).session(&world.client).send().await;
    assert!(german.body.contains("value=\"1250,00\""), "as it is typed there");

    let id = world.start("1250").await;
    let path = format!("/portal/payments/{id}");
    let page = world.get(&world.client, &path).await;
    assert!(page.body.contains("Continue to payment") && !page.body.contains("http-equiv=\"refresh\""));
    let page = world.get(&world.client, &format!("{path}?returned=1")).await;
    assert!(page.body.contains("Your payment is being processed"));
    assert!(
        page.body.contains("<noscript><meta http-equiv=\"refresh\""),
        "without script it asks again by itself"
    );
    let events = format!("{path}/events");
    assert!(page.body.contains(&events), "with script it is told");
    let page = world.get(&world.client, &world.invoice_path()).await;
    assert!(page.body.contains("by card is not finished yet") && !page.body.contains("Pay by card"));

    assert_eq!(world.told(&completed("evt_1", &id, 125_000)).await, StatusCode::OK);
    assert_eq!(world.told(&completed("evt_1", &id, 125_000)).await, StatusCode::OK, "again");
    assert_eq!(world.paid().await, ("paid".to_owned(), 125_000));
    let page = world.get(&world.client, &format!("{path}?returned=1")).await;
    assert!(page.body.contains("Payment received") && !page.body.contains("http-equiv=\"refresh\""));
    let page = world.get(&world.client, &world.invoice_path()).await;
    assert!(page.body.contains("pi_7") && !page.body.contains("Pay this invoice"));
    let checkout = world.get(&world.client, &format!("{path}/checkout")).await;
    assert_eq!(checkout.status, StatusCode::NOT_FOUND, "there is nothing left to pay there");
    let page = world.get(&world.staff, "/staff/payments?status=succeeded").await;
    assert!(page.body.contains("INV-77") && page.body.contains("€1,250.00"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_forged_an_old_and_an_unreadable_notice_change_nothing(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.start("").await;
    let (body, now) = (completed("evt_1", &id, 125_000), Utc::now().timestamp());
    assert_eq!(world.notice(&body, "whsec_other", now).await, StatusCode::BAD_REQUEST);
    assert_eq!(world.notice(&body, WEBHOOK_SECRET, now - 301).await, StatusCode::BAD_REQUEST);
    assert_eq!(world.notice(&body, WEBHOOK_SECRET, now + 301).await, StatusCode::BAD_REQUEST);
    assert_eq!(world.told("{}").await, StatusCode::BAD_REQUEST);
    let unsigned = world.portal.ask(Method::POST, "/webhooks/stripe").body(body.clone()).send().await;
    assert_eq!(unsigned.status, StatusCode::BAD_REQUEST);
    let long = world.told(&"x".repeat(300_000)).await;
    assert_eq!(long, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(world.paid().await, ("sent".to_owned(), 0));
    // What is genuine but about nothing here must not come again and again.
    assert_eq!(world.told(&completed("evt_2", &Uuid::now_v7().to_string(), 1)).await, StatusCode::OK);
    assert_eq!(
        world.told(r#"{"id":"evt_3","type":"customer.created","data":{"object":{}}}"#).await,
        StatusCode::OK
    );
    assert_eq!(world.paid().await, ("sent".to_owned(), 0));
    assert_eq!(world.told(&body).await, StatusCode::OK);
    assert_eq!(world.paid().await, ("paid".to_owned(), 125_000));
}

/// Posts to localstripe as a program of Stripe's customers does; its answer, which may be a refusal.
async fn post_to(stripe: &Peer, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let ask = stripe.http.post(format!("{}{path}", stripe.url)).bearer_auth("sk_test_key");
    let ask = ask.header("content-type", "application/x-www-form-urlencoded").body(body);
    let answer = ask.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// Lets localstripe charge a card for this payment, with Stripe's numbers for cards that play a part.
async fn charge(stripe: &Peer, card: &str, payment: &str, amount: &str) -> StatusCode {
    let fields = [
        ("type", "card"),
        ("card[number]", card),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2040"),
        ("card[cvc]", "123"),
    ];
    let (status, body) = post_to(stripe, "/v1/payment_methods", &fields).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let method: serde_json::Value = serde_json::from_str(&body).unwrap();
    let fields = [
        ("amount", amount),
        ("currency", "eur"),
        ("payment_method", method["id"].as_str().unwrap()),
        ("metadata[payment]", payment),
        ("confirm", "true"),
    ];
    post_to(stripe, "/v1/payment_intents", &fields).await.0
}

#[sqlx::test(migrations = "../migrations")]
async fn notices_that_are_not_of_our_making_are_taken(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.start("250").await;
    let stripe = Peer::python(&["-c", LOCALSTRIPE]).await;
    let address = format!("{}/webhooks/stripe", world.portal.listen().await);
    let told = |secret| [("url", address.as_str()), ("secret", secret)];
    let (status, body) = post_to(&stripe, "/_config/webhooks/portal", &told("whsec_other")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let card = "4242424242424242";
    assert_eq!(charge(&stripe, card, &id, "25000").await, StatusCode::OK);
    // localstripe waits a second before it tells.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(world.paid().await.1, 0, "signed with another secret");

    post_to(&stripe, "/_config/webhooks/portal", &told(WEBHOOK_SECRET)).await;
    assert_eq!(charge(&stripe, "4000000000000341", &id, "25000").await, StatusCode::PAYMENT_REQUIRED);
    assert_eq!(charge(&stripe, card, &id, "25000").await, StatusCode::OK);
    for _ in 0..100 {
        if world.paid().await.1 > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(world.paid().await.1, 25_000, "a card that was declined before is no end of it");
    assert_eq!(world.told(&completed("evt_1", &id, 25_000)).await, StatusCode::OK);
    assert_eq!(world.paid().await.1, 25_000, "the same money, told of by another notice");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_part_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(&pool).await;
    let invoice = world.invoice.to_string();
    let (path, function) = (world.invoice_path(), "/fn/portal/pay-by-card");
    let fields = [("invoices", invoice.as_str()), ("amount", "1250.01")];
    let (answer, page) = world.post(&world.client, &path, function, &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path.as_str()));
    assert!(
        page.body.contains("value=\"1250.01\"") && page.body.contains("more than the €1,250.00"),
        "{}",
        page.body
    );
    world.start("50").await;
    let fields = [("invoices", invoice.as_str()), ("amount", "1250")];
    let (_, page) = world.post(&world.client, &path, function, &fields).await;
    assert!(page.body.contains("more than the €1,200.00"), "what is under way is held");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_transfer_is_told_of_and_confirmed_by_plain_forms(pool: PgPool) {
    let world = World::new(&pool).await;
    let typed = [("holder", "Kestrel Yard"), ("account", "NL92ABNA0417164300"), ("minimum_percent", "0")];
    let function = "/fn/staff/update-payment-settings";
    let (_, page) = world.post(&world.staff, "/staff/company", function, &typed).await;
    assert!(page.body.contains("This IBAN has a wrong digit") && page.body.contains("NL92ABNA0417164300"));
    let typed = [("holder", "Kestrel Yard"), ("account", "NL91ABNA0417164300"), ("minimum_percent", "0")];
    let (_, page) = world.post(&world.staff, "/staff/company", function, &typed).await;
    assert!(page.body.contains("The settings are saved."), "{}", page.body);

    let invoice = world.invoice.to_string();
    let fields = [
        ("invoices", invoice.as_str()),
        ("amount", "250"),
        ("paid_on", "2026-01-05"),
        ("note", "<b>ours</b>"),
    ];
    let (answer, page) = world.report(&fields).await;
    assert!(page.body.contains("We are looking out for your transfer"), "{}", page.body);
    assert!(page.body.contains("NL91 ABNA 0417 1643 00") && page.body.contains("&lt;b&gt;ours"));
    let id = answer.location().split(['/', '#']).nth(3).unwrap().to_owned();

    let path = format!("/staff/payments/{id}");
    let fields = [("payment_id", id.as_str()), ("amount", "240"), ("paid_on", "2026-01-06")];
    let (_, page) = world.post(&world.staff, &path, "/fn/staff/confirm-payment", &fields).await;
    assert!(
        page.body.contains("Please tick this once") && page.body.contains("value=\"240\""),
        "{}",
        page.body
    );
    assert_eq!(world.paid().await.1, 0);
    let fields =
        [("payment_id", id.as_str()), ("amount", "240"), ("paid_on", "2026-01-06"), ("is_sure", "true")];
    let (_, page) = world.post(&world.staff, &path, "/fn/staff/confirm-payment", &fields).await;
    assert!(page.body.contains("The payment is recorded"), "{}", page.body);
    assert!(page.body.contains("Another amount came than was asked for"));
    assert_eq!(world.paid().await, ("sent".to_owned(), 24_000));

    let page = world.get(&world.client, "/portal/statement?from=2026-01-01&to=2030-01-01").await;
    for words in ["Payment of INV-77", "−€240.00", "€1,010.00", "Closing balance"] {
        assert!(page.body.contains(words), "{words}");
    }
    let csv = world.get(&world.client, "/portal/statement.csv?from=2026-01-01&to=2030-01-01").await;
    assert!(
        csv.headers["content-disposition"].to_str().unwrap().contains("statement-2026-01-01-2030-01-01.csv")
    );
    let pdf = world.get(&world.client, "/portal/statement.pdf?from=2026-01-01&to=2030-01-01").await;
    assert!(pdf.body.starts_with("%PDF-") && pdf.headers["content-type"] == "application/pdf");
    let disposition = pdf.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.contains("Statement 2026-01-01 2030-01-01.pdf"), "{disposition}");
    assert!(csv.body.contains("\"Closing balance\",\"\",\"\",\"EUR\",\"\",\"1010.00\""), "{}", csv.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn several_invoices_are_chosen_in_the_list(pool: PgPool) {
    let world = World::new(&pool).await;
    let page = world.get(&world.client, "/portal/invoices").await;
    assert!(page.body.contains("Pay ticked invoices") && page.body.contains("aria-label=\"Pay INV-77\""));
    let page = world.get(&world.client, &format!("/portal/pay?invoice={}&invoice=x", world.invoice)).await;
    assert!(page.body.contains("€1,250.00") && page.body.contains("Pay by card"), "{}", page.body);
    let page = world.get(&world.client, "/portal/pay").await;
    assert!(page.body.contains("Nothing to pay here"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_period_that_is_too_long_is_shown_in_part_and_downloaded_in_none(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query(
        "insert into payments (id, invoice_id, amount_minor, paid_on)
         select gen_random_uuid(), $1, 1, '2026-01-05' from generate_series(1, 2000)",
    )
    .bind(world.invoice)
    .execute(&pool)
    .await
    .unwrap();
    let days = "?from=2026-01-01&to=2030-01-01";
    let page = world.get(&world.client, &format!("/portal/statement{days}")).await;
    assert!(page.body.contains("too long to show whole") && !page.body.contains("/portal/statement.pdf"));
    for kind in ["pdf", "csv"] {
        let answer = world.get(&world.client, &format!("/portal/statement.{kind}{days}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.body, "This period has more than 2000 entries. Please choose a shorter one.");
    }
    let shorter = world.get(&world.client, "/portal/statement.pdf?from=2026-01-05&to=2026-01-05").await;
    assert!(shorter.body.starts_with("%PDF-"), "{}", shorter.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn several_invoices_have_one_short_reference_by_which_staff_find_the_payment(pool: PgPool) {
    let world = World::new(&pool).await;
    let other = Uuid::now_v7();
    sqlx::query(
        "with account as (update company set bank_account = 'X 1', bank_account_holder = 'Kestrel Yard')
         insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
         select $1, client_id, 'INV-78', 'sent', current_date, 'EUR', 500 from invoices",
    )
    .bind(other)
    .execute(&pool)
    .await
    .unwrap();
    let page =
        world.get(&world.client, &format!("/portal/pay?invoice={}&invoice={other}", world.invoice)).await;
    let shown = |body: &str| {
        let body = body.replace("<!>", "");
        let rest = body.split_once("Reference</dt><dd class=\"strong\">").expect("a reference").1.to_owned();
        rest.split('<').next().unwrap().to_owned()
    };
    let reference = shown(&page.body);
    assert!(reference.starts_with("INV-77-") && reference.len() == 12, "{reference}");
    let ids = format!("{other},{}", world.invoice);
    let (_, page) = world.report(&[("invoices", &ids), ("paid_on", "2026-01-05")]).await;
    assert_eq!(shown(&page.body), reference, "before and after");
    let found = world.get(&world.staff, &format!("/staff/payments?q={}", reference.to_lowercase())).await;
    assert!(found.body.contains("INV-77, INV-78"), "{}", found.body);
    let none = world.get(&world.staff, "/staff/payments?q=INV-77-00000").await;
    // The bell above still has the notice of it.
    let list = none.body.split_once("<main").expect("the page").1;
    assert!(!list.contains("INV-77, INV-78"), "{list}");
}

#[sqlx::test(migrations = "../migrations")]
async fn times_of_payments_are_those_of_whoever_reads_them(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.start("50").await;
    for statement in [
        "update payment_attempts set created_at = '2026-01-05 12:00Z'",
        "update company set time_zone = 'Europe/Amsterdam'",
        "update users set time_zone = case kind when 'staff' then 'Asia/Tokyo' else 'Pacific/Auckland' end",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    let page = world.get(&world.client, &format!("/portal/payments/{id}")).await;
    assert!(page.body.contains("6 Jan 2026, 01:00 NZDT"), "{}", page.body);
    for path in [format!("/staff/payments/{id}"), "/staff/payments".to_owned()] {
        let page = world.get(&world.staff, &path).await;
        assert!(page.body.contains("5 Jan 2026, 21:00 JST"), "{}", page.body);
    }
}

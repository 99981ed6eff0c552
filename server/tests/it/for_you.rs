//! The list of what waits for a person, through the whole server, as a browser without script uses it.

use crate::support::{Answer, Portal};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";

/// A client for whom one thing of each kind waits.
struct World {
    portal: Portal,
    session: String,
    quote_id: Uuid,
    invoice_id: Uuid,
    request_id: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let [user, client, quote_id, invoice_id, request_id] = [(); 5].map(|()| Uuid::now_v7());
        let [staff, conversation, message] = [(); 3].map(|()| Uuid::now_v7());
        let statements = [
            "insert into users (id, kind, role, email, name) values ($1, 'client', null, 'maria@alfreds.example', 'Maria'),
                                                                   ($6, 'staff', 'admin', 'ada@company.example', 'Ada')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($2, 'Alfreds', true, $1)",
            "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
             values ($3, $2, 'Q-2031', 'Relaunch', 'sent', current_date, current_date + 5, 'EUR', 125000, 'Half now.')",
            "insert into invoices (id, client_id, number, status, issued_on, due_on, currency, total_minor)
             values ($4, $2, 'INV-7', 'sent', current_date - 40, current_date - 9, 'EUR', 64000)",
            "insert into document_requests (id, client_id, title, note, due_on) values ($5, $2, 'Signed <b>contract</b>', 'Both pages.', current_date + 3)",
            "insert into conversations (id, client_id, last_seq, last_message_id) values ($7, $2, 1, $8)",
            "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body)
             values ($8, $7, 1, $6, true, 'Shall we <script>begin</script> on Monday?')",
        ];
        portal
            .seed(
                &[user, client, quote_id, invoice_id, request_id, staff, conversation, message],
                &statements,
            )
            .await;
        let session = portal.session_of(user).await;
        Self { portal, session, quote_id, invoice_id, request_id }
    }

    /// The overview, from the list to the cards.
    async fn list(&self) -> String {
        let page = self.portal.get("/portal").session(&self.session).send().await;
        assert_eq!(page.status, StatusCode::OK);
        list_of(&page)
    }

    /// Where a form leads, and the list there.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (String, Answer) {
        let ask = self.portal.form(path, fields).header("accept", HTML);
        let answer =
            ask.header("referer", "https://portal.example/portal").session(&self.session).send().await;
        self.follow(answer).await
    }

    async fn follow(&self, answer: Answer) -> (String, Answer) {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let cookie = format!("__Host-session={}; {flash}", self.session);
        let to = answer.location().split('#').next().unwrap().to_owned();
        (answer.location().to_owned(), self.portal.get(to).header("cookie", &cookie).send().await)
    }

    async fn upload(&self, content: &str) -> (String, Answer) {
        let id = self.request_id.to_string();
        let file = ("file\"; filename=\"a.txt", content);
        self.parts("/portal/documents/upload", &[("request_id", &id), ("from_overview", "true"), file]).await
    }

    async fn answer(&self, body: &str) -> (String, Answer) {
        self.parts("/portal/messages/send", &[("from_overview", "true"), ("body", body)]).await
    }

    /// A form that may hold files.
    async fn parts(&self, path: &'static str, parts: &[(&str, &str)]) -> (String, Answer) {
        let body: String = parts
            .iter()
            .map(|(name, value)| {
                format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            })
            .collect();
        let ask = self.portal.ask(axum::http::Method::POST, path);
        let ask = ask.header("content-type", "multipart/form-data; boundary=x").header("accept", HTML);
        let ask = ask.header("sec-fetch-site", "same-origin").session(&self.session);
        self.follow(ask.body(format!("{body}--x--\r\n")).send().await).await
    }
}

fn list_of(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"for-you\"").unwrap();
    rest.split_once("class=\"stats\"").unwrap().0.to_owned()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_says_what_waits_and_how_to_do_it(pool: PgPool) {
    let world = World::new(&pool).await;
    let list = world.list().await;
    let pay = format!("href=\"/portal/invoices/{}#pay\"", world.invoice_id);
    let approve = format!("popovertarget=\"approve-{}\"", world.quote_id);
    for words in [
        "Quote Q-2031",
        "5 days left",
        "Invoice INV-7",
        "9 days ago",
        "€640.00",
        "Ada",
        "Both pages.",
        "Answer",
        &pay,
        &approve,
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(list.contains("Signed &lt;b&gt;contract") && list.contains("&lt;script&gt;begin"), "{list}");
    assert!(!list.contains("<b>") && !list.contains("<script>begin"), "{list}");
    let place = |words: &str| list.find(words).unwrap();
    assert!(
        place("INV-7") < place("Signed")
            && place("Signed") < place("Q-2031")
            && place("Q-2031") < place("Ada")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_is_approved_from_the_list(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.quote_id.to_string();
    let fields = [
        ("quote_id", id.as_str()),
        ("revision", "1"),
        ("typed_name", "Maria <A>"),
        ("from_overview", "true"),
    ];
    let (to, page) = world.post("/fn/portal/approve-quote", &fields).await;
    assert_eq!(to, "/portal");
    let list = list_of(&page);
    for words in [
        "Please accept the terms to approve this quote.",
        "value=\"Maria &lt;A&gt;\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(!list.contains("popovertarget=\"approve-"), "the form stands open: {list}");
    let fields = [fields[0], fields[1], fields[2], fields[3], ("terms_accepted", "true")];
    let (to, page) = world.post("/fn/portal/approve-quote", &fields).await;
    assert_eq!(to, "/portal#for-you");
    assert!(page.body.contains("Thank you. The quote is approved.") && !list_of(&page).contains("Q-2031"));
    // Pressed once more in another window: there is no such row any more, and the page says why.
    let (_, page) = world.post("/fn/portal/approve-quote", &fields).await;
    assert!(page.body.contains("This quote has already been approved."));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_is_sent_from_the_list(pool: PgPool) {
    let world = World::new(&pool).await;
    let (to, page) = world.upload("").await;
    assert_eq!(to, format!("/portal?request={}#for-you", world.request_id));
    let list = list_of(&page);
    assert!(list.contains("“a.txt” is empty.") && !list.contains("popovertarget=\"send-"), "{list}");
    let (to, page) = world.upload("Yes.").await;
    assert_eq!(to, "/portal#for-you");
    assert!(page.body.contains("“a.txt” is uploaded.") && !list_of(&page).contains("Signed"));
    let state: String =
        sqlx::query_scalar("select state from document_requests").fetch_one(&pool).await.unwrap();
    assert_eq!(state, "handed_over");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_message_is_answered_from_the_list(pool: PgPool) {
    let world = World::new(&pool).await;
    let (to, page) = world.answer(" ").await;
    assert_eq!(to, "/portal#for-you");
    let list = list_of(&page);
    assert!(
        list.contains("Please write your message, or choose a file.")
            && !list.contains("popovertarget=\"answer-"),
        "{list}"
    );
    let (to, page) = world.answer("Yes, please.").await;
    assert_eq!(to, "/portal#for-you");
    assert!(page.body.contains("Your message is sent.") && !list_of(&page).contains("Ada"));
    let conversation = world.portal.get("/portal/messages").session(&world.session).send().await;
    assert!(conversation.body.contains("Yes, please."));
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_waits_for_whoever_has_done_all(pool: PgPool) {
    let world = World::new(&pool).await;
    for statement in [
        "update quotes set status = 'declined'",
        "update invoices set status = 'cancelled'",
        "delete from document_requests",
        "delete from messages",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    let list = world.list().await;
    assert!(list.contains("Nothing waits for you") && !list.contains("class=\"row\""), "{list}");
}

//! Messages through the whole server, as a browser without script uses them.

use crate::{
    documents::{form, multipart},
    support::{Mails, Portal},
};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";

struct World {
    portal: Portal,
    client: String,
    staff: String,
    quote_id: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let [user, staff, client, quote_id] = [(); 4].map(|()| Uuid::now_v7());
        sqlx::query(
            "with accounts as (
                 insert into users (id, kind, role, email, name)
                 values ($1, 'client', null, 'maria@alfreds.example', 'Maria Anders'),
                        ($2, 'staff', 'admin', 'ada@company.example', 'Ada')
             ), client as (
                 insert into clients (id, name, portal_enabled, portal_user_id) values ($3, 'Alfreds', true, $1)
             )
             insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor)
             values ($4, $3, 'Q-2031', 'Relaunch', 'sent', current_date, current_date - 1, 'EUR', 125000)",
        )
        .bind(user)
        .bind(staff)
        .bind(client)
        .bind(quote_id)
        .execute(pool)
        .await
        .unwrap();
        let (client, staff) = (portal.session_of(user).await, portal.session_of(staff).await);
        Self { portal, client, staff, quote_id }
    }

    /// The page after a message was sent by a browser.
    async fn send(&self, session: &str, fields: &[(&str, &str)]) -> String {
        let ask = self.portal.ask(Method::POST, "/portal/messages/send").header("accept", HTML);
        let ask = ask.header("content-type", &multipart()).header("sec-fetch-site", "same-origin");
        let answer = ask.session(session).streamed(form(fields, &[]).into()).send().await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookies = answer.cookies();
        let flash =
            cookies.iter().filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ");
        let to = answer.location().split('#').next().unwrap().to_owned();
        let cookie = format!("__Host-session={session}; {flash}");
        let page = self.portal.get(to).header("accept", HTML).header("cookie", &cookie).send().await;
        assert_eq!(page.status, StatusCode::OK);
        page.body
    }

    async fn get(&self, session: &str, path: &str) -> String {
        let page = self.portal.get(path).header("accept", HTML).session(session).send().await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.body
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn script_in_a_message_is_text(pool: PgPool) {
    let world = World::new(&pool).await;
    let evil = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>";
    let fields = [("body", evil)];
    let page = world.send(&world.client, &fields).await;
    assert!(page.contains("Your message is sent.") && page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
    let list = world.get(&world.staff, "/staff/messages").await;
    assert!(list.contains("&lt;script&gt;alert(1)") && !list.contains("<script>alert"), "{list}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hundred_thousand_characters_are_refused_and_still_there(pool: PgPool) {
    let world = World::new(&pool).await;
    for letters in ["x", "€", "😀"] {
        let long = format!("<{}", letters.repeat(99_999));
        let fields = [("body", long.as_str())];
        let page = world.send(&world.client, &fields).await;
        assert!(page.contains("up to 10,000 characters, and this one has 100,000"), "{}", &page[..9_000]);
        assert!(page.contains(&format!("&lt;{}</textarea>", letters.repeat(99_999))), "the text is kept");
        let again = world.get(&world.client, "/portal/messages").await;
        assert!(again.contains(&letters.repeat(99_999)), "also after a reload");
    }
    let count: i64 = sqlx::query_scalar("select count(*) from messages").fetch_one(&pool).await.unwrap();
    assert_eq!(count, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_quote_can_be_asked_for(pool: PgPool) {
    let world = World::new(&pool).await;
    let path = format!("/portal/messages?quote={}&ask=new-quote", world.quote_id);
    let page = world.get(&world.client, &path).await;
    assert!(page.contains("Please send us a new quote instead of Q-2031."), "{page}");
    assert!(page.contains(&format!("name=\"quote_id\" value=\"{}\"", world.quote_id)), "{page}");
    for nothing in ["nonsense".to_owned(), Uuid::now_v7().to_string()] {
        let page = world.get(&world.client, &format!("/portal/messages?quote={nothing}&ask=new-quote")).await;
        assert!(!page.contains("quote_id") && !page.contains("instead of"), "{page}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_unread_message_is_mailed_with_its_words(pool: PgPool) {
    let world = World::new(&pool).await;
    let fields = [("body", "First line & <b>bold</b>\r\n\r\nLast line")];
    world.send(&world.client, &fields).await;
    sqlx::query("update outgoing_mails set not_before = now()").execute(&pool).await.unwrap();
    let mails = Mails::start(&pool);
    let mail = &mails.wait_for(1).await[0];
    assert_eq!(mail.subject, "New message from Alfreds");
    assert!(
        mail.text.contains("Maria Anders") && mail.text.contains("  First line & <b>bold</b>"),
        "{}",
        mail.text
    );
    assert!(mail.html.contains("&#60;b&#62;bold") && !mail.html.contains("<b>bold"), "{}", mail.html);
    assert!(mail.text.contains("https://portal.example/staff/messages/"), "{}", mail.text);
}

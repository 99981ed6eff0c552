//! What people set about themselves, as browsers send it: picture, time zone, and the client's address.

use crate::support::{Answer, Portal};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

/// A PNG of one pixel.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0dIDATx\xdac\xd0H8\xf0\x1f\x00\x04D\x02H\x95\xf09\xc5\x00\x00\x00\x00IEND\xaeB`\x82";

async fn user(pool: &PgPool, kind: &str, role: Option<&str>, email: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, $2, $3, $4, 'Maria Anders')")
        .bind(id)
        .bind(kind)
        .bind(role)
        .bind(email)
        .execute(pool)
        .await
        .unwrap();
    id
}

struct World {
    portal: Portal,
    client: Uuid,
    maria: String,
    ada: String,
}

async fn world(pool: &PgPool) -> World {
    let maria = user(pool, "client", None, "maria@alfki.example").await;
    let ada = user(pool, "staff", Some("member"), "ada@company.example").await;
    let client = Uuid::now_v7();
    sqlx::query(
        "insert into clients (id, name, phone, address, city, portal_enabled, portal_user_id)
         values ($1, 'Alfreds', '030-0074321', 'Obere Str. 57', 'Berlin', true, $2)",
    )
    .bind(client)
    .bind(maria)
    .execute(pool)
    .await
    .unwrap();
    let portal = Portal::new(pool);
    let (maria, ada) = (portal.session_of(maria).await, portal.session_of(ada).await);
    World { portal, client, maria, ada }
}

impl World {
    /// A file as a browser without script sends it.
    async fn upload(&self, session: &str, content: &[u8]) -> Answer {
        let mut body = b"--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"me.html\"\r\ncontent-type: text/html\r\n\r\n".to_vec();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let ask = self.portal.ask(Method::POST, "/account/picture").streamed(body.into());
        let ask = ask
            .header("content-type", "multipart/form-data; boundary=x")
            .header("sec-fetch-site", "same-origin");
        ask.header("accept", "text/html")
            .header("referer", "https://portal.example/portal/profile")
            .session(session)
            .send()
            .await
    }

    async fn form(&self, session: &str, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let ask = self.portal.form(path, fields).header("accept", "text/html");
        let answer =
            ask.header("referer", &format!("https://portal.example{from}")).session(session).send().await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
        self.page_after(session, &answer).await
    }

    async fn page_after(&self, session: &str, answer: &Answer) -> Answer {
        let cookies = answer.cookies();
        let flash = cookies.iter().find(|cookie| cookie.starts_with("flash=")).map_or("", String::as_str);
        let page =
            self.portal.get(answer.location().split('#').next().unwrap()).header("accept", "text/html");
        page.session(session).header("cookie", flash.split(';').next().unwrap()).send().await
    }

    async fn page(&self, session: &str, path: &str) -> String {
        let page = self.portal.get(path).header("accept", "text/html").session(session).send().await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.body
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_picture_is_shown_drawn_anew_and_only_to_its_owner(pool: PgPool) {
    let world = world(&pool).await;
    let hostile = [PNG, b"<script>alert(1)</script>"].concat();
    let answer = world.upload(&world.maria, &hostile).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/portal/profile#main"));
    let page = world.page_after(&world.maria, &answer).await;
    assert!(page.body.contains("Your picture is saved."), "{}", page.body);
    let address = page.body.split("src=\"/account/picture/").nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/account/picture/{address}");
    assert!(world.page(&world.maria, "/portal").await.contains(&address), "in the user menu");

    let shown = world.portal.get(&address).session(&world.maria).send().await;
    assert_eq!(shown.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, max-age=31536000, immutable"),
    ] {
        assert_eq!(shown.headers[name], value, "{name}");
    }
    assert!(!shown.body.contains("script"));
    for (who, status) in [(Some(&world.ada), StatusCode::NOT_FOUND), (None, StatusCode::UNAUTHORIZED)] {
        let ask = world.portal.get(&address);
        let ask = match who {
            Some(session) => ask.session(session),
            None => ask,
        };
        assert_eq!(ask.send().await.status, status);
    }

    world.upload(&world.maria, PNG).await;
    let old = world.portal.get(&address).session(&world.maria).send().await;
    assert_eq!(old.status, StatusCode::NOT_FOUND, "another picture has another address");
    let page = world.form(&world.maria, "/portal/profile", "/fn/account/remove-picture", &[]).await;
    assert!(!page.body.contains("/account/picture/") && page.body.contains("Your picture is removed."));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_no_picture_is_refused_at_the_field(pool: PgPool) {
    let world = world(&pool).await;
    let mut bomb = PNG.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0x4a, 0x38, 0, 0, 0x4a, 0x38]);
    for content in [b"<html><script>alert(1)</script>".as_slice(), b"", &bomb, &PNG[..30]] {
        let answer = world.upload(&world.maria, content).await;
        let page = world.page_after(&world.maria, &answer).await;
        assert!(page.body.contains("id=\"f-picture-error\""), "{}", page.body);
        assert_eq!(page.body.matches("class=\"form-errors\"").count(), 0, "it is said once");
    }
    let large = world.upload(&world.maria, &vec![0; domain::picture::MAX_BYTES + 100_000]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let stored: i64 =
        sqlx::query_scalar("select count(*) from user_pictures").fetch_one(&pool).await.unwrap();
    assert_eq!(stored, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn times_are_in_the_persons_own_zone(pool: PgPool) {
    let world = world(&pool).await;
    sqlx::query("update company set time_zone = 'UTC'").execute(&pool).await.unwrap();
    sqlx::query(
        "insert into client_portal_activities (id, kind, user_id, occurred_at)
         select gen_random_uuid(), 'login', portal_user_id, '2026-07-01T22:30:00Z' from clients",
    )
    .execute(&pool)
    .await
    .unwrap();
    assert!(world.page(&world.maria, "/portal/security").await.contains("1 Jul 2026, 22:30 UTC"));
    let set = async |zone: &str| {
        world
            .form(&world.maria, "/portal/settings", "/fn/account/set-time-zone", &[("time_zone", zone)])
            .await
    };
    let wrong = set("Mars/Olympus").await;
    assert!(wrong.body.contains("value=\"Mars/Olympus\"") && wrong.body.contains("f-time_zone-error"));
    assert!(set("Europe/Berlin").await.body.contains("value=\"Europe/Berlin\""));
    assert!(world.page(&world.maria, "/portal/security").await.contains("2 Jul 2026, 00:30 CEST"));
    set("").await;
    assert!(world.page(&world.maria, "/portal/security").await.contains("1 Jul 2026, 22:30 UTC"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_client_asks_and_staff_confirm_or_refuse(pool: PgPool) {
    let world = world(&pool).await;
    let (profile, client) = ("/portal/profile", format!("/staff/clients/{}", world.client));
    let ask = async |street: &str| {
        let fields = [("company_phone", "030-0074321"), ("address", street), ("city", "Berlin")];
        world.form(&world.maria, profile, "/fn/portal/request-client-change", &fields).await
    };
    let id = async || -> String {
        sqlx::query_scalar("select id::text from client_change_requests where state = 'pending'")
            .fetch_one(&pool)
            .await
            .unwrap()
    };
    assert!(ask("Obere Str. 57").await.body.contains("on file already"));
    assert!(ask("Neue Str. 1").await.body.contains("waits for us"));
    let seen = id().await;
    ask("Neue Str. 2").await;
    let page = world.page(&world.ada, &client).await;
    assert!(page.contains("Obere Str. 57") && page.contains("Neue Str. 2") && !page.contains("Neue Str. 1"));
    let change = page.split("id=\"change-request\"").nth(1).unwrap().split("</dl>").next().unwrap();
    assert!(change.contains("Street") && !change.contains("City"), "only what differs: {change}");

    let accept = async |id: &str| {
        world.form(&world.ada, &client, "/fn/staff/accept-client-change", &[("request_id", id)]).await
    };
    let street = async || -> String {
        sqlx::query_scalar("select address from clients").fetch_one(&pool).await.unwrap()
    };
    assert!(accept(&seen).await.body.contains("form-errors"), "what was seen has been replaced");
    assert_eq!(street().await, "Obere Str. 57");
    assert!(accept(&id().await).await.body.contains("the client is told"));
    assert_eq!(street().await, "Neue Str. 2");
    assert!(world.page(&world.maria, "/portal/notifications").await.contains("is confirmed"));

    ask("Moon").await;
    let open = id().await;
    let refuse = async |reason: &str| {
        let fields = [("request_id", open.as_str()), ("reason", reason)];
        world.form(&world.ada, &client, "/fn/staff/refuse-client-change", &fields).await
    };
    assert!(refuse(" ").await.body.contains("Say why"));
    refuse("No mail goes to the <moon>.").await;
    let page = world.page(&world.maria, profile).await;
    assert!(page.contains("No mail goes to the &lt;moon&gt;.") && page.contains("Neue Str. 2"), "{page}");
    assert!(accept(&open).await.body.contains("decided already"));
    let logged: i64 = sqlx::query_scalar(
        "select count(*) from client_portal_activities where kind = 'update_profile' and client_id is not null",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(logged, 5, "three requests and two decisions");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_the_clients_portal_user_asks(pool: PgPool) {
    let world = world(&pool).await;
    let contact = user(&pool, "client", None, "ana@alfki.example").await;
    sqlx::query(
        "insert into client_contacts (id, client_id, name, email, user_id, portal_access)
         values (gen_random_uuid(), $1, 'Ana', 'ana@alfki.example', $2, true)",
    )
    .bind(world.client)
    .bind(contact)
    .execute(&pool)
    .await
    .unwrap();
    let ana = world.portal.session_of(contact).await;
    assert!(!world.page(&ana, "/portal/profile").await.contains("Ask for the change"));
    let ask = world.portal.form("/fn/portal/request-client-change", &[("city", "Rome")]);
    let answer = ask.header("accept", "application/json").session(&ana).send().await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

/// Two devices of one person: the session of one ends while the other writes.
#[sqlx::test(migrations = "../migrations")]
async fn a_session_that_ends_on_one_device_loses_nothing_typed_there(pool: PgPool) {
    let world = world(&pool).await;
    let (phone, desk) = (
        world
            .portal
            .session_of(
                sqlx::query_scalar("select portal_user_id from clients").fetch_one(&pool).await.unwrap(),
            )
            .await,
        &world.maria,
    );
    world.form(&phone, "/portal/settings", "/fn/account/end-other-sessions", &[]).await;
    let fields = [("name", "Maria Magdalena Anders"), ("phone", "1")];
    let ask = world.portal.form("/fn/account/update-profile", &fields).header("accept", "text/html");
    let refused = ask.header("referer", "https://portal.example/portal/profile").session(desk).send().await;
    assert_eq!(refused.location(), "/login?next=%2Fportal%2Fprofile");
    let cookies = refused.cookies();
    let unsent =
        cookies.iter().find(|cookie| cookie.starts_with("unsent_form=")).unwrap().split(';').next().unwrap();
    let name: String =
        sqlx::query_scalar("select name from users where kind = 'client'").fetch_one(&pool).await.unwrap();
    assert_eq!(name, "Maria Anders");
    let page = world.portal.get("/portal/profile").session(&phone).header("cookie", unsent).send().await;
    assert!(
        page.body.contains("value=\"Maria Magdalena Anders\""),
        "after signing in again it is still there"
    );
}

//! The forms of sign-in, reset and invitation, as browsers and others send them.

use crate::support::{Answer, Ask, Portal};
use axum::http::{Method, StatusCode};
use domain::{
    password::{Cost, Hasher},
    token::Token,
};
use sqlx::PgPool;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const PASSWORD: &str = "glass onion sunday";
const NEW: &str = "another long phrase";
const SIGN_IN: &str = "/fn/account/sign-in";

/// A client whose portal user is Maria.
async fn portal_with_maria(pool: &PgPool) -> (Portal, Uuid) {
    let hash = Hasher::start(Cost::LOWEST).hash(PASSWORD.into()).await.unwrap();
    let (user, client) = (Uuid::now_v7(), Uuid::now_v7());
    sqlx::query("insert into users (id, kind, email, name, password_hash) values ($1, 'client', $2, 'Maria Anders', $3)")
        .bind(user)
        .bind(MARIA)
        .bind(hash)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("insert into clients (id, name, email, portal_enabled, portal_user_id) values ($1, 'Alfreds', $2, true, $3)")
        .bind(client)
        .bind(MARIA)
        .bind(user)
        .execute(pool)
        .await
        .unwrap();
    (Portal::new(pool), client)
}

/// A form sent from one of our pages, by a browser.
fn submit<'a>(portal: &'a Portal, page: &str, path: &str, fields: &[(&str, &str)]) -> Ask<'a> {
    portal
        .form(path, fields)
        .header("accept", "text/html,application/xhtml+xml")
        .header("referer", &format!("https://portal.example{page}"))
}

/// The `name=value` of a cookie that was set.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.cookies().into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")))?;
    Some(set.split(';').next().unwrap_or_default().to_owned())
}

async fn count(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn sign_in_sets_a_cookie_that_no_script_reads(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let page = portal.get("/login?next=/portal/quotes%3Fx=1").send().await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "name=\"email\"",
        "name=\"password\"",
        "value=\"/portal/quotes?x=1\"",
        "autocomplete=\"current-password\"",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let fields = [("email", MARIA), ("password", PASSWORD), ("next", "/portal/quotes?x=1")];
    let answer = submit(&portal, "/login", SIGN_IN, &fields).send().await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/portal/quotes?x=1"));
    let set = answer.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Max-Age"), "it ends with the browser: {set}");
    let session = cookie(&answer, "__Host-session").unwrap();
    assert_eq!(portal.get("/portal").header("cookie", &session).send().await.status, StatusCode::OK);
    assert_eq!(portal.get("/login").header("cookie", &session).send().await.location(), "/portal");

    let out = submit(&portal, "/portal", "/logout", &[]).header("cookie", &session).send().await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/login"));
    assert!(
        out.cookies()
            .iter()
            .any(|cookie| cookie.starts_with("__Host-session=;") && cookie.contains("Max-Age=0"))
    );
    let after = portal.get("/portal").header("cookie", &session).send().await;
    assert_eq!(after.location(), "/login?next=%2Fportal");
}

#[sqlx::test(migrations = "../migrations")]
async fn keep_me_signed_in_is_the_persons_choice(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let fields = [("email", MARIA), ("password", PASSWORD), ("remember", "true")];
    let answer = submit(&portal, "/login", SIGN_IN, &fields).send().await;
    let set = answer.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    assert!(set.contains("Max-Age=2592000"), "{set}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_failed_form_keeps_the_address_and_not_the_password(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let mut told = Vec::new();
    for email in [MARIA, "nobody@alfki.example"] {
        let fields = [("email", email), ("password", "not the password"), ("next", "/portal/quotes")];
        let answer = submit(&portal, "/login?next=%2Fportal%2Fquotes", SIGN_IN, &fields).send().await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/login?next=%2Fportal%2Fquotes")
        );
        assert_eq!(cookie(&answer, "__Host-session"), None);
        let flash = answer.cookies().into_iter().find(|cookie| cookie.contains("flash=")).unwrap();
        let page =
            portal.get(answer.location()).header("cookie", flash.split(';').next().unwrap()).send().await;
        assert!(page.body.contains(&format!("value=\"{email}\"")), "the address is kept");
        assert!(page.body.contains("do not belong together") && page.body.contains("role=\"alert\""));
        assert!(!page.body.contains("not the password"));
        told.push(page.stable_body().replace(email, ""));
    }
    assert_eq!(told[0], told[1], "an unknown address reads the same");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_typed_outlives_the_session(pool: PgPool) {
    let (portal, client) = portal_with_maria(&pool).await;
    let quote = Uuid::now_v7();
    sqlx::query(
        "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor)
         values ($1, $2, 'Q-1', 'Relaunch', 'sent', current_date, current_date + 5, 'EUR', 100)",
    )
    .bind(quote)
    .bind(client)
    .execute(&pool)
    .await
    .unwrap();
    let page = format!("/portal/quotes/{quote}");
    let id = quote.to_string();
    let fields = [("quote_id", id.as_str()), ("typed_name", "Maria Magdalena Anders"), ("terms", "true")];
    let refused = submit(&portal, &page, "/fn/portal/approve-quote", &fields).send().await;
    let login = format!("/login?next={}", page.replace('/', "%2F"));
    assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, login.as_str()));
    let set = refused.cookies().into_iter().find(|cookie| cookie.starts_with("unsent_form=")).unwrap();
    assert!(set.contains(&format!("Path={page};")), "for no other page: {set}");
    let unsent = cookie(&refused, "unsent_form").unwrap();

    let again = portal.get(refused.location()).header("cookie", &unsent).send().await;
    assert!(again.cookies().iter().all(|cookie| !cookie.starts_with("unsent_form")), "it waits");
    let enter = [("email", MARIA), ("password", PASSWORD), ("next", page.as_str())];
    let entered = submit(&portal, &login, SIGN_IN, &enter).header("cookie", &unsent).send().await;
    assert_eq!(entered.location(), page);
    let session = cookie(&entered, "__Host-session").unwrap();
    let shown = portal.get(&page).header("cookie", &format!("{session}; {unsent}")).send().await;
    assert!(
        shown.body.contains("Maria Magdalena Anders") && shown.body.contains("nothing was sent"),
        "{}",
        shown.body
    );
    assert!(
        shown.cookies().contains(&format!("unsent_form=; Path={page}; Max-Age=0")),
        "{:?}",
        shown.cookies()
    );
    let approvals = count(&pool, "select count(*) from quotes where status = 'approved'").await;
    assert_eq!(approvals, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn no_wanted_page_leads_off_the_site(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let hostile = [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "http:///evil.example",
        "HTTPS://EVIL.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//user@evil.example",
        "//portal.example@evil.example",
        "https://portal.example@evil.example",
        "https://portal.example.evil.example",
        "/%2f%2fevil.example",
        "/%2F/evil.example",
        "/%5cevil.example",
        "%2f%2fevil.example",
        "/..//evil.example",
        "/.//evil.example",
        "/portal/..//evil.example",
        "/portal/../..//evil.example",
        "/portal//evil.example",
        "/portal\r\nLocation: //evil.example",
        "/portal%2f..%2f%2fevil.example",
        "//[::1]",
        "//evil%E3%80%82example",
        "/\u{2028}/evil.example",
        "evil.example",
        "?//evil.example",
    ];
    assert_eq!(hostile.len(), 40);
    for wanted in hostile {
        let fields = [("email", MARIA), ("password", PASSWORD), ("next", wanted)];
        let answer = submit(&portal, "/login", SIGN_IN, &fields).send().await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/portal"), "{wanted:?}");
        let encoded: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        let page = portal.get(format!("/login?next={encoded}")).send().await;
        assert!(!page.body.contains("name=\"next\""), "{wanted:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn addresses_in_strange_shapes_are_refused_and_nothing_happens(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let post = async |path: &str, body: &str| {
        let ask = portal.ask(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        ask.header("sec-fetch-site", "same-origin").body(body.to_owned()).send().await
    };
    let password = "password=glass+onion+sunday";
    for shape in [
        "email[]=maria%40alfki.example",
        "email[0]=maria%40alfki.example",
        "email[x]=maria%40alfki.example",
        "email=maria%40alfki.example&email=other%40alfki.example",
    ] {
        for path in [SIGN_IN, "/fn/account/request-password-reset"] {
            let answer = post(path, &format!("{shape}&{password}")).await;
            assert!(
                matches!(answer.status.as_u16(), 400 | 422),
                "{path} {shape}: {} {}",
                answer.status,
                answer.body
            );
            assert!(!answer.body.contains("serde") && !answer.body.contains("duplicate"), "{}", answer.body);
        }
    }
    for typed in [
        "maria%40alfki.example%0D%0ABcc%3A+x%40y.example",
        "maria%40alfki.example%0A",
        "maria%40alfki.example%00",
    ] {
        let reset = post("/fn/account/request-password-reset", &format!("email={typed}")).await;
        assert_eq!(reset.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let sign_in = post(SIGN_IN, &format!("email={typed}x&{password}")).await;
        assert_eq!(sign_in.status, StatusCode::UNAUTHORIZED, "{typed}");
    }
    assert_eq!(count(&pool, "select count(*) from user_sessions").await, 0);
    assert_eq!(count(&pool, "select count(*) from password_resets").await, 0);
    assert_eq!(count(&pool, "select count(*) from outgoing_mails").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_for_a_link_reads_the_same_for_everybody(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let mut told = Vec::new();
    for email in [MARIA, "nobody@alfki.example"] {
        let answer =
            submit(&portal, "/forgot-password", "/fn/account/request-password-reset", &[("email", email)])
                .send()
                .await;
        told.push((answer.status, answer.location().to_owned(), answer.cookies()));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].1, "/forgot-password");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_reset_link_leaves_the_address_and_is_used_once(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    let token = Token::generate().unwrap();
    sqlx::query(
        "insert into password_resets (id, email, user_id, token_sha256, user_agent, expires_at)
         select gen_random_uuid(), email, id, $1, '', now() + interval '1 hour' from users",
    )
    .bind(token.hash().to_vec())
    .execute(&pool)
    .await
    .unwrap();
    let mut link = String::new();
    for _ in 0..3 {
        let traded = portal.get(format!("/reset-password/{token}")).send().await;
        assert_eq!((traded.status, traded.location()), (StatusCode::SEE_OTHER, "/reset-password"));
        link = cookie(&traded, "__Host-password-reset").unwrap();
    }
    let page = portal.get("/reset-password").header("cookie", &link).send().await;
    assert!(
        page.status == StatusCode::OK && page.body.contains(MARIA) && !page.body.contains(&token.to_string())
    );
    let path = "/fn/account/reset-password";
    let differs = [("password", NEW), ("password_again", "another long phrases")];
    let answer = submit(&portal, "/reset-password", path, &differs).header("cookie", &link).send().await;
    assert_eq!(answer.location(), "/reset-password");
    let fields = [("password", NEW), ("password_again", NEW)];
    let answer = submit(&portal, "/reset-password", path, &fields).header("cookie", &link).send().await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login"));
    let used = portal.get("/reset-password").header("cookie", &link).send().await;
    assert!(used.status == StatusCode::GONE && used.body.contains("used"));
    let fields = [("email", MARIA), ("password", NEW)];
    assert_eq!(submit(&portal, "/login", SIGN_IN, &fields).send().await.location(), "/portal");
    for wrong in ["not-a-token", &"A".repeat(43)] {
        assert_eq!(portal.get(format!("/reset-password/{wrong}")).send().await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(portal.get("/reset-password").send().await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invitation_link_leads_to_a_page_and_in(pool: PgPool) {
    let portal = Portal::new(&pool);
    let (client, invitation, token) = (Uuid::now_v7(), Uuid::now_v7(), Token::generate().unwrap());
    sqlx::query("insert into clients (id, name, email) values ($1, 'Alfreds & <b>Söhne</b>', $2)")
        .bind(client)
        .bind(MARIA)
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into invitations (id, client_id, name, email, state, expires_at)
         values ($1, $2, 'Maria Anders', $3, 'sent', now() + interval '7 days')",
    )
    .bind(invitation)
    .bind(client)
    .bind(MARIA)
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("insert into invitation_tokens (token_sha256, invitation_id) values ($1, $2)")
        .bind(token.hash().to_vec())
        .bind(invitation)
        .execute(&pool)
        .await
        .unwrap();
    let mut link = String::new();
    for host in ["portal.example", "evil.example"] {
        let traded = portal.get(format!("/invitation/{token}")).header("host", host).send().await;
        assert_eq!((traded.status, traded.location()), (StatusCode::SEE_OTHER, "/invitation"));
        link = cookie(&traded, "__Host-invitation").unwrap();
    }
    let page = portal.get("/invitation").header("cookie", &link).send().await;
    assert_eq!(page.status, StatusCode::OK);
    for part in
        ["Maria Anders", "Alfreds &amp; &lt;b&gt;Söhne", "Repeat password", "autocomplete=\"new-password\""]
    {
        assert!(page.body.contains(part), "{part}");
    }
    let path = "/fn/account/accept-invitation";
    let fields = [("password", NEW), ("password_again", NEW)];
    let answer = submit(&portal, "/invitation", path, &fields).header("cookie", &link).send().await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/portal"));
    let session = cookie(&answer, "__Host-session").unwrap();
    assert_eq!(portal.get("/portal").header("cookie", &session).send().await.status, StatusCode::OK);

    let used = portal.get("/invitation").header("cookie", &link).send().await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(used.body.contains("used") && used.body.contains("Send me a new link"));
    for (state, says) in [("revoked", "withdrawn"), ("sent", "expired")] {
        sqlx::query("update invitations set state = $1, expires_at = now()")
            .bind(state)
            .execute(&pool)
            .await
            .unwrap();
        let page = portal.get("/invitation").header("cookie", &link).send().await;
        assert!(
            page.status == StatusCode::GONE
                && page.body.contains(says)
                && page.body.contains("Send me a new link")
        );
    }
    assert_eq!(portal.get("/invitation/not-a-token").send().await.status, StatusCode::NOT_FOUND);
    let unknown = format!("__Host-invitation={}", Token::generate().unwrap());
    assert_eq!(
        portal.get("/invitation").header("cookie", &unknown).send().await.status,
        StatusCode::NOT_FOUND
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn account_forms_of_other_sites_are_refused(pool: PgPool) {
    let (portal, _) = portal_with_maria(&pool).await;
    for path in [SIGN_IN, "/fn/account/request-password-reset", "/fn/account/accept-invitation", "/logout"] {
        let body = format!("email={}&password=glass+onion+sunday", MARIA.replace('@', "%40"));
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"] {
            let ask = portal
                .ask(Method::POST, path)
                .header("content-type", kind)
                .header("origin", "https://evil.example");
            let answer = ask.header("sec-fetch-site", "cross-site").body(body.clone()).send().await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {kind}");
            assert!(answer.cookies().is_empty());
        }
        assert_eq!(
            portal.get(format!("{path}?{body}")).send().await.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{path}"
        );
    }
    assert_eq!(count(&pool, "select count(*) from user_sessions").await, 0);
}

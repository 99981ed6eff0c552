//! Passkeys, as browsers with and without script meet them. What devices answer is tested in the domain and in a browser.

use crate::support::{Answer, Ask, Portal};
use axum::http::StatusCode;
use domain::password::{Cost, Hasher};
use sqlx::PgPool;
use std::sync::Arc;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const PASSWORD: &str = "glass onion sunday";

/// A client's person, and a session of theirs.
async fn maria(pool: &PgPool, portal: &Portal) -> (Uuid, String) {
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
    let session = portal.session_of(user).await;
    (user, session)
}

fn submit<'a>(portal: &'a Portal, page: &str, function: &str, fields: &[(&str, &str)]) -> Ask<'a> {
    let ask = portal.form(format!("/fn/account/{function}"), fields).header("accept", "text/html");
    ask.header("referer", &format!("https://portal.example{page}"))
}

fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.cookies().into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")))?;
    Some(set.split(';').next().unwrap_or_default().to_owned())
}

/// The page that a form leads to, with what it has to say.
async fn page_after(portal: &Portal, answer: &Answer, cookies: &str) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location().split('#').next().unwrap();
    let flash = cookie(answer, "flash").unwrap_or_default();
    portal
        .get(path)
        .header("accept", "text/html")
        .header("cookie", &format!("{cookies}; {flash}"))
        .send()
        .await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_challenge_is_for_anybody_and_a_wrong_answer_leads_back(pool: PgPool) {
    let portal = Portal::new(&pool);
    let login = portal.get("/login?next=/portal/quotes").send().await;
    assert!(login.body.contains("autocomplete=\"username webauthn\""), "{}", login.body);
    assert!(login.body.contains("action=\"/fn/account/sign-in-with-passkey\""), "{}", login.body);
    let policy = login.headers.get("permissions-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("publickey-credentials-get=(self)"), "{policy}");

    let asked = portal.form("/fn/account/start-passkey-sign-in", &[]).send().await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    let asked: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    let options: serde_json::Value = serde_json::from_str(asked["options"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&options["rpId"], &options["userVerification"]),
        (&"portal.example".into(), &"required".into())
    );

    let fields =
        [("challenge", asked["token"].as_str().unwrap()), ("next", "/portal/quotes"), ("credential", "{}")];
    let refused = submit(&portal, "/login?next=/portal/quotes", "sign-in-with-passkey", &fields).send().await;
    assert_eq!(cookie(&refused, "__Host-session"), None);
    let page = page_after(&portal, &refused, "a=b").await;
    assert!(page.body.contains("This passkey was not taken"), "{}", page.body);
    assert!(page.body.contains("value=\"/portal/quotes\""), "where they wanted to go is kept");
    let late = submit(&portal, "/login", "sign-in-with-passkey", &[("challenge", "x")]).send().await;
    assert!(page_after(&portal, &late, "a=b").await.body.contains("This took too long"));
    let owing_nothing =
        submit(&portal, "/login/code", "confirm-with-passkey", &[("challenge", "x")]).send().await;
    assert_eq!(cookie(&owing_nothing, "__Host-session"), None);
    let program = portal.form("/fn/account/start-passkey-step", &[]).send().await;
    assert_eq!(program.status, StatusCode::CONFLICT, "{}", program.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_section_says_how_it_stands_without_script_too(pool: PgPool) {
    let portal = Portal::new(&pool);
    let (user, session) = maria(&pool, &portal).await;
    let cookies = format!("__Host-session={session}");
    let send = async |function: &str, fields: &[(&str, &str)]| {
        let answer = submit(&portal, "/portal/security", function, fields).session(&session).send().await;
        assert_eq!(answer.location().split('#').next(), Some("/portal/security"), "{function}");
        page_after(&portal, &answer, &cookies).await.body
    };
    let page = portal.get("/portal/security").session(&session).send().await.body;
    assert!(page.contains("needs JavaScript") && page.contains("Add a passkey"), "{page}");
    assert!(!page.contains("Ask for a passkey"), "there is none to ask for");
    assert!(
        send("begin-passkey", &[("current_password", "wrong")]).await.contains("not your current password")
    );
    let adding = send("begin-passkey", &[("current_password", PASSWORD)]).await;
    assert!(adding.contains("Name of the passkey") && adding.contains("excludeCredentials"), "{adding}");
    let refused = send("add-passkey", &[("name", "Laptop"), ("credential", "{}")]).await;
    assert!(refused.contains("This passkey was not taken") && refused.contains("Add a passkey"), "{refused}");

    let id = Uuid::now_v7();
    sqlx::query("insert into passkeys (id, user_id, credential_id, credential, name) values ($1, $2, 'x', 'x', '<b>Laptop')")
        .bind(id)
        .bind(user)
        .execute(&pool)
        .await
        .unwrap();
    let id = id.to_string();
    let named = send("rename-passkey", &[("passkey_id", &id), ("name", " ")]).await;
    assert!(named.contains("Enter a name") && named.contains("&lt;b&gt;Laptop"), "{named}");
    let codes = send("ask-for-passkey", &[("current_password", PASSWORD)]).await;
    assert_eq!(codes.matches("<li><code class=\"secret\">").count(), 10, "{codes}");
    let page = portal.get("/portal/security").session(&session).send().await.body;
    assert!(
        page.contains("10 recovery codes are left") && page.contains("This is your last passkey"),
        "{page}"
    );

    let fields = [("email", MARIA), ("password", PASSWORD)];
    let owed = submit(&portal, "/login", "sign-in", &fields).send().await;
    assert_eq!((owed.location(), cookie(&owed, "__Host-session")), ("/login/code", None));
    let pending = cookie(&owed, "__Host-pending-sign-in").unwrap();
    let page = portal.get("/login/code").header("cookie", &pending).send().await.body;
    assert!(page.contains("Use your passkey") && page.contains("Recovery code"), "{page}");
    assert!(page.contains("Passkeys need JavaScript"), "{page}");
    let asked = portal.form("/fn/account/start-passkey-step", &[]).header("cookie", &pending).send().await;
    assert!(asked.status == StatusCode::OK && asked.body.contains("allowCredentials"), "{}", asked.body);

    let removed = send("remove-passkey", &[("passkey_id", &id), ("current_password", PASSWORD)]).await;
    assert!(removed.contains("It was your last one"), "{removed}");
}

#[sqlx::test(migrations = "../migrations")]
async fn under_an_address_of_numbers_there_are_none(pool: PgPool) {
    let mut state = Portal::state(&pool, Cost::LOWEST);
    state.services.public_url = Arc::from("https://192.0.2.1");
    let portal = Portal::of(&pool, state, [192, 0, 2, 7]);
    let (_, session) = maria(&pool, &portal).await;
    assert!(!portal.get("/login").send().await.body.contains("passkey-form"));
    let page = portal.get("/portal/security").session(&session).send().await;
    assert!(page.body.contains("Passkeys cannot be used here"), "{}", page.body);
    let asked = portal.form("/fn/account/start-passkey-sign-in", &[]).send().await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.body);
}

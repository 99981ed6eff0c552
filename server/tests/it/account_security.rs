//! Two-step sign-in, the security log and refused buttons, as browsers without script meet them.

use crate::support::{Answer, Ask, Portal};
use axum::http::StatusCode;
use chrono::Utc;
use domain::password::{Cost, Hasher};
use sqlx::PgPool;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const PASSWORD: &str = "glass onion sunday";
const SIGN_IN: &str = "/fn/account/sign-in";
const CONFIRM: &str = "/fn/account/confirm-sign-in";

/// A client whose portal user is Maria, and a session of hers.
async fn portal_with_maria(pool: &PgPool) -> (Portal, String) {
    let hash = Hasher::start(Cost::LOWEST).hash(PASSWORD.into()).await.unwrap();
    let user = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, email, name, password_hash) values ($1, 'client', $2, 'Maria Anders', $3)")
        .bind(user)
        .bind(MARIA)
        .bind(hash)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("insert into clients (id, name, email, portal_enabled, portal_user_id) values ($1, 'Alfreds', $2, true, $3)")
        .bind(Uuid::now_v7())
        .bind(MARIA)
        .bind(user)
        .execute(pool)
        .await
        .unwrap();
    let portal = Portal::new(pool);
    let session = portal.session_of(user).await;
    (portal, session)
}

/// A form sent from one of our pages, by a browser.
fn submit<'a>(portal: &'a Portal, page: &str, path: &str, fields: &[(&str, &str)]) -> Ask<'a> {
    let ask = portal.form(path, fields).header("accept", "text/html,application/xhtml+xml");
    ask.header("referer", &format!("https://portal.example{page}"))
}

/// The `name=value` of a cookie that was set.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.cookies().into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")))?;
    Some(set.split(';').next().unwrap_or_default().to_owned())
}

/// The page that a form leads to, with what it has to say.
async fn page_after(portal: &Portal, answer: &Answer, session: &str) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location().split('#').next().unwrap();
    let ask = portal.get(path).header("accept", "text/html").session(session);
    match cookie(answer, "flash") {
        Some(flash) => ask.header("cookie", &flash).send().await,
        None => ask.send().await,
    }
}

/// What Maria's device shows so many seconds from now.
async fn code(pool: &PgPool, seconds: i64) -> String {
    let secret: Vec<u8> = sqlx::query_scalar("select secret from two_step").fetch_one(pool).await.unwrap();
    let device = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    device.generate((Utc::now().timestamp() + seconds).try_into().unwrap()).to_string()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_button_says_why_on_the_page_that_has_it(pool: PgPool) {
    let (portal, maria) = portal_with_maria(&pool).await;
    let admin = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, 'staff', 'admin', 'a@company.example', 'Ada')")
        .bind(admin)
        .execute(&pool)
        .await
        .unwrap();
    let ada = portal.session_of(admin).await;
    let missing = Uuid::now_v7().to_string();
    for (session, from, function, field, value) in [
        (&maria, "/portal/settings", "account/end-session", "session_id", missing.as_str()),
        (&maria, "/portal/settings", "account/end-session", "session_id", "nonsense"),
        (&maria, "/portal/settings", "account/set-theme", "theme", "plaid"),
        (&maria, "/portal/notifications", "portal/open-notification", "notification_id", missing.as_str()),
        (&maria, "/portal", "account/switch-client", "client_id", missing.as_str()),
        (&maria, "/portal/security", "account/report-activity", "activity_id", missing.as_str()),
        (&ada, "/staff/settings", "account/end-session", "session_id", missing.as_str()),
        (&ada, "/staff/api-tokens", "staff/revoke-api-token", "token_id", missing.as_str()),
        (&ada, "/staff/clients", "staff/disable-portal-access", "client_id", missing.as_str()),
    ] {
        let refused = submit(&portal, from, &format!("/fn/{function}"), &[(field, value)])
            .session(session)
            .send()
            .await;
        assert_eq!(refused.location(), from, "{function}");
        let page = page_after(&portal, &refused, session).await;
        assert_eq!(page.status, StatusCode::OK, "{from}");
        let said = page.body.matches("class=\"form-errors\"").count();
        assert_eq!(said, 1, "{function} on {from}: {}", page.body);
        let again = portal.get(from).header("accept", "text/html").session(session).send().await;
        assert!(!again.body.contains("form-errors"), "{from} says it once");
    }
    // A form that says it itself is not doubled by the frame.
    let fields = [("current_password", "x"), ("password", "y")];
    let refused = submit(&portal, "/portal/settings", "/fn/account/change-password", &fields)
        .session(&maria)
        .send()
        .await;
    let page = page_after(&portal, &refused, &maria).await;
    assert!(page.body.contains("field-error") && !page.body.contains("form-errors"), "{}", page.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_step_sign_in_from_setting_up_to_getting_in(pool: PgPool) {
    let (portal, maria) = portal_with_maria(&pool).await;
    let send = async |function: &str, field: &str, value: &str| {
        let ask = submit(&portal, "/portal/security", &format!("/fn/account/{function}"), &[(field, value)]);
        let answer = ask.session(&maria).send().await;
        assert_eq!(answer.location().split('#').next(), Some("/portal/security"), "{function}");
        page_after(&portal, &answer, &maria).await
    };
    let wrong = send("begin-two-step", "current_password", "not the password").await;
    assert!(wrong.body.contains("not your current password"), "{}", wrong.body);
    let set_up = send("begin-two-step", "current_password", PASSWORD).await;
    assert!(
        set_up.body.contains("class=\"qr-code\"") && set_up.body.contains("one-time-code"),
        "{}",
        set_up.body
    );
    let secret: Vec<u8> = sqlx::query_scalar("select secret from two_step").fetch_one(&pool).await.unwrap();
    let key = totp_rs::Builder::new().with_secret(secret).build().unwrap().secret().to_base32();
    assert!(set_up.body.replace(' ', "").contains(&key), "the secret as text");

    let on = send("enable-two-step", "code", &code(&pool, 0).await).await;
    assert_eq!(on.body.matches("<li><code class=\"secret\">").count(), 10, "{}", on.body);
    assert!(!on.body.replace(' ', "").contains(&key), "the secret is shown no more");
    let recovery = on.body.split("<code class=\"secret\">").nth(1).unwrap()[..14].to_owned();
    let again = portal.get("/portal/security").session(&maria).send().await;
    assert!(!again.body.contains(&recovery) && again.body.contains("10 recovery codes are left"));

    let fields = [("email", MARIA), ("password", PASSWORD), ("next", "/portal/quotes?x=1")];
    let owed = submit(&portal, "/login", SIGN_IN, &fields).send().await;
    assert_eq!(owed.location(), "/login/code?next=%2Fportal%2Fquotes%3Fx%3D1");
    assert_eq!(cookie(&owed, "__Host-session"), None);
    let set = owed.cookies().into_iter().find(|set| set.starts_with("__Host-pending-sign-in=")).unwrap();
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"] {
        assert!(set.contains(part), "{set}");
    }
    let pending = cookie(&owed, "__Host-pending-sign-in").unwrap();
    let as_session = pending.replace("__Host-pending-sign-in", "__Host-session");
    let shut = portal.get("/portal").header("cookie", &as_session).send().await;
    assert!(shut.location().starts_with("/login"), "it is no session");

    let page = portal.get(owed.location()).header("cookie", &pending).send().await;
    assert!(page.status == StatusCode::OK && page.body.contains("autocomplete=\"one-time-code\""));
    assert!(page.body.contains("value=\"/portal/quotes?x=1\""));
    let confirm = async |code: &str| {
        let fields = [("code", code), ("next", "/portal/quotes?x=1")];
        submit(&portal, owed.location(), CONFIRM, &fields).header("cookie", &pending).send().await
    };
    let replayed = confirm(&code(&pool, 0).await).await;
    assert_eq!(replayed.location(), owed.location());
    assert_eq!(cookie(&replayed, "__Host-session"), None);
    let entered = confirm(&code(&pool, 30).await).await;
    assert_eq!(entered.location(), "/portal/quotes?x=1");
    let session = cookie(&entered, "__Host-session").unwrap();
    assert_eq!(portal.get("/portal").header("cookie", &session).send().await.status, StatusCode::OK);
    let late = confirm(&recovery).await;
    assert_eq!(cookie(&late, "__Host-session"), None, "what was owed is paid");
    let back = portal.get(owed.location()).header("cookie", &pending).send().await;
    assert_eq!(back.location(), "/login?next=%2Fportal%2Fquotes%3Fx%3D1");

    let owed = submit(&portal, "/login", SIGN_IN, &fields).send().await;
    let pending = cookie(&owed, "__Host-pending-sign-in").unwrap();
    let by_recovery = submit(&portal, "/login/code", CONFIRM, &[("code", recovery.as_str())]);
    let entered = by_recovery.header("cookie", &pending).send().await;
    assert_eq!(entered.location(), "/portal");
    assert!(cookie(&entered, "__Host-session").is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_password_nobody_is_asked_for_a_code(pool: PgPool) {
    let (portal, maria) = portal_with_maria(&pool).await;
    assert_eq!(portal.get("/login/code").send().await.location(), "/login");
    let other = portal.get("/login/code?next=//evil.example").send().await;
    assert_eq!(other.location(), "/login");
    assert_eq!(portal.get("/login/code").session(&maria).send().await.location(), "/portal");
    let guessed = format!("__Host-pending-sign-in={}", "ab".repeat(32));
    let answer = submit(&portal, "/login/code", CONFIRM, &[("code", "123456")]).header("cookie", &guessed);
    let answer = answer.send().await;
    assert_eq!(cookie(&answer, "__Host-session"), None);
    let flash = cookie(&answer, "flash").unwrap();
    let login = portal.get("/login").header("cookie", &flash).send().await;
    assert!(login.body.contains("Signing in took too long"), "{}", login.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn it_was_not_me_ends_at_the_sign_in_page(pool: PgPool) {
    let (portal, maria) = portal_with_maria(&pool).await;
    let id = Uuid::now_v7();
    sqlx::query("insert into client_portal_activities (id, kind, user_id, browser, platform) select $1, 'login', id, 'Opera', 'macOS' from users")
        .bind(id)
        .execute(&pool)
        .await
        .unwrap();
    let page = portal.get("/portal/security").session(&maria).send().await;
    assert!(page.body.contains("Opera on macOS") && page.body.contains("This wasn’t me"), "{}", page.body);
    let fields = [("activity_id", &*id.to_string())];
    let answer = submit(&portal, "/portal/security", "/fn/account/report-activity", &fields);
    let answer = answer.session(&maria).send().await;
    assert_eq!(answer.location(), "/login");
    let login = page_after(&portal, &answer, &maria).await;
    assert!(login.body.contains("on its way to maria@alfki.example"), "{}", login.body);
    let later = portal.get("/login").session(&maria).send().await;
    assert!(later.body.contains("Choose a new password with the link"), "{}", later.body);
    let fields = [("email", MARIA), ("password", PASSWORD)];
    let refused = submit(&portal, "/login", SIGN_IN, &fields).send().await;
    assert_eq!(cookie(&refused, "__Host-session"), None);
}

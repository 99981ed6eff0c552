//! Headers that protect every answer (SPEC section 9): whatever is asked for, by whomever, and whatever went wrong.

use crate::{
    isolation::{Actor, FUNCTIONS, OTHERS, PAGES, World},
    support::{Answer, Portal},
};
use axum::http::{Method, StatusCode, header};
use domain::{password::Cost, token::Token};
use sqlx::PgPool;
use std::{collections::HashMap, sync::Arc};

/// A mail inside the frame of its page: it has styles of its own, and nothing in it runs.
const LETTER: &str = "/dev/mail/{id}/html";
/// What is shown of documents: in a frame of our own, and with nothing that it could run.
const PREVIEW: &str = "/preview";
/// Who asks: everybody meets other pages, redirects and refusals.
const ACTORS: [Actor; 4] = [Actor::SignedOut, Actor::ClientA, Actor::Admin, Actor::AtTheMachine];
/// A form that is refused before it is read.
const FORM: &str = "/fn/portal/approve-quote";

type Policy = HashMap<String, Vec<String>>;

fn policy(case: &str, answer: &Answer) -> Policy {
    let policies: Vec<_> = answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
    assert_eq!(policies.len(), 1, "{case}: one policy");
    let mut directives = Policy::new();
    for directive in policies[0].to_str().unwrap().split(';') {
        let mut words = directive.split_whitespace().map(str::to_owned);
        let Some(name) = words.next() else { continue };
        let before = directives.insert(name.clone(), words.collect());
        assert!(before.is_none(), "{case}: browsers read only the first {name}");
    }
    directives
}

/// What the answer has in any case.
fn assert_protected(case: &str, answer: &Answer, is_https: bool) {
    let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-content-type-options"), Some("nosniff"), "{case}");
    assert_eq!(header("referrer-policy"), Some("same-origin"), "{case}");
    let transport = header("strict-transport-security").unwrap_or_default();
    if is_https {
        let seconds = transport.split([';', '=']).nth(1).and_then(|number| number.parse::<u64>().ok());
        assert!(seconds.is_some_and(|seconds| seconds >= 31_536_000), "{case}: {transport:?}");
    } else {
        assert_eq!(transport, "", "{case}: by http it would lock people out");
    }
    let policy = policy(case, answer);
    let words = |name: &str| policy.get(name).map(Vec::as_slice).unwrap_or_default();
    let scripts = policy.get("script-src").or(policy.get("default-src")).unwrap();
    for word in
        ["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "data:", "blob:", "http:", "https:"]
    {
        assert!(!scripts.iter().any(|source| source == word), "{case}: scripts from {word}");
    }
    assert_eq!(words("base-uri"), ["'none'"], "{case}");
    if (case.ends_with(LETTER) || case.ends_with(PREVIEW)) && answer.status == StatusCode::OK {
        assert_eq!(words("default-src"), ["'none'"], "{case}");
        assert_eq!(words("frame-ancestors"), ["'self'"], "{case}");
        return;
    }
    assert_eq!(words("frame-ancestors"), ["'none'"], "{case}");
    assert_eq!(words("form-action"), ["'self'"], "{case}");
    let inline = policy.iter().find(|(_, sources)| sources.iter().any(|source| source == "'unsafe-inline'"));
    assert_eq!(inline, None, "{case}");
    assert_nonce(case, answer, scripts);
}

/// HTML has a nonce, which all of its scripts carry.
fn assert_nonce(case: &str, answer: &Answer, scripts: &[String]) {
    let kind = answer.headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    if !kind.starts_with("text/html") || case.ends_with(LETTER) {
        return;
    }
    let nonce = answer.nonce().unwrap_or_else(|| panic!("{case}: HTML without a nonce"));
    assert!(nonce.len() >= 22, "{case}: 128 bits are 22 characters of base64, and not {nonce}");
    assert!(scripts.contains(&format!("'nonce-{nonce}'")), "{case}: {scripts:?}");
    for script in answer.body.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{case}: <script{tag}>");
    }
    assert!(
        !answer.body.contains(" style=\"") && !answer.body.contains("<style"),
        "{case}: the policy forbids both"
    );
    assert!(!answer.body.contains("javascript:"), "{case}");
}

/// Asks twice and checks both answers; two pages never have the same nonce.
async fn check(case: &str, is_https: bool, ask: impl AsyncFn() -> Answer) -> Answer {
    let (first, second) = (ask().await, ask().await);
    for answer in [&first, &second] {
        assert_protected(case, answer, is_https);
    }
    assert!(first.nonce().is_none() || first.nonce() != second.nonce(), "{case}: the nonce is used twice");
    first
}

#[sqlx::test(migrations = "../migrations")]
async fn every_answer_is_protected(pool: PgPool) {
    let world = World::new(&pool).await;
    let pages = PAGES.iter().map(|(path, _, record)| (Method::GET, *path, *record));
    let others = OTHERS.iter().map(|(method, path, _, record)| (method.clone(), *path, *record));
    let functions = FUNCTIONS.iter().map(|(path, _, record, _)| (Method::POST, *path, *record));
    let mut html = 0;
    for (method, pattern, record) in pages.chain(others).chain(functions) {
        for actor in ACTORS {
            let id = world.own_id(actor, record).await.to_string();
            let path = pattern.replace("{id}", &id).replace("{token}", &"a1".repeat(32));
            let case = format!("{actor:?} at {method} {pattern}");
            // That browser reaches it by http.
            let is_https = actor != Actor::AtTheMachine;
            let answer = check(&case, is_https, async || world.ask(actor, &method, &path).await).await;
            html += usize::from(answer.nonce().is_some());
        }
    }
    assert!(html > PAGES.len(), "the test can fail: {html} answers had a nonce");
}

#[sqlx::test(migrations = "../migrations")]
async fn refusals_and_the_api_are_protected(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, status) in [
        ("/api/docs", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/activities", 401),
        ("/api/nowhere", 404),
        ("/nowhere", 404),
        ("/portal/nowhere", 404),
        ("/pkg/nothing.js", 404),
        ("/fonts/nothing.woff2", 404),
        ("/portal/quotes/nonsense", 404),
        (FORM, 405),
    ] {
        let answer = check(path, true, async || world.get(Actor::ClientA, path).await).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
    }
    for path in ["/api/docs", "/nowhere", "/portal/quotes/nonsense", FORM] {
        assert!(world.get(Actor::ClientA, path).await.nonce().is_some(), "{path} is a page");
    }
    let huge = async || {
        let ask = world.portal.form(FORM, &[("typed_name", &"x".repeat(server::forms::MAX_FORM_BYTES))]);
        world.send(Actor::ClientA, ask.header("accept", "text/html")).await
    };
    let elsewhere = async || {
        let ask = world.portal.ask(Method::POST, FORM).header("sec-fetch-site", "cross-site");
        world.send(Actor::ClientA, ask).await
    };
    let answer = check("a form that is too large", true, huge).await;
    assert!(answer.status == StatusCode::PAYLOAD_TOO_LARGE && answer.nonce().is_some());
    let answer = check("a form from another site", true, elsewhere).await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.nonce().is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn failures_are_protected(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("alter table projects rename to elsewhere").execute(&pool).await.unwrap();
    let answer = check("a failure of ours", true, async || world.get(Actor::ClientA, "/portal").await).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    pool.close().await;
    let token = Token::generate().unwrap().to_string();
    for path in ["/portal", "/login", "/nowhere", "/readyz", "/api/v1/activities"] {
        let ask = async || {
            let ask = world.portal.get(path).header("accept", "text/html").session(&token);
            ask.header("authorization", &format!("Bearer {token}")).send().await
        };
        let answer = check(path, true, ask).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn by_http_browsers_are_not_told_to_stay_with_https(pool: PgPool) {
    let mut state = Portal::state(&pool, Cost::LOWEST);
    state.services.public_url = Arc::from("http://127.0.0.1:3000");
    state.services.secure_cookies = false;
    let portal = Portal::of(&pool, state, [127, 0, 0, 1]);
    for path in ["/login", "/nowhere", "/brand.css", "/api/docs", "/healthz"] {
        check(path, false, async || portal.get(path).header("accept", "text/html").send().await).await;
    }
}

//! The JSON API, as another system meets it.

mod bulk_invitations;
mod isolation;
mod portal_access;
mod records;
mod tokens;

use crate::support::{Answer, Ask, Portal};
use axum::http::{Method, StatusCode, header};
use domain::{
    Db,
    actor::{ApiScope, Role},
    api_token::{self, NewApiToken},
};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A server and a token of a power user with every scope.
struct Api {
    portal: Portal,
    pool: PgPool,
    token: String,
}

impl Api {
    async fn new(pool: &PgPool) -> Self {
        let mut api = Self { portal: Portal::new(pool), pool: pool.clone(), token: String::new() };
        api.token = api.token_of(Role::PowerUser, &ApiScope::ALL).await;
        api
    }

    /// A token of a new staff user.
    async fn token_of(&self, role: Role, scopes: &[ApiScope]) -> String {
        let email = format!("{}@company.example", Uuid::now_v7());
        self.user("staff", Some(role.as_str()), &email).await;
        let new = NewApiToken { owner_email: email, name: "ERP".into(), scopes: scopes.to_vec() };
        api_token::create_by_operator(&Db::from(self.pool.clone()), new).await.unwrap().to_string()
    }

    async fn user(&self, kind: &str, role: Option<&str>, email: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query("insert into users (id, kind, role, email, name) values ($1, $2, $3, $4, $4)")
            .bind(id)
            .bind(kind)
            .bind(role)
            .bind(email)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    /// A client that can be invited.
    async fn client(&self, name: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query("insert into clients (id, name, email) values ($1, $2, $1 || '@client.example')")
            .bind(id)
            .bind(name)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    async fn sql(&self, statement: &'static str, id: Uuid) {
        sqlx::query(statement).bind(id).execute(&self.pool).await.unwrap();
    }

    fn ask(&self, method: Method, path: impl AsRef<str>) -> Ask<'_> {
        self.ask_as(&self.token, method, path)
    }

    fn ask_as(&self, token: &str, method: Method, path: impl AsRef<str>) -> Ask<'_> {
        let ask = self.portal.ask(method, format!("/api/v1{}", path.as_ref()));
        ask.header("authorization", &format!("Bearer {token}"))
    }

    async fn get(&self, path: impl AsRef<str>) -> Answer {
        self.ask(Method::GET, path).send().await
    }

    async fn post(&self, path: impl AsRef<str>, body: Value) -> Answer {
        self.ask(Method::POST, path).body(body.to_string()).send().await
    }

    /// Everything that a refused call must leave alone, the log included.
    async fn everything(&self) -> String {
        sqlx::query_scalar(
            "select md5(concat((select string_agg(t::text, '|' order by id) from clients t), (select string_agg(t::text, '|' order by id) from users t),
                (select string_agg(t::text, '|' order by id) from user_sessions t), (select string_agg(t::text, '|' order by id) from invitations t),
                (select string_agg(t::text, '|' order by id) from bulk_invitation_runs t), (select count(*) from bulk_invitation_recipients),
                (select string_agg(t::text, '|' order by id) from quotes t), (select string_agg(t::text, '|' order by id) from projects t),
                (select count(*) from client_portal_activities)))",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    /// The kinds of the log's lines, in their order.
    async fn log(&self) -> Vec<String> {
        sqlx::query_scalar("select kind from client_portal_activities where kind <> 'create_api_token' order by occurred_at, id")
            .fetch_all(&self.pool)
            .await
            .unwrap()
    }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.body))
}

/// Checks that the answer is a refusal of this kind, and gives its body.
#[track_caller]
fn refusal(answer: &Answer, status: u16, kind: &str) -> Value {
    let content_type = answer.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap());
    assert_eq!(
        (answer.status.as_u16(), content_type),
        (status, Some("application/problem+json")),
        "{}",
        answer.body
    );
    let body = json(answer);
    assert_eq!(
        (&body["status"], &body["type"]),
        (&status.into(), &format!("/api/docs#{kind}").into()),
        "{body}"
    );
    assert!(body["title"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    assert!(body["detail"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    body
}

/// The calls of the description: method and address.
async fn described(api: &Api) -> Vec<(Method, String)> {
    let description = json(&api.portal.get("/api/v1/openapi.json").send().await);
    let mut calls = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["security"][0]["token"].is_array(), "{method} {path} names no scope");
            calls.push((method.to_uppercase().parse().unwrap(), path.clone()));
        }
    }
    calls
}

#[sqlx::test(migrations = "../migrations")]
async fn every_call_of_the_description_is_there_and_refused_without_a_token(pool: PgPool) {
    let api = Api::new(&pool).await;
    let before = api.everything().await;
    for (method, path) in described(&api).await {
        let path = path.replace("{id}", &Uuid::now_v7().to_string()).replace("{external_id}", "ALFKI");
        let answer = api.portal.ask(method.clone(), &path).body("{}".into()).send().await;
        refusal(&answer, 401, "unauthorized");
        assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE), "{method} {path}");
        let answer = api.portal.ask(method.clone(), &path).header("authorization", "Bearer x").send().await;
        refusal(&answer, 401, "unauthorized");
        // With one, it is an address of ours.
        let ask = api.portal.ask(method.clone(), &path);
        let answer = ask.header("authorization", &format!("Bearer {}", api.token)).send().await;
        assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert!(!answer.body.contains("no such address"), "{method} {path}");
    }
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_description_can_be_read_by_programs_and_by_people(pool: PgPool) {
    let api = Api::new(&pool).await;
    let description = json(&api.portal.get("/api/v1/openapi.json").send().await);
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"), "{}", description["openapi"]);
    assert_eq!(description["servers"][0]["url"], crate::support::PUBLIC_URL);
    let text = description.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(description["components"]["schemas"][name].is_object(), "{name} is not described");
    }

    let page = api.portal.get("/api/docs").send().await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("<script") && !page.body.contains("style="), "the policy forbids both");
    for (path, item) in description["paths"].as_object().unwrap() {
        assert!(page.body.contains(&format!("<code>{path}</code>")), "{path}");
        for operation in item.as_object().unwrap().values() {
            assert!(page.body.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())));
        }
    }
    for anchor in page.body.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert_eq!(page.body.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
    let stylesheet = api.portal.get("/plain.css").send().await;
    assert_eq!(stylesheet.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
}

#[sqlx::test(migrations = "../migrations")]
async fn wrong_addresses_and_methods_say_so(pool: PgPool) {
    let api = Api::new(&pool).await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/clients",
        "/api/v1/nothing",
        "/api/v1/clients",
        "/api/v1/bulk-invitations/x/y",
    ] {
        refusal(&api.portal.get(path).send().await, 404, "not-found");
    }
    let answer = api.portal.ask(Method::DELETE, "/api/v1/bulk-invitations/preflight").send().await;
    refusal(&answer, 405, "wrong-method");
    assert_eq!(answer.headers[header::ALLOW], "GET,HEAD");
    refusal(&api.ask(Method::GET, "/bulk-invitations").send().await, 405, "wrong-method");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_database_that_is_away_is_a_503(pool: PgPool) {
    let api = Api::new(&pool).await;
    pool.close().await;
    let answer = api.get("/bulk-invitations/preflight").await;
    refusal(&answer, 503, "unavailable");
    assert_eq!(answer.headers[header::RETRY_AFTER], "5");
}

//! Enable and disable: each refusal is an answer of its own, and changes nothing.

use super::{Api, json, refusal};
use crate::support::Answer;
use axum::http::{Method, StatusCode};
use domain::actor::{ApiScope, Role};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

async fn enable(api: &Api, client: impl std::fmt::Display, user: impl std::fmt::Display) -> Answer {
    api.post(format!("/clients/{client}/portal/enable"), json!({"user_id": user.to_string()})).await
}

async fn disable(api: &Api, client: impl std::fmt::Display) -> Answer {
    api.ask(Method::POST, format!("/clients/{client}/portal/disable")).send().await
}

#[sqlx::test(migrations = "../migrations")]
async fn enabling_and_disabling_answer_with_the_state(pool: PgPool) {
    let api = Api::new(&pool).await;
    let client = api.client("Alfreds").await;
    let user = api.user("client", None, "maria@alfreds.example").await;
    for _ in 0..2 {
        let answer = enable(&api, client, user).await;
        let state = json!({"client_id": client, "portal_enabled": true, "portal_user_id": user});
        assert_eq!((answer.status, json(&answer)), (StatusCode::OK, state));
    }
    let session = api.portal.session_of(user).await;
    for _ in 0..2 {
        let answer = disable(&api, client).await;
        let state = json!({"client_id": client, "portal_enabled": false, "portal_user_id": user});
        assert_eq!((answer.status, json(&answer)), (StatusCode::OK, state));
    }
    let page = api.portal.get("/portal").header("accept", "text/html").session(&session).send().await;
    assert!(page.location().starts_with("/login"), "the client's sessions have ended");
    assert_eq!(enable(&api, client, user).await.status, StatusCode::OK);
    assert_eq!(
        api.log().await,
        ["enable_portal", "disable_portal", "enable_portal"],
        "doing it again is no news"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_stands_in_the_way_of_enabling_is_named(pool: PgPool) {
    let api = Api::new(&pool).await;
    let (client, inactive, other) = (api.client("A").await, api.client("B").await, api.client("C").await);
    let user = api.user("client", None, "user@a.example").await;
    let staff = api.user("staff", Some("member"), "staff@company.example").await;
    let gone = api.user("client", None, "gone@a.example").await;
    let taken = api.user("client", None, "taken@c.example").await;
    api.sql("update clients set is_active = false where id = $1", inactive).await;
    api.sql("update users set is_active = false where id = $1", gone).await;
    assert_eq!(enable(&api, other, taken).await.status, StatusCode::OK);

    let before = api.everything().await;
    refusal(&enable(&api, inactive, user).await, 409, "client-inactive");
    refusal(&enable(&api, client, gone).await, 409, "user-inactive");
    refusal(&enable(&api, client, staff).await, 409, "user-is-staff");
    refusal(&enable(&api, client, taken).await, 409, "user-of-another-client");
    refusal(&enable(&api, Uuid::now_v7(), user).await, 404, "not-found");
    refusal(&enable(&api, client, Uuid::now_v7()).await, 404, "not-found");
    refusal(&enable(&api, "nonsense", user).await, 422, "invalid");
    refusal(&enable(&api, client, "nonsense").await, 422, "invalid");
    refusal(&disable(&api, Uuid::now_v7()).await, 404, "not-found");
    refusal(&disable(&api, "nonsense").await, 422, "invalid");
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_malformed_body_is_refused(pool: PgPool) {
    let api = Api::new(&pool).await;
    let client = api.client("A").await;
    let user = api.user("client", None, "user@a.example").await;
    let path = format!("/clients/{client}/portal/enable");
    let before = api.everything().await;
    for body in [
        String::new(),
        "{".into(),
        "[]".into(),
        "{}".into(),
        "null".into(),
        "user_id=x".into(),
        json!({"user_id": null}).to_string(),
        json!({"user_id": [user]}).to_string(),
        json!({"user_id": user, "portal_enabled": false}).to_string(),
        format!(r#"{{"user_id": "{user}", "user_id": "{user}"}}"#),
        format!(r#"{{"user_id": "{user}"}} {{}}"#),
        format!("{{\"user_id\": \"{user}\r\n\"}}"),
    ] {
        refusal(&api.ask(Method::POST, &path).body(body).send().await, 422, "invalid");
    }
    let huge = format!("{{\"user_id\": \"{}\"}}", "x".repeat(300 * 1024));
    refusal(&api.ask(Method::POST, &path).body(huge).send().await, 413, "too-large");
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_sign_in_policy_or_scope_nothing_changes(pool: PgPool) {
    let api = Api::new(&pool).await;
    let client = api.client("A").await;
    let user = api.user("client", None, "user@a.example").await;
    let member = api.token_of(Role::Member, &ApiScope::ALL).await;
    let no_scope = api.token_of(Role::Admin, &[ApiScope::BulkInvitations]).await;
    let before = api.everything().await;
    for call in ["enable", "disable"] {
        let path = format!("/clients/{client}/portal/{call}");
        let body = json!({"user_id": user}).to_string();
        for token in [&member, &no_scope] {
            refusal(
                &api.ask_as(token, Method::POST, &path).body(body.clone()).send().await,
                403,
                "forbidden",
            );
        }
        let unsigned = api.portal.ask(Method::POST, format!("/api/v1{path}")).body(body).send().await;
        refusal(&unsigned, 401, "unauthorized");
    }
    assert_eq!(api.everything().await, before);
}

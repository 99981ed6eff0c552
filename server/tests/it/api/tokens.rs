//! What a token can do: no more than its scopes and its staff user, and a cookie nothing at all.

use super::{Api, refusal};
use axum::http::{Method, StatusCode};
use domain::actor::{ApiScope, Role};
use sqlx::PgPool;

const PREFLIGHT: &str = "/bulk-invitations/preflight";

#[sqlx::test(migrations = "../migrations")]
async fn a_token_needs_the_scope_and_its_staff_user_the_policy(pool: PgPool) {
    let api = Api::new(&pool).await;
    let others = [ApiScope::PortalAccess, ApiScope::Records, ApiScope::Activities];
    for (role, scopes) in [(Role::Admin, &others[..]), (Role::Member, &ApiScope::ALL[..])] {
        let token = api.token_of(role, scopes).await;
        refusal(&api.ask_as(&token, Method::GET, PREFLIGHT).send().await, 403, "forbidden");
    }
    let token = api.token_of(Role::Admin, &[ApiScope::BulkInvitations]).await;
    assert_eq!(api.ask_as(&token, Method::GET, PREFLIGHT).send().await.status, StatusCode::OK);
    refusal(&api.ask_as(&token, Method::GET, "/activities").send().await, 403, "forbidden");
    let token = api.token_of(Role::Member, &[ApiScope::Activities]).await;
    assert_eq!(api.ask_as(&token, Method::GET, "/activities").send().await.status, StatusCode::OK);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_follows_its_staff_user_at_once(pool: PgPool) {
    let api = Api::new(&pool).await;
    let ask = async || api.get(PREFLIGHT).await;
    let run = async |sql: &'static str| {
        sqlx::query(sql).execute(&pool).await.unwrap();
    };
    assert_eq!(ask().await.status, StatusCode::OK);
    run("update users set role = 'member'").await;
    refusal(&ask().await, 403, "forbidden");
    run("update users set role = 'admin', is_active = false").await;
    refusal(&ask().await, 401, "unauthorized");
    run("update users set is_active = true").await;
    assert_eq!(ask().await.status, StatusCode::OK);
    run("update api_tokens set revoked_at = now()").await;
    refusal(&ask().await, 401, "unauthorized");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cookie_is_no_token(pool: PgPool) {
    let api = Api::new(&pool).await;
    let admin = api.user("staff", Some("admin"), "admin@company.example").await;
    let session = api.portal.session_of(admin).await;
    let before = api.everything().await;
    for method in [Method::GET, Method::POST] {
        let path = if method == Method::GET { PREFLIGHT } else { "/bulk-invitations" };
        let ask = api.portal.ask(method, format!("/api/v1{path}")).session(&session);
        refusal(
            &ask.header("sec-fetch-site", "same-origin").body("{}".into()).send().await,
            401,
            "unauthorized",
        );
    }
    // Nor is a session's secret one when it is sent as a token.
    refusal(&api.ask_as(&session, Method::GET, PREFLIGHT).send().await, 401, "unauthorized");
    assert_eq!(api.everything().await, before);
}

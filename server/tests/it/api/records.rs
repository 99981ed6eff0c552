//! Records by another system's key.

use super::{Api, json, refusal};
use crate::support::Answer;
use axum::http::{Method, StatusCode};
use domain::actor::{ApiScope, Role};
use serde_json::{Value, json};
use sqlx::PgPool;

async fn put(api: &Api, path: &str, body: &Value) -> Answer {
    api.ask(Method::PUT, path).body(body.to_string()).send().await
}

fn client() -> Value {
    json!({
        "name": "Alfreds Futterkiste", "email": "maria@alfreds.example", "phone": "030-0074321", "address": "Obere Str. 57",
        "city": "Berlin", "region": "", "postal_code": "12209", "country": "Germany", "is_active": true, "currency": "EUR",
    })
}

fn project() -> Value {
    json!({
        "client_external_id": "ALFKI", "name": "New shelves", "description": null, "status": "active", "starts_on": "2026-11-02",
        "ends_on": "", "progress_percent": 25,
    })
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_call_twice_changes_nothing(pool: PgPool) {
    let api = Api::new(&pool).await;
    for (path, body, change) in [
        ("/clients/ALFKI", client(), ("phone", json!("030-1"))),
        ("/projects/P-1", project(), ("progress_percent", json!(50))),
    ] {
        let answer = put(&api, path, &body).await;
        assert_eq!(
            (answer.status, &json(&answer)["result"]),
            (StatusCode::CREATED, &"created".into()),
            "{}",
            answer.body
        );
        let before = api.everything().await;
        let answer = put(&api, path, &body).await;
        assert_eq!((answer.status, &json(&answer)["result"]), (StatusCode::OK, &"unchanged".into()));
        assert_eq!(api.everything().await, before);
        let mut other = body.clone();
        other[change.0] = change.1;
        assert_eq!(json(&put(&api, path, &other).await)["result"], "changed");
    }
    let (name, currency, is_enabled): (String, String, bool) =
        sqlx::query_as("select name, currency, portal_enabled from clients where external_id = 'ALFKI'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!((name.as_str(), currency.as_str(), is_enabled), ("Alfreds Futterkiste", "EUR", false));
}

#[sqlx::test(migrations = "../migrations")]
async fn records_need_their_scope(pool: PgPool) {
    let api = Api::new(&pool).await;
    let token = api.token_of(Role::Admin, &[ApiScope::PortalAccess, ApiScope::BulkInvitations]).await;
    let ask = api.ask_as(&token, Method::PUT, "/clients/ALFKI").body(client().to_string());
    refusal(&ask.send().await, 403, "forbidden");
    let member = api.token_of(Role::Member, &[ApiScope::Records]).await;
    let ask = api.ask_as(&member, Method::PUT, "/clients/ALFKI").body(client().to_string());
    assert_eq!(ask.send().await.status, StatusCode::CREATED, "keeping records is every staff account’s work");
}

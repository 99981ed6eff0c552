//! Records by another system's key.

use super::{Api, json, refusal};
use crate::support::{Answer, Mails};
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

#[sqlx::test(migrations = "../migrations")]
async fn clients_hear_of_what_is_new_to_them_and_once(pool: PgPool) {
    let api = Api::new(&pool).await;
    put(&api, "/clients/ALFKI", &client()).await;
    let give_access = "with person as (insert into users (id, kind, email, name)
                                       values (gen_random_uuid(), 'client', 'maria@alfreds.example', 'Maria') returning id)
                       update clients set portal_enabled = true, portal_user_id = person.id from person";
    sqlx::query(give_access).execute(&pool).await.unwrap();
    let paper = |status: &str, last_day: &str| {
        json!({
            "number": "N-1", "client_external_id": "ALFKI", "status": status, "issued_on": "2026-11-01", last_day: "2026-12-01",
            "currency": "EUR", "total": "266.00",
        })
    };
    for status in ["draft", "sent", "sent", "cancelled", "sent"] {
        let quote = put(&api, "/quotes/Q-1", &paper(status, "valid_until")).await;
        assert!(quote.status.is_success(), "{}", quote.body);
        let mut invoice = paper(status, "due_on");
        invoice["amount_paid"] = json!("0.00");
        invoice["paid_on"] = json!("");
        let invoice = put(&api, "/invoices/I-1", &invoice).await;
        assert!(invoice.status.is_success(), "{}", invoice.body);
    }
    for status in ["planned", "active", "active", "on_hold"] {
        let mut project = project();
        project["status"] = json!(status);
        assert!(put(&api, "/projects/P-1", &project).await.status.is_success());
    }
    let told: Vec<(String, String)> =
        sqlx::query_as("select kind, title from notifications order by id").fetch_all(&pool).await.unwrap();
    let told: Vec<_> = told.iter().map(|(kind, title)| (kind.as_str(), title.as_str())).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].0 == "quote_sent" && told[0].1.ends_with("awaits your decision"), "{told:?}");
    assert!(told[1].0 == "invoice_sent" && told[1].1.ends_with("has arrived"), "{told:?}");
    assert_eq!(told[2], ("project_status", "The project New shelves is now active"));
    assert_eq!(told[3], ("project_status", "The project New shelves is now on hold"));
    let mails: i64 = sqlx::query_scalar("select count(*) from outgoing_mails where kind = 'notification'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(mails, 2, "nobody is mailed about projects unasked");
    let mails = Mails::start(&pool).wait_for(2).await;
    assert!(mails.iter().all(|mail| mail.text.contains("https://portal.example/portal/")), "{mails:?}");
}

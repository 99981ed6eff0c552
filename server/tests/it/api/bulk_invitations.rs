//! Bulk invitations by API. No worker runs here, so a run stays as staff left it.

mod form;

use super::{Api, json, refusal};
use crate::support::Answer;
use axum::http::{Method, StatusCode, header};
use domain::actor::{ApiScope, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

const START: &str = "/bulk-invitations";
const KEYS: [&str; 10] = [
    "failed",
    "finished_at",
    "id",
    "paused_because",
    "queued",
    "skipped",
    "started_at",
    "state",
    "success",
    "total",
];

fn keys(body: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// An API with three clients, of whom two are eligible.
async fn api_with_clients(pool: &PgPool) -> Api {
    let api = Api::new(pool).await;
    api.client("Alfreds").await;
    api.client("=HYPERLINK(\"x\")").await;
    let without = api.client("Without").await;
    api.sql("update clients set email = null where id = $1", without).await;
    api
}

async fn start(api: &Api) -> Answer {
    api.post(START, json!({"confirm": true, "expected": 2, "remind_already_invited": false})).await
}

/// A client with an open invitation.
async fn invited_client(api: &Api, name: &str) -> Uuid {
    let client = api.client(name).await;
    let statement = "insert into invitations (id, client_id, name, email, state, expires_at)
                     values (gen_random_uuid(), $1, 'Invited', 'invited@client.example', 'sent', now() + interval '1 day')";
    api.sql(statement, client).await;
    client
}

async fn steer(api: &Api, run: &str, what: &str) -> Answer {
    api.ask(Method::POST, format!("{START}/{run}/{what}")).send().await
}

#[sqlx::test(migrations = "../migrations")]
async fn preflight_counts_and_a_start_makes_the_run(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let counts = json(&api.get("/bulk-invitations/preflight").await);
    let expected = json!({"total": 3, "eligible": 2, "already_invited": 0, "has_account": 0, "no_email": 1, "inactive": 0, "unusable_email": 0});
    assert_eq!(counts, expected);

    let answer = start(&api).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.body);
    let run = json(&answer);
    assert_eq!(keys(&run), KEYS);
    assert_eq!((&run["state"], &run["total"], &run["queued"]), (&"queued".into(), &2.into(), &2.into()));
    let address = answer.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(json(&api.get(address.trim_start_matches("/api/v1")).await), run);
}

#[sqlx::test(migrations = "../migrations")]
async fn many_starts_at_once_make_one_run(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let answers = futures::future::join_all((0..8).map(|_| start(&api))).await;
    let (started, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == StatusCode::ACCEPTED);
    assert_eq!((started.len(), refused.len()), (1, 7));
    let run = json(started[0]);
    for answer in refused {
        let body = refusal(answer, 409, "run-unfinished");
        assert_eq!((keys(&body["run"]), &body["run"]["id"]), (KEYS.to_vec(), &run["id"]));
    }
    assert_eq!(api.log().await, ["start_bulk_invitation"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn members_and_tokens_without_the_scope_start_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let member = api.token_of(Role::Member, &ApiScope::ALL).await;
    let no_scope = api.token_of(Role::Admin, &[ApiScope::PortalAccess, ApiScope::Records]).await;
    let run = json(&start(&api).await)["id"].as_str().unwrap().to_owned();
    let before = api.everything().await;
    for token in [&member, &no_scope] {
        for (method, path) in [
            (Method::GET, "preflight".to_owned()),
            (Method::GET, run.clone()),
            (Method::GET, format!("{run}/events")),
            (Method::GET, format!("{run}/results.csv")),
            (Method::POST, format!("{run}/pause")),
            (Method::POST, format!("{run}/resume")),
            (Method::POST, format!("{run}/cancel")),
            (Method::POST, format!("{run}/retry")),
        ] {
            refusal(&api.ask_as(token, method, format!("{START}/{path}")).send().await, 403, "forbidden");
        }
        let body = json!({"confirm": true, "expected": 2}).to_string();
        refusal(&api.ask_as(token, Method::POST, START).body(body).send().await, 403, "forbidden");
    }
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_run_is_steered_where_its_state_allows_it(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let run = json(&start(&api).await)["id"].as_str().unwrap().to_owned();
    for (what, state) in
        [("pause", "paused"), ("resume", "queued"), ("pause", "paused"), ("cancel", "cancelled")]
    {
        let answer = steer(&api, &run, what).await;
        assert_eq!((answer.status, &json(&answer)["state"]), (StatusCode::OK, &state.into()), "{what}");
        if what == "pause" {
            refusal(&steer(&api, &run, "pause").await, 409, "run-state");
            refusal(&steer(&api, &run, "retry").await, 409, "run-state");
        }
    }
    let before = api.everything().await;
    for what in ["pause", "resume", "cancel", "retry"] {
        refusal(&steer(&api, &run, what).await, 409, "run-state");
        refusal(&steer(&api, &Uuid::now_v7().to_string(), what).await, 404, "not-found");
        refusal(&steer(&api, "nonsense", what).await, 422, "invalid");
    }
    for path in ["", "/events", "/results.csv"] {
        refusal(&api.get(format!("{START}/{}{path}", Uuid::now_v7())).await, 404, "not-found");
        refusal(&api.get(format!("{START}/nonsense{path}")).await, 422, "invalid");
    }
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn results_are_csv_without_formulas(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let run = json(&start(&api).await)["id"].as_str().unwrap().to_owned();
    steer(&api, &run, "cancel").await;
    let answer = api.get(format!("{START}/{run}/results.csv")).await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    let mut lines = csv::Reader::from_reader(answer.body.as_bytes());
    assert_eq!(
        lines.headers().unwrap(),
        &csv::StringRecord::from(vec!["client_id", "name", "email", "outcome", "reason", "finished_at"])
    );
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let cells: Vec<_> = rows.iter().map(|row| (&row[1], &row[3], &row[4])).collect();
    assert_eq!(
        cells,
        [("'=HYPERLINK(\"x\")", "skipped", "Cancelled."), ("Alfreds", "skipped", "Cancelled.")]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn events_show_the_run_until_it_has_ended(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let run = json(&start(&api).await)["id"].as_str().unwrap().to_owned();
    let watching = async { api.get(format!("{START}/{run}/events")).await };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        steer(&api, &run, "cancel").await
    };
    let (watched, _) = tokio::join!(watching, meanwhile);
    assert_eq!(watched.headers[header::CONTENT_TYPE], "text/event-stream");
    let events: Vec<Value> = watched
        .body
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    let states: Vec<_> = events.iter().map(|event| event["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["queued", "cancelled"]);
    assert!(events.iter().all(|event| keys(event) == KEYS));
    // Of an ended run there is one.
    let again = api.get(format!("{START}/{run}/events")).await;
    assert_eq!(again.body.matches("data: ").count(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_start_without_confirmation_or_expectation_starts_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let before = api.everything().await;
    for body in [
        json!({"confirm": false, "expected": 2}),
        json!({"expected": 2}),
        json!({"confirm": false, "expected": 2, "remind_already_invited": true}),
        // Also one that would be refused for its count.
        json!({"confirm": false, "expected": 7}),
    ] {
        let problem = refusal(&api.post(START, body.clone()).await, 422, "invalid");
        let fields: Vec<_> =
            problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
        assert_eq!(fields, ["confirm"], "{body}");
        assert!(!problem["errors"][0]["message"].as_str().unwrap().is_empty());
    }
    for body in [
        json!({"confirm": true}),
        json!({"confirm": true, "remind_already_invited": true}),
        json!({"confirm": true, "expected": null}),
        json!({"confirm": true, "expected": "2"}),
        json!({"confirm": true, "expected": 2.5}),
        json!({"confirm": "true", "expected": 2}),
        json!({"confirm": 1, "expected": 2}),
        json!({"confirm": true, "expected": 2, "remind_already_invited": "yes"}),
        json!({"confirm": true, "expected": 2, "remind": true}),
        json!([true, 2, false]),
    ] {
        refusal(&api.post(START, body).await, 422, "invalid");
    }
    refusal(&api.ask(Method::POST, START).send().await, 422, "invalid");
    assert_eq!(api.everything().await, before);
    assert_eq!(start(&api).await.status, StatusCode::ACCEPTED, "with both it starts");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_start_with_another_count_than_the_present_one_starts_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let counted = json(&api.get("/bulk-invitations/preflight").await)["eligible"].as_i64().unwrap();
    let late = api.client("Late").await;
    let before = api.everything().await;
    for (expected, remind) in
        [(counted, false), (counted, true), (0, false), (-1, false), (4, true), (i64::MAX, false)]
    {
        let body = json!({"confirm": true, "expected": expected, "remind_already_invited": remind});
        let problem = refusal(&api.post(START, body).await, 409, "count-changed");
        assert_eq!((&problem["expected"], &problem["eligible"]), (&expected.into(), &3.into()));
        assert!(problem.get("errors").is_none() && problem.get("run").is_none(), "{problem}");
    }
    assert_eq!(api.everything().await, before);
    api.sql("update clients set is_active = false where id = $1", late).await;
    assert_eq!(start(&api).await.status, StatusCode::ACCEPTED, "with the right count it starts");
}

#[sqlx::test(migrations = "../migrations")]
async fn reminders_are_an_option_beside_the_eligible(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    invited_client(&api, "Invited").await;
    let counts = json(&api.get("/bulk-invitations/preflight").await);
    assert_eq!((&counts["eligible"], &counts["already_invited"]), (&2.into(), &1.into()));
    let ask = async |expected: i64, remind: bool| {
        api.post(START, json!({"confirm": true, "expected": expected, "remind_already_invited": remind}))
            .await
    };
    // `expected` is the number of eligible ones, with and without reminders.
    refusal(&ask(3, true).await, 409, "count-changed");
    let run = json(&ask(2, true).await);
    assert_eq!((&run["state"], &run["total"]), (&"queued".into(), &3.into()), "{run}");
    let recipients: Vec<(String, bool)> =
        sqlx::query_as("select name, is_reminder from bulk_invitation_recipients order by seq")
            .fetch_all(&pool)
            .await
            .unwrap();
    let recipients: Vec<_> =
        recipients.iter().map(|(name, is_reminder)| (name.as_str(), *is_reminder)).collect();
    assert_eq!(recipients, [("=HYPERLINK(\"x\")", false), ("Alfreds", false), ("Invited", true)]);

    steer(&api, run["id"].as_str().unwrap(), "cancel").await;
    let run = json(&ask(2, false).await);
    assert_eq!(run["total"], 2, "off by default means off: {run}");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_to_invite_is_said_and_reminders_alone_are_a_run(pool: PgPool) {
    let api = Api::new(&pool).await;
    invited_client(&api, "Invited").await;
    let before = api.everything().await;
    let body = json!({"confirm": true, "expected": 0, "remind_already_invited": false});
    refusal(&api.post(START, body).await, 409, "nobody-to-invite");
    assert_eq!(api.everything().await, before);
    let body = json!({"confirm": true, "expected": 0, "remind_already_invited": true});
    let answer = api.post(START, body).await;
    assert_eq!(
        (answer.status, &json(&answer)["total"]),
        (StatusCode::ACCEPTED, &1.into()),
        "{}",
        answer.body
    );
}

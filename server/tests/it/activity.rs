//! The activity log as other systems and spreadsheets get it.

use crate::support::{Answer, Portal, USER_AGENT};
use axum::http::{StatusCode, header};
use domain::{
    Db,
    actor::ApiScope,
    api_token::{self, NewApiToken},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::HashSet;
use uuid::Uuid;

/// A client with a portal user who looks at a quote, and a member of staff with a session and an API token.
struct World {
    pool: PgPool,
    portal: Portal,
    client: Uuid,
    maria: Uuid,
    quote: Uuid,
    session: String,
    token: String,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let [client, maria, quote, petra] = [(); 4].map(|()| Uuid::now_v7());
        let statements = [
            "insert into users (id, kind, email, name) values ($2, 'client', 'maria@alfki.example', 'Maria Anders')",
            "insert into users (id, kind, role, email, name) values ($4, 'staff', 'member', 'petra@company.example', 'Petra Power')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($1, '=HYPERLINK(\"//evil.example\"), Alfreds', true, $2)",
            "insert into quotes (id, client_id, number, title, status, issued_on, currency, total_minor)
             values ($3, $1, 'Q-2031', 'Relaunch', 'sent', current_date, 'EUR', 125000)",
        ];
        portal.seed(&[client, maria, quote, petra], &statements).await;
        let session = portal.session_of(petra).await;
        let new = NewApiToken {
            owner_email: "petra@company.example".into(),
            name: "Warehouse".into(),
            scopes: vec![ApiScope::Activities],
        };
        let token = api_token::create_by_operator(&Db::from(pool.clone()), new).await.unwrap().to_string();
        // The token's own line would stand before those of the tests.
        sqlx::query("delete from client_portal_activities").execute(pool).await.unwrap();
        Self { pool: pool.clone(), portal, client, maria, quote, session, token }
    }

    /// Maria looks at her quote.
    async fn view(&self) -> Uuid {
        let session = self.portal.session_of(self.maria).await;
        let page = self.portal.get(format!("/portal/quotes/{}", self.quote)).session(&session).send().await;
        assert_eq!(page.status, StatusCode::OK);
        let sql = "select id from user_sessions where user_id = $1";
        sqlx::query_scalar(sql).bind(self.maria).fetch_one(&self.pool).await.unwrap()
    }

    /// So many lines of the past, numbered from the oldest on.
    async fn write(&self, lines: i32) {
        sqlx::query(
            "insert into client_portal_activities (id, occurred_at, kind, subject_type, subject_id, subject_label)
             select gen_random_uuid(), now() - make_interval(secs => $1 - i), 'login', 'thing', gen_random_uuid(), i::text
               from generate_series(1, $1) i",
        )
        .bind(lines)
        .execute(&self.pool)
        .await
        .unwrap();
    }

    async fn api(&self, query: &str) -> Answer {
        let ask = self.portal.get(format!("/api/v1/activities{query}"));
        ask.header("authorization", &format!("Bearer {}", self.token)).send().await
    }

    /// The lines and the key to go on with.
    async fn read(&self, after: Option<&str>) -> (Vec<Value>, Value) {
        let encode = |after: &str| {
            url::form_urlencoded::Serializer::new("?".to_owned()).append_pair("after", after).finish()
        };
        let answer = self.api(&after.map(encode).unwrap_or_default()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let mut body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(body.as_object().unwrap().len(), 2, "activities and next");
        let Value::Array(lines) = body["activities"].take() else { panic!("{}", answer.body) };
        (lines, body["next"].take())
    }

    async fn csv(&self, query: &str) -> String {
        let answer =
            self.portal.get(format!("/staff/activity.csv{query}")).session(&self.session).send().await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(answer.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"activity.csv\"");
        answer.body
    }

    /// The column `subject` of the download, without its head.
    async fn subjects(&self, query: &str) -> String {
        let csv = self.csv(query).await;
        let subjects = csv.lines().skip(1).map(|line| line.split("\",\"").nth(8).unwrap());
        subjects.collect::<Vec<_>>().join(" ")
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn other_systems_get_each_line_whole(pool: PgPool) {
    let world = World::new(&pool).await;
    let session = world.view().await;
    sqlx::query(
        "insert into client_portal_activities (id, occurred_at, kind, staff_id)
         values ($1, '2026-10-31 23:59:59.123456Z', 'update_company', (select id from users where kind = 'staff'))",
    )
    .bind(Uuid::nil())
    .execute(&pool)
    .await
    .unwrap();
    let (lines, next) = world.read(None).await;
    let [of_staff, of_client] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(
        of_staff,
        &json!({
            "id": Uuid::nil(), "type": "update_company", "occurred_at": "2026-10-31T23:59:59.123456Z",
            "client": null, "person": null, "staff": {"name": "Petra Power", "email": "petra@company.example"}, "subject": null,
            "session_id": null, "ip_address": null, "user_agent": "", "device_type": "desktop", "browser": "", "platform": "",
        })
    );
    assert_eq!(
        of_client,
        &json!({
            "id": of_client["id"], "type": "view_quote", "occurred_at": of_client["occurred_at"],
            "client": {"id": world.client, "name": "=HYPERLINK(\"//evil.example\"), Alfreds"},
            "person": {"name": "Maria Anders", "email": "maria@alfki.example"},
            "staff": null,
            "subject": {"type": "quote", "id": world.quote, "label": "Q-2031"},
            "session_id": session, "ip_address": "192.0.2.7", "user_agent": USER_AGENT,
            "device_type": "desktop", "browser": "Chrome", "platform": "Linux",
        })
    );
    let age = chrono::Utc::now()
        - of_client["occurred_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert!((0..60).contains(&age.num_seconds()), "{age}");

    let last =
        format!("{}~{}", of_client["occurred_at"].as_str().unwrap(), of_client["id"].as_str().unwrap());
    assert_eq!(next, last.as_str());
    assert_eq!(
        world.read(Some(&last)).await,
        (Vec::new(), next),
        "nothing new, and the same key to ask with again"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn other_systems_go_on_after_the_last_line(pool: PgPool) {
    let world = World::new(&pool).await;
    assert_eq!(world.read(None).await, (Vec::new(), Value::Null), "an empty log");
    world.write(450).await;
    let (mut read, mut after, mut sizes) = (Vec::new(), None, Vec::new());
    for _ in 0..4 {
        let (lines, next) = world.read(after.as_deref()).await;
        sizes.push(lines.len());
        read.extend(lines);
        after = next.as_str().map(ToOwned::to_owned);
    }
    assert_eq!(sizes, [200, 200, 50, 0]);
    let numbers: Vec<_> =
        read.iter().map(|line| line["subject"]["label"].as_str().unwrap().to_owned()).collect();
    assert_eq!(numbers, (1..=450).map(|n| n.to_string()).collect::<Vec<_>>(), "each once, the oldest first");

    world.view().await;
    let (lines, _) = world.read(after.as_deref()).await;
    assert_eq!((lines.len(), &lines[0]["type"]), (1, &json!("view_quote")));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_key_that_is_none_is_refused(pool: PgPool) {
    let world = World::new(&pool).await;
    world.write(1).await;
    for (query, words) in [
        ("?after=", "errors"),
        ("?after=yesterday", "errors"),
        ("?after=-200000-01-01T00:00:00Z~00000000-0000-0000-0000-000000000000", "errors"),
        ("?after=%00", "errors"),
        ("?after=a&after=b", "detail"),
    ] {
        let answer = world.api(query).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert!(body[words].to_string().contains("after"), "{query}: {body}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_download_has_a_row_for_each_line_and_no_formula(pool: PgPool) {
    let world = World::new(&pool).await;
    let session = world.view().await;
    sqlx::query(
        "insert into client_portal_activities (id, occurred_at, kind, user_id, subject_type, subject_id, subject_label, user_agent, browser)
         values (gen_random_uuid(), '2026-10-31 23:59:59.9Z', 'failed_login', $1, 'account', $1, '@SUM(1+1)', '=cmd|'' /C calc''!A0', '+1')",
    )
    .bind(world.maria)
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("update users set name = E'-2+3\\nAnders' where id = $1")
        .bind(world.maria)
        .execute(&pool)
        .await
        .unwrap();
    let at: String = sqlx::query_scalar(
        "select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from client_portal_activities where kind = 'view_quote'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    let client = world.client;
    let expected = [
        "\"occurred_at\",\"type\",\"client_id\",\"client\",\"person\",\"person_email\",\"staff\",\"subject_type\",\"subject\",\
         \"ip_address\",\"user_agent\",\"device_type\",\"browser\",\"platform\",\"session_id\""
            .to_owned(),
        format!(
            "\"{at}\",\"view_quote\",\"{client}\",\"'=HYPERLINK(\"\"//evil.example\"\"), Alfreds\",\"'-2+3\nAnders\",\
             \"maria@alfki.example\",\"\",\"quote\",\"Q-2031\",\"192.0.2.7\",\"{USER_AGENT}\",\"desktop\",\"Chrome\",\"Linux\",\"{session}\""
        ),
        "\"2026-10-31T23:59:59Z\",\"failed_login\",\"\",\"\",\"'-2+3\nAnders\",\"maria@alfki.example\",\"\",\"account\",\"'@SUM(1+1)\",\
         \"\",\"'=cmd|' /C calc'!A0\",\"desktop\",\"'+1\",\"\",\"\""
            .to_owned(),
        String::new(),
    ];
    assert_eq!(world.csv("").await, expected.join("\r\n"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_download_has_the_filters_of_the_page(pool: PgPool) {
    let world = World::new(&pool).await;
    // Its clock says tomorrow before ours does.
    sqlx::query("update company set time_zone = 'Pacific/Kiritimati'").execute(&pool).await.unwrap();
    for (label, kind, ago, client) in [
        ("today", "login", "0 seconds", None),
        ("quote", "view_quote", "25 hours", Some(world.client)),
        ("invoice", "view_invoice", "20 days", Some(world.client)),
        ("old", "logout", "300 days", None),
    ] {
        sqlx::query(
            "insert into client_portal_activities (id, occurred_at, kind, client_id, subject_type, subject_id, subject_label)
             values (gen_random_uuid(), now() - $3::text::interval, $2, $4, 'thing', gen_random_uuid(), $1)",
        )
        .bind(label)
        .bind(kind)
        .bind(ago)
        .bind(client)
        .execute(&pool)
        .await
        .unwrap();
    }
    for (query, expected) in [
        ("", "today quote invoice old"),
        ("?type=view_quote", "quote"),
        ("?type=nonsense&only=&days=", "today quote invoice old"),
        ("?only=security", "today old"),
        ("?only=financial", "invoice"),
        ("?days=1", "today"),
        ("?days=7", "today quote"),
        ("?days=30", "today quote invoice"),
        ("?days=365&only=security", "today old"),
        ("?client=alfreds", "quote invoice"),
        ("?client=alfreds&days=7", "quote"),
        ("?q=OLD", "old"),
        ("?q=nobody", ""),
        // A page of the list is no part of what is asked for.
        ("?after=2000-01-01T00:00:00Z~00000000-0000-0000-0000-000000000000", "today quote invoice old"),
    ] {
        assert_eq!(world.subjects(query).await, expected, "{query}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_download_goes_on_to_the_beginning_of_the_log(pool: PgPool) {
    const LINES: usize = 100_500;
    let world = World::new(&pool).await;
    world.write(LINES.try_into().unwrap()).await;
    let subjects = world.subjects("").await;
    let numbers: Vec<usize> = subjects.split(' ').map(|number| number.parse().unwrap()).collect();
    assert!(numbers.iter().is_sorted_by(|newer, older| newer > older));
    assert_eq!((numbers.len(), numbers.iter().collect::<HashSet<_>>().len()), (LINES, LINES));
}

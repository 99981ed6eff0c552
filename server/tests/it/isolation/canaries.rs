//! Nothing of one client reaches another: each text of a client begins with a word that is its own, and [`World::send`] looks for the
//! others' in every answer, in this file and in all of the isolation tests.

use super::{Actor, FUNCTIONS, OTHERS, PAGES, Record, World, filled, world::words_of};
use axum::http::StatusCode;
use domain::access_preset::Section;
use sqlx::PgPool;

/// Tables that hold nothing of a client.
const NOT_OF_CLIENTS: [&str; 6] =
    ["_sqlx_migrations", "api_tokens", "bulk_invitation_runs", "company", "payment_events", "rate_limits"];
/// Columns that take only words of ours.
const OWN_WORDS: &[(&str, &str)] = &[
    ("bulk_invitation_recipients", "outcome"),
    ("client_portal_activities", "device_type"),
    ("client_portal_activities", "kind"),
    ("client_contacts", "access_preset"),
    ("client_change_requests", "state"),
    ("clients", "currency"),
    ("document_requests", "state"),
    ("documents", "section"),
    ("invitations", "state"),
    ("invoices", "currency"),
    ("invoices", "status"),
    ("notification_preferences", "event"),
    ("notifications", "section"),
    ("outgoing_mails", "kind"),
    ("payment_attempts", "attention"),
    ("payment_attempts", "currency"),
    ("payment_attempts", "not_paid"),
    ("payment_attempts", "provider"),
    ("payment_attempts", "state"),
    ("projects", "status"),
    ("quote_revisions", "status"),
    ("quotes", "currency"),
    ("quotes", "status"),
    ("reminders", "kind"),
    ("user_sessions", "ended_because"),
    ("users", "kind"),
    ("users", "language"),
    ("users", "role"),
    ("users", "theme"),
    ("users", "time_zone"),
];
/// What a client sees of itself besides the parts of its portal: where its canary stands.
const SEEN: &[&str] =
    &["-user", "-userphone", "-newstreet", "@mail.example", "-notice", "-browser on ", "-passkey"];

#[sqlx::test(migrations = "../migrations")]
async fn every_text_of_a_client_is_a_canary(pool: PgPool) {
    let world = World::new(&pool).await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select t.relname::text, c.attname::text from pg_class t join pg_attribute c on c.attrelid = t.oid
          where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
            and c.attnum > 0 and not c.attisdropped
            and c.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
          order by 1, 2",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(columns.len() > 60, "{columns:?}");
    for (table, column) in columns {
        if NOT_OF_CLIENTS.contains(&table.as_str()) || OWN_WORDS.contains(&(&table, &column)) {
            continue;
        }
        let sql = format!("select count(*) from {table} where strpos({column}::text, $1) > 0");
        for client in [&world.a, &world.b] {
            let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone())).bind(&client.text);
            let count: i64 = query.fetch_one(&pool).await.unwrap();
            assert!(count > 0, "{table}.{column} holds no canary");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn no_answer_to_one_client_holds_anothers_canary(pool: PgPool) {
    let world = World::new(&pool).await;
    for (actor, own, other) in [(Actor::ClientA, &world.a, &world.b), (Actor::ClientB, &world.b, &world.a)] {
        let mut seen = String::new();
        let mut look = async |path: String| {
            let answer = world.get(actor, &path).await;
            seen += &answer.body.to_lowercase();
            answer.status
        };
        for (pattern, _, record) in PAGES {
            for id in own.ids_of(*record).into_iter().chain(other.ids_of(*record)) {
                look(pattern.replace("{id}", &id.to_string()).replace("{token}", &"a1".repeat(32))).await;
            }
        }
        for id in [own.id_of(Record::Quote), other.id_of(Record::Quote)] {
            look(format!("/portal/quotes/{id}?revision=9")).await;
        }
        for id in [own.id_of(Record::Transfer), other.id_of(Record::Transfer)] {
            look(format!("/portal/payments/{id}")).await;
        }
        for (_, pattern, _, record) in OTHERS {
            for id in [own.id_of(*record), other.id_of(*record), world.run_id] {
                look(pattern.replace("{id}", &id.to_string())).await;
            }
        }
        // Texts that only the other has, but never its canary whole: a page repeats what was searched for.
        let part = other.text.trim_start_matches("canary");
        let foreign = other.id_of(Record::Quote);
        for (pattern, ..) in PAGES.iter().filter(|(.., record)| *record == Record::None) {
            for query in [
                format!("q={part}"),
                "q=canary".to_owned(),
                "q=-".to_owned(),
                "q=%25".to_owned(),
                "q=-project&sort=oldest".to_owned(),
                "sort=name&status=sent".to_owned(),
                format!("after=0~{foreign}"),
                format!("before=~~{foreign}"),
                format!("client={}", other.id),
            ] {
                let status = look(format!("{pattern}?{query}")).await;
                assert!(!status.is_server_error(), "{actor:?} at {pattern}?{query}");
            }
        }
        for word in Section::ALL.into_iter().flat_map(words_of).chain(SEEN) {
            let canary = format!("{}{word}", own.text);
            assert!(seen.contains(&canary), "the test can fail: {actor:?} sees its own {canary}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn no_form_of_one_client_brings_up_anothers_canary(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, _, record, fields) in FUNCTIONS {
        for (actor, own, other) in
            [(Actor::ClientA, &world.a, &world.b), (Actor::ClientB, &world.b, &world.a)]
        {
            for id in [other.id_of(*record), own.id_of(*record), world.own_id(actor, *record).await] {
                let id = id.to_string();
                let browser = world.submit(actor, path, &filled(fields, &id)).await;
                assert!(!browser.page.status.is_server_error(), "{actor:?} after {path}");
                let program = world.post(actor, path, &filled(fields, &id)).await;
                assert!(!program.status.is_server_error(), "{actor:?} at {path}: {}", program.body);
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_api_tells_a_client_nothing(pool: PgPool) {
    let world = World::new(&pool).await;
    let description = world.portal.get("/api/v1/openapi.json").send().await;
    let description: serde_json::Value = serde_json::from_str(&description.body).unwrap();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 10, "{paths:?}");
    for (pattern, methods) in paths {
        for method in methods.as_object().unwrap().keys() {
            for (actor, other) in [(Actor::ClientA, &world.b), (Actor::ClientB, &world.a)] {
                for id in [other.id, world.run_id, world.own_id(actor, Record::Client).await] {
                    let path = pattern.replace("{id}", &id.to_string()).replace("{external_id}", "X");
                    let (_, secret) = world.session_of(world.user_of(actor).unwrap()).await;
                    let ask =
                        || world.portal.ask(method.to_uppercase().parse().unwrap(), &path).body("{}".into());
                    let by_cookie = world.send(actor, ask()).await;
                    let as_token = ask().header("authorization", &format!("Bearer {secret}"));
                    let by_header = world.send(actor, as_token).await;
                    for answer in [by_cookie, by_header] {
                        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{actor:?} at {method} {path}");
                    }
                }
            }
        }
    }
}

//! Messages go by forms with files, whose fields the tables of the isolation tests do not fill in: here are theirs.

use super::{Actor, Audience, MESSAGES, PROJECTS, Record, World, fingerprint};
use crate::documents::{file, form, multipart};
use app::flash::Flash;
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

const TO_COMPANY: &str = "/portal/messages/send";
const TO_CLIENT: &str = "/staff/messages/send";
/// Each field that names a record, who may name it, and what it names. A question about a paper stands in the general conversation.
const NAMED: [(&str, Audience, &str, Record); 4] = [
    (TO_COMPANY, PROJECTS, "project_id", Record::Project),
    (TO_COMPANY, MESSAGES, "quote_id", Record::Quote),
    (TO_COMPANY, MESSAGES, "invoice_id", Record::Invoice),
    (TO_CLIENT, Audience::Staff, "conversation_id", Record::Conversation),
];

/// Status, body, where a browser is led, and what it is told there.
type Outcome = (StatusCode, String, String, Option<(String, u16)>);

async fn send(world: &World, actor: Actor, path: &str, field: (&str, &str), with_file: bool) -> Outcome {
    let files = if with_file { vec![file("a.txt", b"words")] } else { Vec::new() };
    let body = form(&[field, ("body", "Hello")], &files);
    let ask = |accept: &str| {
        let ask = world.portal.ask(Method::POST, path).header("content-type", &multipart());
        ask.header("sec-fetch-site", "same-origin").header("accept", accept).streamed(body.clone().into())
    };
    let program = world.send(actor, ask("application/json")).await;
    let browser = world.send(actor, ask("text/html")).await;
    let refused = match browser.flash() {
        Some(Flash::Failed { path, error, .. }) => Some((path, error.status)),
        _ => None,
    };
    let without_id = |text: &str| text.replace(field.1, "…");
    (program.status, without_id(&program.body), without_id(browser.location()), refused)
}

#[sqlx::test(migrations = "../migrations")]
async fn messages_about_what_is_not_there_are_all_refused_the_same(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, field, record) in NAMED {
        for actor in Actor::ALL.into_iter().filter(|actor| audience.holds(*actor)) {
            for with_file in [false, true] {
                let ask = async |id: &str| send(&world, actor, path, (field, id), with_file).await;
                let own = world.own_id(actor, record).await.to_string();
                assert_eq!(ask(&own).await.0, StatusCode::CREATED, "{actor:?} may name its own {field}");
                let absent = world.absent_ids(actor, record).await;
                let before = settled(&pool).await;
                let missing = ask(&Uuid::now_v7().to_string()).await;
                assert_eq!(missing.0, StatusCode::NOT_FOUND, "{actor:?} with {field}: {}", missing.1);
                assert_eq!(missing.3, Some((path.to_owned(), 404)));
                for (what, id) in absent {
                    assert_eq!(ask(&id.to_string()).await, missing, "{actor:?} with {field} that is {what}");
                }
                assert_eq!(settled(&pool).await, before, "{actor:?} with {field} changed something");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn messages_of_strangers_are_not_taken(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, field, record) in NAMED {
        for actor in Actor::ALL.into_iter().filter(|actor| !audience.holds(*actor)) {
            let id = world.own_id(actor, record).await.to_string();
            let before = settled(&pool).await;
            let (status, body, ..) = send(&world, actor, path, (field, &id), true).await;
            let expected = if actor.is_in() { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED };
            assert_eq!(status, expected, "{actor:?} at {path}: {body}");
            assert_eq!(settled(&pool).await, before, "{actor:?} at {path} changed something");
        }
    }
}

/// The tables, when what was refused has been taken back.
async fn settled(pool: &PgPool) -> String {
    for _ in 0..200 {
        let left: i64 = sqlx::query_scalar("select count(*) from document_removals where due_at > now()")
            .fetch_one(pool)
            .await
            .unwrap();
        if left == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    // Drafts stand in a table that is not guarded: refused texts are kept, for their author alone.
    fingerprint(pool).await
}

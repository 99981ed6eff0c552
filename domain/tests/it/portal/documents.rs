//! Taking files, and what is behind each of them.

use super::seed::{Client, Seed};
use chrono::{TimeDelta, Utc};
use domain::{
    Conflict, Error,
    document::{
        self, archive, removal,
        upload::{self, Purpose, ReceivedFile, Ticket},
    },
    id::{DocumentId, DocumentRequestId, ProjectId},
};
use sqlx::PgPool;
use uuid::Uuid;

fn received(ticket: &Ticket) -> ReceivedFile {
    ReceivedFile {
        ticket: ticket.clone(),
        name: "Plan.pdf".into(),
        content_type: "application/pdf",
        size_bytes: 9,
    }
}

async fn ticket(seed: &Seed, client: Client) -> Ticket {
    upload::begin(&seed.db, &client.scope(), Purpose::default()).await.unwrap()
}

async fn removals(seed: &Seed) -> i64 {
    seed.count("select count(*) from document_removals", &[]).await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_is_there_when_its_bytes_are_safe_and_not_before(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let ticket = ticket(&seed, mine).await;
    assert_eq!(ticket.max_bytes(), 100_000_000);
    let view =
        async |client: Client| document::view(&seed.db, &client.scope(), ticket.id(), Utc::now()).await;
    assert!(matches!(view(mine).await, Err(Error::NotFound)));
    assert_eq!(removals(&seed).await, 1);
    assert!(removal::due(&seed.db).await.unwrap().is_empty(), "while it may be under way");

    upload::finish(&seed.db, &mine.scope(), &[received(&ticket)]).await.unwrap();
    let detail = view(mine).await.unwrap();
    assert!(detail.summary.is_stored && detail.summary.is_by_client && detail.may_be_taken_back);
    assert_eq!(removals(&seed).await, 0);
    assert!(matches!(view(other).await, Err(Error::NotFound)));
    let again = upload::finish(&seed.db, &mine.scope(), &[received(&ticket)]).await;
    assert!(
        matches!(again, Err(Error::Conflict(Conflict::UploadTooLate))),
        "a ticket is for one file: {again:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_took_too_long_makes_no_row_and_its_bytes_are_due(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let (late, soon) = (ticket(&seed, mine).await, ticket(&seed, mine).await);
    seed.run("update document_removals set due_at = now() where document_id = $1", &[late.id().0])
        .await
        .unwrap();
    let files = [received(&soon), received(&late)];
    let outcome = upload::finish(&seed.db, &mine.scope(), &files).await;
    assert!(matches!(outcome, Err(Error::Conflict(Conflict::UploadTooLate))), "{outcome:?}");
    assert_eq!(seed.count("select count(*) from documents", &[]).await, 0, "all of a form or none");
    assert_eq!(removal::due(&seed.db).await.unwrap(), [late.id()]);
    removal::done(&seed.db, &[late.id(), soon.id()]).await.unwrap();
    assert_eq!(removals(&seed).await, 1, "what is not due stays");
    upload::abandon(&seed.db, &soon).await.unwrap();
    assert_eq!(removals(&seed).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_sent_to_what_is_anothers(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let (project, request) = (Uuid::now_v7(), Uuid::now_v7());
    seed.run(
        "insert into projects (id, client_id, name, status) values ($1, $2, 'Theirs', 'active')",
        &[project, other.id.0],
    )
    .await
    .unwrap();
    seed.run(
        "insert into document_requests (id, client_id, title) values ($1, $2, 'Theirs')",
        &[request, other.id.0],
    )
    .await
    .unwrap();
    let begin = async |purpose| upload::begin(&seed.db, &mine.scope(), purpose).await;
    let to_project = Purpose { project_id: Some(ProjectId(project)), request_id: None };
    let to_request = Purpose { project_id: None, request_id: Some(DocumentRequestId(request)) };
    for purpose in [to_project, to_request] {
        assert!(matches!(begin(purpose).await, Err(Error::NotFound)));
    }
    assert!(matches!(
        archive::open(&seed.db, &mine.scope(), Some(ProjectId(project))).await,
        Err(Error::NotFound)
    ));
    assert_eq!(removals(&seed).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn bytes_go_however_a_document_goes(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let mut ids: Vec<DocumentId> = Vec::new();
    for _ in 0..3 {
        let ticket = ticket(&seed, mine).await;
        upload::finish(&seed.db, &mine.scope(), &[received(&ticket)]).await.unwrap();
        ids.push(ticket.id());
    }
    let day_later = Utc::now() + document::TAKE_BACK_FOR + TimeDelta::seconds(5);
    let late = document::take_back(&seed.db, &mine.scope(), ids[0], day_later).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::DocumentIsKept))));
    document::take_back(&seed.db, &mine.scope(), ids[0], Utc::now()).await.unwrap();
    assert_eq!(removal::due(&seed.db).await.unwrap(), [ids[0]]);
    seed.run("delete from clients where id = $1", &[mine.id.0]).await.unwrap();
    let mut due = removal::due(&seed.db).await.unwrap();
    due.sort();
    assert_eq!(due, ids);
}

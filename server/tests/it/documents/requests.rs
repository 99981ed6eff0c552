//! Files that staff ask for.

use super::{PNG, World, file, form};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "../migrations")]
async fn a_request_goes_back_and_forth_until_it_is_accepted(pool: PgPool) {
    let world = World::new(&pool).await;
    let client = world.client_id.to_string();
    let ask = [
        ("client_id", client.as_str()),
        ("title", "Signed contract"),
        ("note", "All pages."),
        ("due_on", "2099-12-31"),
    ];
    let (refused, page) = world.post(&world.staff, "/fn/staff/request-document", &ask).await;
    assert!(refused.is_none() && page.body.contains("The client is asked for the file."), "{refused:?}");
    let id: Uuid = sqlx::query_scalar("select id from document_requests").fetch_one(&pool).await.unwrap();
    let id = id.to_string();
    let page = world.get(&world.client, "/portal/documents").await;
    for words in ["Files we need from you", "Signed contract", "All pages.", "31 Dec 2099", "Hand over"] {
        assert!(page.body.contains(words), "{words}");
    }
    let page = world.get(&world.client, &format!("/portal/documents?request={id}")).await;
    assert!(
        page.body.contains("Hand over: Signed contract") && page.body.contains(&format!("value=\"{id}\""))
    );

    let decide = "/fn/staff/accept-document";
    let (refused, _) = world.post(&world.staff, decide, &[("request_id", &id)]).await;
    assert_eq!(refused.unwrap().status, 409, "nothing has been handed over yet");
    let hand_over = || form(&[("request_id", &id)], &[file("contract.png", PNG)]);
    let (_, page) = world.submit(&world.client, "/portal/documents/upload", hand_over()).await;
    assert!(page.body.contains("“contract.png” is uploaded.") && page.body.contains("Handed over"));

    let (refused, page) = world
        .post(&world.staff, "/fn/staff/send-back-document", &[("request_id", &id), ("reason", " ")])
        .await;
    assert_eq!(refused.unwrap().status, 422);
    assert!(page.body.contains("Say what is missing"), "{}", page.body);
    let reason = [("request_id", id.as_str()), ("reason", "Page 3 is missing.")];
    let (refused, _) = world.post(&world.staff, "/fn/staff/send-back-document", &reason).await;
    assert!(refused.is_none());
    let page = world.get(&world.client, "/portal/documents").await;
    assert!(page.body.contains("Page 3 is missing.") && page.body.contains("Sent back"));
    world.submit(&world.client, "/portal/documents/upload", hand_over()).await;
    let (refused, page) = world.post(&world.staff, decide, &[("request_id", &id)]).await;
    assert!(refused.is_none() && page.body.contains("The file is accepted"));
    let answer = world.send(&world.client, "/portal/documents/upload", hand_over()).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert_eq!(world.count("select count(*) from documents").await, 2);
    let document: Uuid =
        sqlx::query_scalar("select id from documents limit 1").fetch_one(&pool).await.unwrap();
    let document = document.to_string();
    let (refused, _) =
        world.post(&world.client, "/fn/portal/take-back-document", &[("document_id", &document)]).await;
    assert_eq!(refused.unwrap().status, 409, "what was handed over stays");

    let told = "select distinct on (title) title from notifications n join users u on u.id = n.user_id where u.name = 'Maria Anders' order by title";
    assert_eq!(
        world.words(told).await,
        [
            "Thank you: “Signed contract” is accepted",
            "We need a file from you by 31 Dec 2099: Signed contract",
            "We need “Signed contract” once more"
        ]
    );
    let told =
        "select distinct title from notifications n join users u on u.id = n.user_id where u.kind = 'staff'";
    assert_eq!(world.words(told).await, ["Alfreds handed over “contract.png” for “Signed contract”"]);
    let kinds =
        "select kind from client_portal_activities where subject_label = 'Signed contract' order by id";
    assert_eq!(world.words(kinds).await, ["request_file", "send_back_file", "accept_file"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_asked_is_said_at_its_field(pool: PgPool) {
    let world = World::new(&pool).await;
    let client = world.client_id.to_string();
    let typed =
        [("client_id", client.as_str()), ("title", ""), ("note", "Kept words"), ("due_on", "2000-01-01")];
    let (refused, page) = world.post(&world.staff, "/fn/staff/request-document", &typed).await;
    assert_eq!(refused.unwrap().fields.len(), 2);
    for words in ["Say which file you need", "Choose a day from today on", "Kept words"] {
        assert!(page.body.contains(words), "{words}");
    }
    let other = world.other_project_id.to_string();
    let typed = [("client_id", client.as_str()), ("title", "A file"), ("project_id", &other)];
    let (refused, _) = world.post(&world.staff, "/fn/staff/request-document", &typed).await;
    assert_eq!(refused.unwrap().status, 404, "it is another client's project");
    assert_eq!(world.count("select count(*) from document_requests").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_that_is_withdrawn_leaves_its_files(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = Uuid::now_v7();
    sqlx::query("insert into document_requests (id, client_id, title) values ($1, $2, 'Photo')")
        .bind(id)
        .bind(world.client_id)
        .execute(&pool)
        .await
        .unwrap();
    let id = id.to_string();
    let body = form(&[("request_id", &id)], &[file("photo.png", PNG)]);
    assert_eq!(world.send(&world.client, "/portal/documents/upload", body).await.status, StatusCode::CREATED);
    let (refused, page) =
        world.post(&world.staff, "/fn/staff/withdraw-document-request", &[("request_id", &id)]).await;
    assert!(
        refused.is_none()
            && page.body.contains("The request is withdrawn.")
            && page.body.contains("photo.png")
    );
    assert!(!world.get(&world.client, "/portal/documents").await.body.contains("Files we need from you"));
}

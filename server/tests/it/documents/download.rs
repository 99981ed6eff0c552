//! Bytes that are given.

use super::{PNG, World};
use axum::http::{Method, StatusCode};
use domain::{Db, id::DocumentId};
use sqlx::PgPool;

const DOWNLOADS: &str = "select count(*) from client_portal_activities where kind = 'download_file'";

#[sqlx::test(migrations = "../migrations")]
async fn a_file_comes_back_as_it_was(pool: PgPool) {
    let world = World::new(&pool).await;
    let bytes: Vec<u8> = (0..12_000_000_u32).map(|n| (n % 251) as u8).collect();
    let id = world.upload("Grundriß 🏗️.bin", &bytes).await;
    let path = format!("/portal/documents/{id}/download");
    let ask = world.portal.get(&path).header("accept-encoding", "gzip, br");
    let answer = ask.session(&world.client).send().await;
    assert_eq!((answer.status, answer.bytes.len()), (StatusCode::OK, bytes.len()));
    assert!(answer.bytes == bytes, "not a byte is another");
    assert_eq!(answer.headers["content-length"], bytes.len().to_string().as_str(), "it is not compressed");
    let disposition = answer.headers["content-disposition"].to_str().unwrap();
    assert_eq!(
        disposition,
        "attachment; filename=\"Grundri_ __.bin\"; filename*=UTF-8''Grundri%C3%9F%20%F0%9F%8F%97%EF%B8%8F.bin"
    );
    assert_eq!(world.count(DOWNLOADS).await, 1);

    let etag = answer.headers["etag"].to_str().unwrap().to_owned();
    let known = world.portal.get(&path).header("if-none-match", &etag).session(&world.client).send().await;
    assert_eq!((known.status, known.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let part =
        |range: &'static str| world.portal.get(&path).header("range", range).session(&world.client).send();
    let before = world.count(DOWNLOADS).await;
    let middle = part("bytes=6000000-6000009").await;
    assert_eq!(middle.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(middle.bytes, bytes[6_000_000..6_000_010]);
    assert_eq!(middle.headers["content-range"], "bytes 6000000-6000009/12000000");
    assert_eq!(part("bytes=-3").await.bytes, bytes[bytes.len() - 3..]);
    assert_eq!(part("bytes=12000000-").await.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(world.count(DOWNLOADS).await, before, "parts are no downloads of their own");
    let head = world.portal.ask(Method::HEAD, &path).session(&world.client).send().await;
    assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
}

#[sqlx::test(migrations = "../migrations")]
async fn pictures_and_pdfs_are_shown_and_leave_no_line(pool: PgPool) {
    let world = World::new(&pool).await;
    for (name, bytes, kind) in [("a.png", PNG, "image/png"), ("b", b"%PDF-1.7\n%%EOF", "application/pdf")] {
        let id = world.upload(name, bytes).await;
        let answer = world.get(&world.client, &format!("/portal/documents/{id}/preview")).await;
        assert_eq!((answer.status, answer.bytes.as_ref()), (StatusCode::OK, bytes));
        assert_eq!(answer.headers["content-type"], kind);
        assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("inline;"));
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
            "{policy}"
        );
        let page = world.get(&world.client, &format!("/portal/documents/{id}")).await;
        assert!(page.body.contains(&format!("/portal/documents/{id}/preview\"")), "{}", page.body);
    }
    assert_eq!(world.count(DOWNLOADS).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_look_without_leaving_a_line_in_the_clients_name(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.upload("a.png", PNG).await;
    let answer = world.get(&world.staff, &format!("/staff/documents/{id}/download")).await;
    assert_eq!((answer.status, answer.bytes.as_ref()), (StatusCode::OK, PNG));
    assert_eq!(world.count(DOWNLOADS).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn ones_own_upload_is_taken_back_with_its_bytes(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.upload("oops.png", PNG).await.to_string();
    let path = "/fn/portal/take-back-document";
    let page = world.get(&world.colleague, &format!("/portal/documents/{id}")).await;
    assert!(!page.body.contains("Delete this document?"));
    let (refused, _) = world.post(&world.colleague, path, &[("document_id", &id)]).await;
    assert_eq!(refused.unwrap().status, 409, "it is somebody else's");
    sqlx::query("update documents set created_at = now() - interval '25 hours'")
        .execute(&pool)
        .await
        .unwrap();
    let (refused, _) = world.post(&world.client, path, &[("document_id", &id)]).await;
    assert_eq!(refused.unwrap().status, 409, "it is too late");
    sqlx::query("update documents set created_at = now()").execute(&pool).await.unwrap();
    let (refused, page) = world.post(&world.client, path, &[("document_id", &id)]).await;
    assert!(refused.is_none() && page.body.contains("The document is deleted."));
    assert_eq!((world.count("select count(*) from documents").await, world.objects().await), (0, 1));
    server::worker::removal::sweep(&Db::from(pool.clone()), &world.store).await.unwrap();
    world.nothing_is_left().await;
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'delete_file'").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_document_without_bytes_says_so(pool: PgPool) {
    let world = World::new(&pool).await;
    let id = world.upload("old.png", PNG).await;
    sqlx::query("update documents set is_stored = false").execute(&pool).await.unwrap();
    let page = world.get(&world.client, &format!("/portal/documents/{id}")).await;
    assert!(page.body.contains("Not available here") && !page.body.contains("/download\""));
    let answer = world.get(&world.client, &format!("/portal/documents/{id}/download")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    // Gone from the store, it is our failure and not nothing.
    sqlx::query("update documents set is_stored = true").execute(&pool).await.unwrap();
    world.store.remove(DocumentId(id)).await.unwrap();
    let answer = world.get(&world.client, &format!("/portal/documents/{id}/download")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
}

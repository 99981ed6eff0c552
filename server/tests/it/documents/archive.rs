//! All files in one archive.

use super::{PNG, World, file, form};
use axum::http::StatusCode;
use domain::id::DocumentId;
use futures::StreamExt as _;
use object_store::local::LocalFileSystem;
use server::storage::{StorageUrl, Store};
use sqlx::PgPool;
use std::{
    io::{Cursor, Read as _},
    sync::Arc,
};
use uuid::Uuid;
use zip::ZipArchive;

const PATH: &str = "/portal/documents.zip";

/// The archive by another library than the one that made it.
pub(super) fn opened(bytes: &[u8]) -> ZipArchive<Cursor<&[u8]>> {
    ZipArchive::new(Cursor::new(bytes)).unwrap()
}

pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let mut archive = opened(bytes);
    (0..archive.len()).map(|index| archive.by_index(index).unwrap().name().unwrap().into_owned()).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_archive_holds_each_shared_file_once(pool: PgPool) {
    let world = World::new(&pool).await;
    assert_eq!(world.get(&world.client, PATH).await.status, StatusCode::NOT_FOUND, "there is no file yet");
    for name in ["a.png", "A.png", "a.png", "🏗️.png", "hidden.png"] {
        world.upload(name, PNG).await;
    }
    sqlx::query("update documents set is_shared_with_client = false where name = 'hidden.png'")
        .execute(&pool)
        .await
        .unwrap();
    let project = world.project_id.to_string();
    world
        .send(
            &world.client,
            "/portal/documents/upload",
            form(&[("project_id", &project)], &[file("a.png", b"text")]),
        )
        .await;

    let answer = world.get(&world.client, PATH).await;
    assert_eq!(
        (answer.status, &answer.headers["content-type"]),
        (StatusCode::OK, &"application/zip".parse().unwrap())
    );
    assert_eq!(names(&answer.bytes), ["a.png", "A (2).png", "a (3).png", "🏗️.png", "Harbour/a.png"]);
    let mut text = String::new();
    opened(&answer.bytes).by_name("Harbour/a.png").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "text");

    let answer = world.get(&world.client, &format!("{PATH}?project={project}")).await;
    assert_eq!(names(&answer.bytes), ["a.png"]);
    assert!(answer.headers["content-disposition"].to_str().unwrap().contains("\"Harbour.zip\""));
    for other in [world.other_project_id.to_string(), Uuid::now_v7().to_string(), "x".to_owned()] {
        let answer = world.get(&world.client, &format!("{PATH}?project={other}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let lines = "select subject_label from client_portal_activities where kind = 'download_file' order by id";
    assert_eq!(world.words(lines).await, ["5 files in one archive", "1 files in one archive"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_that_is_gone_breaks_the_archive_off(pool: PgPool) {
    let world = World::new(&pool).await;
    world.upload("a.png", PNG).await;
    let gone = world.upload("b.png", PNG).await;
    world.store.remove(DocumentId(gone)).await.unwrap();
    let response = world.portal.get(PATH).session(&world.client).begin().await;
    let last = response.into_body().into_data_stream().collect::<Vec<_>>().await.pop();
    assert!(last.unwrap().is_err(), "it does not end as if it were whole");
}

/// The most memory that this process has had resident, in bytes.
pub(super) fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[sqlx::test(migrations = "../migrations")]
async fn five_hundred_files_take_no_more_memory_than_one(pool: PgPool) {
    const FILES: usize = 500;
    const BYTES: usize = 400_000;
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&StorageUrl::Folder(folder.path().to_owned())).unwrap();
    let objects = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
    let world = World::with_store(&pool, store.clone(), objects).await;
    let bytes: axum::body::Bytes = vec![7; BYTES].into();
    let ids: Vec<Uuid> = (0..FILES).map(|_| Uuid::now_v7()).collect();
    sqlx::query(
        "insert into documents (id, client_id, name, content_type, size_bytes, is_shared_with_client, is_stored)
         select id, $2, 'Same name.bin', 'application/octet-stream', $3, true, true from unnest($1::uuid[]) n (id)",
    )
    .bind(&ids)
    .bind(world.client_id)
    .bind(BYTES as i64)
    .execute(&pool)
    .await
    .unwrap();
    for id in ids {
        store.put(DocumentId(id), bytes.clone()).await.unwrap();
    }
    let before = peak_memory();
    let response = world.portal.get(PATH).session(&world.client).begin().await;
    let mut chunks = response.into_body().into_data_stream();
    let mut size = 0;
    while let Some(chunk) = chunks.next().await {
        size += chunk.unwrap().len();
    }
    let more = peak_memory() - before;
    assert!(size > FILES * BYTES, "{size}");
    assert!(more < 24_000_000, "{more} bytes more for an archive of {size}");
}

//! What is left when a browser goes away, the store is full or away, or a server is killed.

use super::{PNG, World, file, form};
use async_trait::async_trait;
use axum::body::{Body, Bytes};
use domain::{Db, id::DocumentId};
use futures::{StreamExt as _, stream, stream::BoxStream};
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart, local::LocalFileSystem,
    memory::InMemory, path::Path,
};
use server::{
    storage::{StorageUrl, Store},
    worker::removal,
};
use sqlx::PgPool;
use std::{io, sync::Arc};
use uuid::Uuid;

const PATH: &str = "/portal/documents/upload";

/// A form that breaks off after so many bytes of its file.
fn cut(bytes: usize) -> Body {
    let whole = form(&[], &[file("cut.bin", &vec![b'x'; bytes + 1_000])]);
    let begin: Vec<io::Result<Bytes>> =
        whole[..bytes].chunks(64 * 1024).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    Body::from_stream(
        stream::iter(begin).chain(stream::once(async { Err(io::Error::other("the browser went away")) })),
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn an_upload_that_is_cut_leaves_nothing(pool: PgPool) {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&StorageUrl::Folder(folder.path().to_owned())).unwrap();
    let objects = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
    let world = World::with_store(&pool, store, objects).await;
    for bytes in [3_000, 12_000_000] {
        let answer = world.send(&world.client, PATH, cut(bytes)).await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        world.nothing_is_left().await;
        assert_eq!(files_in(folder.path()).await, 0, "nor what a store keeps beside its files");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_browser_that_goes_away_leaves_nothing(pool: PgPool) {
    let world = World::new(&pool).await;
    let begin = form(&[], &[file("slow.bin", &vec![b'x'; 7_000_000])]);
    let begin = Bytes::copy_from_slice(&begin[..6_500_000]);
    let body = Body::from_stream(stream::once(async { Ok::<_, io::Error>(begin) }).chain(stream::pending()));
    let upload = world.send(&world.client, PATH, body);
    tokio::time::timeout(std::time::Duration::from_millis(700), upload).await.unwrap_err();
    world.nothing_is_left().await;
}

/// Files below a folder; a little later, for a store removes on threads of its own.
async fn files_in(folder: &std::path::Path) -> usize {
    let count = || {
        let mut folders = vec![folder.to_owned()];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files += 1 }
            }
        }
        files
    };
    for _ in 0..100 {
        if count() == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    count()
}

/// A store that fails to write: at once, or at its second part.
#[derive(Debug)]
struct Broken {
    inner: InMemory,
    kind: io::ErrorKind,
}

impl Broken {
    fn failure(kind: io::ErrorKind) -> Error {
        Error::Generic { store: "broken", source: Box::new(io::Error::from(kind)) }
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken")
    }
}

/// Parts that fail.
#[derive(Debug)]
struct BrokenParts(io::ErrorKind);

#[async_trait]
impl MultipartUpload for BrokenParts {
    fn put_part(&mut self, _: PutPayload) -> UploadPart {
        let kind = self.0;
        Box::pin(async move { Err(Broken::failure(kind)) })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        Err(Broken::failure(self.0))
    }

    async fn abort(&mut self) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl ObjectStore for Broken {
    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(Self::failure(self.kind))
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(BrokenParts(self.kind)))
    }

    async fn get_opts(&self, _: &Path, _: GetOptions) -> Result<GetResult> {
        Err(Self::failure(self.kind))
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(Self::failure(self.kind))
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_store_that_is_full_or_away_says_so(pool: PgPool) {
    for (kind, status, words) in [
        (io::ErrorKind::StorageFull, 507, "There is no room left for files"),
        (io::ErrorKind::ConnectionRefused, 503, "Files cannot be reached at the moment"),
    ] {
        sqlx::query("truncate users, clients cascade").execute(&pool).await.unwrap();
        let world = World::with(&pool, Arc::new(Broken { inner: InMemory::new(), kind })).await;
        for bytes in [PNG.to_vec(), vec![b'x'; 12_000_000]] {
            let body = form(&[], &[file("a.bin", &bytes)]);
            let answer = world.send(&world.client, PATH, body.clone()).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            let (_, page) = world.submit(&world.client, PATH, body).await;
            assert!(page.status.is_success() && page.body.contains(words), "{}", page.body);
            world.nothing_is_left().await;
        }
        let id = Uuid::now_v7();
        sqlx::query("insert into documents (id, client_id, name, is_shared_with_client, is_stored) values ($1, $2, 'a', true, true)")
            .bind(id)
            .bind(world.client_id)
            .execute(&pool)
            .await
            .unwrap();
        let answer = world.get(&world.client, &format!("/portal/documents/{id}/download")).await;
        assert_eq!(answer.status, if status == 507 { 507 } else { 503 });
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_killed_server_leaves_is_removed_later(pool: PgPool) {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&StorageUrl::Folder(folder.path().to_owned())).unwrap();
    let objects = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
    let world = World::with_store(&pool, store.clone(), objects).await;
    let kept = world.upload("kept.png", PNG).await;
    let db = Db::from(pool.clone());
    // One was whole and never noted, one was in the middle, one is still being sent.
    let [whole, half, under_way] = [(); 3].map(|()| Uuid::now_v7());
    for id in [whole, half, under_way] {
        store.put(DocumentId(id), PNG.into()).await.unwrap();
    }
    let name = half.simple().to_string();
    let file = folder.path().join(&name[30..]).join(&name);
    std::fs::rename(&file, format!("{}#1", file.display())).unwrap();
    sqlx::query(
        "insert into document_removals (document_id, due_at)
         values ($1, now() - interval '1 second'), ($2, now() - interval '1 second'), ($3, now() + interval '1 day'),
                ($4, now() - interval '1 second')",
    )
    .bind(whole)
    .bind(half)
    .bind(under_way)
    .bind(kept)
    .execute(&pool)
    .await
    .unwrap();
    removal::sweep(&db, &store).await.unwrap();
    assert_eq!(world.objects().await, 2, "the kept one and the one under way");
    assert!(!file.with_file_name(format!("{name}#1")).exists());
    assert_eq!(world.get(&world.client, &format!("/portal/documents/{kept}/download")).await.status, 200);
}

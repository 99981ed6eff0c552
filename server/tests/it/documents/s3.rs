//! The store in S3, against a server that speaks it: moto, which `cargo xtask setup` installs for the tests.

use super::{World, file, form};
use crate::support::Peer;
use axum::body::{Body, Bytes};
use domain::id::DocumentId;
use futures::{StreamExt as _, stream};
use object_store::{ObjectStore, aws::AmazonS3Builder, prefix::PrefixStore};
use server::storage::Store;
use sqlx::{ConnectOptions as _, PgPool};
use std::{io, sync::Arc, time::Duration};

/// Starts moto on the port that is its last argument.
const MOTO: &str = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])";

/// A running moto with an empty bucket; dropping it ends it.
struct Moto(Peer);

impl Moto {
    async fn start() -> Self {
        let moto = Self(Peer::python(&["-c", MOTO]).await);
        let made = moto.0.http.put(format!("{}/files", moto.0.url)).send().await.unwrap();
        assert!(made.status().is_success(), "{made:?}");
        moto
    }

    fn objects(&self) -> Arc<dyn ObjectStore> {
        let bucket = AmazonS3Builder::new()
            .with_bucket_name("files")
            .with_endpoint(&self.0.url)
            .with_allow_http(true)
            .with_access_key_id("key")
            .with_secret_access_key("secret")
            .build()
            .unwrap();
        Arc::new(PrefixStore::new(bucket, "portal/documents"))
    }

    /// What the bucket says about itself.
    async fn listed(&self, query: &str) -> String {
        let answer = self.0.http.get(format!("{}/files?{query}", self.0.url)).send().await.unwrap();
        answer.text().await.unwrap()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn files_go_to_s3_in_parts_and_come_back(pool: PgPool) {
    let moto = Moto::start().await;
    let world = World::with(&pool, moto.objects()).await;
    let bytes: Vec<u8> = (0..17_000_000_u32).map(|n| (n % 249) as u8).collect();
    let id = world.upload("large.bin", &bytes).await;
    let listed = moto.listed("list-type=2").await;
    assert!(listed.contains("<Key>portal/documents/") && !listed.contains("large.bin"), "{listed}");
    let path = format!("/portal/documents/{id}/download");
    let answer = world.get(&world.client, &path).await;
    assert!(answer.bytes == bytes, "{} {}", answer.status, answer.bytes.len());
    let part =
        world.portal.get(&path).header("range", "bytes=5242879-5242881").session(&world.client).send().await;
    assert_eq!(part.bytes, bytes[5_242_879..=5_242_881]);
    world.store.remove(DocumentId(id)).await.unwrap();
    world.store.remove(DocumentId(id)).await.unwrap();
    assert_eq!(world.objects().await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_upload_that_is_cut_leaves_nothing_in_s3(pool: PgPool) {
    let moto = Moto::start().await;
    let world = World::with(&pool, moto.objects()).await;
    let body = form(&[], &[file("cut.bin", &vec![b'x'; 17_000_000])]);
    let begin = Bytes::copy_from_slice(&body[..13_000_000]);
    let cut = stream::iter([Ok(begin)])
        .chain(stream::once(async { Err(io::Error::other("the browser went away")) }));
    let answer = world.send(&world.client, "/portal/documents/upload", Body::from_stream(cut)).await;
    assert_eq!(answer.status, 400);
    world.nothing_is_left().await;
    let uploads = moto.listed("uploads").await;
    assert!(uploads.contains("ListMultipartUploadsResult") && !uploads.contains("<Upload>"), "{uploads}");
}

#[sqlx::test(migrations = "../migrations")]
async fn s3_that_is_away_is_said_and_nothing_is_left(pool: PgPool) {
    let mut moto = Moto::start().await;
    let world = World::with(&pool, moto.objects()).await;
    moto.0.stop();
    let retry = object_store::RetryConfig {
        max_retries: 1,
        retry_timeout: Duration::from_secs(2),
        ..Default::default()
    };
    let away = AmazonS3Builder::new()
        .with_bucket_name("files")
        .with_endpoint(&moto.0.url)
        .with_allow_http(true)
        .with_access_key_id("key")
        .with_secret_access_key("secret")
        .with_retry(retry)
        .build()
        .unwrap();
    let empty = Arc::new(object_store::memory::InMemory::new());
    sqlx::query("truncate users, clients cascade").execute(&pool).await.unwrap();
    let world = {
        drop(world);
        World::with_store(&pool, Store::new(Arc::new(away)), empty).await
    };
    let body = form(&[], &[file("a.txt", b"text")]);
    let answer = world.send(&world.client, "/portal/documents/upload", body).await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(world.count("select count(*) from documents").await, 0);
    assert_eq!(
        world.count("select count(*) from document_removals").await,
        1,
        "the housekeeping looks again tomorrow"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_command_line_takes_the_usual_variables(pool: PgPool) {
    let moto = Moto::start().await;
    let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_client-portal"))
        .arg("demo")
        .env("DATABASE_URL", pool.connect_options().to_url_lossy().as_str())
        .env("PORTAL_STORAGE_URL", "s3://files/demo")
        .env("AWS_ENDPOINT_URL", &moto.0.url)
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_REGION", "eu-central-1")
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let documents: i64 =
        sqlx::query_scalar("select count(*) from documents where is_stored").fetch_one(&pool).await.unwrap();
    let listed = moto.listed("list-type=2&max-keys=1000").await;
    assert_eq!(i64::try_from(listed.matches("<Key>demo/").count()).unwrap(), documents);
}

//! The private PostgreSQL: first start, later starts, crashes of either side, sharing, and folders that are not ours.
//! Real clusters in temporary folders; each test is bounded in time.

#![cfg(test)]

use std::fs;
use std::future::Future;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cluster::{ClusterError, PrivateCluster};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid};
use sqlx::{Connection, Executor, PgConnection, Row};
use tempfile::TempDir;

/// Generous for two busy cores; a test that hangs fails.
const TEST_TIMEOUT_S: u64 = 180;

async fn bounded<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(TEST_TIMEOUT_S), test).await.expect("the test took too long")
}

/// A data folder that root's other account may pass through.
fn data_dir() -> TempDir {
    let folder = TempDir::new_in("/tmp").expect("a temporary folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).expect("chmod");
    folder
}

async fn connect(cluster: &PrivateCluster) -> PgConnection {
    PgConnection::connect(cluster.database_url()).await.expect("connect")
}

async fn write_note(cluster: &PrivateCluster, text: &str) {
    let mut connection = connect(cluster).await;
    connection.execute("create table if not exists note (text text not null)").await.expect("create");
    sqlx::query("insert into note values ($1)").bind(text).execute(&mut connection).await.expect("insert");
}

async fn notes(cluster: &PrivateCluster) -> Vec<String> {
    let rows = connect(cluster).await.fetch_all("select text from note").await.expect("select");
    rows.iter().map(|row| row.get(0)).collect()
}

fn pid_file(cluster: &PrivateCluster) -> PathBuf {
    cluster.data_directory().join("postmaster.pid")
}

fn pid(cluster: &PrivateCluster) -> Pid {
    let text = fs::read_to_string(pid_file(cluster)).expect("postmaster.pid");
    Pid::from_raw(text.lines().next().expect("a line").parse().expect("a number"))
}

fn runs(pid: Pid) -> bool {
    kill(pid, None).is_ok()
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed().as_secs() < 60, "waited for {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn keeps_its_data_over_a_stop_and_a_start() {
    bounded(async {
        let folder = data_dir();
        let cluster = cluster::start(folder.path()).await.expect("first start");
        write_note(&cluster, "kept").await;
        let first = pid(&cluster);
        cluster.stop().await;
        until("the end of the postmaster", || !runs(first)).await;

        let cluster = cluster::start(folder.path()).await.expect("second start");
        assert_eq!(notes(&cluster).await, ["kept"]);
        assert_ne!(pid(&cluster), first);
        cluster.stop().await;
    })
    .await;
}

#[tokio::test]
async fn gives_the_server_a_role_that_is_no_superuser() {
    bounded(async {
        let cluster = cluster::start_throwaway().await.expect("start");
        let row = connect(&cluster)
            .await
            .fetch_one("select rolsuper, rolcreatedb, current_database()::text from pg_roles where rolname = current_user")
            .await
            .expect("select");
        let found: (bool, bool, String) = (row.get(0), row.get(1), row.get(2));
        assert_eq!(found, (false, true, "portal".to_owned()));
        let data = cluster.data_directory();
        assert!(data.exists());
        if geteuid().is_root() {
            assert_ne!(fs::metadata(&data).expect("metadata").uid(), 0, "not root's");
        }
        cluster.stop().await;
        assert!(!data.exists(), "a throw-away cluster leaves nothing behind");
    })
    .await;
}

#[tokio::test]
async fn starts_again_by_itself_when_postgres_is_killed() {
    bounded(async {
        let folder = data_dir();
        let cluster = cluster::start(folder.path()).await.expect("start");
        write_note(&cluster, "survives").await;
        let killed = pid(&cluster);
        kill(killed, Signal::SIGKILL).expect("kill");

        let begun = Instant::now();
        while PgConnection::connect(cluster.database_url()).await.is_err() || pid(&cluster) == killed {
            assert!(begun.elapsed().as_secs() < 60, "the cluster came back");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(notes(&cluster).await, ["survives"]);
        cluster.stop().await;
    })
    .await;
}

/// A dropped share is what a killed server leaves: its locks go, PostgreSQL stays.
#[tokio::test]
async fn adopts_the_cluster_of_a_killed_server() {
    bounded(async {
        let folder = data_dir();
        let cluster = cluster::start(folder.path()).await.expect("start");
        let running = pid(&cluster);
        drop(cluster);
        assert!(runs(running));

        let cluster = cluster::start(folder.path()).await.expect("adopt");
        assert_eq!(pid(&cluster), running);
        cluster.stop().await;
        until("the end of the adopted postmaster", || !runs(running)).await;
    })
    .await;
}

/// Both killed at once, and the process number given to somebody else since: here, to this test.
#[tokio::test]
async fn starts_over_stale_files() {
    bounded(async {
        let folder = data_dir();
        let cluster = cluster::start(folder.path()).await.expect("start");
        write_note(&cluster, "recovered").await;
        let killed = pid(&cluster);
        let stale_files =
            [pid_file(&cluster), folder.path().join("postgres/cluster/socket/.s.PGSQL.5432.lock")];
        drop(cluster);
        kill(killed, Signal::SIGKILL).expect("kill");
        let number = std::process::id().to_string();
        for path in stale_files {
            let stale = fs::read_to_string(&path).expect("a stale file");
            fs::write(&path, stale.replacen(&killed.to_string(), &number, 1)).expect("write");
        }

        let cluster = cluster::start(folder.path()).await.expect("start after a crash");
        assert_eq!(notes(&cluster).await, ["recovered"]);
        cluster.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_last_server_out_stops_it() {
    bounded(async {
        let folder = data_dir();
        let (first, second) = tokio::join!(cluster::start(folder.path()), cluster::start(folder.path()));
        let (first, second) = (first.expect("one"), second.expect("the other"));
        let shared = pid(&first);
        assert_eq!(shared, pid(&second));
        assert_eq!(first.database_url(), second.database_url());
        first.stop().await;
        write_note(&second, "still there").await;
        second.stop().await;
        until("the end of the shared postmaster", || !runs(shared)).await;
    })
    .await;
}

#[tokio::test]
async fn refuses_a_folder_that_is_not_its_own() {
    bounded(async {
        let folder = data_dir();
        let foreign = folder.path().join("postgres");
        fs::create_dir_all(foreign.join("data")).expect("make");
        fs::write(foreign.join("data/PG_VERSION"), "15\n").expect("write");
        let refused = cluster::start(folder.path()).await.expect_err("a foreign folder");
        assert!(matches!(refused, ClusterError::Foreign(_)), "{refused}");
        assert!(refused.to_string().contains("set DATABASE_URL"), "{refused}");
        let left: Vec<_> =
            fs::read_dir(&foreign).expect("read").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["data"], "nothing was put into it");
    })
    .await;
}

#[tokio::test]
async fn refuses_a_data_directory_put_into_its_folder() {
    bounded(async {
        let (ours, other) = (data_dir(), data_dir());
        for folder in [&ours, &other] {
            cluster::start(folder.path()).await.expect("start").stop().await;
        }
        let data = |folder: &TempDir| folder.path().join("postgres/cluster/data");
        fs::remove_dir_all(data(&ours)).expect("remove");
        fs::rename(data(&other), data(&ours)).expect("move");
        let refused = cluster::start(ours.path()).await.expect_err("a foreign cluster");
        assert!(matches!(refused, ClusterError::Foreign(_)), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn lives_under_a_path_too_long_for_a_socket() {
    bounded(async {
        let folder = data_dir();
        let deep = folder.path().join("a-rather-long-name".repeat(8));
        fs::create_dir(&deep).expect("make");
        let cluster = cluster::start(&deep).await.expect("start");
        write_note(&cluster, "deep").await;
        let url = cluster.database_url().to_owned();
        let name =
            url.split("%2Ftmp%2F").nth(1).and_then(|rest| rest.split('&').next()).expect("a folder of /tmp");
        let socket_dir = Path::new("/tmp").join(name);
        assert_eq!(fs::metadata(&socket_dir).expect("metadata").mode() & 0o777, 0o700);
        cluster.stop().await;
        assert!(!socket_dir.exists(), "nothing stays in /tmp");
    })
    .await;
}

/// As root in a folder like `/root`, where the account that runs PostgreSQL cannot go. For anybody else the folder is their own.
#[tokio::test]
async fn moves_out_of_a_folder_that_only_root_can_enter() {
    bounded(async {
        let folder = data_dir();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("chmod");
        let cluster = cluster::start(folder.path()).await.expect("start");
        write_note(&cluster, "elsewhere").await;
        let data = cluster.data_directory();
        assert_eq!(data.starts_with(folder.path()), !geteuid().is_root(), "{}", data.display());
        cluster.stop().await;
        let cluster = cluster::start(folder.path()).await.expect("second start");
        assert_eq!(notes(&cluster).await, ["elsewhere"]);
        cluster.stop().await;
        if geteuid().is_root() {
            let place = data.parent().and_then(Path::parent).expect("the place");
            fs::remove_dir_all(place).expect("remove");
        }
    })
    .await;
}

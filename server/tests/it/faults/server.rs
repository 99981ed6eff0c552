//! A process of the binary.

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    net::TcpListener,
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    time::sleep,
};

/// Short, so that a test does not wait long for a dead server's slots.
pub(super) const LEASE: Duration = Duration::from_secs(2);
/// How long the mail server may think about a mail.
pub(super) const MAIL_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a server may take to answer for the first time.
const START: Duration = Duration::from_secs(30);

/// A running server, killed at the latest when its test ends.
pub(super) struct Server {
    process: Child,
    url: String,
    http: reqwest::Client,
    _data: TempDir,
}

/// What a server answered.
pub(super) struct Page {
    pub(super) status: u16,
    /// Whether a browser asks again by itself.
    pub(super) retries: bool,
    pub(super) body: String,
}

impl Server {
    /// Starts a server on this database and this mail server, and waits until it is ready.
    pub(super) async fn start(database_url: &str, mail_port: u16) -> Self {
        let server = Self::spawn(database_url, mail_port);
        let begun = Instant::now();
        while server.status("/readyz").await != Some(200) {
            assert!(begun.elapsed() < START, "the server does not become ready");
            sleep(Duration::from_millis(20)).await;
        }
        server
    }

    /// As [`Server::start`], without waiting.
    pub(super) fn spawn(database_url: &str, mail_port: u16) -> Self {
        // Free a moment ago.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let data = TempDir::new().unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_client-portal"))
            .arg("serve")
            .env("DATABASE_URL", database_url)
            .env("SMTP_URL", format!("smtp://127.0.0.1:{mail_port}"))
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("PORTAL_PUBLIC_URL", "http://portal.example")
            .env("PORTAL_DATA_DIR", data.path())
            .env("PORTAL_MAIL_LEASE_SECONDS", LEASE.as_secs().to_string())
            .env("PORTAL_MAIL_TIMEOUT_SECONDS", MAIL_TIMEOUT.as_secs().to_string())
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        server::storage::provide_tls();
        let http =
            reqwest::Client::builder().cookie_store(true).timeout(Duration::from_secs(10)).build().unwrap();
        Self { process, url: format!("http://127.0.0.1:{port}"), http, _data: data }
    }

    pub(super) fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.process.id().expect("the server has ended")).unwrap();
        kill(Pid::from_raw(pid), signal).unwrap();
    }

    /// `kill -9`.
    pub(super) async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Waits for the end after a signal, and says how long it took.
    pub(super) async fn ended(mut self, patience: Duration) -> Duration {
        let begun = Instant::now();
        let status = tokio::time::timeout(patience, self.process.wait()).await;
        let status =
            status.unwrap_or_else(|_| panic!("the server has not ended after {patience:?}")).unwrap();
        assert!(status.success(), "{status}");
        begun.elapsed()
    }

    /// The status of an answer; `None` when there is none.
    pub(super) async fn status(&self, path: &str) -> Option<u16> {
        self.get(path, None).await.map(|page| page.status)
    }

    /// A page, redirects followed, for a browser with this session; `None` when there is no answer.
    pub(super) async fn get(&self, path: &str, session: Option<&str>) -> Option<Page> {
        let mut ask = self.http.get(format!("{}{path}", self.url)).header("accept", "text/html");
        if let Some(session) = session {
            ask = ask.header("cookie", format!("session={session}"));
        }
        let answer = ask.send().await.ok()?;
        let (status, retries) = (answer.status().as_u16(), answer.headers().contains_key("refresh"));
        Some(Page { status, retries, body: answer.text().await.ok()? })
    }
}

//! Programs of others that `cargo xtask setup` installs for the tests, each on a port of its own.

use server::storage::provide_tls;
use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A program that listens; dropping it ends it.
pub(crate) struct Peer {
    process: Child,
    /// Where it answers, without a slash at its end.
    pub(crate) url: String,
    pub(crate) http: reqwest::Client,
}

impl Peer {
    /// Starts Python with these arguments and the port that it shall listen on as the last, and waits until it answers.
    pub(crate) async fn python(arguments: &[&str]) -> Self {
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(target.with_file_name("xtask").join("peers/bin/python"))
            .args(arguments)
            .arg(port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("`cargo xtask setup` installs it");
        provide_tls();
        let peer = Self { process, url: format!("http://127.0.0.1:{port}"), http: reqwest::Client::new() };
        for _ in 0..600 {
            if peer.http.get(&peer.url).send().await.is_ok() {
                return peer;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{arguments:?} does not answer");
    }

    pub(crate) fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop();
    }
}

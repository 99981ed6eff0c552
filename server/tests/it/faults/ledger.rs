//! The mail server of these tests, `end2end/smtp/ledger-server.mjs`, and what it has got.

use mail_parser::MessageParser;
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::HashMap,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::sleep,
};

/// How long the ledger must not have grown until no more mails of a killed server are expected.
const QUIET: Duration = Duration::from_millis(300);

/// A running mail server. It ends with the pipe to its standard input, so it never outlives its test.
pub(super) struct Ledger {
    folder: TempDir,
    pub(super) port: u16,
    _process: Child,
}

/// A mail that was taken.
#[derive(Clone, Deserialize, Debug)]
pub(super) struct Entry {
    pub(super) recipient: String,
    pub(super) message_id: String,
    file: String,
}

impl Ledger {
    pub(super) async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let script: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "..", "end2end", "smtp", "ledger-server.mjs"].iter().collect();
        let mut process = Command::new("node")
            .arg(script)
            .arg("--ledger")
            .arg(folder.path().join("ledger.jsonl"))
            .arg("--mail-dir")
            .arg(folder.path().join("mails"))
            .arg("--control")
            .arg(folder.path().join("faults.json"))
            .arg("--until-stdin-ends")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("these tests need Node and the packages of end2end: `cargo xtask setup` brings them");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said: Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
        let port = u16::try_from(said["port"].as_u64().unwrap()).unwrap();
        // It writes a line for each change of its faults; nobody may let the pipe fill up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { folder, port, _process: process }
    }

    /// Replaces the faults in force; the server sees it within a tenth of a second.
    pub(super) async fn set_faults(&self, faults: Value) {
        let (new, path) = (self.folder.path().join("faults.new"), self.folder.path().join("faults.json"));
        std::fs::write(&new, faults.to_string()).unwrap();
        std::fs::rename(new, path).unwrap();
        sleep(Duration::from_millis(150)).await;
    }

    /// All mails, in the order in which they were taken.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let text = std::fs::read_to_string(self.folder.path().join("ledger.jsonl")).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    pub(super) fn len(&self) -> usize {
        std::fs::read(self.folder.path().join("ledger.jsonl"))
            .map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
    }

    /// Waits until there are so many mails.
    pub(super) async fn wait_for(&self, count: usize, patience: Duration) {
        let begun = Instant::now();
        while self.len() < count {
            assert!(begun.elapsed() < patience, "{} of {count} mails after {patience:?}", self.len());
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until no more mails come, and says how many there are.
    pub(super) async fn settled(&self) -> usize {
        let (mut count, mut since) = (self.len(), Instant::now());
        while since.elapsed() < QUIET {
            sleep(Duration::from_millis(20)).await;
            if self.len() != count {
                (count, since) = (self.len(), Instant::now());
            }
        }
        count
    }

    /// The path of the link in a mail.
    pub(super) fn link(&self, entry: &Entry) -> String {
        let bytes = std::fs::read(self.folder.path().join("mails").join(&entry.file)).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let text = mail.body_text(0).unwrap();
        let at = text.find("/invitation/").unwrap();
        text[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Checks that each of the `total` recipients got a mail, each always with the same Message-ID. Gives back the entries of those
    /// who got more than one.
    pub(super) fn repeated(&self, total: u32) -> Vec<Vec<Entry>> {
        let mut by_recipient: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in self.entries() {
            by_recipient.entry(entry.recipient.clone()).or_default().push(entry);
        }
        for number in 1..=total {
            let address = domain::demo::Benchmark::email(number);
            assert!(by_recipient.contains_key(&address), "{address} got no mail");
        }
        assert_eq!(by_recipient.len(), total as usize, "somebody else got a mail");
        for mails in by_recipient.values() {
            assert!(mails.iter().all(|mail| mail.message_id == mails[0].message_id), "{mails:?}");
        }
        by_recipient.into_values().filter(|mails| mails.len() > 1).collect()
    }
}

//! The workers of a server, which send into a folder.

use server::{
    live::Bells,
    mail::{KeptMail, MailConfig, MailFolder, Mailer},
    worker::{self, Options, Workers},
};
use sqlx::PgPool;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// How long a mail may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Running workers, and what they have sent.
pub(crate) struct Mails {
    pub(crate) folder: MailFolder,
    _workers: Workers,
    _directory: TempDir,
}

impl Mails {
    pub(crate) fn start(pool: &PgPool) -> Self {
        Self::start_with(pool, Bells::default())
    }

    /// Workers that ring these bells.
    pub(crate) fn start_with(pool: &PgPool, bells: Bells) -> Self {
        let directory = TempDir::new().unwrap();
        let config = MailConfig {
            smtp: None,
            from: "portal@company.example".parse().unwrap(),
            timeout: Duration::from_secs(5),
            places: domain::place::Places::default(),
        };
        let mailer = Mailer::new(&config, directory.path()).unwrap();
        let folder = mailer.kept_mails().unwrap();
        let options = Options { connections: 2, rate: None, lease: Duration::from_secs(15) };
        let db = domain::Db::from(pool.clone());
        let workers =
            worker::spawn(db, mailer, &config, super::PUBLIC_URL, options, bells, CancellationToken::new());
        Self { folder, _workers: workers, _directory: directory }
    }

    /// Waits until so many mails have gone out, and gives them back, the oldest first.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<KeptMail> {
        let begun = Instant::now();
        loop {
            let mut mails = self.folder.list(String::new(), None).await.unwrap().mails;
            if mails.len() >= count {
                assert_eq!(mails.len(), count, "{mails:#?}");
                mails.reverse();
                return mails;
            }
            assert!(begun.elapsed() < PATIENCE, "{} of {count} mails", mails.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

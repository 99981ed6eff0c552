//! What a request asks of PostgreSQL: its own log tells.

use crate::{
    failure::Failure,
    pg::Pg,
    portal::{Installation, Server},
};
use recording::Statement;
use std::time::Duration;

const REQUESTS: usize = 10;
/// The log is written by another process.
const WRITTEN: Duration = Duration::from_millis(200);

/// A server whose every statement is logged, with somebody signed in.
#[derive(Debug)]
pub(crate) struct Recorder {
    keeper: Server,
    server: Server,
    pg: Pg,
    pub(crate) session: String,
}

impl Recorder {
    pub(crate) async fn start(installation: &Installation<'_>, email: &str) -> Result<Self, Failure> {
        // The database starts with the server, and what is set for its role counts from the next start on.
        let keeper = installation.serve(None).await?;
        let mut pg = Pg::connect(installation).await?;
        pg.log_statements(true).await?;
        let server = installation.serve_with(None, Some(&installation.database_url("portal"))).await?;
        let session = server.sign_in(email).await?;
        Ok(Self { keeper, server, pg, session })
    }

    /// The statements of each of ten requests for a page that has been asked for before. Background work may fall in between, and
    /// then its statements are among them.
    pub(crate) async fn record(&self, path: &str) -> Result<Vec<Vec<Statement>>, Failure> {
        self.server.get(path, &self.session).await?;
        tokio::time::sleep(WRITTEN).await;
        let mut requests = Vec::new();
        for _ in 0..REQUESTS {
            let end = self.pg.log_end()?;
            self.server.get(path, &self.session).await?;
            tokio::time::sleep(WRITTEN).await;
            requests.push(self.pg.statements_after(&end)?);
        }
        Ok(requests)
    }

    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        self.pg.log_statements(false).await?;
        self.server.stop().await?;
        self.keeper.stop().await
    }
}

/// How many statements each request had.
pub(crate) fn counts(requests: &[Vec<Statement>]) -> Vec<f64> {
    requests.iter().map(|statements| statements.len() as f64).collect()
}

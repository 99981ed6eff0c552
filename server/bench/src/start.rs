//! From the start to the first answer, and the memory of a server with nothing to do.

use crate::{Arguments, failure::Failure, portal::Installation, report::Report, report::median};
use std::time::{Duration, Instant};

const START_MILLIS: f64 = 500.0;
const IDLE_MIB: f64 = 40.0;
/// After which a server counts as idle.
const IDLE: Duration = Duration::from_secs(5);

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::make(arguments, "start", &[]).await?;
    // Keeps the database running while others start on it.
    let keeper = installation.serve(None).await?;
    let url = installation.database_url("portal");
    let (mut millis, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..arguments.rounds {
        let begun = Instant::now();
        let server = installation.serve_with(None, Some(&url)).await?;
        let answer = server.http.get(server.url("/login")).send().await?.error_for_status()?;
        answer.bytes().await?;
        millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(IDLE).await;
        memory.push(server.memory()?);
        server.stop().await?;
    }
    report.add("start_to_first_answer", median(&millis), "ms", START_MILLIS);
    report.add("memory_idle", median(&memory), "MiB", IDLE_MIB);
    keeper.stop().await
}

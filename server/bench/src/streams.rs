//! Bells that are listened to: what an open stream costs of memory.

use crate::{
    Arguments,
    events::Events,
    failure::Failure,
    pg::Pg,
    portal::{Installation, Server},
    report::{Report, median},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::time::Duration;

/// Open before memory is looked at: what a server needs once, such as its connections to the database, is there then.
const BEFORE: usize = 100;
const COUNTED: usize = 1_000;
/// How many are opened at a time.
const AT_ONCE: usize = 32;
/// After which what only opening took is given back.
const SETTLED: Duration = Duration::from_secs(3);
const KIB_EACH: f64 = 32.0;

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    // Servers that are started from here have the same limit.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).map_err(std::io::Error::from)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most).map_err(std::io::Error::from)?;
    let people = u32::try_from(BEFORE + COUNTED).map_err(|_| Failure::told("too many streams"))?;
    let installation = Installation::of_clients(arguments, "streams", people, true).await?;
    // Keeps the database running while others start on it.
    let keeper = installation.serve(None).await?;
    // Everybody listens to a bell of their own.
    let sessions = Pg::connect(&installation).await?.begin_sessions(people).await?;
    let (first, counted) = sessions.split_at(BEFORE.min(sessions.len()));
    if counted.len() != COUNTED {
        return Err(Failure::told(format!("there are sessions for {} streams only", sessions.len())));
    }
    let url = installation.database_url("portal");
    let mut kib_each = Vec::new();
    for round in 1..=arguments.rounds {
        let server = installation.serve_with(None, Some(&url)).await?;
        let open_before = open(&server, first).await?;
        tokio::time::sleep(SETTLED).await;
        let before = server.memory()?;
        let open_counted = open(&server, counted).await?;
        tokio::time::sleep(SETTLED).await;
        let after = server.memory()?;
        kib_each.push((after - before) * 1024.0 / COUNTED as f64);
        println!(
            "round {round}: {before:.1} MiB with {} streams, {after:.1} MiB with {} more",
            open_before.len(),
            open_counted.len()
        );
        drop((open_before, open_counted));
        server.stop().await?;
    }
    report.add("event_stream_memory", median(&kib_each), "KiB each", KIB_EACH);
    keeper.stop().await
}

/// Opens a stream for each session, and waits until each has told its first event.
async fn open(server: &Server, sessions: &[String]) -> Result<Vec<Events>, Failure> {
    let streams = stream::iter(sessions).map(|session| async move {
        let mut events = server.listen(session).await?;
        events.next().await?;
        Ok::<_, Failure>(events)
    });
    streams.buffer_unordered(AT_ONCE).try_collect().await
}

//! Each recipient one outcome and one mail, whatever dies, stops or freezes.

use super::{
    ledger::Ledger,
    run::Run,
    server::{LEASE, Server},
};
use nix::sys::signal::Signal;
use serde_json::json;
use sqlx::PgPool;
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// SPEC section 4: mails that may be under way at one moment, over all servers.
const UNDER_WAY: usize = 64;
/// SPEC section 4: after a restart a run goes on by itself.
const GOES_ON: Duration = Duration::from_secs(60);
/// SPEC section 4 and `TimeoutStopSec` of the README: a server that is asked to stop.
const STOPS: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(120);

/// Of the mails after each mark, how many went to somebody who had one already.
fn repeats_after(ledger: &Ledger, marks: &[usize]) -> Vec<usize> {
    let entries = ledger.entries();
    let mut seen = HashSet::new();
    let mut repeats = vec![0; marks.len() + 1];
    for (at, entry) in entries.iter().enumerate() {
        let segment = marks.iter().filter(|mark| **mark <= at).count();
        repeats[segment] += usize::from(!seen.insert(&entry.recipient));
    }
    assert_eq!(repeats[0], 0, "twice without any fault");
    repeats.split_off(1)
}

/// Each link of those who got several opens the page on which a password is chosen.
async fn links_work(server: &Server, ledger: &Ledger, total: u32) {
    for mails in ledger.repeated(total) {
        for mail in &mails {
            let page = server.get(&ledger.link(mail), None).await.unwrap();
            assert!(
                page.status == 200 && page.body.contains("Choose password and sign in"),
                "{mail:?}: {}",
                page.body
            );
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_killed_ten_times_keeps_the_promise(pool: PgPool) {
    let ledger = Ledger::start().await;
    // Some four hundred mails a second, so that there is something to break off.
    ledger.set_faults(json!({"delay_ms": 15})).await;
    let run = Run::start(&pool, 5_000).await;
    let url = run.database_url();
    let mut marks = Vec::new();
    for kill in 0..10 {
        let server = Server::spawn(&url, ledger.port);
        let started = Instant::now();
        // Each time later in the run, and each time at another point of a batch.
        ledger.wait_for(ledger.len() + 1 + 61 * kill, GOES_ON).await;
        println!("kill {kill}: {} mails, {:?} after the start", ledger.len(), started.elapsed());
        sleep(Duration::from_millis(7 * kill as u64)).await;
        server.kill().await;
        marks.push(ledger.settled().await);
        let now = run.now().await;
        assert!(now.success <= i64::try_from(marks[kill]).unwrap(), "counted and not sent: {now:?}");
    }
    let server = Server::start(&url, ledger.port).await;
    ledger.wait_for(marks[9] + 1, GOES_ON).await;
    run.completed(PATIENCE).await;
    let repeats = repeats_after(&ledger, &marks);
    println!("mails sent again after each kill: {repeats:?}");
    assert!(repeats.iter().all(|count| *count <= UNDER_WAY), "{repeats:?}");
    links_work(&server, &ledger, run.total).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_servers_one_is_killed_and_the_other_goes_on(pool: PgPool) {
    let ledger = Ledger::start().await;
    ledger.set_faults(json!({"delay_ms": 15})).await;
    let run = Run::start(&pool, 3_000).await;
    let url = run.database_url();
    let (one, other) = tokio::join!(Server::start(&url, ledger.port), Server::start(&url, ledger.port));
    run.wait_for_servers(2).await;
    ledger.wait_for(400, PATIENCE).await;
    one.kill().await;
    let mark = ledger.len();
    run.completed(PATIENCE).await;
    let repeats = repeats_after(&ledger, &[mark]);
    assert!(repeats[0] <= UNDER_WAY, "{repeats:?}");
    links_work(&other, &ledger, run.total).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_that_is_asked_to_stop_repeats_nothing(pool: PgPool) {
    let ledger = Ledger::start().await;
    ledger.set_faults(json!({"delay_ms": 15})).await;
    let run = Run::start(&pool, 3_000).await;
    let url = run.database_url();
    for stop in 1..=3 {
        let server = Server::start(&url, ledger.port).await;
        ledger.wait_for(stop * 400, PATIENCE).await;
        server.signal(Signal::SIGTERM);
        let took = server.ended(STOPS).await;
        println!("stopped in {took:?}");
        let (sent, now) = (ledger.len(), run.now().await);
        assert_eq!(now.success, i64::try_from(sent).unwrap(), "all that was sent is noted");
        assert_eq!(run.servers().await, 0, "slots are given back, so that nobody waits for a lease");
    }
    let _server = Server::start(&url, ledger.port).await;
    run.completed(PATIENCE).await;
    assert_eq!(ledger.len(), 3_000);
    assert!(ledger.repeated(run.total).is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_frozen_server_that_wakes_up_late_does_no_harm(pool: PgPool) {
    let ledger = Ledger::start().await;
    ledger.set_faults(json!({"delay_ms": 15})).await;
    let run = Run::start(&pool, 4_000).await;
    let url = run.database_url();
    let (frozen, other) = tokio::join!(Server::start(&url, ledger.port), Server::start(&url, ledger.port));
    run.wait_for_servers(2).await;
    ledger.wait_for(200, PATIENCE).await;
    frozen.signal(Signal::SIGSTOP);
    let mark = ledger.len();
    sleep(2 * LEASE).await;
    frozen.signal(Signal::SIGCONT);
    run.completed(PATIENCE).await;
    let repeats = repeats_after(&ledger, &[mark]);
    println!("mails sent again: {repeats:?}");
    assert!(repeats[0] <= UNDER_WAY, "{repeats:?}");
    assert_eq!(frozen.status("/readyz").await, Some(200), "it is of use again");
    links_work(&other, &ledger, run.total).await;
}

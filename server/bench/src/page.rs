//! The ClientPortal page of one client among a hundred thousand.

use crate::{
    Arguments, Group,
    failure::Failure,
    pg::Pg,
    portal::{Installation, Server, email},
    report::{Goal, Report, median},
    tool::{Service, free_address, output},
    weight,
};
use futures::future::try_join_all;
use std::{net::SocketAddr, time::Duration};
use tokio::process::Command;

const MANY: u32 = 100_000;
const FEW: u32 = 1_000;
/// One in the middle.
const CLIENT: u32 = 500;
const CONNECTIONS: u32 = 16;
/// How long a round is, in seconds.
const ROUND_SECONDS: u32 = 4;
/// People who sign in at the same moment, and how long after the round's begin.
const SIGN_INS: u32 = 50;
const BEFORE_SIGN_INS: Duration = Duration::from_millis(300);
/// Requests over which touched buffers are counted.
const COUNTED: u32 = 500;
const ROUND_TRIPS: f64 = 3.0;
const LOADED_MIB: f64 = 80.0;

/// What wrk says of a round.
struct Round {
    requests_per_second: f64,
    /// 99th percentile, in milliseconds.
    p99: f64,
}

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let many = Installation::of_clients(arguments, "clients-100000", MANY, true).await?;
    let server = many.serve(None).await?;
    let session = server.sign_in(&email(CLIENT)).await?;
    if arguments.wants(Group::Page) {
        // Before anybody else signs in, so that both installations hold one session.
        let in_many = buffers(&many, &server, &session).await?;
        let few = Installation::of_clients(arguments, "clients-1000", FEW, true).await?;
        let small = few.serve(None).await?;
        let in_few = buffers(&few, &small, &small.sign_in(&email(CLIENT)).await?).await?;
        small.stop().await?;
        let unit = "pages a request, against 1,000 clients";
        report.compare("portal_buffers_of_100000_clients", in_many, unit, in_few, Goal::RatioAtMost(1.1));
        against_bare(arguments, &many, &server, &session, report).await?;
        during_sign_ins(arguments, &server, &session, report).await?;
    }
    if arguments.wants(Group::Weight) {
        weight::measure(arguments, &server, &session, report).await?;
    }
    if arguments.wants(Group::Load) {
        println!("{} minutes of load …", arguments.load_minutes);
        wrk(arguments, server.address, &session, arguments.load_minutes * 60).await?;
        report.add("memory_after_load", server.memory()?, "MiB", LOADED_MIB);
    }
    server.stop().await?;
    if arguments.wants(Group::Page) {
        round_trips(&many, report).await?;
    }
    Ok(())
}

async fn wrk(
    arguments: &Arguments,
    address: SocketAddr,
    session: &str,
    seconds: u32,
) -> Result<Round, Failure> {
    let mut command = Command::new(&arguments.wrk);
    command
        .arg("--threads=2")
        .arg(format!("--connections={CONNECTIONS}"))
        .arg(format!("--duration={seconds}s"));
    command.arg("--latency").arg("--header").arg(format!("Cookie: session={session}"));
    let printed = output(command.arg(format!("http://{address}/portal"))).await?;
    if let Some(wrong) =
        printed.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        return Err(Failure::told(format!("wrk: {wrong}")));
    }
    let after = |label: &str| {
        let rest = printed.lines().find_map(|line| line.trim().strip_prefix(label));
        rest.map(str::trim).ok_or_else(|| Failure::told(format!("wrk printed no {label}:\n{printed}")))
    };
    let requests_per_second = after("Requests/sec:")?.parse().map_err(|_| Failure::told(printed.clone()))?;
    Ok(Round { requests_per_second, p99: millis(after("99%")?)? })
}

/// `1.23ms`, `980us`, `1.02s`.
fn millis(text: &str) -> Result<f64, Failure> {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0)];
    let found =
        units.iter().find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor));
    found.ok_or_else(|| Failure::told(format!("wrk: {text} is no time")))
}

async fn against_bare(
    arguments: &Arguments,
    installation: &Installation<'_>,
    server: &Server,
    session: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let address = free_address()?;
    let mut command = Command::new(&arguments.bare);
    command.arg(address.to_string()).env("DATABASE_URL", installation.database_url("portal"));
    let _bare = Service::start(command, address).await?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    // The first round of each is to warm up.
    for round in 0..=arguments.rounds {
        let page = wrk(arguments, server.address, session, ROUND_SECONDS).await?.requests_per_second;
        let json = wrk(arguments, address, session, ROUND_SECONDS).await?.requests_per_second;
        println!("round {round}: page {page}, bare handler {json} requests a second");
        if round > 0 {
            ours.push(page);
            bare.push(json);
        }
    }
    report.compare(
        "portal_page",
        median(&ours),
        "requests a second, against a bare handler",
        median(&bare),
        Goal::RatioAtLeast(0.5),
    );
    Ok(())
}

async fn during_sign_ins(
    arguments: &Arguments,
    server: &Server,
    session: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    for round in 0..arguments.rounds {
        quiet.push(wrk(arguments, server.address, session, ROUND_SECONDS).await?.p99);
        let storm = async {
            tokio::time::sleep(BEFORE_SIGN_INS).await;
            let people = (0..SIGN_INS).map(|n| 1_000 + round * SIGN_INS + n).map(email).collect::<Vec<_>>();
            try_join_all(people.iter().map(|person| server.sign_in(person))).await
        };
        let (measured, storm) = tokio::join!(wrk(arguments, server.address, session, ROUND_SECONDS), storm);
        storm?;
        busy.push(measured?.p99);
        println!(
            "round {round}: 99th percentile {:?} ms when quiet, {:?} ms during sign-ins",
            quiet.last(),
            busy.last()
        );
    }
    report.compare(
        "portal_p99_during_50_sign_ins",
        median(&busy),
        "ms, against itself when quiet",
        median(&quiet),
        Goal::RatioAtMost(5.0),
    );
    Ok(())
}

/// Pages of tables and indexes that one request touches.
async fn buffers(installation: &Installation<'_>, server: &Server, session: &str) -> Result<f64, Failure> {
    let mut pg = Pg::connect(installation).await?;
    let get = || async {
        let ask = server.http.get(server.url("/portal")).header("cookie", format!("session={session}"));
        ask.send().await?.error_for_status()?.bytes().await
    };
    get().await?;
    let before = pg.buffers().await?;
    for _ in 0..COUNTED {
        get().await?;
    }
    Ok((pg.buffers().await? - before) as f64 / f64::from(COUNTED))
}

/// Statements of one request of a server that has been asked before.
async fn round_trips(installation: &Installation<'_>, report: &mut Report) -> Result<(), Failure> {
    // The database starts with the server, and what is set for its role counts from the next start on.
    let server = installation.serve(None).await?;
    let mut pg = Pg::connect(installation).await?;
    pg.log_statements(true).await?;
    let logged = installation.serve_with(None, Some(&installation.database_url("portal"))).await?;
    let session = logged.sign_in(&email(CLIENT)).await?;
    let get = || async {
        let ask = logged.http.get(logged.url("/portal")).header("cookie", format!("session={session}"));
        ask.send().await?.error_for_status()?.bytes().await
    };
    get().await?;
    let mut counts = Vec::new();
    for _ in 0..10 {
        let before = pg.logged_statements()?;
        get().await?;
        // The log is written by another process.
        tokio::time::sleep(Duration::from_millis(200)).await;
        counts.push((pg.logged_statements()? - before) as f64);
    }
    println!(
        "statements of each of ten requests, those of background work that fell in between among them: {counts:?}"
    );
    report.add("portal_round_trips", median(&counts), "round trips", ROUND_TRIPS);
    pg.log_statements(false).await?;
    logged.stop().await?;
    server.stop().await
}

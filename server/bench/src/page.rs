//! The ClientPortal page of one client among a hundred thousand.

use crate::{
    Arguments, Group,
    failure::Failure,
    pg::Pg,
    portal::{Bare, Installation, Server, email},
    recorder::{self, Recorder},
    report::{Goal, Report, median},
    weight,
    wrk::{self, wrk},
};
use futures::future::try_join_all;
use std::time::Duration;

const PATH: &str = "/portal";
const MANY: u32 = 100_000;
const FEW: u32 = 1_000;
/// One in the middle.
const CLIENT: u32 = 500;
/// How long a round is, in seconds.
const ROUND_SECONDS: u32 = 4;
/// People who sign in at the same moment, and how long after the round's begin.
const SIGN_INS: u32 = 50;
const BEFORE_SIGN_INS: Duration = Duration::from_millis(300);
/// Requests over which touched buffers are counted.
const COUNTED: u32 = 500;
const ROUND_TRIPS: f64 = 3.0;
const LOADED_MIB: f64 = 80.0;

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
        wrk(arguments, &server.url(PATH), &session, arguments.load_minutes * 60).await?;
        report.add("memory_after_load", server.memory()?, "MiB", LOADED_MIB);
    }
    server.stop().await?;
    if arguments.wants(Group::Page) {
        round_trips(&many, report).await?;
    }
    Ok(())
}

async fn against_bare(
    arguments: &Arguments,
    installation: &Installation<'_>,
    server: &Server,
    session: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let bare = Bare::start(installation, &[]).await?;
    let urls = (server.url(PATH), bare.url(PATH));
    let (ours, bare) = wrk::in_turn(arguments, (&urls.0, &urls.1), session, ROUND_SECONDS).await?;
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
        quiet.push(wrk(arguments, &server.url(PATH), session, ROUND_SECONDS).await?.p99);
        let storm = async {
            tokio::time::sleep(BEFORE_SIGN_INS).await;
            let people = (0..SIGN_INS).map(|n| 1_000 + round * SIGN_INS + n).map(email).collect::<Vec<_>>();
            try_join_all(people.iter().map(|person| server.sign_in(person))).await
        };
        let url = server.url(PATH);
        let (measured, storm) = tokio::join!(wrk(arguments, &url, session, ROUND_SECONDS), storm);
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
    server.get(PATH, session).await?;
    let before = pg.buffers().await?;
    for _ in 0..COUNTED {
        server.get(PATH, session).await?;
    }
    Ok((pg.buffers().await? - before) as f64 / f64::from(COUNTED))
}

/// Statements of one request of a server that has been asked before.
async fn round_trips(installation: &Installation<'_>, report: &mut Report) -> Result<(), Failure> {
    let recorder = Recorder::start(installation, &email(CLIENT)).await?;
    let counts = recorder::counts(&recorder.record(PATH).await?);
    println!(
        "statements of each of ten requests, those of background work that fell in between among them: {counts:?}"
    );
    report.add("portal_round_trips", median(&counts), "round trips", ROUND_TRIPS);
    recorder.stop().await
}

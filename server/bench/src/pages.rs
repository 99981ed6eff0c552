//! Every page of the client's portal: its round trips, and its speed beside that of its statements alone.

use crate::{
    Arguments,
    failure::Failure,
    pg::{Pg, Records},
    portal::{Bare, Installation, email},
    recorder::{self, Recorder},
    report::{Goal, Report, median},
    upload::{self, MIB},
    wrk,
};
use std::{collections::HashMap, ffi::OsStr};

const CLIENTS: u32 = 2_000;
/// One in the middle.
const CLIENT: u32 = 500;
/// How long a round is, in seconds; there are many pages.
const ROUND_SECONDS: u32 = 2;
const ROUND_TRIPS: f64 = 4.0;
const RATIO: f64 = 0.35;
/// The replay of a page's statements, beside a handler that was written by hand.
const REPLAY_RATIO: f64 = 0.9;

/// The pages by their names in the report.
fn pages(records: &Records) -> Vec<(&'static str, String)> {
    let Records { project, quote, invoice, document, payment, conversation: _ } = records;
    [
        ("start", String::new()),
        ("projects", "/projects".to_owned()),
        ("project", format!("/projects/{project}")),
        ("quotes", "/quotes".to_owned()),
        ("quote", format!("/quotes/{quote}")),
        ("invoices", "/invoices".to_owned()),
        ("invoice", format!("/invoices/{invoice}")),
        ("statement", "/statement".to_owned()),
        ("pay", format!("/pay?invoice={invoice}")),
        ("payment", format!("/payments/{payment}")),
        ("documents", "/documents".to_owned()),
        ("document", format!("/documents/{document}")),
        ("messages", "/messages".to_owned()),
        ("project_messages", format!("/messages/{project}")),
        ("notifications", "/notifications".to_owned()),
        ("people", "/people".to_owned()),
        ("profile", "/profile".to_owned()),
        ("settings", "/settings".to_owned()),
        ("security", "/security".to_owned()),
    ]
    .map(|(name, path)| (name, format!("/portal{path}")))
    .into()
}

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::with_history(arguments, "history-2000", CLIENTS).await?;
    let server = installation.serve(None).await?;
    let session = server.sign_in(&email(CLIENT)).await?;
    // A document with bytes, which can be looked at.
    upload::send(&server, &session, MIB).await?;
    let records = Pg::connect(&installation).await?.records(&email(CLIENT)).await?;
    server.stop().await?;
    let pages = pages(&records);

    let recorder = Recorder::start(&installation, &email(CLIENT)).await?;
    let mut statements = HashMap::new();
    for (name, path) in &pages {
        let requests = recorder.record(path).await?;
        let counts = recorder::counts(&requests);
        println!("{path}: statements of each of ten requests: {counts:?}");
        report.add(&format!("page_{name}_round_trips"), median(&counts), "round trips", ROUND_TRIPS);
        // The shortest has no statements of background work among its own.
        let of_page = requests.into_iter().min_by_key(Vec::len).unwrap_or_default();
        statements.insert(path.clone(), of_page);
    }
    // The statements carry this session, so that both sides look the same one up.
    let session = recorder.session.clone();
    recorder.stop().await?;
    let file = arguments.folder.join("statements.json");
    std::fs::write(&file, serde_json::to_vec(&statements)?).map_err(Failure::file(&file))?;

    let server = installation.serve(None).await?;
    let bare = Bare::start(&installation, &[OsStr::new("--statements"), file.as_os_str()]).await?;
    let by_hand = (bare.url("/replay/portal"), bare.url("/portal"));
    let (replay, hand) = wrk::in_turn(arguments, (&by_hand.0, &by_hand.1), &session, ROUND_SECONDS).await?;
    let unit = "requests a second, against the same statements in a handler by hand";
    report.compare("replay", median(&replay), unit, median(&hand), Goal::RatioAtLeast(REPLAY_RATIO));
    for (name, path) in &pages {
        let (ours, theirs) = (server.url(path), bare.url(&format!("/replay{path}")));
        let (page, alone) = wrk::in_turn(arguments, (&ours, &theirs), &session, ROUND_SECONDS).await?;
        let unit = "requests a second, against its statements alone";
        report.compare(
            &format!("page_{name}"),
            median(&page),
            unit,
            median(&alone),
            Goal::RatioAtLeast(RATIO),
        );
    }
    drop(bare);
    server.stop().await
}

//! Measures the release build: speed, memory and size, each beside its limit. Called by `cargo xtask bench`, which builds what is
//! measured and finds the tools.
//!
//! What is compared is measured in turn in one run, so that a machine whose speed drifts is as slow for both; medians of all rounds
//! are printed. The database is the portal's own private PostgreSQL, with all its syncs to disk.

mod bell;
mod download;
mod events;
mod failure;
mod mailing;
mod page;
mod pages;
mod pg;
mod portal;
mod progress;
mod recorder;
mod report;
mod start;
mod streams;
mod tool;
mod upload;
mod weight;
mod wrk;

use clap::Parser;
use failure::Failure;
use report::Report;
use std::{path::PathBuf, process::ExitCode};

/// What is measured, and with what.
#[derive(Debug, Parser)]
struct Arguments {
    /// The portal's binary.
    #[arg(long)]
    portal: PathBuf,
    /// The bare handler's binary.
    #[arg(long)]
    bare: PathBuf,
    /// The folder `site` of the build.
    #[arg(long)]
    site_root: PathBuf,
    /// The folder `end2end`, for what is measured by Node and a browser.
    #[arg(long)]
    end2end: PathBuf,
    /// Where databases are made and the report is written.
    #[arg(long)]
    folder: PathBuf,
    /// Postfix' smtp-source and smtp-sink.
    #[arg(long)]
    smtp_source: PathBuf,
    #[arg(long)]
    smtp_sink: PathBuf,
    /// Where the two find their libraries.
    #[arg(long)]
    library_path: PathBuf,
    #[arg(long)]
    wrk: PathBuf,
    /// Rounds of each measurement.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// How long the server is under load before its memory is read, in minutes.
    #[arg(long, default_value_t = 10)]
    load_minutes: u32,
    /// Only these groups of measurements.
    #[arg(long = "only", value_enum)]
    only: Vec<Group>,
}

/// Measurements that are made together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Group {
    /// Start, and memory of an idle server.
    Start,
    /// The ClientPortal page.
    Page,
    /// Every page of the client's portal.
    Pages,
    /// Downloads.
    Download,
    /// Memory while a large file is uploaded.
    Upload,
    /// Memory of open event streams.
    Streams,
    /// From one server to a bell at another.
    Bell,
    /// WASM and JS of the first page.
    Weight,
    /// Bulk invitation runs.
    Mailing,
    /// Progress on the screen.
    Progress,
    /// Memory after load.
    Load,
}

impl Arguments {
    fn wants(&self, group: Group) -> bool {
        self.only.is_empty() || self.only.contains(&group)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// A goal that is missed is no failure: it stands in the report.
async fn measure(arguments: &Arguments) -> Result<(), Failure> {
    let mut report = Report::default();
    if arguments.wants(Group::Start) {
        start::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Page) || arguments.wants(Group::Weight) || arguments.wants(Group::Load) {
        page::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Pages) {
        pages::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Download) {
        download::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Upload) {
        upload::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Streams) {
        streams::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Bell) {
        bell::measure(arguments, &mut report).await?;
    }
    if arguments.wants(Group::Mailing) || arguments.wants(Group::Progress) {
        mailing::measure(arguments, &mut report).await?;
    }
    report.print();
    report.write(&arguments.folder.join("report.json"))
}

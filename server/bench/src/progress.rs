//! How far the progress on the screen lags behind what is committed.

use crate::{
    Arguments,
    failure::Failure,
    mailing::Runs,
    report::{Report, percentile},
    tool,
};
use serde::Deserialize;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS: f64 = 1.0;
const BUFFERS: f64 = 20.0;
/// How often the truth is looked at, and at how many moments the screen is compared with it.
const LOOK: Duration = Duration::from_millis(10);
const COMPARE_MILLIS: f64 = 20.0;

/// What the screen showed from a moment on, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Shown {
    at: f64,
    value: i64,
}

pub(crate) async fn measure(
    arguments: &Arguments,
    runs: &mut Runs,
    report: &mut Report,
) -> Result<(), Failure> {
    let session = runs.server.sign_in_admin().await?;
    let id = runs.start().await?;
    let address = runs.server.url(&format!("/staff/bulk-invitations/{id}"));
    let end2end = arguments.end2end.clone();
    let watching =
        tokio::spawn(async move { tool::script(&end2end, "progress.mjs", &[&address, &session]).await });

    let (mut truth, mut buffers) = (Vec::new(), Vec::new());
    while !watching.is_finished() {
        let value = runs.pg.outcomes().await?;
        truth.push(Shown { at: now(), value });
        if truth.len() % 50 == 0 {
            buffers.push(runs.pg.buffers_of_a_look().await?);
        }
        tokio::time::sleep(LOOK).await;
    }
    let watched = watching.await.map_err(|error| Failure::told(error.to_string()))??;
    let shown: Vec<Shown> = serde_json::from_value(watched["shown"].clone())?;
    println!("{} states on the screen, the largest step {}", shown.len(), largest_step(&shown));
    let lags = lags(&truth, &shown);
    if lags.len() < 50 {
        return Err(Failure::told(format!("the screen could be compared at {} moments only", lags.len())));
    }
    report.add("progress_on_screen_p95", percentile(&lags, 0.95), "s behind the truth", SECONDS);
    report.add("progress_query_buffers", percentile(&buffers, 1.0), "pages", BUFFERS);
    Ok(())
}

/// At each moment between the first and the last state on the screen: how long ago was what it shows the truth?
fn lags(truth: &[Shown], shown: &[Shown]) -> Vec<f64> {
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Vec::new() };
    let mut lags = Vec::new();
    let mut at = first.at;
    while at < last.at {
        let on_screen = shown.iter().take_while(|state| state.at <= at).last().map_or(0, |state| state.value);
        // Since when there has been more than that.
        let passed = truth.iter().find(|state| state.value > on_screen).map_or(at, |state| state.at);
        lags.push((at - passed).max(0.0) / 1_000.0);
        at += COMPARE_MILLIS;
    }
    lags
}

fn largest_step(shown: &[Shown]) -> String {
    let gap = shown.windows(2).map(|pair| pair[1].at - pair[0].at).fold(0.0, f64::max);
    format!("after {gap:.0} ms")
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1_000.0)
}

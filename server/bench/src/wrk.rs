//! wrk, which asks for one address as often as it can.

use crate::{Arguments, failure::Failure, portal::cookie, tool::output};
use tokio::process::Command;

const CONNECTIONS: u32 = 16;

/// What wrk says of a round.
pub(crate) struct Round {
    pub(crate) requests_per_second: f64,
    /// 99th percentile, in milliseconds.
    pub(crate) p99: f64,
}

/// One round. An answer that is none (not 2xx, a broken connection) fails the measurement.
pub(crate) async fn wrk(
    arguments: &Arguments,
    url: &str,
    session: &str,
    seconds: u32,
) -> Result<Round, Failure> {
    let mut command = Command::new(&arguments.wrk);
    command
        .arg("--threads=2")
        .arg(format!("--connections={CONNECTIONS}"))
        .arg(format!("--duration={seconds}s"));
    command.arg("--latency").arg("--header").arg(format!("Cookie: {}", cookie(session)));
    let printed = output(command.arg(url)).await?;
    if let Some(wrong) =
        printed.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        return Err(Failure::told(format!("wrk: {url}: {wrong}")));
    }
    let after = |label: &str| {
        let rest = printed.lines().find_map(|line| line.trim().strip_prefix(label));
        rest.map(str::trim).ok_or_else(|| Failure::told(format!("wrk printed no {label}:\n{printed}")))
    };
    let requests_per_second = after("Requests/sec:")?.parse().map_err(|_| Failure::told(printed.clone()))?;
    Ok(Round { requests_per_second, p99: millis(after("99%")?)? })
}

/// Requests a second of two that are measured in turn, in each round after the first, which is to warm up.
pub(crate) async fn in_turn(
    arguments: &Arguments,
    (ours, theirs): (&str, &str),
    session: &str,
    seconds: u32,
) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let mut rates = (Vec::new(), Vec::new());
    for round in 0..=arguments.rounds {
        let one = wrk(arguments, ours, session, seconds).await?.requests_per_second;
        let other = wrk(arguments, theirs, session, seconds).await?.requests_per_second;
        println!("round {round}: {ours} {one}, {theirs} {other} requests a second");
        if round > 0 {
            rates.0.push(one);
            rates.1.push(other);
        }
    }
    Ok(rates)
}

/// `1.23ms`, `980us`, `1.02s`.
fn millis(text: &str) -> Result<f64, Failure> {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0)];
    let found =
        units.iter().find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor));
    found.ok_or_else(|| Failure::told(format!("wrk: {text} is no time")))
}

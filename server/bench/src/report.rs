//! The figures, on the screen and in a file.

use crate::failure::Failure;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

/// What a figure must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// The figure itself, at most.
    AtMost(f64),
    /// The figure divided by the one it is measured against.
    RatioAtLeast(f64),
    RatioAtMost(f64),
    /// As far from the other figure as this share of it.
    RatioWithin(f64),
    /// The figure less the one it is measured against, at most.
    AtMostMore(f64),
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {limit}"),
            Self::RatioAtLeast(ratio) => write!(f, "ratio ≥ {ratio}"),
            Self::RatioAtMost(ratio) => write!(f, "ratio ≤ {ratio}"),
            Self::RatioWithin(share) => write!(f, "ratio within {} %", share * 100.0),
            Self::AtMostMore(more) => write!(f, "at most {more} more"),
        }
    }
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
struct Measure {
    value: f64,
    unit: &'static str,
    /// The figure it is measured against, or the limit itself.
    limit: f64,
    /// `value / limit`.
    ratio: f64,
    goal: String,
    met: bool,
}

/// All figures by name, in the order in which they were measured.
#[derive(Default, Debug)]
pub(crate) struct Report {
    measures: Vec<(String, Measure)>,
}

impl Report {
    /// A figure with a limit of its own.
    pub(crate) fn add(&mut self, name: &str, value: f64, unit: &'static str, most: f64) {
        self.compare(name, value, unit, most, Goal::AtMost(most));
    }

    /// A figure and the one that it is measured against.
    pub(crate) fn compare(&mut self, name: &str, value: f64, unit: &'static str, against: f64, goal: Goal) {
        let ratio = value / against;
        let met = match goal {
            Goal::AtMost(most) => value <= most,
            Goal::RatioAtLeast(least) => ratio >= least,
            Goal::RatioAtMost(most) => ratio <= most,
            Goal::RatioWithin(share) => (ratio - 1.0).abs() <= share,
            Goal::AtMostMore(more) => value - against <= more,
        };
        let measure = Measure {
            value: rounded(value),
            unit,
            limit: rounded(against),
            ratio: rounded(ratio),
            goal: goal.to_string(),
            met,
        };
        println!("{}", line(name, &measure));
        self.measures.push((name.to_owned(), measure));
    }

    pub(crate) fn print(&self) {
        println!("\n{:<52} {:>12} {:>12} {:>9}  {:<22} ", "", "measured", "against", "ratio", "goal");
        for (name, measure) in &self.measures {
            println!("{}", line(name, measure));
        }
    }

    /// Writes `{"measures": {"<name>": {"value", "unit", "limit", "ratio", "goal", "met"}}}`.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let measures: BTreeMap<_, _> = self.measures.iter().cloned().collect();
        let text = serde_json::to_string_pretty(&serde_json::json!({ "measures": measures }))?;
        std::fs::write(path, text + "\n").map_err(Failure::file(PathBuf::from(path)))?;
        println!("\nwritten to {}", path.display());
        Ok(())
    }
}

fn line(name: &str, measure: &Measure) -> String {
    let Measure { value, unit, limit, ratio, goal, met } = measure;
    let met = if *met { "met" } else { "NOT MET" };
    format!("{name:<52} {value:>12} {limit:>12} {ratio:>9}  {goal:<22} {met:<8} {unit}")
}

/// Three digits that matter are more than any of these figures has.
fn rounded(value: f64) -> f64 {
    let scale = if value.abs() >= 100.0 { 1.0 } else { 1000.0 };
    (value * scale).round() / scale
}

/// The middle one of several figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The figure that this share of the figures do not exceed.
pub(crate) fn percentile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

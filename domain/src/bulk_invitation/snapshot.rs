//! State and counts of a run at one moment: what a progress bar, an event and the API show.

use crate::id::RunId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Made; no sender has taken anything of it yet.
    Queued,
    Running,
    /// By staff, or by itself; then [`RunSnapshot::paused_because`] says why.
    Paused,
    Completed,
    Cancelled,
}

impl RunState {
    pub const ALL: &[Self] = &[Self::Queued, Self::Running, Self::Paused, Self::Completed, Self::Cancelled];

    /// The name in the table and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The word on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Paused => "Paused",
            Self::Completed => "Completed",
            Self::Cancelled => "Cancelled",
        }
    }

    /// Whether nothing more will happen unless staff ask for a retry.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    #[must_use]
    pub fn can_pause(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    #[must_use]
    pub fn can_resume(self) -> bool {
        self == Self::Paused
    }

    #[must_use]
    pub fn can_cancel(self) -> bool {
        !self.is_finished()
    }

    /// And some recipients must have failed.
    #[must_use]
    pub fn can_retry(self) -> bool {
        self == Self::Completed
    }
}

impl std::str::FromStr for RunState {
    type Err = UnknownRunState;
    fn from_str(text: &str) -> Result<Self, UnknownRunState> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text).ok_or(UnknownRunState)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown state of a bulk invitation run")]
pub struct UnknownRunState;

/// The whole of what watching a run shows; never a difference, so that a lost one costs nothing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunSnapshot {
    pub id: RunId,
    pub state: RunState,
    pub total: i64,
    pub success: i64,
    pub failed: i64,
    pub skipped: i64,
    /// Those without an outcome yet; `success + failed + skipped + queued = total`.
    pub queued: i64,
    /// When the first mail was taken in hand.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Why the run paused by itself.
    pub paused_because: Option<String>,
    /// Outcomes a second since the run last began to move.
    pub rate: f64,
    /// By the rate; `None` when nothing moves.
    pub seconds_left: Option<i64>,
}

/// Below this there is no rate worth showing.
const MIN_SECONDS: f64 = 0.25;

/// How a run has moved since it was started, resumed or retried.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    pub outcomes: i64,
    pub seconds: f64,
}

impl RunSnapshot {
    /// Those with an outcome.
    #[must_use]
    pub fn finished(&self) -> i64 {
        self.success + self.failed + self.skipped
    }

    /// Whole percent, rounded down, so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.total == 0 { 100 } else { self.finished() * 100 / self.total }
    }

    /// Fills in rate and time left.
    #[must_use]
    pub fn moving(mut self, movement: Movement) -> Self {
        let has_moved = movement.seconds >= MIN_SECONDS && movement.outcomes > 0;
        let rate = if has_moved { movement.outcomes as f64 / movement.seconds } else { 0.0 };
        self.rate = (rate * 10.0).round() / 10.0;
        let is_moving = matches!(self.state, RunState::Queued | RunState::Running) && rate > 0.0;
        self.seconds_left = is_moving.then(|| (self.queued as f64 / rate).ceil() as i64);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn snapshot() -> RunSnapshot {
        RunSnapshot {
            id: RunId(Uuid::nil()),
            state: RunState::Running,
            total: 200,
            success: 90,
            failed: 6,
            skipped: 3,
            queued: 101,
            started_at: None,
            finished_at: None,
            paused_because: None,
            rate: 0.0,
            seconds_left: None,
        }
    }

    #[test]
    fn rate_and_time_left_follow_the_movement() {
        let moving = snapshot().moving(Movement { outcomes: 99, seconds: 3.0 });
        assert_eq!((moving.percent(), moving.rate, moving.seconds_left), (49, 33.0, Some(4)));
        let just_begun = snapshot().moving(Movement { outcomes: 9, seconds: 0.01 });
        assert_eq!((just_begun.rate, just_begun.seconds_left), (0.0, None));
        let paused = RunSnapshot { state: RunState::Paused, ..snapshot() }
            .moving(Movement { outcomes: 99, seconds: 3.0 });
        assert_eq!(paused.seconds_left, None);
    }

    #[test]
    fn states_read_back() {
        for state in RunState::ALL {
            assert_eq!(state.as_str().parse::<RunState>().ok(), Some(*state));
        }
        assert!("gone".parse::<RunState>().is_err());
    }
}

//! Ids, days and chances: the same ones at every run, counted from today.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Any number; another one makes another company of the same kind.
const SEED: u64 = 20_261_123;

/// Where all that is made up comes from.
pub(super) struct Maker {
    rng: StdRng,
    now: DateTime<Utc>,
    today: NaiveDate,
}

impl Maker {
    /// `today` is the company's.
    pub(super) fn new(now: DateTime<Utc>, today: NaiveDate) -> Self {
        Self { rng: StdRng::seed_from_u64(SEED), now, today }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// So many days from today; negative is before.
    pub(super) fn day(&self, offset: i64) -> NaiveDate {
        let days = Days::new(offset.unsigned_abs());
        let day =
            if offset < 0 { self.today.checked_sub_days(days) } else { self.today.checked_add_days(days) };
        day.unwrap_or(self.today)
    }

    /// How many days from today.
    pub(super) fn offset(&self, day: NaiveDate) -> i64 {
        (day - self.today).num_days()
    }

    /// Some moment in the working hours of a day, and never one to come.
    pub(super) fn moment(&mut self, day: NaiveDate) -> DateTime<Utc> {
        let seconds = self.between(7 * 3_600..=17 * 3_600);
        // Drawn whether it is needed or not, so that the time of day changes nothing of what is made up afterwards.
        let ago = self.between(60..=3_600);
        let moment = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(seconds);
        if moment < self.now { moment } else { self.now - TimeDelta::seconds(ago) }
    }

    /// A UUID of version 7, which sorts by `at`.
    pub(super) fn uuid(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.rng.random()).into_uuid()
    }

    pub(super) fn id<T: From<Uuid>>(&mut self, at: DateTime<Utc>) -> T {
        self.uuid(at).into()
    }

    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.rng.random_range(range)
    }

    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }

    /// One of `items`, which are not none.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.rng.random_range(0..items.len())]
    }
}

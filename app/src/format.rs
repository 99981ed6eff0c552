//! Dates, times, amounts and sizes as whoever asks reads them.

use crate::words::{language, say};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{locale, money::Money};
use std::borrow::Cow;

/// `12 Dec 2026`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    locale::date(language(), day)
}

/// `Monday, 23 November 2026`.
pub(crate) fn long_date(day: NaiveDate) -> String {
    locale::long_date(language(), day)
}

/// `23 Nov 2026, 10:12 CET`, in the zone in which this person reads times.
#[must_use]
pub fn time(at: DateTime<Utc>, zone: Tz) -> String {
    locale::time(language(), at, zone)
}

/// `$1,234.50`.
#[must_use]
pub fn money(amount: Money) -> String {
    locale::money(language(), amount)
}

/// `Nov`.
pub(crate) fn month(day: NaiveDate) -> String {
    locale::month(language(), day)
}

/// `Nov 2026`.
pub(crate) fn month_and_year(day: NaiveDate) -> String {
    locale::month_and_year(language(), day)
}

/// `1 Feb – 30 Apr 2027`; the year stands once when both days have the same.
#[must_use]
pub fn date_range(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Cow<'static, str> {
    match (start, end) {
        (Some(start), Some(end)) => locale::date_range(language(), start, end).into(),
        (Some(start), None) => say!("date-range-from", day = date(start)),
        (None, Some(end)) => say!("date-range-until", day = date(end)),
        (None, None) => say!("date-range-none"),
    }
}

/// How far a day is from today: `today`, `tomorrow`, `in 5 days`, `yesterday`, `9 days ago`.
pub(crate) fn days_from(today: NaiveDate, day: NaiveDate) -> Cow<'static, str> {
    match (day - today).num_days() {
        0 => say!("day-today"),
        1 => say!("day-tomorrow"),
        -1 => say!("day-yesterday"),
        ahead @ 2.. => say!("day-ahead", days = ahead),
        ago => say!("day-ago", days = (-ago)),
    }
}

/// What is left of a term whose last day is `day`: `2 days left`, `1 day left`, `last day`; `None` when it is over.
pub(crate) fn days_left(today: NaiveDate, day: NaiveDate) -> Option<Cow<'static, str>> {
    match (day - today).num_days() {
        0 => Some(say!("days-left-last")),
        left @ 1.. => Some(say!("days-left", days = left)),
        _ => None,
    }
}

/// When something happened: `just now`, `5 minutes ago`, `3 hours ago`, `yesterday, 10:12`, then the date.
pub(crate) fn when(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Cow<'static, str> {
    let (local, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    let days = (today - local.date_naive()).num_days();
    match ((now - at).num_minutes(), days) {
        (..1, _) => say!("when-now"),
        (minutes @ 1..60, _) => say!("when-minutes", minutes = minutes),
        (minutes, 0) => say!("when-hours", hours = (minutes / 60)),
        (_, 1) => say!("when-yesterday", time = local.format("%H:%M").to_string()),
        _ => date(local.date_naive()).into(),
    }
}

/// `640 bytes`, `12 KB`, `1.4 MB`: thousands, as file managers count.
pub(crate) fn size(bytes: i64) -> Cow<'static, str> {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return say!("size-bytes", bytes = bytes);
    }
    // Tenths of the unit, rounded; nothing here needs a float.
    let (mut tenths, mut unit) = ((bytes + 50) / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1_000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    let number = if tenths < 100 && tenths % 10 != 0 {
        locale::tenths(language(), tenths)
    } else {
        locale::number(language(), (tenths + 5) / 10)
    };
    format!("{number} {name}").into()
}

/// What kind of file it is, in a word.
pub(crate) fn file_type(content_type: &str) -> Cow<'static, str> {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/pdf" => say!("file-pdf"),
        "application/zip" | "application/gzip" | "application/x-7z-compressed" => say!("file-archive"),
        "text/csv" | "application/vnd.ms-excel" | "application/vnd.oasis.opendocument.spreadsheet" => {
            say!("file-spreadsheet")
        }
        "application/msword" | "application/vnd.oasis.opendocument.text" | "application/rtf" => {
            say!("file-document")
        }
        "application/vnd.ms-powerpoint" | "application/vnd.oasis.opendocument.presentation" => {
            say!("file-presentation")
        }
        other if other.ends_with("spreadsheetml.sheet") => say!("file-spreadsheet"),
        other if other.ends_with("wordprocessingml.document") => say!("file-document"),
        other if other.ends_with("presentationml.presentation") => say!("file-presentation"),
        other if other.starts_with("image/") => say!("file-image"),
        other if other.starts_with("video/") => say!("file-video"),
        other if other.starts_with("audio/") => say!("file-audio"),
        other if other.starts_with("text/") => say!("file-text"),
        _ => say!("file-other"),
    }
}

/// A stored word as a label: `bank_transfer` is `Bank transfer`.
#[must_use]
pub fn label(word: &str) -> String {
    let words = word.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ranges_say_the_year_once() {
        let range = |start: &str, end: &str| date_range(start.parse().ok(), end.parse().ok());
        assert_eq!(range("2027-02-01", "2027-04-30"), "1 Feb – 30 Apr 2027");
        assert_eq!(range("2026-08-03", "2027-01-29"), "3 Aug 2026 – 29 Jan 2027");
        assert_eq!(range("2026-08-03", ""), "From 3 Aug 2026");
        assert_eq!(range("", "2026-08-03"), "Until 3 Aug 2026");
        assert_eq!(range("", ""), "No dates yet");
    }

    #[test]
    fn days_are_told_from_today() {
        let today = day("2026-11-23");
        let from = |text| days_from(today, day(text));
        assert_eq!(
            [from("2026-11-23"), from("2026-11-24"), from("2026-12-12")],
            ["today", "tomorrow", "in 19 days"]
        );
        assert_eq!([from("2026-11-22"), from("2026-11-14")], ["yesterday", "9 days ago"]);
        let left = |text| days_left(today, day(text));
        assert_eq!([left("2026-11-23"), left("2026-11-24")].map(Option::unwrap), ["last day", "1 day left"]);
        assert_eq!((left("2026-11-25").as_deref(), left("2026-11-22")), (Some("2 days left"), None));
    }

    #[test]
    fn times_are_told_from_now_in_the_companys_zone() {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        let told = |text: &str| when(text.parse().unwrap(), now, chrono_tz::Europe::Berlin);
        assert_eq!(told("2026-11-23T08:59:40Z"), "just now");
        assert_eq!(told("2026-11-23T08:31:00Z"), "29 minutes ago");
        assert_eq!(told("2026-11-23T06:59:00Z"), "2 hours ago");
        assert_eq!(told("2026-11-22T23:30:00Z"), "9 hours ago", "today in Berlin");
        assert_eq!(told("2026-11-22T22:30:00Z"), "yesterday, 23:30");
        assert_eq!(told("2026-11-02T22:30:00Z"), "2 Nov 2026");
        assert_eq!(time(now, chrono_tz::Europe::Berlin), "23 Nov 2026, 10:00 CET");
    }

    #[test]
    fn sizes_have_two_digits_that_matter() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1 KB"),
            (1_449, "1.4 KB"),
            (48_213, "48 KB"),
            (999_960, "1 MB"),
            (2_450_000, "2.5 MB"),
            (104_857_600, "105 MB"),
            (3_000_000_000, "3 GB"),
        ] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn stored_words_become_labels() {
        assert_eq!([label("bank_transfer"), label("other"), label("")], ["Bank transfer", "Other", ""]);
    }
}

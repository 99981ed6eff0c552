//! Dates, times and sizes as people read them. Amounts write themselves: `domain::money::Money` has a `Display`.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

/// `12 Dec 2026`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// `Monday, 23 November 2026`.
pub(crate) fn long_date(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

/// `23 Nov 2026, 10:12 CET`, in the company's time zone.
#[must_use]
pub fn time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %b %Y, %H:%M %Z").to_string()
}

/// `1 Feb – 30 Apr 2027`; the year stands once when both days have the same.
#[must_use]
pub fn date_range(start: Option<NaiveDate>, end: Option<NaiveDate>) -> String {
    match (start, end) {
        (Some(start), Some(end)) if start == end => date(start),
        (Some(start), Some(end)) if start.year() == end.year() => {
            format!("{} – {}", start.format("%-d %b"), date(end))
        }
        (Some(start), Some(end)) => format!("{} – {}", date(start), date(end)),
        (Some(start), None) => format!("From {}", date(start)),
        (None, Some(end)) => format!("Until {}", date(end)),
        (None, None) => "No dates yet".to_owned(),
    }
}

/// How far a day is from today: `today`, `tomorrow`, `in 5 days`, `yesterday`, `9 days ago`.
pub(crate) fn days_from(today: NaiveDate, day: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ahead @ 2.. => format!("in {ahead} days"),
        ago => format!("{} days ago", -ago),
    }
}

/// What is left of a term whose last day is `day`: `2 days left`, `1 day left`, `last day`; `None` when it is over.
pub(crate) fn days_left(today: NaiveDate, day: NaiveDate) -> Option<String> {
    match (day - today).num_days() {
        0 => Some("last day".to_owned()),
        1 => Some("1 day left".to_owned()),
        left @ 2.. => Some(format!("{left} days left")),
        _ => None,
    }
}

/// When something happened: `just now`, `5 minutes ago`, `3 hours ago`, `yesterday, 10:12`, then the date.
pub(crate) fn when(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let (local, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    let days = (today - local.date_naive()).num_days();
    match ((now - at).num_minutes(), days) {
        (..1, _) => "just now".to_owned(),
        (1, _) => "1 minute ago".to_owned(),
        (minutes @ 2..60, _) => format!("{minutes} minutes ago"),
        (60..120, 0) => "1 hour ago".to_owned(),
        (minutes, 0) => format!("{} hours ago", minutes / 60),
        (_, 1) => format!("yesterday, {}", local.format("%H:%M")),
        _ => date(local.date_naive()),
    }
}

/// `640 bytes`, `12 KB`, `1.4 MB`: thousands, as file managers count.
pub(crate) fn size(bytes: i64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes == 1 {
        return "1 byte".to_owned();
    }
    if bytes < 1_000 {
        return format!("{bytes} bytes");
    }
    // Tenths of the unit, rounded; nothing here needs a float.
    let (mut tenths, mut unit) = ((bytes + 50) / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1_000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if tenths < 100 && tenths % 10 != 0 {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    } else {
        format!("{} {name}", (tenths + 5) / 10)
    }
}

/// What kind of file it is, in a word.
pub(crate) fn file_type(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/pdf" => "PDF",
        "application/zip" | "application/gzip" | "application/x-7z-compressed" => "Archive",
        "text/csv" | "application/vnd.ms-excel" | "application/vnd.oasis.opendocument.spreadsheet" => {
            "Spreadsheet"
        }
        "application/msword" | "application/vnd.oasis.opendocument.text" | "application/rtf" => "Document",
        "application/vnd.ms-powerpoint" | "application/vnd.oasis.opendocument.presentation" => "Presentation",
        other if other.ends_with("spreadsheetml.sheet") => "Spreadsheet",
        other if other.ends_with("wordprocessingml.document") => "Document",
        other if other.ends_with("presentationml.presentation") => "Presentation",
        other if other.starts_with("image/") => "Image",
        other if other.starts_with("video/") => "Video",
        other if other.starts_with("audio/") => "Audio",
        other if other.starts_with("text/") => "Text",
        _ => "File",
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
        assert_eq!(range("2026-08-03", "2026-08-03"), "3 Aug 2026");
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

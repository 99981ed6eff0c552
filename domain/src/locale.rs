//! Dates, numbers and amounts as people of a language write them, by Unicode's CLDR (ICU4X).
//!
//! English is that of `en-GB`: the day before the month, and hours to 24, which everybody reads alike.

use crate::{
    language::Language,
    money::{self, Money},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use icu_calendar::Gregorian;
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets, input::Date};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::{Locale, locale};
use std::sync::LazyLock;

/// `12 Dec 2026`, `12.12.2026`.
#[must_use]
pub fn date(language: Language, day: NaiveDate) -> String {
    write(&of(language).day, day, |formatter, day| formatter.format(&day).to_string())
}

/// `Monday, 23 November 2026`, `Montag, 23. November 2026`.
#[must_use]
pub fn long_date(language: Language, day: NaiveDate) -> String {
    write(&of(language).long_day, day, |formatter, day| formatter.format(&day).to_string())
}

/// `1 Feb – 30 Apr 2027`, `01.02.2027 – 30.04.2027`: in English the year stands once when both days have the same.
#[must_use]
pub fn date_range(language: Language, start: NaiveDate, end: NaiveDate) -> String {
    let last = date(language, end);
    if start == end {
        return last;
    }
    // German writes the month as a number, and has no such short form.
    let is_short = language == Language::English && start.year() == end.year();
    let first = if is_short { day_and_month(language, start) } else { date(language, start) };
    format!("{first} – {last}")
}

/// `12 Dec`, `12. Dez.`.
#[must_use]
pub fn day_and_month(language: Language, day: NaiveDate) -> String {
    write(&of(language).day_and_month, day, |formatter, day| formatter.format(&day).to_string())
}

/// `Nov`.
#[must_use]
pub fn month(language: Language, day: NaiveDate) -> String {
    write(&of(language).month, day, |formatter, day| formatter.format(&day).to_string())
}

/// `Nov 2026`, `11/2026`.
#[must_use]
pub fn month_and_year(language: Language, day: NaiveDate) -> String {
    write(&of(language).month_and_year, day, |formatter, day| formatter.format(&day).to_string())
}

/// `23 Nov 2026, 10:12 CET`: as clocks in `zone` show it.
#[must_use]
pub fn time(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}, {}", date(language, local.date_naive()), local.format("%H:%M %Z"))
}

/// `1,234`, `1.234`.
#[must_use]
pub fn number(language: Language, number: i64) -> String {
    decimal(language, Decimal::from(number))
}

/// `2.5`, `2,5`: without zeros at the end.
#[must_use]
pub fn quantity(language: Language, quantity: rust_decimal::Decimal) -> String {
    let digits = quantity.normalize().to_string();
    Decimal::try_from_str(&digits).map_or(digits, |number| decimal(language, number))
}

/// `$1,234.50`, `€0.99`, `−$5.00` and `CHF 12.00`; in German `1.234,50 $`, `0,99 €`, `−5,00 $` and `12,00 CHF`.
#[must_use]
pub fn money(language: Language, amount: Money) -> String {
    let mut digits = Decimal::from(amount.minor.unsigned_abs());
    digits.multiply_pow10(-i16::try_from(money::decimals(amount.currency)).unwrap_or_default());
    let digits = decimal(language, digits);
    let sign = if amount.minor < 0 { "−" } else { "" };
    match (language, amount.symbol()) {
        (Language::English, Some(symbol)) => format!("{sign}{symbol}{digits}"),
        (Language::English, None) => format!("{sign}{}\u{a0}{digits}", amount.currency.code()),
        (Language::German, symbol) => {
            format!("{sign}{digits}\u{a0}{}", symbol.unwrap_or_else(|| amount.currency.code()))
        }
    }
}

/// A number with one decimal, of tenths: `14` is `1.4` or `1,4`.
#[must_use]
pub fn tenths(language: Language, tenths: i64) -> String {
    let mut number = Decimal::from(tenths);
    number.multiply_pow10(-1);
    decimal(language, number)
}

fn decimal(language: Language, number: Decimal) -> String {
    match &of(language).number {
        Some(formatter) => formatter.format(&number).to_string(),
        None => number.to_string(),
    }
}

fn write<F>(
    formatter: &Option<F>,
    day: NaiveDate,
    say: impl FnOnce(&F, Date<Gregorian>) -> String,
) -> String {
    match (formatter, gregorian(day)) {
        (Some(formatter), Some(date)) => say(formatter, date),
        _ => day.to_string(),
    }
}

fn gregorian(day: NaiveDate) -> Option<Date<Gregorian>> {
    let (month, day_of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    Date::try_new_gregorian(day.year(), month, day_of_month).ok()
}

/// Made once a language: reading the data is most of the work. `None` is for data that the library lacks; days are written
/// as in ISO 8601 then, and numbers without groups.
struct Formatters {
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YMD>>,
    long_day: Option<FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YMDE>>,
    day_and_month: Option<FixedCalendarDateTimeFormatter<Gregorian, fieldsets::MD>>,
    month: Option<FixedCalendarDateTimeFormatter<Gregorian, fieldsets::M>>,
    month_and_year: Option<FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YM>>,
    number: Option<DecimalFormatter>,
}

impl Formatters {
    fn new(locale: &Locale) -> Self {
        Self {
            day: FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::YMD::medium()).ok(),
            long_day: FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::YMDE::long()).ok(),
            day_and_month: FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::MD::medium())
                .ok(),
            month: FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::M::medium()).ok(),
            month_and_year: FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::YM::medium())
                .ok(),
            number: DecimalFormatter::try_new(locale.into(), Default::default()).ok(),
        }
    }
}

fn of(language: Language) -> &'static Formatters {
    static ENGLISH: LazyLock<Formatters> = LazyLock::new(|| Formatters::new(&locale!("en-GB")));
    static GERMAN: LazyLock<Formatters> = LazyLock::new(|| Formatters::new(&locale!("de")));
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use Language::{English, German};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_written_as_in_the_language() {
        let monday = day("2026-11-23");
        assert_eq!(date(English, monday), "23 Nov 2026");
        assert_eq!(date(German, monday), "23.11.2026");
        assert_eq!(long_date(English, monday), "Monday, 23 November 2026");
        assert_eq!(long_date(German, monday), "Montag, 23. November 2026");
        assert_eq!(date(German, day("2027-03-01")), "01.03.2027");
    }

    #[test]
    fn months_have_their_names() {
        let november = day("2026-11-01");
        assert_eq!([month(English, november), month_and_year(English, november)], ["Nov", "Nov 2026"]);
        assert_eq!([month(German, november), month_and_year(German, november)], ["Nov", "11/2026"]);
    }

    #[test]
    fn quantities_have_no_zeros_at_their_end() {
        let show = |language, text: &str| quantity(language, text.parse().unwrap());
        assert_eq!(
            [show(English, "2.500"), show(English, "12"), show(English, "0.25")],
            ["2.5", "12", "0.25"]
        );
        assert_eq!(
            [show(German, "2.500"), show(German, "1200"), show(German, "0.25")],
            ["2,5", "1.200", "0,25"]
        );
    }

    #[test]
    fn ranges_say_the_year_once() {
        let range = |language, start, end| date_range(language, day(start), day(end));
        assert_eq!(range(English, "2027-02-01", "2027-04-30"), "1 Feb – 30 Apr 2027");
        assert_eq!(range(German, "2027-02-01", "2027-04-30"), "01.02.2027 – 30.04.2027");
        assert_eq!(range(English, "2026-08-03", "2027-01-29"), "3 Aug 2026 – 29 Jan 2027");
        assert_eq!(range(English, "2026-08-03", "2026-08-03"), "3 Aug 2026");
    }

    #[test]
    fn times_name_their_zone() {
        let at = "2026-11-23T09:12:00Z".parse().unwrap();
        assert_eq!(time(English, at, chrono_tz::Europe::Berlin), "23 Nov 2026, 10:12 CET");
        assert_eq!(time(German, at, chrono_tz::Europe::Berlin), "23.11.2026, 10:12 CET");
    }

    #[test]
    fn amounts_keep_the_decimals_of_their_currency() {
        let show = |language, minor, currency| money(language, Money::new(minor, currency));
        for (minor, currency, english, german) in [
            (123_450, Currency::USD, "$1,234.50", "1.234,50\u{a0}$"),
            (5, Currency::EUR, "€0.05", "0,05\u{a0}€"),
            (1_200, Currency::JPY, "¥1,200", "1.200\u{a0}¥"),
            (1_234_567, Currency::KWD, "KWD\u{a0}1,234.567", "1.234,567\u{a0}KWD"),
            (-500, Currency::USD, "−$5.00", "−5,00\u{a0}$"),
            (i64::MIN, Currency::JPY, "−¥9,223,372,036,854,775,808", "−9.223.372.036.854.775.808\u{a0}¥"),
        ] {
            assert_eq!(show(English, minor, currency), english);
            assert_eq!(show(German, minor, currency), german);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([number(English, 1_234_567), number(German, 1_234_567)], ["1,234,567", "1.234.567"]);
        assert_eq!([tenths(English, 14), tenths(German, 14), tenths(German, 10)], ["1.4", "1,4", "1,0"]);
    }
}

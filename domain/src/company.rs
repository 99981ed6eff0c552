//! The company whose portal this is: one deployment, one company.

use crate::language::Language;
use chrono::{DateTime, NaiveDate, Utc};

/// What pages, mails and rules need to know of the company.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    /// For whoever has chosen none.
    pub language: Language,
    pub time_zone: chrono_tz::Tz,
    /// `#rrggbb`.
    pub brand_color: String,
    pub has_logo: bool,
    /// For how many days an invitation's link works.
    pub invitation_days: i32,
    pub support_email: Option<String>,
    /// Changes with the settings; stands in the addresses of logo and colours so that browsers may keep them.
    pub updated_at: DateTime<Utc>,
}

impl Company {
    /// The day in the company's time zone: what "today" means in every rule.
    #[must_use]
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.time_zone).date_naive()
    }
}

pub mod papers;
pub mod settings;

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_a_day_in_the_companys_time_zone() {
        let at = |time_zone| {
            let now = "2026-11-23T23:30:00Z".parse().unwrap();
            let company = Company {
                name: String::new(),
                language: Language::English,
                time_zone,
                brand_color: String::new(),
                has_logo: false,
                invitation_days: 7,
                support_email: None,
                updated_at: now,
            };
            company.today(now).to_string()
        };
        assert_eq!(at(chrono_tz::UTC), "2026-11-23");
        assert_eq!(at(chrono_tz::Europe::Berlin), "2026-11-24");
        assert_eq!(at(chrono_tz::America::Los_Angeles), "2026-11-23");
    }
}

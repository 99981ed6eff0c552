//! Declining a quote: with a reason, and only while it is open.

use super::QuoteStatus;
use crate::error::{Conflict, Result};
#[cfg(any(feature = "postgres", test))]
use crate::{error::Error, words::sentence};
use chrono::{DateTime, NaiveDate, Utc};

/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 1_000;

/// Who declined a quote, when and why.
#[derive(Clone, Debug)]
pub struct Decline {
    /// The person's name at that time.
    pub person_name: String,
    pub reason: String,
    pub declined_at: DateTime<Utc>,
}

/// Whether a quote in this stored state can be declined on the day `today`: as long as it can be approved.
///
/// # Errors
/// The [`Conflict`] that stands in the way.
pub fn may_decline(
    status: QuoteStatus,
    valid_until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Conflict> {
    match (status.on(valid_until, today), valid_until) {
        (QuoteStatus::Sent, _) => Ok(()),
        (QuoteStatus::Expired, Some(day)) => Err(Conflict::QuoteLapsed(day)),
        (QuoteStatus::Approved, _) => Err(Conflict::QuoteAlreadyApproved),
        (QuoteStatus::Declined, _) => Err(Conflict::QuoteAlreadyDeclined),
        (other, _) => Err(Conflict::QuoteNotDeclinable(other)),
    }
}

/// The reason without what surrounds it.
///
/// # Errors
/// [`Error::Invalid`] at `reason` when there is none, or it is too long.
#[cfg(any(feature = "postgres", test))]
pub(crate) fn check_reason(typed: &str) -> Result<String> {
    // Browsers send line breaks as CRLF.
    let reason = typed.replace("\r\n", "\n").trim().to_owned();
    if reason.is_empty() {
        return Err(Error::field("reason", sentence!("field-decline-reason")));
    }
    if reason.chars().count() > MAX_REASON_CHARS {
        return Err(Error::field("reason", sentence!("field-at-most", characters = MAX_REASON_CHARS)));
    }
    if reason.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t') {
        return Err(Error::field("reason", sentence!("field-letters-only")));
    }
    Ok(reason)
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::decline;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_open_quote_is_declined() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let until = Some(day("2026-11-23"));
        let may = |status, today: &str| may_decline(status, until, day(today));
        assert_eq!(may(QuoteStatus::Sent, "2026-11-23"), Ok(()));
        assert_eq!(may(QuoteStatus::Sent, "2026-11-24"), Err(Conflict::QuoteLapsed(day("2026-11-23"))));
        assert_eq!(may(QuoteStatus::Approved, "2026-11-23"), Err(Conflict::QuoteAlreadyApproved));
        assert_eq!(may(QuoteStatus::Declined, "2026-11-24"), Err(Conflict::QuoteAlreadyDeclined));
        assert_eq!(
            may(QuoteStatus::Cancelled, "2026-11-23"),
            Err(Conflict::QuoteNotDeclinable(QuoteStatus::Cancelled))
        );
    }

    #[test]
    fn a_reason_is_some_words() {
        assert_eq!(check_reason(" Too dear.\r\nSorry! ").unwrap(), "Too dear.\nSorry!");
        for wrong in ["", " \r\n ", "a\0b", &"x".repeat(MAX_REASON_CHARS + 1)] {
            assert!(matches!(check_reason(wrong), Err(Error::Invalid(_))), "{wrong:?}");
        }
    }
}

//! Quotes, and what it takes to approve one (SPEC section 5).

use crate::{
    error::{Conflict, Error, FieldError},
    id::{ProjectId, QuoteId},
    line::Line,
    money::Money,
    words::{Sentence, sentence},
};
use chrono::NaiveDate;

/// A quote's state as people see it; `Expired` is derived, never stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuoteStatus {
    Draft,
    Sent,
    Expired,
    Approved,
    Declined,
    Cancelled,
}

impl QuoteStatus {
    /// What a client can see and filter by: drafts are not for clients.
    pub const VISIBLE: [Self; 5] =
        [Self::Sent, Self::Expired, Self::Approved, Self::Declined, Self::Cancelled];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Expired => "expired",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Sent => "Sent",
            Self::Expired => "Expired",
            Self::Approved => "Approved",
            Self::Declined => "Declined",
            Self::Cancelled => "Cancelled",
        }
    }

    /// The state on the day `today`, from the stored one.
    #[must_use]
    pub fn on(self, valid_until: Option<NaiveDate>, today: NaiveDate) -> Self {
        match self {
            Self::Sent if valid_until.is_some_and(|day| day < today) => Self::Expired,
            other => other,
        }
    }
}

impl std::str::FromStr for QuoteStatus {
    type Err = UnknownStatus;
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        std::iter::once(Self::Draft)
            .chain(Self::VISIBLE)
            .find(|status| status.as_str() == text)
            .ok_or(UnknownStatus)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown quote status")]
pub struct UnknownStatus;

/// A quote as a list shows it.
#[derive(Clone, Debug)]
pub struct QuoteSummary {
    pub id: QuoteId,
    pub number: String,
    pub title: String,
    pub status: QuoteStatus,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub total: Money,
}

/// A quote as its page shows it.
#[derive(Clone, Debug)]
pub struct QuoteDetail {
    pub summary: QuoteSummary,
    pub project: Option<(ProjectId, String)>,
    pub lines: Vec<Line>,
    pub terms: String,
    /// From 1; each revision replaces the one before.
    pub revision: i32,
    /// The revisions that this one replaced, newest first.
    pub older: Vec<OlderRevision>,
    pub approval: Option<Approval>,
    pub decline: Option<Decline>,
}

/// Who approved a quote, and what proves it.
#[derive(Clone, Debug)]
pub struct Approval {
    pub typed_name: String,
    pub approved_at: chrono::DateTime<chrono::Utc>,
    /// SHA-256 over the frozen quote, hexadecimal.
    pub frozen_sha256: String,
}

/// What a person gives to approve a quote.
#[derive(Clone, Debug)]
pub struct Signature {
    pub typed_name: String,
    pub terms_accepted: bool,
    /// The revision that the person has seen.
    pub revision: i32,
}

/// Longest typed name, in characters.
pub const MAX_NAME_LENGTH: usize = 200;

impl Signature {
    /// Whether name and terms are there.
    ///
    /// # Errors
    /// [`Error::Invalid`] with `typed_name` or `terms_accepted`.
    pub fn validate(&self) -> Result<(), Error> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, message: Sentence| {
            errors.push(FieldError { field: field.to_owned(), message });
        };
        let length = self.typed_name.trim().chars().count();
        if length == 0 {
            wrong("typed_name", sentence!("quote-name-missing"));
        } else if length > MAX_NAME_LENGTH {
            wrong("typed_name", sentence!("field-at-most", characters = MAX_NAME_LENGTH));
        } else if self.typed_name.chars().any(char::is_control) {
            wrong("typed_name", sentence!("quote-name-letters"));
        }
        if !self.terms_accepted {
            wrong("terms_accepted", sentence!("quote-terms-missing"));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }
}

/// Whether what a person decides on is what the quote is now.
///
/// # Errors
/// [`Conflict::QuoteRevised`].
pub fn is_current(revision: i32, seen: i32) -> Result<(), Conflict> {
    if revision == seen { Ok(()) } else { Err(Conflict::QuoteRevised(revision)) }
}

/// Whether a quote in this stored state can be approved on the day `today`: sent, and not past its last valid day.
///
/// # Errors
/// The [`Conflict`] that stands in the way.
pub fn may_approve(
    status: QuoteStatus,
    valid_until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Conflict> {
    match (status.on(valid_until, today), valid_until) {
        (QuoteStatus::Sent, _) => Ok(()),
        (QuoteStatus::Expired, Some(day)) => Err(Conflict::QuoteExpired(day)),
        (QuoteStatus::Approved, _) => Err(Conflict::QuoteAlreadyApproved),
        (other, _) => Err(Conflict::QuoteNotOpen(other)),
    }
}

mod decline;
mod frozen;
#[cfg(feature = "postgres")]
mod invoicing;
#[cfg(feature = "postgres")]
mod kept;
#[cfg(feature = "postgres")]
mod pg;
mod revision;
pub mod staff;
#[cfg(feature = "postgres")]
pub use decline::decline;
pub use decline::{Decline, MAX_REASON_CHARS, may_decline};
pub use frozen::{FrozenLine, FrozenQuote};
#[cfg(feature = "postgres")]
pub(crate) use frozen::{freeze, keep_replaced};
#[cfg(feature = "postgres")]
pub use kept::KeptQuote;
#[cfg(feature = "postgres")]
pub use pg::*;
#[cfg(feature = "postgres")]
pub(crate) use revision::revised_news;
pub use revision::{CheckedRevision, LineInput, MAX_LINES, OlderRevision, RevisionInput, may_revise};
#[cfg(feature = "postgres")]
pub use revision::{older, revise};

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quote_can_be_approved_through_its_last_valid_day() {
        let until = Some(day("2026-11-23"));
        assert_eq!(may_approve(QuoteStatus::Sent, until, day("2026-11-23")), Ok(()));
        assert_eq!(
            may_approve(QuoteStatus::Sent, until, day("2026-11-24")),
            Err(Conflict::QuoteExpired(day("2026-11-23")))
        );
        assert_eq!(may_approve(QuoteStatus::Sent, None, day("2026-11-24")), Ok(()));
        assert_eq!(
            may_approve(QuoteStatus::Approved, until, day("2026-11-24")),
            Err(Conflict::QuoteAlreadyApproved)
        );
        assert_eq!(
            may_approve(QuoteStatus::Draft, until, day("2026-11-23")),
            Err(Conflict::QuoteNotOpen(QuoteStatus::Draft))
        );
    }

    #[test]
    fn a_signature_needs_a_name_and_the_terms() {
        let fields = |typed_name: &str, terms_accepted| match (Signature {
            typed_name: typed_name.into(),
            terms_accepted,
            revision: 1,
        })
        .validate()
        {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect(),
            _ => Vec::new(),
        };
        assert_eq!(fields(" ", false), ["typed_name", "terms_accepted"]);
        assert_eq!(fields("Maria\nAnders", true), ["typed_name"]);
        assert_eq!(fields(&"x".repeat(201), true), ["typed_name"]);
        assert!(fields("Maria Anders", true).is_empty());
    }
}

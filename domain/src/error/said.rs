//! Errors as they are said to a person. `Display` is the English of it, for logs and programs.

use super::{Conflict, Error};
use crate::{access::AccessDenied, language::Language, quote::QuoteStatus, words::say};
use chrono::NaiveDate;
use std::{borrow::Cow, fmt};

impl Error {
    /// A sentence for the person who asked.
    #[must_use]
    pub fn say(&self, language: Language) -> Cow<'static, str> {
        match self {
            Self::NotFound => say!(language, "error-not-found"),
            Self::Forbidden(policy) => say!(language, "error-forbidden", permission = policy.label()),
            Self::Conflict(conflict) => conflict.say(language),
            Self::Invalid(fields) => match fields.first() {
                Some(field) => field.message.say(language),
                None => say!(language, "error-invalid"),
            },
            Self::WrongCredentials => say!(language, "error-wrong-credentials"),
            Self::Denied(denied) => say!(language, "error-denied", why = denied.say(language)),
            Self::TooManyAttempts { retry_after_seconds } => {
                say!(language, "error-too-many-attempts", time = wait(language, *retry_after_seconds))
            }
            Self::Unavailable => say!(language, "error-unavailable"),
            Self::Internal(_) => say!(language, "error-internal"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Internal(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl AccessDenied {
    /// A sentence for the person who does not get in.
    #[must_use]
    pub fn say(self, language: Language) -> Cow<'static, str> {
        match self {
            Self::UserInactive => say!(language, "denied-user-inactive"),
            Self::ClientInactive => say!(language, "denied-client-inactive"),
            Self::PortalDisabled => say!(language, "denied-portal-disabled"),
            Self::ContactDisabled => say!(language, "denied-contact-disabled"),
            Self::NotLinked => say!(language, "denied-not-linked"),
        }
    }
}

impl Conflict {
    /// A sentence for the person who asked.
    #[must_use]
    pub fn say(&self, language: Language) -> Cow<'static, str> {
        match self {
            Self::ClientInactive => say!(language, "conflict-client-inactive"),
            Self::UserInactive => say!(language, "conflict-user-inactive"),
            Self::UserIsStaff => say!(language, "conflict-user-is-staff"),
            Self::UserOfAnotherClient => say!(language, "conflict-user-of-another-client"),
            Self::ContactInactive => say!(language, "conflict-contact-inactive"),
            Self::PortalDisabled => say!(language, "conflict-portal-disabled"),
            Self::NoEmail => say!(language, "conflict-no-email"),
            Self::UnusableEmail(why) => say!(language, "conflict-unusable-email", why = (*why)),
            Self::NoAccount => say!(language, "conflict-no-account"),
            Self::OwnAccess => say!(language, "conflict-own-access"),
            Self::TooManyContacts => say!(language, "conflict-too-many-contacts"),
            Self::AlreadyHasAccess => say!(language, "conflict-already-has-access"),
            Self::LinkUsed => say!(language, "conflict-link-used"),
            Self::LinkExpired => say!(language, "conflict-link-expired"),
            Self::LinkRevoked => say!(language, "conflict-link-revoked"),
            Self::InvitationWithdrawn => say!(language, "conflict-invitation-withdrawn"),
            Self::RunUnfinished(_) => say!(language, "conflict-run-unfinished"),
            Self::CountChanged { expected, now } => {
                say!(language, "conflict-count-changed", expected = (*expected), now = (*now))
            }
            Self::NobodyToInvite => say!(language, "conflict-nobody-to-invite"),
            Self::RunState { state, wanted } => {
                say!(language, "conflict-run-state", state = (*state), wanted = (*wanted))
            }
            Self::QuoteExpired(day) => say!(language, "conflict-quote-expired", day = date(language, *day)),
            Self::QuoteAlreadyApproved => say!(language, "conflict-quote-already-approved"),
            Self::QuoteNotOpen(status) => {
                say!(language, "conflict-quote-not-open", status = is(language, *status))
            }
            Self::QuoteAlreadyDeclined => say!(language, "conflict-quote-already-declined"),
            Self::QuoteLapsed(day) => say!(language, "conflict-quote-lapsed", day = date(language, *day)),
            Self::QuoteNotDeclinable(status) => {
                say!(language, "conflict-quote-not-declinable", status = is(language, *status))
            }
            Self::QuoteRevised(revision) => say!(language, "conflict-quote-revised", revision = (*revision)),
            Self::QuoteNotRevisable(status) => {
                say!(language, "conflict-quote-not-revisable", status = is(language, *status))
            }
            Self::EmailTaken => say!(language, "conflict-email-taken"),
            Self::NothingToChange => say!(language, "conflict-nothing-to-change"),
            Self::ChangeDecided => say!(language, "conflict-change-decided"),
            Self::TwoStepIsOn => say!(language, "conflict-two-step-is-on"),
            Self::TwoStepIsOff => say!(language, "conflict-two-step-is-off"),
            Self::SetupOver => say!(language, "conflict-setup-over"),
            Self::SignInOver => say!(language, "conflict-sign-in-over"),
            Self::NoPasskeysHere => say!(language, "conflict-no-passkeys-here"),
            Self::TooManyPasskeys(most) => say!(language, "conflict-too-many-passkeys", most = (*most)),
            Self::PasskeyTaken => say!(language, "conflict-passkey-taken"),
            Self::PasskeyRefused => say!(language, "conflict-passkey-refused"),
            Self::PasskeyTooLate => say!(language, "conflict-passkey-too-late"),
            Self::NoPasskey => say!(language, "conflict-no-passkey"),
            Self::PasskeyStepIsOn => say!(language, "conflict-passkey-step-is-on"),
            Self::PasskeyStepIsOff => say!(language, "conflict-passkey-step-is-off"),
            Self::TooMuchForOneArchive => say!(language, "conflict-too-much-for-one-archive"),
            Self::DocumentIsKept => say!(language, "conflict-document-is-kept"),
            Self::RequestSettled => say!(language, "conflict-request-settled"),
            Self::NothingHandedOver => say!(language, "conflict-nothing-handed-over"),
            Self::UploadTooLate => say!(language, "conflict-upload-too-late"),
            Self::ArchiveTooLarge => say!(language, "conflict-archive-too-large"),
            Self::InvoiceSent(number) => say!(language, "conflict-invoice-sent", number = number.clone()),
            Self::InvoicePaid(number) => say!(language, "conflict-invoice-paid", number = number.clone()),
            Self::InvoiceCancelled(number) => {
                say!(language, "conflict-invoice-cancelled", number = number.clone())
            }
            Self::PaymentUnderWay(number) => {
                say!(language, "conflict-payment-under-way", number = number.clone())
            }
            Self::ProviderAway => say!(language, "conflict-provider-away"),
            Self::PaymentDecided => say!(language, "conflict-payment-decided"),
            Self::PaymentGoneThrough => say!(language, "conflict-payment-gone-through"),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

/// In the middle of a sentence: "This quote is …".
fn is(language: Language, status: QuoteStatus) -> Cow<'static, str> {
    match status {
        QuoteStatus::Draft => say!(language, "quote-is-draft"),
        QuoteStatus::Sent => say!(language, "quote-is-sent"),
        QuoteStatus::Expired => say!(language, "quote-is-expired"),
        QuoteStatus::Approved => say!(language, "quote-is-approved"),
        QuoteStatus::Declined => say!(language, "quote-is-declined"),
        QuoteStatus::Cancelled => say!(language, "quote-is-cancelled"),
    }
}

fn wait(language: Language, seconds: u32) -> Cow<'static, str> {
    match seconds {
        0..=59 => say!(language, "wait-seconds", seconds = seconds.max(1)),
        _ => say!(language, "wait-minutes", minutes = seconds.div_ceil(60)),
    }
}

/// The browser makes no such sentences, and carries no calendar for them.
fn date(language: Language, day: NaiveDate) -> String {
    #[cfg(feature = "postgres")]
    return crate::locale::date(language, day);
    #[cfg(not(feature = "postgres"))]
    {
        let _ = language;
        day.to_string()
    }
}

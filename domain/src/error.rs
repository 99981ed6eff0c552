//! What can go wrong, in words that a person can act on.
//!
//! Which HTTP status an error becomes is decided in one place outside this crate.

use crate::{access::AccessDenied, actor::Policy, id::RunId, quote::QuoteStatus, words::Sentence};

mod said;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The failure of an operation. [`Error::say`] is a sentence for the person who asked; causes stay in
/// `source`.
#[derive(Debug)]
pub enum Error {
    /// There is no such record, or it is not for the one who asked: both look the same (SPEC section 3).
    NotFound,
    /// The staff user, or the API token, may not do this.
    Forbidden(Policy),
    /// A rule stands in the way; nothing was changed.
    Conflict(Conflict),
    /// Input that cannot be taken; nothing was changed. Never empty.
    Invalid(Vec<FieldError>),
    /// No account has this e-mail address and this password together; which of the two is wrong is not told.
    WrongCredentials,
    /// The password is right, but the access rule lets the person in nowhere (SPEC section 3).
    Denied(AccessDenied),
    /// A limit on repeated attempts (SPEC section 9).
    TooManyAttempts { retry_after_seconds: u32 },
    /// The database cannot be reached; trying again later helps.
    Unavailable,
    /// A defect or a failure that the person can do nothing about. The cause is for the log only.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// The rule that stands in the way of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Conflict {
    ClientInactive,
    UserInactive,
    UserIsStaff,
    UserOfAnotherClient,
    ContactInactive,
    PortalDisabled,
    NoEmail,
    UnusableEmail(&'static str),
    NoAccount,
    OwnAccess,
    TooManyContacts,
    AlreadyHasAccess,
    LinkUsed,
    LinkExpired,
    LinkRevoked,
    InvitationWithdrawn,
    RunUnfinished(RunId),
    CountChanged { expected: i64, now: i64 },
    NobodyToInvite,
    RunState { state: &'static str, wanted: &'static str },
    QuoteExpired(chrono::NaiveDate),
    QuoteAlreadyApproved,
    QuoteNotOpen(QuoteStatus),
    QuoteAlreadyDeclined,
    QuoteLapsed(chrono::NaiveDate),
    QuoteNotDeclinable(QuoteStatus),
    QuoteRevised(i32),
    QuoteNotRevisable(QuoteStatus),
    EmailTaken,
    TooMuchForOneArchive,
    NothingToChange,
    ChangeDecided,
    TwoStepIsOn,
    TwoStepIsOff,
    SetupOver,
    SignInOver,
    NoPasskeysHere,
    TooManyPasskeys(usize),
    PasskeyTaken,
    PasskeyRefused,
    PasskeyTooLate,
    NoPasskey,
    PasskeyStepIsOn,
    PasskeyStepIsOff,
    DocumentIsKept,
    RequestSettled,
    NothingHandedOver,
    UploadTooLate,
    ArchiveTooLarge,
    InvoicePaid(String),
    InvoiceSent(String),
    InvoiceCancelled(String),
    PaymentUnderWay(String),
    ProviderAway,
    PaymentDecided,
    PaymentGoneThrough,
}

/// What is wrong with one field of a form or of a request body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// The field's name in the form or body.
    pub field: String,
    /// A sentence that says what is expected.
    pub message: Sentence,
}

impl Error {
    /// One invalid field.
    pub fn field(field: impl Into<String>, message: impl Into<Sentence>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// A failure that is nobody's fault but ours.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

#[cfg(feature = "postgres")]
impl Error {
    /// The person needs no cause, the operator does.
    fn unavailable(cause: &sqlx::Error) -> Self {
        tracing::warn!(%cause, "the database cannot be reached");
        Self::Unavailable
    }
}

#[cfg(feature = "postgres")]
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Tls(_) => Self::unavailable(&error),
            sqlx::Error::Database(db) if db.constraint() == Some("quotes_stay_approved") => {
                Conflict::QuoteAlreadyApproved.into()
            }
            // 57P01–57P03: the server is shutting down, crashed, or starting up; 08xxx: connection exceptions; 53300: too many connections;
            // 40P01, 40001: two got in each other's way, and one may try again.
            sqlx::Error::Database(db)
                if db.code().is_some_and(|code| {
                    code.starts_with("57P")
                        || code.starts_with("08")
                        || matches!(code.as_ref(), "53300" | "40P01" | "40001")
                }) =>
            {
                Self::unavailable(&error)
            }
            _ => Self::internal(error),
        }
    }
}

/// Turns a violated constraint into the error that it means.
#[cfg(feature = "postgres")]
pub trait OnConstraint<T> {
    /// `error` if `constraint` was violated, otherwise the failure as it is.
    ///
    /// # Errors
    /// The failure of the statement.
    fn on_constraint(self, constraint: &str, error: impl Into<Error>) -> Result<T>;
}

#[cfg(feature = "postgres")]
impl<T> OnConstraint<T> for std::result::Result<T, sqlx::Error> {
    fn on_constraint(self, constraint: &str, instead: impl Into<Error>) -> Result<T> {
        self.map_err(|error| match &error {
            sqlx::Error::Database(db) if db.constraint() == Some(constraint) => instead.into(),
            _ => error.into(),
        })
    }
}

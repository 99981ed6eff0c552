//! What can go wrong, in words that a person can act on.
//!
//! Which HTTP status an error becomes is decided in one place outside this crate.

use crate::{access::AccessDenied, actor::Policy, id::RunId};
use serde::{Deserialize, Serialize};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The failure of an operation. Its `Display` is a sentence for the person who asked; causes stay in `source`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such record, or it is not for the one who asked: both look the same (SPEC section 3).
    #[error("There is nothing here, or it is not for you.")]
    NotFound,
    /// The staff user, or the API token, may not do this.
    #[error("This needs the permission “{}”. Ask an administrator of your company.", .0.label())]
    Forbidden(Policy),
    /// A rule stands in the way; nothing was changed.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Input that cannot be taken; nothing was changed. Never empty.
    #[error("{}", .0.first().map_or("Some fields need another look.", |field| field.message.as_str()))]
    Invalid(Vec<FieldError>),
    /// No account has this e-mail address and this password together; which of the two is wrong is not told.
    #[error("This e-mail address and this password do not belong together. Please check both and try again.")]
    WrongCredentials,
    /// The password is right, but the access rule lets the person in nowhere (SPEC section 3).
    #[error("{0} Please contact us if you think that this is a mistake.")]
    Denied(AccessDenied),
    /// A limit on repeated attempts (SPEC section 9).
    #[error("Too many attempts. Please wait {} and try again.", wait(*.retry_after_seconds))]
    TooManyAttempts { retry_after_seconds: u32 },
    /// The database cannot be reached; trying again later helps.
    #[error("The portal cannot reach its database at the moment. Please try again in a minute.")]
    Unavailable,
    /// A defect or a failure that the person can do nothing about. The cause is for the log only.
    #[error("Something went wrong on our side. Please try again; if it happens again, tell us.")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The rule that stands in the way of a change.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Conflict {
    #[error("This client is inactive. Make it active before you give access.")]
    ClientInactive,
    #[error("This user account is inactive.")]
    UserInactive,
    #[error("A staff account cannot be a client's portal user.")]
    UserIsStaff,
    #[error("This user is already the portal user of another client.")]
    UserOfAnotherClient,
    #[error("This contact is inactive. Make it active before you give access.")]
    ContactInactive,
    #[error("The portal is switched off for this client. Enable it for the client first.")]
    PortalDisabled,
    #[error("There is no e-mail address on file. Add one first.")]
    NoEmail,
    #[error("The e-mail address on file cannot be used: {0}")]
    UnusableEmail(&'static str),
    #[error("This contact has no account yet. Send an invitation first.")]
    NoAccount,
    #[error("You cannot change your own access. Ask another administrator or us.")]
    OwnAccess,
    #[error("There are too many people in your list to add another here. Please ask us to do it.")]
    TooManyContacts,
    #[error("This person already has access.")]
    AlreadyHasAccess,
    #[error("The link has been used already.")]
    LinkUsed,
    #[error("The link has expired.")]
    LinkExpired,
    #[error("The link has been withdrawn.")]
    LinkRevoked,
    #[error(
        "We have withdrawn this invitation, so no new link can be sent. Please ask us to invite you again."
    )]
    InvitationWithdrawn,
    #[error("A bulk invitation run is not finished yet.")]
    RunUnfinished(RunId),
    #[error(
        "The number of eligible clients has changed from {expected} to {now}. Please look again before you start."
    )]
    CountChanged { expected: i64, now: i64 },
    #[error("There is nobody to invite.")]
    NobodyToInvite,
    #[error("The run is {state} and cannot be {wanted}.")]
    RunState { state: &'static str, wanted: &'static str },
    #[error("This quote was valid until {0} and can no longer be approved.")]
    QuoteExpired(chrono::NaiveDate),
    #[error("This quote has already been approved.")]
    QuoteAlreadyApproved,
    #[error("This quote is {0} and cannot be approved.")]
    QuoteNotOpen(&'static str),
    #[error("This quote has already been declined.")]
    QuoteAlreadyDeclined,
    #[error("This quote was valid until {0}, so that there is nothing left to decline.")]
    QuoteLapsed(chrono::NaiveDate),
    #[error("This quote is {0} and cannot be declined.")]
    QuoteNotDeclinable(&'static str),
    #[error("This quote was revised meanwhile. Please look at revision {0} before you decide.")]
    QuoteRevised(i32),
    #[error("This quote is {0} and cannot be revised.")]
    QuoteNotRevisable(&'static str),
    #[error("An account with this e-mail address exists already.")]
    EmailTaken,
    #[error(
        "There is too much here for one archive. Please ask us for a copy, or take your documents project by project."
    )]
    TooMuchForOneArchive,
    #[error("This is what is on file already.")]
    NothingToChange,
    #[error("This request has been decided already.")]
    ChangeDecided,
    #[error("Two-step sign-in is on already.")]
    TwoStepIsOn,
    #[error("Two-step sign-in is off.")]
    TwoStepIsOff,
    #[error("Setting up took too long. Please start again.")]
    SetupOver,
    #[error("Signing in took too long. Please give your password again.")]
    SignInOver,
    #[error(
        "Only what you uploaded yourself within the last day, and not on our request, can be deleted. Please ask us."
    )]
    DocumentIsKept,
    #[error("This request is settled; there is nothing more to hand over.")]
    RequestSettled,
    #[error("Nothing has been handed over yet, or it has been decided already.")]
    NothingHandedOver,
    #[error("The upload took too long. Please send it again.")]
    UploadTooLate,
    #[error("These are too many files for one archive. Choose a project, and download its files.")]
    ArchiveTooLarge,
    #[error("Invoice {0} has been paid already.")]
    InvoicePaid(String),
    #[error("Invoice {0} is cancelled and cannot be paid.")]
    InvoiceCancelled(String),
    #[error("A payment of invoice {0} is under way. Please finish or cancel it first.")]
    PaymentUnderWay(String),
    #[error("This way of paying cannot be reached at the moment. Please try again, or choose another way.")]
    ProviderAway,
    #[error("This payment has been decided already.")]
    PaymentDecided,
    #[error("This payment has gone through or is being processed, so it can no longer be cancelled.")]
    PaymentGoneThrough,
}

/// What is wrong with one field of a form or of a request body.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form or body.
    pub field: String,
    /// A sentence that says what is expected.
    pub message: String,
}

impl Error {
    /// One invalid field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// A failure that is nobody's fault but ours.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

fn wait(seconds: u32) -> String {
    match seconds {
        0..=59 => format!("{} seconds", seconds.max(1)),
        60..=119 => "a minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
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

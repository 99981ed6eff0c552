//! What a person is told when something fails, and the HTTP status that goes with it: decided here and nowhere else.

use leptos::server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// After how many seconds what met no database may be asked for again.
pub const RETRY_SECONDS: u32 = 5;

/// A failure as it leaves the server: a status, a sentence, and what is wrong at which field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// HTTP status.
    pub status: u16,
    /// A sentence that says what happened and what to do.
    pub message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// The unfinished bulk invitation run that stands in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<domain::id::RunId>,
    /// Seconds after which trying again makes sense, for `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// What is wrong with one field, said to whoever filled it in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name in the form.
    pub field: String,
    /// A sentence that says what is expected.
    pub message: String,
}

impl AppError {
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), fields: Vec::new(), run: None, retry_after: None }
    }

    /// What is wrong at this field, if anything is.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields.iter().find(|error| error.field == name).map(|error| error.message.clone())
    }

    #[must_use]
    pub fn not_found() -> Self {
        domain::Error::NotFound.into()
    }
}

/// Somebody has to sign in first.
#[cfg(feature = "ssr")]
impl From<domain::session::SignedOutBecause> for AppError {
    fn from(because: domain::session::SignedOutBecause) -> Self {
        Self::new(401, because.say(language()))
    }
}

impl From<domain::Error> for AppError {
    fn from(error: domain::Error) -> Self {
        use domain::{Conflict, Error};
        let status = match &error {
            Error::NotFound => 404,
            Error::WrongCredentials => 401,
            Error::Forbidden(_) | Error::Denied(_) => 403,
            Error::Conflict(_) => 409,
            Error::Invalid(_) => 422,
            Error::TooManyAttempts { .. } => 429,
            Error::Unavailable => 503,
            Error::Internal(_) => 500,
        };
        #[cfg(feature = "ssr")]
        if let Error::Internal(cause) = &error {
            tracing::error!(cause = cause.as_ref(), "a request failed");
        }
        let language = language();
        let message = error.say(language).into_owned();
        let retry_after = match &error {
            Error::TooManyAttempts { retry_after_seconds } => Some(*retry_after_seconds),
            Error::Unavailable => Some(RETRY_SECONDS),
            _ => None,
        };
        let (fields, run) = match error {
            Error::Invalid(fields) => {
                let said = fields.into_iter().map(|wrong| FieldProblem {
                    message: wrong.message.say(language).into_owned(),
                    field: wrong.field,
                });
                (said.collect(), None)
            }
            Error::Conflict(Conflict::RunUnfinished(run)) => (Vec::new(), Some(run)),
            _ => (Vec::new(), None),
        };
        Self { status, message, fields, run, retry_after }
    }
}

/// The language of this request. The browser makes no such errors, only reads them.
fn language() -> domain::language::Language {
    #[cfg(feature = "ssr")]
    return crate::words::language();
    #[cfg(not(feature = "ssr"))]
    domain::language::Language::default()
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Failures of the transport. The parser's own words are not for people.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::new(400, transport::unreadable()),
            ServerFnErrorErr::Request(_) => Self::new(503, transport::unsent()),
            _ => Self::new(500, transport::failed()),
        }
    }
}

#[cfg(feature = "ssr")]
mod transport {
    use crate::{ui::Words, words::say};

    pub(super) fn unreadable() -> Words {
        say!("form-unreadable")
    }

    pub(super) fn unsent() -> Words {
        say!("form-unsent")
    }

    pub(super) fn failed() -> Words {
        say!("form-failed")
    }
}

/// In the browser only islands of staff call the server, and staff read English.
#[cfg(not(feature = "ssr"))]
mod transport {
    pub(super) fn unreadable() -> &'static str {
        "The form could not be read. Please reload the page and try again."
    }

    pub(super) fn unsent() -> &'static str {
        "The portal cannot be reached at the moment. Please check your connection and try again."
    }

    pub(super) fn failed() -> &'static str {
        "Something went wrong on our side. Please try again; if it happens again, tell us."
    }
}

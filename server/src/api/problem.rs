//! Refusals as RFC 9457 describes them.
//!
//! Status and sentence are those that a person would get (`app::error`); what is added here is a type that a program can tell
//! apart, and the members that it needs to go on.

use super::bulk_invitations::RunBody;
use app::error::AppError;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Conflict, Error, FieldError};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of every refusal.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! kinds {
    ($($name:ident = $status:literal, $slug:literal, $title:literal;)+) => {
        /// What went wrong, told apart by `type`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Kind { $($name),+ }

        impl Kind {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            /// The status that goes with it.
            pub(crate) fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            /// Where on the page at `/api/docs` it stands.
            pub(crate) fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug),+ }
            }

            /// The same for every occurrence.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

kinds! {
    Unauthorized = 401, "unauthorized", "No valid token";
    Forbidden = 403, "forbidden", "Not permitted";
    NotFound = 404, "not-found", "Not found";
    WrongMethod = 405, "wrong-method", "Wrong method";
    ClientInactive = 409, "client-inactive", "The client is inactive";
    UserInactive = 409, "user-inactive", "The user is inactive";
    UserIsStaff = 409, "user-is-staff", "The user is staff";
    UserOfAnotherClient = 409, "user-of-another-client", "The user belongs to another client";
    RunUnfinished = 409, "run-unfinished", "A run is not finished";
    CountChanged = 409, "count-changed", "The count has changed";
    NobodyToInvite = 409, "nobody-to-invite", "Nobody to invite";
    RunState = 409, "run-state", "The state of the run does not allow it";
    Conflict = 409, "conflict", "A rule stands in the way";
    TooLarge = 413, "too-large", "The body is too large";
    Invalid = 422, "invalid", "Invalid input";
    TooManyAttempts = 429, "too-many-attempts", "Too many attempts";
    Internal = 500, "internal", "A failure on our side";
    Unavailable = 503, "unavailable", "The database is away";
}

impl Kind {
    fn of(error: &Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::WrongCredentials => Self::Unauthorized,
            Error::Forbidden(_) | Error::Denied(_) => Self::Forbidden,
            Error::Conflict(Conflict::ClientInactive) => Self::ClientInactive,
            Error::Conflict(Conflict::UserInactive) => Self::UserInactive,
            Error::Conflict(Conflict::UserIsStaff) => Self::UserIsStaff,
            Error::Conflict(Conflict::UserOfAnotherClient) => Self::UserOfAnotherClient,
            Error::Conflict(Conflict::RunUnfinished(_)) => Self::RunUnfinished,
            Error::Conflict(Conflict::CountChanged { .. }) => Self::CountChanged,
            Error::Conflict(Conflict::NobodyToInvite) => Self::NobodyToInvite,
            Error::Conflict(Conflict::RunState { .. }) => Self::RunState,
            Error::Conflict(_) => Self::Conflict,
            Error::Invalid(_) => Self::Invalid,
            Error::TooManyAttempts { .. } => Self::TooManyAttempts,
            Error::Unavailable => Self::Unavailable,
            Error::Internal(_) => Self::Internal,
        }
    }
}

/// Why a call was refused (RFC 9457). Nothing was changed then.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Tells refusals apart; the address where this one is explained.
    #[serde(rename = "type")]
    #[schema(example = "/api/docs#count-changed")]
    kind: String,
    /// The same for every problem of this type.
    #[schema(example = "The count has changed")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What happened this time.
    detail: String,
    /// What is wrong with which field of the body or the address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The unfinished run that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunBody>,
    /// The number of eligible clients that the call expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<i64>,
    /// The number of eligible clients at this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    eligible: Option<i64>,
    /// Seconds, for the header.
    #[serde(skip)]
    retry_after: Option<u32>,
}

/// What is wrong with one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    field: String,
    message: String,
}

impl From<FieldError> for FieldProblem {
    fn from(error: FieldError) -> Self {
        Self { field: error.field, message: error.message.to_string() }
    }
}

impl From<app::error::FieldProblem> for FieldProblem {
    fn from(problem: app::error::FieldProblem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

impl Problem {
    fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("{}#{}", super::DOCS_PATH, kind.slug()),
            title: kind.title(),
            status: kind.status(),
            detail: detail.into(),
            errors: Vec::new(),
            run: None,
            expected: None,
            eligible: None,
            retry_after: None,
        }
    }

    /// No token, or one that is good for nothing: which of the reasons it is, is not told.
    pub(crate) fn unauthorized() -> Self {
        Self::new(
            Kind::Unauthorized,
            "This call needs the header “Authorization: Bearer …” with a valid API token.",
        )
    }

    pub(crate) fn no_such_address() -> Self {
        Self::new(Kind::NotFound, "There is no such address in this API.")
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(
            Kind::WrongMethod,
            "This address does not take this method; the header Allow names those it takes.",
        )
    }

    pub(crate) fn too_large(max_bytes: usize) -> Self {
        Self::new(Kind::TooLarge, format!("The body may have at most {max_bytes} bytes."))
    }

    /// A body or address that is not what the call takes; `detail` is a sentence.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, detail)
    }

    /// With the run that stands in the way.
    pub(crate) fn with_run(mut self, run: RunBody) -> Self {
        self.run = Some(run);
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let kind = Kind::of(&error);
        let counts = match &error {
            Error::Conflict(Conflict::CountChanged { expected, now }) => Some((*expected, *now)),
            _ => None,
        };
        let AppError { status, message, fields, retry_after, .. } = error.into();
        let detail = match kind {
            Kind::Forbidden => format!("{message} The token needs the scope of this call, too."),
            _ => message,
        };
        Self {
            status,
            errors: fields.into_iter().map(Into::into).collect(),
            expected: counts.map(|(expected, _)| expected),
            eligible: counts.map(|(_, eligible)| eligible),
            retry_after,
            ..Self::new(kind, detail)
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"client-portal\""));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_kind_is_the_one_that_people_get() {
        let errors = [
            Error::NotFound,
            Error::WrongCredentials,
            Error::Forbidden(domain::actor::Policy::ManagePortalAccess),
            Error::field("name", "Enter a name."),
            Error::TooManyAttempts { retry_after_seconds: 9 },
            Error::Unavailable,
            Error::internal("a cause"),
            Conflict::ClientInactive.into(),
            Conflict::NobodyToInvite.into(),
            Conflict::EmailTaken.into(),
        ];
        for error in errors {
            let kind = Kind::of(&error);
            assert_eq!(Problem::from(error).status, kind.status(), "{kind:?}");
        }
    }

    #[test]
    fn members_are_there_only_when_they_say_something() {
        let plain = serde_json::to_value(Problem::from(Error::NotFound)).unwrap();
        let mut keys: Vec<_> = plain.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        assert_eq!(keys, ["detail", "status", "title", "type"]);
        let changed = serde_json::to_value(Problem::from(Error::from(Conflict::CountChanged {
            expected: 84,
            now: 83,
        })))
        .unwrap();
        assert_eq!((&changed["expected"], &changed["eligible"]), (&84.into(), &83.into()));
        assert_eq!(changed["type"], "/api/docs#count-changed");
    }
}

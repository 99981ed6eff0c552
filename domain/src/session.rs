//! Sessions: who is signed in, checked at every request together with the access rule.

use crate::{
    access::AccessDenied,
    actor::{ClientScope, Role, Staff},
    company::Company,
    id::{ClientId, PictureId, UserId},
    language::Language,
    notification::Notification,
    words::say,
};
use std::{borrow::Cow, time::Duration};

/// How long a session lasts without a request, and at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub idle: Duration,
    pub absolute: Duration,
}

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Limits {
    /// OWASP ASVS 5.0, 7.3: both limits exist; "keep me signed in" is the person's choice and lengthens them.
    #[must_use]
    pub fn of(remember: bool) -> Self {
        if remember {
            Self { idle: DAY.saturating_mul(14), absolute: DAY.saturating_mul(30) }
        } else {
            Self { idle: HOUR.saturating_mul(2), absolute: HOUR.saturating_mul(12) }
        }
    }
}

/// The account behind a session.
#[derive(Clone, Debug)]
pub struct Person {
    pub user_id: UserId,
    pub name: String,
    pub email: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// The language that this person has chosen; `None` for none.
    pub language: Option<Language>,
    /// The time zone in which this person reads times; `None` for the company's.
    pub time_zone: Option<chrono_tz::Tz>,
    pub picture_id: Option<PictureId>,
}

impl Person {
    /// The address of this person's picture, for themselves.
    #[must_use]
    pub fn picture_path(&self) -> Option<String> {
        self.picture_id.map(|id| format!("/account/picture/{id}"))
    }
}

/// A client that a person may look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientChoice {
    pub id: ClientId,
    pub name: String,
}

/// A signed-in portal user or contact who gets in.
#[derive(Clone, Debug)]
pub struct ClientViewer {
    pub scope: ClientScope,
    pub person: Person,
    pub client_name: String,
    /// All clients of this person, the current one included, by name.
    pub choices: Vec<ClientChoice>,
    pub unread: i64,
    /// The newest, [`crate::notification::BELL_SIZE`] at most.
    pub bell: Vec<Notification>,
    /// Messages of the company that this person has not seen, [`crate::message::MOST_COUNTED`] at most.
    pub unread_messages: i64,
}

/// A signed-in staff user.
#[derive(Clone, Debug)]
pub struct StaffViewer {
    pub staff: Staff,
    pub person: Person,
    pub role: Role,
    pub unread: i64,
    /// The newest, [`crate::notification::BELL_SIZE`] at most.
    pub bell: Vec<Notification>,
    /// Conversations in which a client waits for an answer, [`crate::message::MOST_COUNTED`] at most.
    pub unanswered: i64,
}

/// Who is looking.
#[derive(Clone, Debug)]
pub enum Viewer {
    Client(Box<ClientViewer>),
    Staff(Box<StaffViewer>),
    SignedOut(SignedOutBecause),
}

/// Why nobody is signed in; [`SignedOutBecause::say`] is what the sign-in page says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignedOutBecause {
    NoSession,
    Expired,
    PasswordChanged,
    EndedElsewhere,
    Reported,
    Denied(AccessDenied),
}

impl SignedOutBecause {
    /// A sentence for the person who has to sign in.
    #[must_use]
    pub fn say(self, language: Language) -> Cow<'static, str> {
        match self {
            Self::NoSession => say!(language, "signed-out-no-session"),
            Self::Expired => say!(language, "signed-out-expired"),
            Self::PasswordChanged => say!(language, "signed-out-password-changed"),
            Self::EndedElsewhere => say!(language, "signed-out-ended-elsewhere"),
            Self::Reported => say!(language, "signed-out-reported"),
            Self::Denied(denied) => say!(language, "error-denied", why = denied.say(language)),
        }
    }
}

/// What one look at the session brings: the company is needed on every page, signed in or not.
#[derive(Clone, Debug)]
pub struct Visit {
    pub company: Company,
    pub viewer: Viewer,
}

impl Visit {
    /// The time zone in which this person reads times: their own choice, or else the company's.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        let own = match &self.viewer {
            Viewer::Client(viewer) => viewer.person.time_zone,
            Viewer::Staff(viewer) => viewer.person.time_zone,
            Viewer::SignedOut(_) => None,
        };
        own.unwrap_or(self.company.time_zone)
    }
}

#[cfg(feature = "postgres")]
pub mod lifecycle;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub mod switch;
#[cfg(feature = "postgres")]
pub use pg::*;

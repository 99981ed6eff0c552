//! Document requests: staff ask for a file, the client hands it over, staff accept it or send it back.

use crate::{
    error::{Conflict, Error, FieldError, Result},
    id::{DocumentId, DocumentRequestId, ProjectId},
    words::Sentence,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Longest title of a request, in characters.
pub const MAX_TITLE_CHARS: usize = 120;
/// Longest note of a request, and longest reason for sending a file back, in characters.
pub const MAX_NOTE_CHARS: usize = 2_000;

/// How a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestState {
    /// The client has not answered yet.
    Open,
    /// Files are there, and staff look at them.
    HandedOver,
    Accepted,
    /// Staff have looked, and ask again.
    SentBack,
}

impl RequestState {
    const ALL: [Self; 4] = [Self::Open, Self::HandedOver, Self::Accepted, Self::SentBack];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::HandedOver => "handed_over",
            Self::Accepted => "accepted",
            Self::SentBack => "sent_back",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::HandedOver => "Handed over",
            Self::Accepted => "Accepted",
            Self::SentBack => "Sent back",
        }
    }

    /// Whether it is the client's turn.
    #[must_use]
    pub fn waits_for_client(self) -> bool {
        matches!(self, Self::Open | Self::SentBack)
    }

    /// Whether files may be handed over: also more of them, while staff are looking.
    ///
    /// # Errors
    /// [`Conflict::RequestSettled`] when it was accepted.
    pub fn may_be_handed_over(self) -> Result<()> {
        if self == Self::Accepted { Err(Conflict::RequestSettled.into()) } else { Ok(()) }
    }

    /// Whether staff may accept or send back.
    ///
    /// # Errors
    /// [`Conflict::NothingHandedOver`] unless files were handed over.
    pub fn may_be_decided(self) -> Result<()> {
        if self == Self::HandedOver { Ok(()) } else { Err(Conflict::NothingHandedOver.into()) }
    }
}

impl std::str::FromStr for RequestState {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(UnknownState)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown state of a document request")]
pub struct UnknownState;

/// A file that staff ask for.
#[derive(Clone, Debug)]
pub struct DocumentRequest {
    pub id: DocumentRequestId,
    pub title: String,
    pub note: String,
    pub due_on: Option<NaiveDate>,
    pub state: RequestState,
    /// Why it was sent back; empty in other states.
    pub reason: String,
    pub project: Option<(ProjectId, String)>,
    pub created_at: DateTime<Utc>,
    /// What was handed over, newest first.
    pub files: Vec<(DocumentId, String)>,
}

impl DocumentRequest {
    /// Whether it is late on the day `today`.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.state.waits_for_client() && self.due_on.is_some_and(|due| due < today)
    }
}

/// A request as it was typed.
#[derive(Clone, Default, Debug)]
pub struct NewRequest {
    pub title: String,
    pub note: String,
    /// Empty for no day.
    pub due_on: String,
    pub project_id: Option<ProjectId>,
}

/// A request that can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckedRequest {
    pub title: String,
    pub note: String,
    pub due_on: Option<NaiveDate>,
    pub project_id: Option<ProjectId>,
}

impl NewRequest {
    /// Reads the request; `today` is the first day by which a file can be asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that cannot be taken.
    pub fn check(self, today: NaiveDate) -> Result<CheckedRequest> {
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() || title.chars().count() > MAX_TITLE_CHARS || title.chars().any(char::is_control)
        {
            say("title", format!("Say which file you need, in at most {MAX_TITLE_CHARS} characters.").into());
        }
        let note = self.note.trim().to_owned();
        if note.chars().count() > MAX_NOTE_CHARS || note.contains('\0') {
            say("note", format!("Write at most {MAX_NOTE_CHARS} characters.").into());
        }
        let due_on = match self.due_on.trim() {
            "" => None,
            typed => {
                let day = typed.parse::<NaiveDate>().ok().filter(|day| *day >= today);
                if day.is_none() {
                    say("due_on", "Choose a day from today on, or leave it empty.".into());
                }
                day
            }
        };
        if wrong.is_empty() {
            Ok(CheckedRequest { title, note, due_on, project_id: self.project_id })
        } else {
            Err(Error::Invalid(wrong))
        }
    }
}

/// Reads the reason for sending a file back.
///
/// # Errors
/// [`Error::Invalid`] at `reason` when it is empty or too long.
pub fn check_reason(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_NOTE_CHARS || reason.contains('\0') {
        let expected = format!("Say what is missing, in at most {MAX_NOTE_CHARS} characters.");
        return Err(Error::field("reason", expected));
    }
    Ok(reason.to_owned())
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_or_refused_field_by_field() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let typed = NewRequest {
            title: " Signed \n contract ".into(),
            due_on: "2026-11-23".into(),
            ..NewRequest::default()
        };
        let checked = typed.check(today).unwrap();
        assert_eq!((checked.title.as_str(), checked.due_on), ("Signed contract", Some(today)));
        let wrong = NewRequest {
            title: " ".into(),
            note: "\0".into(),
            due_on: "2026-11-22".into(),
            project_id: None,
        };
        let Err(Error::Invalid(fields)) = wrong.check(today) else { panic!("it was taken") };
        assert_eq!(
            fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
            ["title", "note", "due_on"]
        );
        assert!(check_reason(" \n").is_err() && check_reason(&"x".repeat(2_001)).is_err());
        assert_eq!(check_reason(" Page 3 is missing ").unwrap(), "Page 3 is missing");
    }

    #[test]
    fn only_what_was_handed_over_is_decided_and_what_was_accepted_stays() {
        use RequestState::{Accepted, HandedOver, Open, SentBack};
        let decided = RequestState::ALL.map(|state| state.may_be_decided().is_ok());
        assert_eq!(decided, [false, true, false, false]);
        let open = [Open, HandedOver, Accepted, SentBack].map(|state| state.may_be_handed_over().is_ok());
        assert_eq!(open, [true, true, false, true]);
    }
}

//! What the company and a client write to each other: one conversation in general, and one about each project (SPEC section 5).

use crate::{
    access_preset::Section,
    document::Preview,
    id::{ClientId, ConversationId, DocumentId, InvoiceId, MessageId, ProjectId, QuoteId},
};
#[cfg(feature = "postgres")]
use crate::{
    error::{Error, Result},
    locale,
    notification::preference::MESSAGE_ABOUT_PROJECT,
    words::sentence,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// Longest message, in characters.
pub const MAX_BODY_CHARS: usize = 10_000;
/// Longest text that is kept for another try, in characters.
pub const MAX_DRAFT_CHARS: usize = 200_000;
/// Most files that one message may bring.
pub const MAX_FILES: usize = 5;
/// Messages that a page of a conversation shows.
pub const THREAD_SIZE: i64 = 30;
/// Counts of what is unread stop here.
pub const MOST_COUNTED: i64 = 100;
/// Characters of a message that a list shows.
pub const EXCERPT_CHARS: i32 = 160;

/// Which of a client's conversations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    General,
    Project(ProjectId),
}

impl Topic {
    #[must_use]
    pub fn project(self) -> Option<ProjectId> {
        match self {
            Self::General => None,
            Self::Project(id) => Some(id),
        }
    }

    /// The part of the portal that it belongs to.
    #[must_use]
    pub fn section(self) -> Section {
        match self {
            Self::General => Section::Messages,
            Self::Project(_) => Section::Projects,
        }
    }

    /// The kind of the notifications of it.
    #[cfg(feature = "postgres")]
    fn notification_kind(self) -> &'static str {
        match self {
            Self::General => "message",
            Self::Project(_) => MESSAGE_ABOUT_PROJECT,
        }
    }

    /// Where the client's people find it.
    #[must_use]
    pub fn portal_path(self) -> String {
        match self {
            Self::General => "/portal/messages".to_owned(),
            Self::Project(id) => format!("/portal/messages/{id}"),
        }
    }
}

/// What a conversation without a project is called.
pub const GENERAL: &str = "General";

/// A paper that a message is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    Quote(QuoteId),
    Invoice(InvoiceId),
}

impl Paper {
    /// Where the client's people find it.
    #[must_use]
    pub fn portal_path(self) -> String {
        match self {
            Self::Quote(id) => format!("/portal/quotes/{id}"),
            Self::Invoice(id) => format!("/portal/invoices/{id}"),
        }
    }
}

/// A paper with what people call it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    pub paper: Paper,
    pub number: String,
    pub title: String,
}

/// A file of a message: a document of the client like others.
#[derive(Clone, Debug, Deserialize)]
pub struct Attachment {
    pub id: DocumentId,
    pub name: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub is_stored: bool,
}

impl Attachment {
    /// How it may be shown in a browser, if at all.
    #[must_use]
    pub fn preview(&self) -> Option<Preview> {
        Preview::of(&self.content_type).filter(|_| self.is_stored)
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    /// Its number in the conversation, from 1.
    pub seq: i32,
    pub author: String,
    pub is_from_staff: bool,
    pub is_own: bool,
    /// Empty when it is its files alone.
    pub body: String,
    /// Those that are still there, and that the reader sees.
    pub files: Vec<Attachment>,
    pub about: Option<Reference>,
    pub sent_at: DateTime<Utc>,
}

/// A part of a conversation, oldest first.
#[derive(Clone, Default, Debug)]
pub struct Thread {
    pub messages: Vec<Message>,
    /// There are messages before this number.
    pub older: Option<i32>,
    /// Whether the newest message is among them.
    pub is_newest: bool,
    /// Up to this number somebody of the other side has read.
    pub read_by_others: i32,
    /// What could not be sent, kept for another try.
    pub draft: String,
    /// How large one file of a message may be.
    pub max_megabytes: i32,
}

impl Thread {
    /// The last own side's message of those that the other side has read.
    #[must_use]
    pub fn last_read(&self, is_staff: bool) -> Option<MessageId> {
        let mut own = self.messages.iter().rev().filter(|message| message.is_from_staff == is_staff);
        own.find(|message| message.seq <= self.read_by_others).map(|message| message.id)
    }
}

/// A conversation as a client's people see it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The project that it is about.
    pub project: Option<(ProjectId, String)>,
    pub thread: Thread,
}

/// The last message of a conversation, in short.
#[derive(Clone, Debug)]
pub struct Excerpt {
    pub author: String,
    pub is_from_staff: bool,
    /// The beginning of the text or, without one, of the names of the files; [`EXCERPT_CHARS`] at most.
    pub text: String,
    pub sent_at: DateTime<Utc>,
}

/// A project and what was written about it.
#[derive(Clone, Debug)]
pub struct ProjectTopic {
    pub project_id: ProjectId,
    pub name: String,
    /// `None` while nobody has written.
    pub last: Option<Excerpt>,
    pub unread: i64,
}

/// A conversation in the staff's list.
#[derive(Clone, Debug)]
pub struct ConversationSummary {
    pub id: ConversationId,
    pub client_name: String,
    pub project_name: Option<String>,
    pub last: Excerpt,
    /// The client's messages that this staff user has not seen.
    pub unread: i64,
    pub is_unanswered: bool,
}

/// A conversation as staff see it.
#[derive(Clone, Debug)]
pub struct StaffConversation {
    pub id: ConversationId,
    pub client_id: ClientId,
    pub client_name: String,
    pub project_name: Option<String>,
    pub is_unanswered: bool,
    pub thread: Thread,
}

/// A text as it is sent: with one kind of line ends, and without what no person types.
///
/// # Errors
/// [`Error::Invalid`] at `body` for a text that is longer than [`MAX_BODY_CHARS`], or empty and `has_files` is false.
#[cfg(feature = "postgres")]
pub fn check_body(text: &str, has_files: bool) -> Result<String> {
    let body = clean(text);
    let length = body.chars().count();
    if body.is_empty() && !has_files {
        return Err(Error::field("body", sentence!("message-missing")));
    }
    if length > MAX_BODY_CHARS {
        let sentence = sentence!(
            |language| "message-too-long",
            most = locale::number(language, count(MAX_BODY_CHARS)),
            length = locale::number(language, count(length))
        );
        return Err(Error::field("body", sentence));
    }
    Ok(body)
}

/// The same for a text that is only kept.
#[cfg(feature = "postgres")]
fn clean_draft(text: &str) -> String {
    clean(text).chars().take(MAX_DRAFT_CHARS).collect()
}

#[cfg(feature = "postgres")]
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.trim().to_owned()
}

#[cfg(feature = "postgres")]
fn count(characters: usize) -> i64 {
    i64::try_from(characters).unwrap_or(i64::MAX)
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub mod staff;
#[cfg(feature = "postgres")]
mod thread;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "postgres")]
    #[test]
    fn texts_keep_what_people_write() {
        assert_eq!(check_body("  Grüße\r\n\r\n<b>2\u{0}</b> \n", false).unwrap(), "Grüße\n\n<b>2</b>");
        assert!(check_body(" \r\n\u{0} ", false).is_err());
        assert_eq!(check_body(" \r\n\u{0} ", true).unwrap(), "");
        assert!(check_body(&"é".repeat(MAX_BODY_CHARS), false).is_ok());
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn what_is_too_long_is_told_with_its_length() {
        let error = check_body(&"x".repeat(100_000), true).unwrap_err();
        assert!(error.to_string().contains("10,000") && error.to_string().contains("100,000"), "{error}");
    }

    #[test]
    fn the_last_message_that_was_read_is_ones_own() {
        let message = |seq, is_from_staff| Message {
            id: MessageId(uuid::Uuid::from_u128(u128::try_from(seq).unwrap())),
            seq,
            author: String::new(),
            is_from_staff,
            is_own: false,
            body: String::new(),
            files: Vec::new(),
            about: None,
            sent_at: DateTime::UNIX_EPOCH,
        };
        let messages = vec![message(1, false), message(2, false), message(3, true), message(4, false)];
        let thread = Thread { messages, read_by_others: 3, ..Thread::default() };
        assert_eq!(thread.last_read(false).map(|id| id.0.as_u128()), Some(2));
        assert_eq!(thread.last_read(true).map(|id| id.0.as_u128()), Some(3));
    }
}

//! How people want to hear of news.

use crate::access_preset::Section;
use serde::{Deserialize, Serialize};

/// What news can be about. A notification's kind begins with its word: `quote_approved` is about a quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Quote,
    Invoice,
    Payment,
    Document,
    Request,
    Message,
    Project,
}

impl Event {
    pub const ALL: [Self; 7] = [
        Self::Quote,
        Self::Invoice,
        Self::Payment,
        Self::Document,
        Self::Request,
        Self::Message,
        Self::Project,
    ];

    /// The name in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Document => "document",
            Self::Request => "request",
            Self::Message => "message",
            Self::Project => "project",
        }
    }

    /// Whether people who have chosen nothing are mailed: what costs money or waits for them, and what was written to them.
    #[must_use]
    pub fn is_mailed_unasked(self, is_staff: bool) -> bool {
        match self {
            Self::Message => true,
            Self::Quote | Self::Invoice | Self::Request => !is_staff,
            Self::Payment | Self::Document | Self::Project => false,
        }
    }

    /// What a kind of notification is about; `None` for what can only be heard in the bell.
    #[must_use]
    pub fn of_kind(kind: &str) -> Option<Self> {
        let word = kind.split('_').next().unwrap_or_default();
        Self::ALL.into_iter().find(|event| event.as_str() == word)
    }
}

/// The part of the portal that a kind of notification speaks of: who does not see it does not hear of it either. `None` for what
/// concerns everybody.
#[must_use]
pub fn section_of(kind: &str) -> Option<Section> {
    match (kind, Event::of_kind(kind)?) {
        // A project's conversation belongs to the project.
        (MESSAGE_ABOUT_PROJECT | DOCUMENT_OF_PROJECT, _) | (_, Event::Project) => Some(Section::Projects),
        // A paper's document goes with the paper, and a message's with the conversation.
        (DOCUMENT_OF_QUOTE, _) | (_, Event::Quote) => Some(Section::Quotes),
        (DOCUMENT_OF_INVOICE, _) | (_, Event::Invoice | Event::Payment) => Some(Section::Invoices),
        (DOCUMENT_OF_MESSAGE, _) => Some(Section::Messages),
        (_, Event::Document | Event::Request) => Some(Section::Documents),
        (_, Event::Message) => Some(Section::Messages),
    }
}

/// The kind of what is written in a project's conversation.
pub const MESSAGE_ABOUT_PROJECT: &str = "message_project";
/// The kinds of documents that are shared with a client and do not stand for themselves.
const DOCUMENT_OF_QUOTE: &str = "document_of_quote";
const DOCUMENT_OF_INVOICE: &str = "document_of_invoice";
const DOCUMENT_OF_MESSAGE: &str = "document_of_message";
const DOCUMENT_OF_PROJECT: &str = "document_of_project_message";

/// The kind of the notification that a document of this part of the portal was shared.
#[cfg(feature = "postgres")]
pub(crate) fn document_shared(section: &str) -> &'static str {
    match Section::ALL.into_iter().find(|known| known.as_str() == section) {
        Some(Section::Quotes) => DOCUMENT_OF_QUOTE,
        Some(Section::Invoices) => DOCUMENT_OF_INVOICE,
        Some(Section::Messages) => DOCUMENT_OF_MESSAGE,
        Some(Section::Projects) => DOCUMENT_OF_PROJECT,
        Some(Section::Documents) | None => "document_shared",
    }
}

/// What somebody has chosen for an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preference {
    pub event: Event,
    pub in_portal: bool,
    pub by_mail: bool,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::{preferences, set_preferences};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_begin_with_what_they_are_about() {
        assert_eq!(Event::of_kind("quote_approved"), Some(Event::Quote));
        assert_eq!(Event::of_kind("message"), Some(Event::Message));
        assert_eq!(Event::of_kind("quotes"), None);
        assert_eq!(Event::of_kind(""), None);
    }

    #[test]
    fn kinds_speak_of_a_part_of_the_portal() {
        assert_eq!(section_of("invoice_sent"), Some(Section::Invoices));
        assert_eq!(section_of("payment_received"), Some(Section::Invoices));
        assert_eq!(section_of("message"), Some(Section::Messages));
        assert_eq!(section_of(MESSAGE_ABOUT_PROJECT), Some(Section::Projects));
        assert_eq!(section_of("account_reported"), None);
        assert_eq!(section_of("document_shared"), Some(Section::Documents));
        assert_eq!(section_of("request_made"), Some(Section::Documents));
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn a_document_is_told_of_where_it_belongs() {
        for section in Section::ALL {
            let kind = document_shared(section.as_str());
            assert_eq!((Event::of_kind(kind), section_of(kind)), (Some(Event::Document), Some(section)));
        }
    }
}

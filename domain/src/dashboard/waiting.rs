//! What waits for a client's person: a decision, a payment, a file, an answer. The most urgent comes first.

use crate::{
    id::DocumentRequestId,
    invoice::InvoiceSummary,
    message::{Excerpt, Topic},
    money::Money,
    quote::QuoteSummary,
};
use chrono::{Days, NaiveDate};

/// Most things that the list holds; the rest is behind links.
pub const MOST_WAITING: usize = 8;
/// Characters of a message that the list shows.
pub const REPLY_CHARS: usize = 600;
/// What is due within so many days comes before what somebody wrote.
const SOON: Days = Days::new(7);

/// A quote to decide on.
#[derive(Clone, Debug)]
pub struct QuoteToDecide {
    pub quote: QuoteSummary,
    /// The revision that an approval is about.
    pub revision: i32,
    pub has_terms: bool,
}

/// An invoice to pay.
#[derive(Clone, Debug)]
pub struct InvoiceToPay {
    pub invoice: InvoiceSummary,
    /// The balance less what is on its way.
    pub open: Money,
}

/// A file that the company asks for.
#[derive(Clone, Debug)]
pub struct FileToSend {
    pub id: DocumentRequestId,
    pub title: String,
    pub note: String,
    pub due_on: Option<NaiveDate>,
    /// Why it was sent back, if it was.
    pub sent_back: Option<String>,
    /// How large one file may be.
    pub max_megabytes: i32,
}

/// A conversation whose last message is the company's, and not read.
#[derive(Clone, Debug)]
pub struct ReplyToRead {
    pub topic: Topic,
    /// The project that it is about.
    pub project: Option<String>,
    /// Its last message, [`REPLY_CHARS`] at most.
    pub last: Excerpt,
    /// What this person could not send, kept for another try.
    pub draft: String,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub enum ToDo {
    Quote(QuoteToDecide),
    Invoice(InvoiceToPay),
    File(FileToSend),
    Reply(ReplyToRead),
}

/// How long a thing can wait, the shortest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Urgency {
    Late,
    Soon,
    /// Somebody has written.
    Written,
    Later,
    /// It has no day.
    Whenever,
}

impl ToDo {
    /// The last day on which it is in time.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        match self {
            Self::Quote(one) => one.quote.valid_until,
            Self::Invoice(one) => one.invoice.due_on,
            Self::File(one) => one.due_on,
            Self::Reply(_) => None,
        }
    }

    /// Whether it is late, or soon will be.
    #[must_use]
    pub fn is_pressing(&self, today: NaiveDate) -> bool {
        self.urgency(today) <= Urgency::Soon
    }

    fn urgency(&self, today: NaiveDate) -> Urgency {
        match (self, self.until()) {
            (Self::Reply(_), _) => Urgency::Written,
            (_, None) => Urgency::Whenever,
            (_, Some(day)) if day < today => Urgency::Late,
            (_, Some(day)) if today.checked_add_days(SOON).is_some_and(|soon| day <= soon) => Urgency::Soon,
            (_, Some(_)) => Urgency::Later,
        }
    }
}

/// A number of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    pub quotes: i64,
    pub invoices: i64,
    pub files: i64,
    pub replies: i64,
}

impl Counts {
    fn take_off(&mut self, one: &ToDo) {
        let count = match one {
            ToDo::Quote(_) => &mut self.quotes,
            ToDo::Invoice(_) => &mut self.invoices,
            ToDo::File(_) => &mut self.files,
            ToDo::Reply(_) => &mut self.replies,
        };
        *count = count.saturating_sub(1).max(0);
    }

    /// How many there are together.
    #[must_use]
    pub fn sum(self) -> i64 {
        [self.quotes, self.invoices, self.files, self.replies].into_iter().fold(0, i64::saturating_add)
    }
}

/// What waits for a person.
#[derive(Clone, Default, Debug)]
pub struct Waiting {
    /// The most urgent first, [`MOST_WAITING`] at most.
    pub items: Vec<ToDo>,
    /// How many there are in all.
    pub total: i64,
    /// Those that are not among `items`.
    pub more: Counts,
}

impl Waiting {
    /// Puts the most urgent of each kind in one order on the day `today`; `counts` says how many there are of each.
    #[must_use]
    pub fn of(mut items: Vec<ToDo>, counts: Counts, today: NaiveDate) -> Self {
        // Stable: of two that are due on one day, the one that was given first.
        items.sort_by_key(|one| (one.urgency(today), one.until()));
        items.truncate(MOST_WAITING);
        let mut more = counts;
        items.iter().for_each(|one| more.take_off(one));
        Self { items, total: counts.sum(), more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn file(title: &str, due_on: &str) -> ToDo {
        ToDo::File(FileToSend {
            id: DocumentRequestId(uuid::Uuid::nil()),
            title: title.into(),
            note: String::new(),
            due_on: due_on.parse().ok(),
            sent_back: None,
            max_megabytes: 100,
        })
    }

    fn reply(project: &str) -> ToDo {
        ToDo::Reply(ReplyToRead {
            topic: Topic::General,
            project: Some(project.into()),
            last: Excerpt {
                author: "Ana".into(),
                is_from_staff: true,
                text: "Hello".into(),
                sent_at: DateTime::UNIX_EPOCH,
            },
            draft: String::new(),
        })
    }

    fn names(waiting: &Waiting) -> Vec<String> {
        let name = |one: &ToDo| match one {
            ToDo::File(file) => file.title.clone(),
            ToDo::Reply(reply) => reply.project.clone().unwrap_or_default(),
            ToDo::Quote(_) | ToDo::Invoice(_) => String::new(),
        };
        waiting.items.iter().map(name).collect()
    }

    #[test]
    fn what_is_late_comes_first_and_what_has_no_day_last() {
        let items = vec![
            file("no day", ""),
            file("in eight days", "2026-12-01"),
            reply("written"),
            file("in a week", "2026-11-30"),
            file("today", "2026-11-23"),
            file("yesterday", "2026-11-22"),
            file("last year", "2025-11-22"),
        ];
        let waiting = Waiting::of(items, Counts { files: 6, replies: 1, ..Counts::default() }, today());
        let order = ["last year", "yesterday", "today", "in a week", "written", "in eight days", "no day"];
        assert_eq!(names(&waiting), order);
        assert_eq!((waiting.total, waiting.more), (7, Counts::default()));
    }

    #[test]
    fn what_does_not_fit_is_counted_by_kind() {
        let items = (0..MOST_WAITING).map(|_| file("late", "2026-11-01")).chain([reply("written")]).collect();
        let waiting = Waiting::of(items, Counts { files: 11, replies: 2, quotes: 4, invoices: 0 }, today());
        assert_eq!(waiting.items.len(), MOST_WAITING);
        assert_eq!(waiting.more, Counts { files: 3, replies: 2, quotes: 4, invoices: 0 });
        assert_eq!(waiting.total, 17);
    }
}

//! A client's statement of account: what was billed and paid over a period, and what is open at its end, each currency for itself.
//!
//! Drafts and cancelled invoices are not billed; a payment counts whatever became of its invoice, so that money that came for a
//! cancelled one is the client's credit. Every statement agrees with itself: opening balance and entries make the closing balance,
//! and so do the ages of what is open.

use crate::{
    csv::plain_cell,
    error::{Error, Result},
    id::InvoiceId,
    language::Language,
    money::{Currency, Money},
    words::{say, sentence},
};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Most entries of one statement; a longer period has to be asked for in parts.
pub const MAX_ENTRIES: i64 = 2_000;

/// The days that a statement covers, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// From the address's `from` and `to`. What is missing or cannot be read is the last three months up to `today`; days the wrong
    /// way round are turned around.
    #[must_use]
    pub fn read(from: Option<&str>, to: Option<&str>, today: NaiveDate) -> Self {
        let day = |text: Option<&str>| {
            text.and_then(|text| text.trim().parse::<NaiveDate>().ok()).filter(|day| is_usual(*day))
        };
        let to = day(to).unwrap_or(today);
        let from = day(from).unwrap_or_else(|| to.checked_sub_months(chrono::Months::new(3)).unwrap_or(to));
        Self { from: from.min(to), to: from.max(to) }
    }
}

/// What both Postgres and people write with four digits.
fn is_usual(day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    (1900..=9999).contains(&day.year())
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    Invoice,
    Payment,
    Refund,
}

impl EntryKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::Payment => "Payment",
            Self::Refund => "Refund",
        }
    }
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub day: NaiveDate,
    pub kind: EntryKind,
    pub invoice: InvoiceId,
    pub number: String,
    /// What the payment's bank or provider calls it; empty for invoices.
    pub reference: String,
    /// Positive is owed, negative is paid.
    pub amount: Money,
    /// What is owed after it.
    pub balance: Money,
}

impl Entry {
    /// What it is, in words.
    #[must_use]
    pub fn label(&self, language: Language) -> Cow<'static, str> {
        let number = self.number.as_str();
        match self.kind {
            EntryKind::Invoice => say!(language, "statement-invoice", number = number),
            EntryKind::Payment => say!(language, "statement-payment", number = number),
            EntryKind::Refund => say!(language, "statement-refund", number = number),
        }
    }
}

/// What is open at the end, by how long it has been due. Credit is negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ages {
    pub current: Money,
    pub to_30: Money,
    pub to_60: Money,
    pub to_90: Money,
    pub over_90: Money,
    pub credit: Money,
}

impl Ages {
    /// The groups with their names, in order.
    #[must_use]
    pub fn groups(&self, language: Language) -> [(Cow<'static, str>, Money); 6] {
        [
            (say!(language, "statement-not-due"), self.current),
            (say!(language, "statement-overdue-to-30"), self.to_30),
            (say!(language, "statement-overdue-to-60"), self.to_60),
            (say!(language, "statement-overdue-to-90"), self.to_90),
            (say!(language, "statement-overdue-over-90"), self.over_90),
            (say!(language, "statement-credit"), self.credit),
        ]
    }
}

/// The account in one currency.
#[derive(Clone, Debug)]
pub struct Account {
    pub currency: Currency,
    pub opening: Money,
    pub invoiced: Money,
    /// Payments less refunds, as a positive amount.
    pub paid: Money,
    pub closing: Money,
    pub ages: Ages,
    pub entries: Vec<Entry>,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    pub period: Period,
    /// One for each currency in which there was ever anything.
    pub accounts: Vec<Account>,
    /// The period has more than [`MAX_ENTRIES`] entries: those after them are left out of the list, not of the sums.
    pub is_cut: bool,
}

/// The first line of the CSV.
pub const CSV_HEADER: [&str; 7] = ["date", "type", "invoice", "reference", "currency", "amount", "balance"];

impl Statement {
    /// The statement, for what is kept or handed on: there nobody would see that something is missing.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is cut.
    pub fn whole(self) -> Result<Self> {
        if self.is_cut {
            return Err(Error::field("from", sentence!("statement-too-long", entries = MAX_ENTRIES)));
        }
        Ok(self)
    }

    /// The lines of the CSV, safe to open in a spreadsheet: for each currency the opening balance, the entries, the closing balance,
    /// and how long what is open has been due.
    #[must_use]
    pub fn csv_rows(&self) -> Vec<[String; 7]> {
        let mut rows = Vec::new();
        for account in &self.accounts {
            let code = account.currency.code();
            let edge = |day: NaiveDate, kind: &str, balance: Money| {
                let empty = String::new;
                [
                    day.to_string(),
                    kind.to_owned(),
                    empty(),
                    empty(),
                    code.to_owned(),
                    empty(),
                    balance.to_plain(),
                ]
            };
            rows.push(edge(self.period.from, "Opening balance", account.opening));
            rows.extend(account.entries.iter().map(|entry| {
                [
                    entry.day.to_string(),
                    entry.kind.label().to_owned(),
                    plain_cell(&entry.number),
                    plain_cell(&entry.reference),
                    code.to_owned(),
                    entry.amount.to_plain(),
                    entry.balance.to_plain(),
                ]
            }));
            rows.push(edge(self.period.to, "Closing balance", account.closing));
            let ages = account.ages.groups(Language::English).into_iter();
            rows.extend(ages.map(|(age, open)| edge(self.period.to, &format!("Of that: {age}"), open)));
        }
        rows
    }
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_or_guessed() {
        let today = "2026-11-23".parse().unwrap();
        let read = |from, to| {
            let Period { from, to } = Period::read(from, to, today);
            (from.to_string(), to.to_string())
        };
        let days = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(read(None, None), days("2026-08-23", "2026-11-23"));
        assert_eq!(read(Some("2026-01-01"), Some("2026-03-31")), days("2026-01-01", "2026-03-31"));
        assert_eq!(read(Some("2026-03-31"), Some("2026-01-01")), days("2026-01-01", "2026-03-31"));
        assert_eq!(read(Some("nonsense"), Some("+262142-12-31")), days("2026-08-23", "2026-11-23"));
    }
}

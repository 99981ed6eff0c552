//! What a statement of account says.

use super::{Fact, Paper, Sum, sample_facts, sample_sums, sealed};
use serde::Serialize;

/// A statement of account: each currency for itself.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// The days that it covers, in words.
    pub period: String,
    pub facts: Vec<Fact>,
    /// Empty when there was never anything.
    pub accounts: Vec<Account>,
}

/// The account in one currency.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    pub currency: String,
    pub opening: Balance,
    pub entries: Vec<Entry>,
    pub closing: Balance,
    /// What is open at the end, by how long it has been due.
    pub ages: Vec<Sum>,
}

/// What was owed on a day.
#[derive(Clone, Debug, Serialize)]
pub struct Balance {
    pub day: String,
    pub amount: String,
}

/// One line of an account.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub day: String,
    pub label: String,
    pub reference: String,
    pub amount: String,
    /// What is owed after it.
    pub balance: String,
}

impl sealed::Sealed for Statement {}

impl Paper for Statement {
    const TEMPLATE: &'static str = "statement.typ";
    fn sample() -> Self {
        let balance = || Balance { day: "1 Jan 2026".into(), amount: "$1.00".into() };
        let entry = Entry {
            day: "1 Jan 2026".into(),
            label: "Invoice 1".into(),
            reference: "1".into(),
            amount: "$1.00".into(),
            balance: "$1.00".into(),
        };
        let account = Account {
            currency: "USD".into(),
            opening: balance(),
            entries: vec![entry],
            closing: balance(),
            ages: sample_sums(),
        };
        Self { period: "1 Jan 2026 – 31 Jan 2026".into(), facts: sample_facts(), accounts: vec![account] }
    }
}

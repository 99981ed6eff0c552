//! Payments as staff see them: what was started in the portal, what came of it, and transfers to confirm.

use super::{Allocation, Attention, PaymentState, Proof, Provider, Reason};
use crate::{
    error::{Error, FieldError, Result},
    id::{ClientId, PaymentAttemptId},
    language::Language,
    money::Money,
    page::PageRequest,
    words::Sentence,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Which payments the list shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum PaymentShow {
    #[default]
    All,
    /// Transfers that clients say they have made, and that nobody has decided.
    ToConfirm,
    /// Those with an [`Attention`].
    ToLookAt,
    State(PaymentState),
}

impl PaymentShow {
    /// All but [`PaymentShow::All`].
    pub const NARROWED: [Self; 5] = [
        Self::ToConfirm,
        Self::ToLookAt,
        Self::State(PaymentState::Succeeded),
        Self::State(PaymentState::Failed),
        Self::State(PaymentState::Cancelled),
    ];

    /// The value in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToConfirm => "to-confirm",
            Self::ToLookAt => "to-look-at",
            Self::State(state) => state.as_str(),
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::ToConfirm => "To confirm",
            Self::ToLookAt => "To look at",
            Self::State(state) => state.label(),
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Default, Debug)]
pub struct PaymentFilter {
    /// Part of the client's name, an invoice's number, the transfer's or the provider's reference, any case.
    pub search: Option<String>,
    pub show: PaymentShow,
    pub page: PageRequest,
}

/// A payment as the list shows it.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub id: PaymentAttemptId,
    pub client: ClientId,
    pub client_name: String,
    pub provider: Provider,
    pub state: PaymentState,
    pub attention: Option<Attention>,
    /// What came, or while nothing has, what was asked for.
    pub amount: Money,
    /// The invoices' numbers.
    pub invoices: String,
    pub created_at: DateTime<Utc>,
}

/// A payment as its page shows it.
#[derive(Clone, Debug)]
pub struct PaymentSheet {
    pub row: PaymentRow,
    pub asked: Money,
    pub received: Option<Money>,
    pub refunded: Money,
    pub allocations: Vec<Allocation>,
    /// Who started it.
    pub person: Option<String>,
    pub paid_on: Option<NaiveDate>,
    pub note: String,
    pub reason: Option<Reason>,
    /// The provider's name for the money.
    pub provider_payment: String,
    /// What stands on the client's transfer; empty for what is paid in another way.
    pub reference: String,
    pub proof: Option<Proof>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<String>,
}

impl PaymentSheet {
    /// A transfer that staff can confirm or refuse. One that the client took back can still be confirmed: money may come all the same.
    #[must_use]
    pub fn can_confirm(&self) -> bool {
        self.row.provider == Provider::BankTransfer && self.row.state != PaymentState::Succeeded
    }

    #[must_use]
    pub fn can_refuse(&self) -> bool {
        self.row.provider == Provider::BankTransfer && self.row.state == PaymentState::Pending
    }
}

/// What staff saw on the account, as it was typed.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub amount: String,
    /// `2026-11-23`.
    pub paid_on: String,
    /// That the money was seen.
    pub is_sure: bool,
}

impl Confirmation {
    /// Reads the amount in the currency of what was `asked`, and the day.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that cannot be taken.
    pub fn check(&self, asked: Money, today: NaiveDate) -> Result<(Money, NaiveDate)> {
        let mut wrong = Vec::new();
        let mut say =
            |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
        let amount = Money::read(Language::English, &self.amount, asked.currency)
            .ok()
            .filter(|amount| amount.minor > 0);
        if amount.is_none() {
            say("amount", format!("Enter the amount that came, such as {}.", asked.to_plain()).into());
        }
        let day = self.paid_on.trim().parse::<NaiveDate>().ok().filter(|day| *day <= today);
        if day.is_none() {
            say("paid_on", "Enter the day on which the money came, not later than today.".into());
        }
        if !self.is_sure {
            say("is_sure", "Please tick this once you have seen the money on the account.".into());
        }
        match (amount, day, wrong.is_empty()) {
            (Some(amount), Some(day), true) => Ok((amount, day)),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

mod pg;
pub use pg::*;

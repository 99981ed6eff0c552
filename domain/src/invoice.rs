//! Invoices.

use crate::{
    id::{InvoiceId, PaymentId, ProjectId},
    line::Line,
    money::Money,
    payment::Paying,
};
use chrono::NaiveDate;

/// An invoice's state as people see it; `Overdue` is derived, never stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvoiceStatus {
    Draft,
    Sent,
    Overdue,
    Paid,
    Cancelled,
}

impl InvoiceStatus {
    /// What a client can see and filter by: drafts are not for clients.
    pub const VISIBLE: [Self; 4] = [Self::Sent, Self::Overdue, Self::Paid, Self::Cancelled];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state on the day `today`, from the stored one.
    #[must_use]
    pub fn on(self, due_on: Option<NaiveDate>, balance: Money, today: NaiveDate) -> Self {
        match self {
            Self::Sent if balance.minor > 0 && due_on.is_some_and(|day| day < today) => Self::Overdue,
            other => other,
        }
    }
}

impl std::str::FromStr for InvoiceStatus {
    type Err = UnknownStatus;
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        std::iter::once(Self::Draft)
            .chain(Self::VISIBLE)
            .find(|status| status.as_str() == text)
            .ok_or(UnknownStatus)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown invoice status")]
pub struct UnknownStatus;

/// An invoice as a list shows it.
#[derive(Clone, Debug)]
pub struct InvoiceSummary {
    pub id: InvoiceId,
    pub number: String,
    pub title: String,
    pub status: InvoiceStatus,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub total: Money,
    /// Total less payments.
    pub balance: Money,
}

impl InvoiceSummary {
    /// Whether something is left to pay.
    #[must_use]
    pub fn is_to_pay(&self) -> bool {
        matches!(self.status, InvoiceStatus::Sent | InvoiceStatus::Overdue) && self.balance.minor > 0
    }
}

/// A payment on an invoice.
#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub amount: Money,
    pub paid_on: NaiveDate,
    pub method: String,
    pub reference: String,
    /// What was given back of it; zero as a rule.
    pub refunded: Money,
    /// The day of the newest refund; `None` when nothing was given back.
    pub refunded_on: Option<NaiveDate>,
}

/// An invoice as its page shows it.
#[derive(Clone, Debug)]
pub struct InvoiceDetail {
    pub summary: InvoiceSummary,
    pub project: Option<(ProjectId, String)>,
    pub lines: Vec<Line>,
    /// Oldest first.
    pub payments: Vec<Payment>,
    pub terms: String,
    /// How it can be paid; `None` when there is nothing to pay.
    pub paying: Option<Paying>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub mod staff;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn overdue_is_sent_with_a_balance_the_day_after_it_was_due() {
        let on = |status: InvoiceStatus, balance, today: &str| {
            let due_on = Some("2026-11-23".parse().unwrap());
            status.on(due_on, Money::new(balance, Currency::USD), today.parse().unwrap())
        };
        assert_eq!(on(InvoiceStatus::Sent, 100, "2026-11-23"), InvoiceStatus::Sent);
        assert_eq!(on(InvoiceStatus::Sent, 100, "2026-11-24"), InvoiceStatus::Overdue);
        assert_eq!(on(InvoiceStatus::Sent, 0, "2026-11-24"), InvoiceStatus::Sent);
        assert_eq!(on(InvoiceStatus::Draft, 100, "2026-11-24"), InvoiceStatus::Draft);
    }
}

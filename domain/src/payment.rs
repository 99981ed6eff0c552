//! Paying invoices (SPEC section 5): what a client starts, and what comes of it.
//!
//! A client starts a payment of one or several invoices of one currency ([`start`]); the amounts come from the invoices and never
//! from the browser, but for a part of one invoice, which is checked. A [`provider::PaymentProvider`] takes it from there: Stripe
//! by a page of its own, a bank transfer by staff who see the money. What they say is recorded once ([`arrival`], [`desk`]).
//!
//! **When two pay at once.** A pending payment holds its money for as long as the provider lets people pay (half an hour by card,
//! two weeks for a transfer), or until it is cancelled: what together would be more than an invoice's balance is refused until
//! then. Money that arrives all the same, late or for the second time, is always recorded on the invoices that it was meant for:
//! their balance may fall below zero, which is the client's credit, and staff are told ([`Attention`]). No money is lost and none
//! is counted twice.
//!
//! **Refunds** are made at the provider. They take from what is paid, so that an invoice may be open again, and staff are told.

use crate::{
    error::{Error, Result},
    id::{InvoiceId, PaymentAttemptId},
    money::{Money, MoneyError},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

pub mod provider;
pub mod settings;

#[cfg(feature = "postgres")]
pub mod arrival;
#[cfg(feature = "postgres")]
pub mod desk;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub mod proof;
#[cfg(feature = "postgres")]
mod reference;
#[cfg(feature = "postgres")]
mod starting;
#[cfg(feature = "postgres")]
pub use pg::*;
#[cfg(feature = "postgres")]
pub use reference::reference;
#[cfg(feature = "postgres")]
pub use starting::*;

/// Most invoices that are paid together.
pub const MAX_INVOICES: usize = 50;
/// Longest note and reason, in characters.
pub const MAX_NOTE_CHARS: usize = 500;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in the table and in addresses.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The words on the page.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or(UnknownWord)
            }
        }
    };
}

words! {
    /// Who takes the money.
    Provider {
        Stripe = "stripe", "Card";
        BankTransfer = "bank_transfer", "Bank transfer";
    }
}

words! {
    /// How a payment stands.
    PaymentState {
        Pending = "pending", "Waiting";
        Succeeded = "succeeded", "Received";
        Failed = "failed", "Failed";
        Cancelled = "cancelled", "Cancelled";
    }
}

words! {
    /// Why staff should look at a payment.
    Attention {
        /// An invoice has now been paid more than its total.
        Overpaid = "overpaid", "More was paid than the invoice’s total";
        OtherAmount = "other_amount", "Another amount came than was asked for";
        /// Nothing could be put on the invoices.
        OtherCurrency = "other_currency", "The money came in another currency";
        InvoiceCancelled = "invoice_cancelled", "The invoice is cancelled";
        /// The invoices are gone.
        Unassigned = "unassigned", "The money belongs to no invoice";
        Refunded = "refunded", "Money was given back";
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

impl Provider {
    /// The method that stands at the payments of an invoice.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::Stripe => "card",
            Self::BankTransfer => "bank_transfer",
        }
    }
}

/// A part of a payment, for one invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allocation {
    pub invoice: InvoiceId,
    pub number: String,
    pub amount: Money,
}

/// The file that the client sent with the word that it has paid: a picture or a PDF.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Proof {
    pub name: String,
    /// By the content.
    pub content_type: String,
    pub size_bytes: i64,
}

/// A payment as its page shows it to the client.
#[derive(Clone, Debug)]
pub struct PaymentDetail {
    pub id: PaymentAttemptId,
    pub provider: Provider,
    pub state: PaymentState,
    pub amount: Money,
    /// What truly came, in the currency that was asked for; `None` while nothing has.
    pub received: Option<Money>,
    pub allocations: Vec<Allocation>,
    /// A card payment that can still be made.
    pub can_continue: bool,
    pub paid_on: Option<NaiveDate>,
    pub note: String,
    /// Why it failed or was refused.
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// What stands on the transfer; empty for what is paid in another way.
    pub reference: String,
    pub proof: Option<Proof>,
    /// Where transfers go, while this one is waited for.
    pub bank: Option<settings::BankAccount>,
}

/// A payment that has not been decided, as the page of its invoice shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingPayment {
    pub id: PaymentAttemptId,
    pub provider: Provider,
    /// For this invoice.
    pub amount: Money,
}

/// How an invoice can be paid.
#[derive(Clone, Debug)]
pub struct Paying {
    pub pending: Vec<PendingPayment>,
    /// What is left to start: the balance less what is held by pending payments; never below zero.
    pub open: Money,
    /// Least part that may be paid at once.
    pub minimum: Money,
    pub bank: Option<settings::BankAccount>,
}

/// The least part of an invoice that may be paid at once: `percent` of its total, rounded up, but never more than what is open.
#[must_use]
pub fn minimum_part(total: Money, open: Money, percent: i32) -> Money {
    let part = (i128::from(total.minor.max(0)) * i128::from(percent.clamp(0, 100)) + 99) / 100;
    let part = i64::try_from(part).unwrap_or(i64::MAX).max(1).min(open.minor.max(0));
    Money::new(part, total.currency)
}

/// Reads the part of an invoice that somebody wants to pay; empty means all that is open.
///
/// # Errors
/// [`Error::Invalid`] at `amount` when it is no amount, less than `minimum`, or more than `open`.
pub fn read_part(typed: &str, open: Money, minimum: Money) -> Result<Money> {
    if typed.trim().is_empty() {
        return Ok(open);
    }
    let wrong = |message: String| Error::field("amount", message);
    let amount = Money::parse(typed, open.currency).map_err(|error| match error {
        MoneyError::TooManyDecimals(0) => wrong("This currency has no decimals.".to_owned()),
        MoneyError::TooManyDecimals(decimals) => wrong(format!("Enter at most {decimals} decimals.")),
        _ => wrong(format!("Enter an amount such as {}.", open.to_plain())),
    })?;
    if amount.minor > open.minor {
        Err(wrong(format!("That is more than the {open} that can be paid.")))
    } else if amount.minor < minimum.minor {
        Err(wrong(format!("The least that can be paid at once is {minimum}.")))
    } else {
        Ok(amount)
    }
}

/// Spreads what came over what was asked for, in that order. What is too much goes to the last one, where it becomes credit; what
/// is missing is missing there as well. Parts of nothing are left out.
#[must_use]
pub fn spread(received_minor: i64, asked: &[(InvoiceId, i64)]) -> Vec<(InvoiceId, i64)> {
    let mut left = received_minor.max(0);
    let mut parts = Vec::with_capacity(asked.len());
    for (index, (invoice, minor)) in asked.iter().enumerate() {
        let part = if index + 1 == asked.len() { left } else { left.min(*minor) };
        left -= part;
        if part > 0 {
            parts.push((*invoice, part));
        }
    }
    parts
}

#[cfg(feature = "postgres")]
/// The invoices in words.
fn describe(parts: &[Allocation]) -> String {
    let numbers = parts.iter().map(|part| part.number.as_str()).collect::<Vec<_>>().join(", ");
    match parts.len() {
        0 => "A payment".to_owned(),
        1 => format!("Invoice {numbers}"),
        _ => format!("Invoices {numbers}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn the_least_part_is_rounded_up_and_never_above_what_is_open() {
        assert_eq!(minimum_part(eur(1001), eur(1001), 25), eur(251));
        assert_eq!(minimum_part(eur(1000), eur(100), 25), eur(100), "the last rest may be paid");
        assert_eq!(minimum_part(eur(1000), eur(1000), 0), eur(1));
        assert_eq!(minimum_part(eur(1000), eur(1000), 100), eur(1000));
        assert_eq!(minimum_part(eur(i64::MAX), eur(i64::MAX), 100), eur(i64::MAX));
    }

    #[test]
    fn a_part_is_read_with_the_currencys_own_decimals() {
        let jpy = |minor| Money::new(minor, Currency::JPY);
        let kwd = |minor| Money::new(minor, Currency::KWD);
        assert_eq!(read_part("", eur(500), eur(1)).unwrap(), eur(500));
        assert_eq!(read_part(" 1.5 ", eur(500), eur(1)).unwrap(), eur(150));
        assert_eq!(read_part("300", jpy(500), jpy(1)).unwrap(), jpy(300));
        assert_eq!(read_part("1.234", kwd(5_000), kwd(1)).unwrap(), kwd(1_234));
        for (typed, open, minimum) in [
            ("1.005", eur(500), eur(1)),
            ("3.5", jpy(500), jpy(1)),
            ("1.2345", kwd(5_000), kwd(1)),
            ("5.01", eur(500), eur(1)),
            ("0.99", eur(500), eur(100)),
            ("0", eur(500), eur(1)),
            ("-1", eur(500), eur(1)),
            ("1,50", eur(500), eur(1)),
            ("all", eur(500), eur(1)),
        ] {
            let refused = read_part(typed, open, minimum);
            assert!(
                matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "amount"),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_came_is_spread_without_losing_any() {
        let ids = [InvoiceId(uuid::Uuid::from_u128(1)), InvoiceId(uuid::Uuid::from_u128(2))];
        let asked = [(ids[0], 100), (ids[1], 50)];
        assert_eq!(spread(150, &asked), asked);
        assert_eq!(spread(120, &asked), [(ids[0], 100), (ids[1], 20)]);
        assert_eq!(spread(90, &asked), [(ids[0], 90)]);
        assert_eq!(spread(180, &asked), [(ids[0], 100), (ids[1], 80)]);
        assert_eq!(spread(10, &[]), []);
    }
}

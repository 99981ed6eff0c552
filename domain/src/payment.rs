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

#[cfg(feature = "postgres")]
use crate::{
    error::{Error, Result},
    language::Language,
    locale,
    money::MoneyError,
    words::{Sentence, sentence},
};
use crate::{
    id::{InvoiceId, PaymentAttemptId},
    money::Money,
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
    /// Why a payment came to nothing, where nobody has written it.
    NotPaid {
        NotStarted = "not_started", "It could not be started.";
        NotInTime = "not_in_time", "It was not paid in time.";
        NotCarriedOut = "not_carried_out", "The bank did not carry it out.";
    }
}

/// What is known of why a payment came to nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    NotPaid(NotPaid),
    /// What staff wrote.
    Written(String),
}

#[cfg(feature = "postgres")]
impl Reason {
    /// Of the two columns.
    fn of(not_paid: Option<&str>, written: String) -> Result<Option<Self>> {
        let not_paid = not_paid.map(str::parse).transpose().map_err(Error::internal)?;
        let written = Some(written).filter(|written| !written.is_empty());
        Ok(not_paid.map(Self::NotPaid).or(written.map(Self::Written)))
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
    /// A card payment of which the provider has not heard, as when the server stopped at that moment: nothing will come of it.
    pub has_not_begun: bool,
    pub paid_on: Option<NaiveDate>,
    pub note: String,
    /// What was given back of it so far.
    pub refunded: Money,
    /// Why it failed or was refused.
    pub reason: Option<Reason>,
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

/// Reads the part of an invoice that somebody wants to pay, as people of the language write it; empty means all that is open.
///
/// # Errors
/// [`Error::Invalid`] at `amount` when it is no amount, less than `minimum`, or more than `open`.
#[cfg(feature = "postgres")]
pub fn read_part(language: Language, typed: &str, open: Money, minimum: Money) -> Result<Money> {
    if typed.trim().is_empty() {
        return Ok(open);
    }
    let wrong = |message: Sentence| Error::field("amount", message);
    let amount = Money::read(language, typed, open.currency).map_err(|error| match error {
        MoneyError::TooManyDecimals(0) => wrong(sentence!("amount-no-decimals")),
        MoneyError::TooManyDecimals(decimals) => wrong(sentence!("amount-decimals", decimals = decimals)),
        _ => wrong(sentence!("amount-unreadable", example = open.to_typed(language))),
    })?;
    if amount.minor > open.minor {
        Err(wrong(sentence!(|language| "amount-too-much", amount = locale::money(language, open))))
    } else if amount.minor < minimum.minor {
        Err(wrong(sentence!(|language| "amount-too-little", amount = locale::money(language, minimum))))
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

/// The invoices in words.
#[cfg(feature = "postgres")]
fn describe(parts: &[Allocation]) -> Sentence {
    let numbers = parts.iter().map(|part| part.number.as_str()).collect::<Vec<_>>().join(", ");
    match parts.len() {
        0 => sentence!("news-a-payment"),
        count => sentence!("news-invoices", count = count, numbers = numbers.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use Language::English;

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

    #[cfg(feature = "postgres")]
    #[test]
    fn a_part_is_read_with_the_currencys_own_decimals() {
        let jpy = |minor| Money::new(minor, Currency::JPY);
        let kwd = |minor| Money::new(minor, Currency::KWD);
        assert_eq!(read_part(English, "", eur(500), eur(1)).unwrap(), eur(500));
        assert_eq!(read_part(English, " 1.5 ", eur(500), eur(1)).unwrap(), eur(150));
        assert_eq!(read_part(English, "300", jpy(500), jpy(1)).unwrap(), jpy(300));
        assert_eq!(read_part(Language::German, "1,5", eur(500), eur(1)).unwrap(), eur(150));
        assert_eq!(read_part(English, "1.234", kwd(5_000), kwd(1)).unwrap(), kwd(1_234));
        for (typed, open, minimum) in [
            ("1.005", eur(500), eur(1)),
            ("3.5", jpy(500), jpy(1)),
            ("1.2345", kwd(5_000), kwd(1)),
            ("5.01", eur(500), eur(1)),
            ("0.99", eur(500), eur(100)),
            ("0", eur(500), eur(1)),
            ("-1", eur(500), eur(1)),
            ("1,50,0", eur(500), eur(1)),
            ("all", eur(500), eur(1)),
        ] {
            let refused = read_part(English, typed, open, minimum);
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

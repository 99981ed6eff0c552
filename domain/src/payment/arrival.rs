//! What a provider says came of a payment.

use super::Provider;
use crate::id::PaymentAttemptId;

/// A provider's notice whose signature has been checked.
#[derive(Clone, Debug)]
pub struct ProviderEvent {
    pub provider: Provider,
    /// The provider's own id: one that comes again is known by it.
    pub id: String,
    /// The provider's word for it.
    pub kind: String,
    /// The payment that it is about, if it says so.
    pub payment: Option<PaymentAttemptId>,
    /// The provider's name for the money that moved, if it says so.
    pub reference: String,
    pub notice: Notice,
}

/// What happened. Amounts are whole minor units of the currency (ISO 4217), whatever the provider counts in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The client has done its part; the money is on its way.
    Processing,
    Received {
        minor: i64,
        currency: String,
    },
    /// The money did not come, though the client has done its part.
    Failed,
    /// Nobody paid in time.
    Expired,
    /// All that has been given back so far.
    Refunded {
        minor: i64,
    },
    /// Nothing that concerns us.
    Other,
}

/// What a notice changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Applied,
    /// It had been read before, or says what is known already.
    NothingNew,
    /// It is about no payment of ours.
    Unknown,
}

mod news;
mod pg;
mod refund;
pub use pg::apply;
pub(in crate::payment) use pg::{Attempt, Came};

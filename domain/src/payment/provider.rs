//! Who takes the money: one trait for all.

use super::Provider;
use crate::{id::PaymentAttemptId, money::Money};
use chrono::TimeDelta;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// What a provider does takes a while.
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// A payment that is handed to a provider.
#[derive(Clone, Debug)]
pub struct Order {
    /// The provider's notices carry it, and a second hand-over of the same one makes no second payment.
    pub id: PaymentAttemptId,
    pub amount: Money,
    /// What it is for, in words that the payer knows: the numbers of the invoices.
    pub description: String,
}

/// What a provider has made of an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// The client pays at this address.
    LeadTo { reference: String, url: String },
    /// The client pays elsewhere; staff say when the money is there.
    AwaitConfirmation,
}

/// Why a provider did not do it. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It will not take this, or it is too late to take it back.
    #[error("the payment provider refused: {0}")]
    Refused(String),
    #[error("the payment provider cannot be reached: {0}")]
    Unreachable(String),
}

/// A way to pay.
pub trait PaymentProvider: Send + Sync {
    fn provider(&self) -> Provider;

    /// Whether the amount can be paid this way: some currencies take no smallest units.
    fn takes(&self, amount: Money) -> bool;

    /// For how long people can pay what was begun.
    fn hold(&self) -> TimeDelta;

    /// Begins a payment.
    fn begin<'a>(&'a self, order: &'a Order) -> ProviderFuture<'a, Begun>;

    /// Ends a payment that nobody has made yet.
    fn withdraw<'a>(&'a self, reference: &'a str) -> ProviderFuture<'a, ()>;
}

/// Transfers to the company's account: the bank tells nobody, so staff confirm them.
#[derive(Clone, Copy, Default, Debug)]
pub struct BankTransfer;

impl PaymentProvider for BankTransfer {
    fn provider(&self) -> Provider {
        Provider::BankTransfer
    }

    fn takes(&self, _: Money) -> bool {
        true
    }

    fn hold(&self) -> TimeDelta {
        TimeDelta::days(14)
    }

    fn begin<'a>(&'a self, _: &'a Order) -> ProviderFuture<'a, Begun> {
        Box::pin(std::future::ready(Ok(Begun::AwaitConfirmation)))
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> ProviderFuture<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The ways to pay that this server has.
#[derive(Clone, Default)]
pub struct Providers {
    card: Option<Arc<dyn PaymentProvider>>,
}

impl Providers {
    #[must_use]
    pub fn new(card: Option<Arc<dyn PaymentProvider>>) -> Self {
        Self { card }
    }

    /// The provider, if this server has it.
    #[must_use]
    pub fn get(&self, provider: Provider) -> Option<&dyn PaymentProvider> {
        match provider {
            Provider::Stripe => self.card.as_deref(),
            Provider::BankTransfer => Some(&BankTransfer),
        }
    }

    /// Whether card payment is offered.
    #[must_use]
    pub fn takes_cards(&self) -> bool {
        self.card.is_some()
    }
}

/// Providers hold keys.
impl fmt::Debug for Providers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Providers").field("takes_cards", &self.takes_cards()).finish()
    }
}

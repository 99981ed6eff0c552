//! Starting a payment.

use super::{MAX_INVOICES, MAX_NOTE_CHARS, Provider};
use crate::{
    document::{Preview, upload::ReceivedFile},
    error::{Error, Result},
    id::{InvoiceId, PaymentAttemptId},
    language::Language,
    words::sentence,
};
use chrono::NaiveDate;

/// What a client wants to pay, as it was typed.
#[derive(Clone, Default, Debug)]
pub struct NewPayment {
    pub invoices: Vec<InvoiceId>,
    /// A part of the one invoice, such as `120.50`; empty for all that is left, and always for several invoices.
    pub amount: String,
    /// In which the amount was written.
    pub language: Language,
    /// Of a transfer: the day on which it was made.
    pub paid_on: Option<NaiveDate>,
    /// Of a transfer: words for staff.
    pub note: String,
    /// Of a transfer: a picture or a PDF of it.
    pub proof: Option<ReceivedFile>,
}

/// Where a client goes after starting a payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Started {
    pub id: PaymentAttemptId,
    /// The provider's page; `None` when there is nothing more to do than to wait.
    pub url: Option<String>,
}

impl NewPayment {
    /// What can be said without looking anything up.
    fn check(&self, provider: Provider, today: NaiveDate) -> Result<()> {
        if self.invoices.is_empty() {
            return Err(Error::field("invoices", sentence!("pay-none")));
        }
        if self.invoices.len() > MAX_INVOICES {
            return Err(Error::field("invoices", sentence!("pay-too-many", invoices = MAX_INVOICES)));
        }
        if provider == Provider::BankTransfer {
            match self.paid_on {
                None => return Err(Error::field("paid_on", sentence!("pay-day-missing"))),
                Some(day) if day > today => {
                    return Err(Error::field("paid_on", sentence!("pay-day-ahead")));
                }
                Some(_) => {}
            }
        }
        // By its content, so that nothing which could run script is shown to staff.
        if self.proof.as_ref().is_some_and(|file| Preview::of(file.content_type).is_none()) {
            return Err(Error::field("file", sentence!("pay-proof-type")));
        }
        if self.note.chars().count() > MAX_NOTE_CHARS || self.note.contains('\0') {
            return Err(Error::field("note", sentence!("field-enter-at-most", characters = MAX_NOTE_CHARS)));
        }
        Ok(())
    }
}

mod pg;
pub use pg::start;

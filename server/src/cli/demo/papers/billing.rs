//! Quotes, invoices and payments.

use super::{
    super::{
        clients::{Customer, Portal},
        maker::Maker,
        trade::{INVOICE_TERMS, TERMS},
    },
    Job, Of, Papers,
};
use domain::demo::{Invoice, Payment, Quote};

/// What is to become of a quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum QuoteState {
    Draft,
    /// Open for so many more days.
    Pending(i64),
    Expired,
    Approved,
    Declined,
    Cancelled,
}

/// What is to become of an invoice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum InvoiceState {
    Draft,
    /// Due in so many days.
    Open(i64),
    /// Part of it is paid, and the rest due in so many days; negative is overdue.
    PartPaid(i64),
    /// Due so many days ago.
    Overdue(i64),
    Paid,
    Cancelled,
}

pub(super) fn some_quote(maker: &mut Maker, customer: &Customer) -> QuoteState {
    let settled = customer.portal == Portal::Inactive;
    match maker.between(1..=100) {
        1..=8 => QuoteState::Draft,
        9..=38 if !settled => QuoteState::Pending(maker.between(2..=40)),
        39..=55 => QuoteState::Expired,
        56..=84 => QuoteState::Approved,
        85..=94 => QuoteState::Declined,
        _ => QuoteState::Cancelled,
    }
}

pub(super) fn some_invoice(maker: &mut Maker, customer: &Customer) -> InvoiceState {
    let settled = customer.portal == Portal::Inactive;
    match maker.between(1..=100) {
        1..=6 => InvoiceState::Draft,
        7..=20 if !settled => InvoiceState::Open(maker.between(1..=28)),
        21..=27 => InvoiceState::Overdue(maker.between(2..=45)),
        28..=31 if !settled => InvoiceState::PartPaid(maker.between(3..=25)),
        32..=34 => InvoiceState::PartPaid(-maker.between(3..=25)),
        35..=38 => InvoiceState::Cancelled,
        _ => InvoiceState::Paid,
    }
}

impl Papers {
    pub(in super::super) fn add_quote(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        job: &Job,
        state: QuoteState,
    ) {
        // Days from today: until when it is valid, and when it was issued.
        let (status, valid, issued) = match state {
            QuoteState::Draft => ("draft", maker.between(20..=40), -maker.between(0..=3)),
            QuoteState::Pending(days) => ("sent", days, (days - 30).min(-1)),
            QuoteState::Expired => {
                let valid = -maker.between(1..=60);
                ("sent", valid, valid - 30)
            }
            QuoteState::Approved => {
                let issued = maker.offset(job.starts_on).clamp(-250, -6) - maker.between(6..=20);
                ("approved", issued + 30, issued)
            }
            QuoteState::Declined | QuoteState::Cancelled => {
                let issued = -maker.between(20..=160);
                (if state == QuoteState::Declined { "declined" } else { "cancelled" }, issued + 30, issued)
            }
        };
        let issued_on = maker.day(issued);
        let created_at = maker.moment(issued_on);
        let id = maker.id(created_at);
        let is_first = !self.quotes.iter().any(|quote| quote.project_id == Some(job.id));
        let count = usize::try_from(maker.between(2..=5)).unwrap_or(2);
        let currency = customer.client.currency.clone();
        let total_minor = self.add_lines(maker, Of::Quote(id), issued_on, job.work, &currency, count);
        self.quotes.push(Quote {
            id,
            client_id: customer.client.id,
            project_id: Some(job.id),
            number: String::new(),
            title: if is_first { job.name.clone() } else { format!("{} – addition", job.name) },
            status,
            issued_on,
            valid_until: Some(maker.day(valid)),
            currency,
            total_minor,
            terms: TERMS.to_owned(),
            created_at,
        });
    }

    pub(in super::super) fn add_invoice(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        job: &Job,
        state: InvoiceState,
    ) {
        let (status, due) = match state {
            InvoiceState::Draft => ("draft", 30),
            InvoiceState::Open(days) | InvoiceState::PartPaid(days) => ("sent", days),
            InvoiceState::Overdue(days) => ("sent", -days),
            // Half is due on approval, so the first may be a little older than the project.
            InvoiceState::Paid => {
                ("paid", 30 + maker.offset(job.starts_on).min(-45) + maker.between(-10..=9))
            }
            InvoiceState::Cancelled => ("cancelled", -maker.between(20..=200)),
        };
        let issued_on = maker.day((due - 30).min(0));
        let created_at = maker.moment(issued_on);
        let id = maker.id(created_at);
        let count = usize::try_from(maker.between(1..=4)).unwrap_or(1);
        let currency = customer.client.currency.clone();
        let total_minor = self.add_lines(maker, Of::Invoice(id), issued_on, job.work, &currency, count);
        let part = *maker.pick(&[25, 40, 50]);
        let paid_minor = match state {
            InvoiceState::Paid => total_minor,
            InvoiceState::PartPaid(_) => total_minor * part / 100,
            _ => 0,
        };
        if paid_minor > 0 {
            let days = maker.between(4..=27);
            let day = (maker.offset(issued_on) + days).min(-1);
            let paid_on = maker.day(day);
            let at = maker.moment(paid_on);
            let by_card = maker.chance(35);
            self.payments.push(Payment {
                id: maker.uuid(at),
                invoice_id: id,
                amount_minor: paid_minor,
                paid_on,
                method: if by_card { "card" } else { "bank_transfer" },
                // Of a transfer it is the number of the invoice, which is given later.
                reference: if by_card {
                    format!("ch_{:x}", maker.between(1 << 40..=1 << 50))
                } else {
                    String::new()
                },
                created_at: at,
            });
        }
        self.invoices.push(Invoice {
            id,
            client_id: customer.client.id,
            project_id: Some(job.id),
            number: String::new(),
            title: job.name.clone(),
            status,
            issued_on,
            due_on: Some(maker.day(due)),
            currency,
            total_minor,
            terms: INVOICE_TERMS.to_owned(),
            created_at,
        });
    }
}

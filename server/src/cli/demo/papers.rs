//! What is made up for each client: projects, quotes, invoices, payments and documents.

use super::{clients::Customer, maker::Maker, trade::Work};
use chrono::NaiveDate;
use domain::{
    demo::{Document, DocumentRequest, Invoice, Line, Milestone, Payment, Project, Quote},
    id::{InvoiceId, ProjectId, QuoteId},
    line::line_total,
    money::{self, Money},
};
use rust_decimal::Decimal;

mod billing;
mod projects;
mod requests;

pub(super) use billing::{InvoiceState, QuoteState};
pub(super) use projects::Span;

/// All papers of all clients.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) projects: Vec<Project>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) quotes: Vec<Quote>,
    pub(super) invoices: Vec<Invoice>,
    pub(super) lines: Vec<Line>,
    pub(super) payments: Vec<Payment>,
    pub(super) documents: Vec<Document>,
    pub(super) document_requests: Vec<DocumentRequest>,
}

/// A project that is being filled with papers.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) id: ProjectId,
    pub(super) name: String,
    pub(super) work: &'static Work,
    pub(super) starts_on: NaiveDate,
    is_completed: bool,
}

/// Of which document lines are.
#[derive(Clone, Copy)]
enum Of {
    Quote(QuoteId),
    Invoice(InvoiceId),
}

/// How much of a currency is worth a euro, in its minor units, and to what prices are rounded.
fn rate(currency: &str) -> (i64, i64) {
    match currency {
        "GBP" => (86, 500),
        "CHF" => (95, 500),
        "USD" => (108, 500),
        "CAD" => (148, 500),
        "JPY" => (160, 100),
        "KWD" => (335, 500),
        "PLN" => (430, 2_000),
        "DKK" => (746, 5_000),
        "SEK" => (1_120, 5_000),
        "NOK" => (1_150, 5_000),
        _ => (100, 100),
    }
}

fn price(euros: i64, currency: &str) -> i64 {
    let (minor, step) = rate(currency);
    ((euros * minor + step / 2) / step).max(1) * step
}

impl Papers {
    /// Makes lines for a document and gives their sum.
    fn add_lines(
        &mut self,
        maker: &mut Maker,
        of: Of,
        day: NaiveDate,
        work: &Work,
        currency: &str,
        count: usize,
    ) -> i64 {
        let first = usize::try_from(maker.between(0..=3)).unwrap_or_default();
        let items = work.items.iter().cycle().skip(first).take(count.min(work.items.len()));
        let Ok(money_of) = money::currency(currency) else { return 0 };
        let mut sum = 0;
        for (&(description, quantity, euros), position) in items.zip(1..) {
            let quantity =
                Decimal::from(i64::from(quantity) + if quantity > 3 { maker.between(-2..=2) } else { 0 });
            let discount_percent = Decimal::from(if maker.chance(12) { *maker.pick(&[5, 10]) } else { 0 });
            let unit_price = Money::new(price(euros, currency), money_of);
            let total_minor =
                line_total(quantity, unit_price, discount_percent).map_or(0, |total| total.minor);
            let at = maker.moment(day);
            self.lines.push(Line {
                id: maker.id(at),
                quote_id: if let Of::Quote(id) = of { Some(id) } else { None },
                invoice_id: if let Of::Invoice(id) = of { Some(id) } else { None },
                position,
                description: description.to_owned(),
                quantity,
                unit_price_minor: unit_price.minor,
                discount_percent,
                total_minor,
            });
            sum += total_minor;
        }
        sum
    }

    /// Gives quotes and invoices their numbers in the order of their days, as a company does.
    pub(super) fn number(&mut self) {
        use chrono::Datelike;
        self.quotes.sort_by_key(|quote| (quote.issued_on, quote.id));
        for (quote, n) in self.quotes.iter_mut().zip(1_u32..) {
            quote.number = format!("Q-{}-{n:03}", quote.issued_on.year());
        }
        self.invoices.sort_by_key(|invoice| (invoice.issued_on, invoice.id));
        for (invoice, n) in self.invoices.iter_mut().zip(1_u32..) {
            invoice.number = format!("INV-{}-{n:04}", invoice.issued_on.year());
        }
        let numbers: std::collections::HashMap<_, _> =
            self.invoices.iter().map(|invoice| (invoice.id, invoice.number.as_str())).collect();
        for payment in &mut self.payments {
            if let (true, Some(number)) = (payment.reference.is_empty(), numbers.get(&payment.invoice_id)) {
                payment.reference = (*number).to_owned();
            }
        }
    }

    /// A usual client's papers; fewer for those who do not use the portal.
    pub(super) fn add_usual(&mut self, maker: &mut Maker, customer: &Customer) {
        let first = usize::try_from(maker.between(0..=11)).unwrap_or_default();
        let count = usize::try_from(if customer.people.is_empty() {
            maker.between(0..=2)
        } else {
            maker.between(1..=4)
        })
        .unwrap_or(1);
        for work in super::trade::WORKS.iter().cycle().skip(first).step_by(5).take(count) {
            let status = projects::some_status(maker, customer);
            let span = projects::some_span(maker, status);
            let job = self.add_project(maker, customer, work, work.name, status, span);
            for _ in 0..maker.between(0..=2) {
                let state = billing::some_quote(maker, customer);
                self.add_quote(maker, customer, &job, state);
            }
            for _ in 0..maker.between(1..=5) {
                let state = billing::some_invoice(maker, customer);
                self.add_invoice(maker, customer, &job, state);
            }
            for _ in 0..maker.between(1..=4) {
                let is_shared = maker.chance(65);
                self.add_document(maker, customer, Some(&job), is_shared);
            }
        }
        if maker.chance(30) {
            self.add_document(maker, customer, None, true);
        }
    }
}

//! The client on the screenshots: something of everything.

use super::{
    clients::Customer,
    maker::Maker,
    papers::{InvoiceState, Papers, QuoteState, Span},
    trade::{WORKS, Work},
};
use domain::project::ProjectStatus;

/// Name, what it is, state, first and last day, its quotes and its invoices.
type Project =
    (&'static str, &'static str, ProjectStatus, Span, &'static [QuoteState], &'static [InvoiceState]);

const PROJECTS: [Project; 5] = [
    (
        "Passenger booking app",
        "Booking app",
        ProjectStatus::Active,
        (-96, 54),
        &[QuoteState::Approved, QuoteState::Pending(2)],
        &[InvoiceState::Paid, InvoiceState::PartPaid(12), InvoiceState::Overdue(9), InvoiceState::Open(21)],
    ),
    (
        "Website relaunch",
        "Website relaunch",
        ProjectStatus::Active,
        (-61, 92),
        &[QuoteState::Pending(12), QuoteState::Draft],
        &[InvoiceState::Paid, InvoiceState::Open(6), InvoiceState::Draft],
    ),
    (
        "Harbour signage",
        "Signage and wayfinding",
        ProjectStatus::Planned,
        (19, 75),
        &[QuoteState::Pending(25)],
        &[],
    ),
    ("Crew portraits", "Photography and film", ProjectStatus::Planned, (40, 68), &[QuoteState::Expired], &[]),
    (
        "Passenger research",
        "Customer research",
        ProjectStatus::Completed,
        (-210, -124),
        &[QuoteState::Approved, QuoteState::Declined],
        &[InvoiceState::Paid, InvoiceState::Paid, InvoiceState::Cancelled],
    ),
];

impl Papers {
    pub(super) fn add_showcase(&mut self, maker: &mut Maker, customer: &Customer) {
        for (name, kind, status, span, quotes, invoices) in PROJECTS {
            let Some(work) = work(kind) else { continue };
            let job = self.add_project(maker, customer, work, name, status, span);
            for state in quotes {
                self.add_quote(maker, customer, &job, *state);
            }
            for state in invoices {
                self.add_invoice(maker, customer, &job, *state);
            }
            for is_shared in [true, true, false] {
                self.add_document(maker, customer, Some(&job), is_shared);
            }
        }
        self.add_document(maker, customer, None, true);
        self.add_requests(maker, customer);
    }
}

fn work(name: &str) -> Option<&'static Work> {
    WORKS.iter().find(|work| work.name == name)
}

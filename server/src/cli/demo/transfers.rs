//! Bank transfers that clients have told of, and that wait for staff to see the money.

use super::{SHOWCASE, clients::Customer, maker::Maker, papers::Papers};
use chrono::TimeDelta;
use domain::demo::Transfer;

/// As many as a morning brings.
const COUNT: usize = 4;

pub(super) fn make(maker: &mut Maker, customers: &[Customer], papers: &Papers) -> Vec<Transfer> {
    let mut transfers = Vec::new();
    for customer in customers.iter().filter(|customer| customer.client.name != SHOWCASE) {
        let is_free = |id| !papers.payments.iter().any(|payment| payment.invoice_id == id);
        let open = papers.invoices.iter().find(|invoice| {
            invoice.client_id == customer.client.id && invoice.status == "sent" && is_free(invoice.id)
        });
        let (Some(user_id), Some(invoice)) = (customer.client.portal_user_id, open) else { continue };
        if !customer.client.portal_enabled || transfers.len() == COUNT {
            continue;
        }
        let days = maker.between(0..=2);
        let paid_on = maker.day(-days).max(invoice.issued_on);
        let created_at = maker.moment(paid_on);
        transfers.push(Transfer {
            id: maker.id(created_at),
            client_id: customer.client.id,
            user_id,
            invoice_id: invoice.id,
            currency: invoice.currency.clone(),
            amount_minor: invoice.total_minor,
            holds_until: created_at + TimeDelta::days(14),
            paid_on,
            note: if transfers.is_empty() { "From our account at Triodos." } else { "" },
            created_at,
        });
    }
    transfers
}

//! Why people declined quotes in the portal.

use super::{clients::Customer, maker::Maker, papers::Papers, places::Habits};
use domain::demo::Decline;

const REASONS: [&str; 5] = [
    "We have decided to do this ourselves for now.",
    "The budget for this year is spent. Please ask us again in spring.",
    "We need only the first part. Could you send an offer for that alone?",
    "Another offer was lower, and it includes the training.",
    "The date is too late for us: we have to be live before the trade fair.",
];

/// A reason for each declined quote that was still open when its client's portal user had come in. Older ones were declined on the
/// telephone.
pub(super) fn make(maker: &mut Maker, customers: &[Customer], papers: &Papers) -> Vec<Decline> {
    let mut declines = Vec::new();
    for quote in papers.quotes.iter().filter(|quote| quote.status == "declined") {
        let customer = customers.iter().find(|customer| customer.client.id == quote.client_id);
        let Some(person) = customer.and_then(|customer| customer.people.first()) else { continue };
        let days = maker.between(2..=12);
        let day = (maker.offset(quote.issued_on) + days).min(-1);
        let declined_at = maker.moment(maker.day(day));
        if declined_at > person.since {
            declines.push(Decline {
                quote_id: quote.id,
                revision: 1,
                user_id: person.user_id,
                person_name: person.name.clone(),
                reason: maker.pick::<&str>(&REASONS),
                origin: Habits::make(maker).origin(maker),
                declined_at,
            });
        }
    }
    declines
}

//! The evidence of quotes that people approved in the portal.

use super::{
    clients::{Customer, Person},
    maker::Maker,
    papers::Papers,
    places::Habits,
};
use domain::{
    demo::{Approval, Line, Quote},
    money::{self, Money},
    quote::{FrozenLine, FrozenQuote},
};

/// An approval for each approved quote that was still open when its client's portal user had come in. Older ones were
/// approved on paper.
pub(super) fn make(maker: &mut Maker, customers: &[Customer], papers: &Papers) -> Vec<Approval> {
    let mut approvals = Vec::new();
    for quote in papers.quotes.iter().filter(|quote| quote.status == "approved") {
        let customer = customers.iter().find(|customer| customer.client.id == quote.client_id);
        let Some(person) = customer.and_then(|customer| customer.people.first()) else { continue };
        let days = maker.between(1..=9);
        let day = (maker.offset(quote.issued_on) + days).min(-1);
        let approved_at = maker.moment(maker.day(day));
        if approved_at > person.since
            && let Some(frozen_quote) = freeze(quote, &papers.lines)
        {
            approvals.push(approval(maker, quote, person, frozen_quote, approved_at));
        }
    }
    approvals
}

fn approval(
    maker: &mut Maker,
    quote: &Quote,
    person: &Person,
    frozen_quote: String,
    approved_at: chrono::DateTime<chrono::Utc>,
) -> Approval {
    let origin = Habits::make(maker).origin(maker);
    Approval {
        quote_id: quote.id,
        user_id: person.user_id,
        typed_name: person.name.clone(),
        frozen_quote,
        origin,
        approved_at,
    }
}

fn freeze(quote: &Quote, lines: &[Line]) -> Option<String> {
    let currency = money::currency(&quote.currency).ok()?;
    let money = |minor| Money::new(minor, currency);
    let lines = lines.iter().filter(|line| line.quote_id == Some(quote.id)).map(|line| {
        FrozenLine::new(
            (line.position, &line.description),
            (line.quantity, money(line.unit_price_minor)),
            line.discount_percent,
            money(line.total_minor),
        )
    });
    let frozen = FrozenQuote {
        number: &quote.number,
        revision: 1,
        title: &quote.title,
        issued_on: quote.issued_on,
        valid_until: quote.valid_until,
        lines: lines.collect(),
        total: money(quote.total_minor).to_plain(),
        currency: &quote.currency,
        terms: &quote.terms,
    };
    serde_json::to_string(&frozen).ok()
}

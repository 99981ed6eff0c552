//! What the bells hold.

use super::{
    clients::{Customer, Portal, SHOWCASE},
    maker::Maker,
    papers::Papers,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    access_preset::Section,
    demo::Notification,
    money::{self, Money},
    notification::preference::section_of,
};

/// Nobody keeps more.
const KEPT: usize = 12;
/// How many of the showcase's are new.
const UNREAD: usize = 4;

/// When people are reminded of a quote.
const LAST_DAYS: i64 = 3;

struct News {
    at: DateTime<Utc>,
    kind: &'static str,
    title: String,
    href: String,
}

pub(super) fn make(maker: &mut Maker, customers: &[Customer], papers: &Papers) -> Vec<Notification> {
    let mut notifications = Vec::new();
    for customer in customers.iter().filter(|customer| customer.portal == Portal::Enabled) {
        let mut news = news_of(maker, customer, papers);
        news.sort_by_key(|news| news.at);
        for person in &customer.people {
            let unread = if customer.client.name == SHOWCASE {
                UNREAD
            } else {
                usize::try_from(maker.between(0..=3)).unwrap_or(0)
            };
            let seen = news.iter().rev().filter(|news| news.at > person.since).take(KEPT);
            for (position, news) in seen.enumerate() {
                let read_after = TimeDelta::minutes(maker.between(20..=4_000));
                let read_at = (news.at + read_after).min(maker.now());
                notifications.push(Notification {
                    id: maker.id(news.at),
                    user_id: person.user_id,
                    client_id: Some(customer.client.id),
                    kind: news.kind,
                    section: section_of(news.kind).map(Section::as_str),
                    title: news.title.clone(),
                    href: news.href.clone(),
                    created_at: news.at,
                    read_at: (position >= unread).then_some(read_at),
                });
            }
        }
    }
    notifications
}

/// What a client has been told of, in no order.
fn news_of(maker: &mut Maker, customer: &Customer, papers: &Papers) -> Vec<News> {
    let mut all = Vec::new();
    let id = customer.client.id;
    let Ok(currency) = money::currency(&customer.client.currency) else { return all };
    for quote in papers.quotes.iter().filter(|quote| quote.client_id == id && quote.status != "draft") {
        let amount = Money::new(quote.total_minor, currency);
        let href = format!("/portal/quotes/{}", quote.id);
        let title = format!("Quote {} over {amount} awaits your decision", quote.number);
        all.push(News { at: quote.created_at, kind: "quote_sent", title, href: href.clone() });
        let last_days =
            |day: &NaiveDate| quote.status == "sent" && (0..=LAST_DAYS).contains(&maker.offset(*day));
        if let Some(day) = quote.valid_until.filter(last_days) {
            let title = format!("Quote {} can be approved until {}", quote.number, in_words(day));
            let reminded_on = maker.day(maker.offset(day) - LAST_DAYS);
            all.push(News { at: maker.moment(reminded_on), kind: "quote_lapses", title, href });
        }
    }
    for invoice in
        papers.invoices.iter().filter(|invoice| invoice.client_id == id && invoice.status != "draft")
    {
        let amount = Money::new(invoice.total_minor, currency);
        let href = format!("/portal/invoices/{}", invoice.id);
        let title = format!("Invoice {} over {amount} has arrived", invoice.number);
        all.push(News { at: invoice.created_at, kind: "invoice_sent", title, href: href.clone() });
        if let Some(due_on) = invoice.due_on.filter(|day| invoice.status == "sent" && maker.offset(*day) < 0)
        {
            let title = format!("Invoice {} was due on {}", invoice.number, in_words(due_on));
            all.push(News {
                at: maker.moment(due_on + TimeDelta::days(1)),
                kind: "invoice_overdue",
                title,
                href,
            });
        }
    }
    for document in papers.documents.iter().filter(|document| {
        document.client_id == id && document.is_shared_with_client && document.uploaded_by.is_none()
    }) {
        all.push(News {
            at: document.created_at,
            kind: "document_shared",
            title: format!("{} was shared with you", document.name),
            href: format!("/portal/documents/{}", document.id),
        });
    }
    all
}

/// `12 Dec 2026`
fn in_words(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

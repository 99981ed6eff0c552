//! Paying: what may be started, and that money which arrives is recorded once and never lost.

use super::seed::{Client, Invoice, Seed, today};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Conflict, Error,
    id::{InvoiceId, PaymentAttemptId},
    invoice::{self, InvoiceStatus},
    money::Money,
    payment::{
        self, NewPayment, NotPaid, PaymentState, Provider, Reason,
        arrival::{self, Notice, Outcome, ProviderEvent},
        provider::{Begun, Order, PaymentProvider, ProviderError, ProviderFuture, Providers},
    },
};
use sqlx::PgPool;
use std::sync::Arc;

/// A provider that leads to a page, or is away.
struct Card {
    is_away: bool,
}

impl PaymentProvider for Card {
    fn provider(&self) -> Provider {
        Provider::Stripe
    }

    fn takes(&self, amount: Money) -> bool {
        amount.minor != 13
    }

    fn hold(&self) -> TimeDelta {
        TimeDelta::minutes(40)
    }

    fn begin<'a>(&'a self, order: &'a Order) -> ProviderFuture<'a, Begun> {
        let url = format!("https://pay.example/{}", order.id);
        let begun = Begun::LeadTo { reference: format!("cs_{}", order.id.0.simple()), url };
        let away = || ProviderError::Unreachable("away".into());
        Box::pin(std::future::ready(if self.is_away { Err(away()) } else { Ok(begun) }))
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> ProviderFuture<'a, ()> {
        let refused = ProviderError::Refused("too late".into());
        Box::pin(std::future::ready(if self.is_away { Err(refused) } else { Ok(()) }))
    }
}

fn card() -> Providers {
    Providers::new(Some(Arc::new(Card { is_away: false })))
}

pub(super) fn now() -> DateTime<Utc> {
    Utc::now()
}

async fn pay(
    seed: &Seed,
    client: Client,
    invoices: &[InvoiceId],
    amount: &str,
) -> domain::Result<payment::Started> {
    let wanted =
        NewPayment { invoices: invoices.to_vec(), amount: amount.to_owned(), ..NewPayment::default() };
    payment::start(&seed.db, &client.scope(), &card(), Provider::Stripe, &wanted, today(), now()).await
}

fn event(id: &str, payment: PaymentAttemptId, notice: Notice) -> ProviderEvent {
    ProviderEvent {
        provider: Provider::Stripe,
        id: id.to_owned(),
        kind: "test".to_owned(),
        payment: Some(payment),
        reference: "pi_1".to_owned(),
        notice,
    }
}

fn received(minor: i64) -> Notice {
    Notice::Received { minor, currency: "EUR".to_owned() }
}

async fn tell(seed: &Seed, event: &ProviderEvent) -> Outcome {
    arrival::apply(&seed.db, event, today(), now()).await.unwrap()
}

/// Status in the table, what is paid, and how many payments there are.
pub(super) async fn state(seed: &Seed, invoice: InvoiceId) -> (String, i64, i64) {
    sqlx::query_as(
        "select status, paid_minor, (select count(*) from payments where invoice_id = i.id) from invoices i where id = $1",
    )
    .bind(invoice.0)
    .fetch_one(&seed.pool)
    .await
    .unwrap()
}

async fn attempt(seed: &Seed, id: PaymentAttemptId) -> (String, Option<String>) {
    sqlx::query_as("select state, attention from payment_attempts where id = $1")
        .bind(id.0)
        .fetch_one(&seed.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_is_recorded_once_however_often_its_notice_arrives(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let id = seed.invoice(mine, Invoice::default()).await;
    let started = pay(&seed, mine, &[id], "").await.unwrap();
    assert_eq!(started.url, Some(format!("https://pay.example/{}", started.id)));

    let event_1 = event("evt_1", started.id, received(50_000));
    let (one, other) = tokio::join!(tell(&seed, &event_1), tell(&seed, &event_1));
    assert!([one, other].contains(&Outcome::Applied) && [one, other].contains(&Outcome::NothingNew));
    assert_eq!(tell(&seed, &event_1).await, Outcome::NothingNew);
    // The same news under another id, and bad news that comes too late.
    assert_eq!(tell(&seed, &event("evt_2", started.id, received(50_000))).await, Outcome::NothingNew);
    assert_eq!(tell(&seed, &event("evt_3", started.id, Notice::Expired)).await, Outcome::NothingNew);
    assert_eq!(state(&seed, id).await, ("paid".to_owned(), 50_000, 1));
    assert_eq!(attempt(&seed, started.id).await, ("succeeded".to_owned(), None));

    let logged =
        "select count(*) from client_portal_activities where kind = 'pay_invoice' and subject_id = $1";
    assert_eq!(seed.count(logged, &[id.0]).await, 1);
    for user in [mine.user, colleague] {
        let told = "select count(*) from notifications where kind = 'payment_received' and user_id = $1";
        assert_eq!(seed.count(told, &[user.0]).await, 1);
    }
    let shown = invoice::view(&seed.db, &mine.scope(), id, today()).await.unwrap();
    assert_eq!((shown.summary.status, shown.payments.len()), (InvoiceStatus::Paid, 1));
    assert_eq!((shown.payments[0].method.as_str(), shown.payments[0].reference.as_str()), ("card", "pi_1"));
    assert!(shown.paying.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn several_invoices_of_one_currency_are_paid_together_and_in_part(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let first = seed.invoice(mine, Invoice { total_minor: 100, ..Invoice::default() }).await;
    let second = seed
        .invoice(mine, Invoice { number: "INV-2", total_minor: 300, paid_minor: 100, ..Invoice::default() })
        .await;
    let yen = Invoice { number: "INV-3", currency: "JPY", ..Invoice::default() };
    let third = seed.invoice(mine, yen).await;
    let mixed = pay(&seed, mine, &[first, third], "").await;
    assert!(matches!(&mixed, Err(Error::Invalid(fields)) if fields[0].field == "invoices"), "{mixed:?}");

    let started = pay(&seed, mine, &[second, first, second], "").await.unwrap();
    let shown = payment::view(&seed.db, &mine.scope(), started.id, now()).await.unwrap();
    assert_eq!((shown.amount.minor, shown.allocations.len(), shown.can_continue), (300, 2, true));
    tell(&seed, &event("evt_1", started.id, received(300))).await;
    assert_eq!(state(&seed, first).await, ("paid".to_owned(), 100, 1));
    assert_eq!(state(&seed, second).await, ("paid".to_owned(), 300, 2));

    let part = pay(&seed, mine, &[third], "20000").await.unwrap();
    let yen = Notice::Received { minor: 20_000, currency: "JPY".to_owned() };
    tell(&seed, &event("evt_2", part.id, yen)).await;
    assert_eq!(state(&seed, third).await, ("sent".to_owned(), 20_000, 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn each_invoice_that_cannot_be_paid_has_its_own_answer(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let invoice = async |client, number, status, paid_minor| {
        seed.invoice(client, Invoice { number, status, paid_minor, ..Invoice::default() }).await
    };
    let open = invoice(mine, "INV-open", "sent", 0).await;
    for hidden in [
        invoice(mine, "INV-draft", "draft", 0).await,
        invoice(other, "INV-other", "sent", 0).await,
        InvoiceId::generate(),
    ] {
        for ids in [vec![hidden], vec![open, hidden]] {
            assert!(matches!(pay(&seed, mine, &ids, "").await, Err(Error::NotFound)));
        }
    }
    let paid = pay(&seed, mine, &[invoice(mine, "INV-paid", "paid", 50_000).await], "").await;
    assert!(
        matches!(&paid, Err(Error::Conflict(Conflict::InvoicePaid(number))) if number == "INV-paid"),
        "{paid:?}"
    );
    let covered = pay(&seed, mine, &[invoice(mine, "INV-covered", "sent", 50_000).await], "").await;
    assert!(matches!(covered, Err(Error::Conflict(Conflict::InvoicePaid(_)))), "{covered:?}");
    let cancelled = pay(&seed, mine, &[invoice(mine, "INV-gone", "cancelled", 0).await], "").await;
    assert!(matches!(cancelled, Err(Error::Conflict(Conflict::InvoiceCancelled(_)))), "{cancelled:?}");
    for wrong in ["500.01", "0", "-5", "1.001", "much", "0.13"] {
        let refused = pay(&seed, mine, &[open], wrong).await;
        assert!(
            matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "amount"),
            "{wrong}: {refused:?}"
        );
    }
    sqlx::query("update company set minimum_payment_percent = 25").execute(&seed.pool).await.unwrap();
    let little = pay(&seed, mine, &[open], "124.99").await;
    assert!(
        matches!(&little, Err(Error::Invalid(fields)) if fields[0].message.to_string().contains("€125.00")),
        "{little:?}"
    );
    assert!(matches!(pay(&seed, mine, &[], "").await, Err(Error::Invalid(_))));
    assert_eq!(seed.count("select count(*) from payment_attempts", &[]).await, 0);
    pay(&seed, mine, &[open], "125").await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn two_at_once_cannot_start_more_than_is_open_and_none_blocks_for_ever(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for round in 0..10 {
        let id = seed.invoice(mine, Invoice { number: &format!("INV-{round}"), ..Invoice::default() }).await;
        let ids = [id];
        let (one, other) = tokio::join!(pay(&seed, mine, &ids, ""), pay(&seed, mine, &ids, ""));
        let (started, refused) = match (one, other) {
            (Ok(started), Err(refused)) | (Err(refused), Ok(started)) => (started, refused),
            both => panic!("one of two must succeed: {both:?}"),
        };
        assert!(matches!(refused, Error::Conflict(Conflict::PaymentUnderWay(_))), "{refused:?}");
        // Cancelled, or left alone for long enough, it holds nothing.
        if round % 2 == 0 {
            payment::cancel(&seed.db, &mine.scope(), &card(), started.id).await.unwrap();
            let again = payment::cancel(&seed.db, &mine.scope(), &card(), started.id).await;
            assert!(matches!(again, Err(Error::Conflict(Conflict::PaymentDecided))), "{again:?}");
        } else {
            let later = "update payment_attempts set holds_until = now() where id = $1";
            seed.run(later, &[started.id.0]).await.unwrap();
        }
        pay(&seed, mine, &[id], "100").await.unwrap();
        pay(&seed, mine, &[id], "400").await.unwrap();
        assert!(pay(&seed, mine, &[id], "0.01").await.is_err());
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn money_that_comes_twice_late_or_otherwise_is_never_lost(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let id = seed.invoice(mine, Invoice { total_minor: 1_000, ..Invoice::default() }).await;
    // Cancelled at the last moment, and paid all the same; meanwhile somebody has paid again.
    let first = pay(&seed, mine, &[id], "").await.unwrap();
    payment::cancel(&seed.db, &mine.scope(), &card(), first.id).await.unwrap();
    let second = pay(&seed, mine, &[id], "").await.unwrap();
    tell(&seed, &event("evt_1", second.id, received(1_000))).await;
    assert_eq!(tell(&seed, &event("evt_2", first.id, received(1_000))).await, Outcome::Applied);
    assert_eq!(state(&seed, id).await, ("paid".to_owned(), 2_000, 2));
    assert_eq!(attempt(&seed, first.id).await, ("succeeded".to_owned(), Some("overpaid".to_owned())));

    let id = seed.invoice(mine, Invoice { number: "INV-2", total_minor: 1_000, ..Invoice::default() }).await;
    let less = pay(&seed, mine, &[id], "").await.unwrap();
    tell(&seed, &event("evt_3", less.id, received(400))).await;
    assert_eq!(state(&seed, id).await, ("sent".to_owned(), 400, 1));
    assert_eq!(attempt(&seed, less.id).await.1.as_deref(), Some("other_amount"));

    let other = pay(&seed, mine, &[id], "").await.unwrap();
    let dollars = Notice::Received { minor: 600, currency: "USD".to_owned() };
    tell(&seed, &event("evt_4", other.id, dollars)).await;
    assert_eq!(state(&seed, id).await, ("sent".to_owned(), 400, 1), "dollars pay no euros");
    assert_eq!(attempt(&seed, other.id).await, ("succeeded".to_owned(), Some("other_currency".to_owned())));

    let late = pay(&seed, mine, &[id], "").await.unwrap();
    seed.run("update invoices set status = 'cancelled' where id = $1", &[id.0]).await.unwrap();
    tell(&seed, &event("evt_5", late.id, received(600))).await;
    assert_eq!(state(&seed, id).await, ("cancelled".to_owned(), 1_000, 2));
    assert_eq!(attempt(&seed, late.id).await.1.as_deref(), Some("invoice_cancelled"));

    assert_eq!(
        tell(&seed, &event("evt_6", PaymentAttemptId::generate(), received(1))).await,
        Outcome::Unknown
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refund_takes_from_what_is_paid_whenever_its_notice_comes(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let first = seed.invoice(mine, Invoice { total_minor: 1_000, ..Invoice::default() }).await;
    let second =
        seed.invoice(mine, Invoice { number: "INV-2", total_minor: 500, ..Invoice::default() }).await;
    let started = pay(&seed, mine, &[first, second], "").await.unwrap();
    // The refund's notice overtakes that of the payment.
    tell(&seed, &event("evt_1", started.id, Notice::Refunded { minor: 700 })).await;
    tell(&seed, &event("evt_2", started.id, received(1_500))).await;
    assert_eq!(state(&seed, first).await, ("sent".to_owned(), 800, 1));
    assert_eq!(state(&seed, second).await, ("sent".to_owned(), 0, 1));
    assert_eq!(attempt(&seed, started.id).await, ("succeeded".to_owned(), Some("refunded".to_owned())));
    // Notices name the sum of all refunds: an older one changes nothing.
    assert_eq!(
        tell(&seed, &event("evt_3", started.id, Notice::Refunded { minor: 200 })).await,
        Outcome::NothingNew
    );
    tell(&seed, &event("evt_4", started.id, Notice::Refunded { minor: 1_500 })).await;
    assert_eq!(state(&seed, first).await, ("sent".to_owned(), 0, 1));
    // Found by the provider's name for the money as well.
    let by_name =
        ProviderEvent { payment: None, ..event("evt_5", started.id, Notice::Refunded { minor: 1 }) };
    assert_eq!(tell(&seed, &by_name).await, Outcome::NothingNew);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_waits_fails_and_lapses_as_its_provider_says(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let id = seed.invoice(mine, Invoice::default()).await;
    let started = pay(&seed, mine, &[id], "").await.unwrap();
    tell(&seed, &event("evt_1", started.id, Notice::Processing)).await;
    let shown = payment::view(&seed.db, &mine.scope(), started.id, now()).await.unwrap();
    assert_eq!((shown.state, shown.can_continue), (PaymentState::Pending, false));
    assert!(pay(&seed, mine, &[id], "").await.is_err(), "the money is on its way");
    tell(&seed, &event("evt_2", started.id, Notice::Failed)).await;
    let shown = payment::view(&seed.db, &mine.scope(), started.id, now()).await.unwrap();
    assert_eq!(
        (shown.state, shown.reason),
        (PaymentState::Failed, Some(Reason::NotPaid(NotPaid::NotCarriedOut)))
    );
    let lapsed = pay(&seed, mine, &[id], "").await.unwrap();
    tell(&seed, &event("evt_3", lapsed.id, Notice::Expired)).await;
    assert_eq!(attempt(&seed, lapsed.id).await.0, "cancelled");

    let away = Providers::new(Some(Arc::new(Card { is_away: true })));
    let wanted = NewPayment { invoices: vec![id], ..NewPayment::default() };
    for providers in [away, Providers::default()] {
        let refused =
            payment::start(&seed.db, &mine.scope(), &providers, Provider::Stripe, &wanted, today(), now())
                .await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::ProviderAway))), "{refused:?}");
    }
    let last = pay(&seed, mine, &[id], "").await.unwrap();
    let late = Providers::new(Some(Arc::new(Card { is_away: true })));
    let refused = payment::cancel(&seed.db, &mine.scope(), &late, last.id).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::PaymentGoneThrough))), "{refused:?}");
}

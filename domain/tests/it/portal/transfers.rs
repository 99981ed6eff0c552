//! Bank transfers: a client tells of one, staff say whether the money has arrived.

use super::{
    payments::{now, state},
    seed::{Invoice, Seed, day, today},
};
use crate::bulk_invitation::staff;
use domain::{
    Conflict, Error,
    id::{InvoiceId, PaymentAttemptId},
    paper::{self, Reader},
    payment::{
        self, Attention, NewPayment, PaymentState, Provider, Reason,
        desk::{self, Confirmation, PaymentFilter, PaymentShow},
        provider::Providers,
        settings::{self, TypedSettings},
    },
};
use sqlx::PgPool;

fn account() -> TypedSettings {
    TypedSettings {
        holder: "Kestrel Yard".into(),
        account: "NL91ABNA0417164300".into(),
        bic: "ABNANL2A".into(),
        instructions: String::new(),
        minimum_percent: "0".into(),
    }
}

fn told(invoices: &[InvoiceId]) -> NewPayment {
    NewPayment {
        invoices: invoices.to_vec(),
        paid_on: Some(day("2026-11-20")),
        note: "From our savings account".into(),
        ..NewPayment::default()
    }
}

fn seen(amount: &str, paid_on: &str) -> Confirmation {
    Confirmation { amount: amount.into(), paid_on: paid_on.into(), is_sure: true }
}

async fn report(
    seed: &Seed,
    client: super::seed::Client,
    wanted: &NewPayment,
) -> domain::Result<PaymentAttemptId> {
    let providers = Providers::default();
    let scope = client.scope();
    let started =
        payment::start(&seed.db, &scope, &providers, Provider::BankTransfer, wanted, today(), now());
    started.await.map(|started| started.id)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_transfer_is_told_of_confirmed_once_and_both_sides_know(pool: PgPool) {
    let seed = Seed::new(pool.clone());
    let (admin, member) = (staff(&pool, "admin").await, staff(&pool, "member").await);
    let mine = seed.client("Mine").await;
    let id = seed.invoice(mine, Invoice::default()).await;
    let early = report(&seed, mine, &told(&[id])).await;
    assert!(matches!(early, Err(Error::Conflict(Conflict::ProviderAway))), "without an account: {early:?}");
    settings::update(&seed.db, &admin, account()).await.unwrap();
    for paid_on in [None, Some(day("2026-11-24"))] {
        let refused = report(&seed, mine, &NewPayment { paid_on, ..told(&[id]) }).await;
        assert!(
            matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "paid_on"),
            "{refused:?}"
        );
    }

    let payment_id = report(&seed, mine, &told(&[id])).await.unwrap();
    let shown = payment::view(&seed.db, &mine.scope(), payment_id, now()).await.unwrap();
    assert_eq!(shown.bank.map(|bank| bank.account).as_deref(), Some("NL91 ABNA 0417 1643 00"));
    let waiting = PaymentFilter { show: PaymentShow::ToConfirm, ..PaymentFilter::default() };
    let list = desk::list(&seed.db, &member, &waiting).await.unwrap();
    assert_eq!((list.items.len(), list.items[0].invoices.as_str()), (1, "INV-1"));
    let bell = "select count(*) from notifications where kind = 'payment_reported'";
    assert_eq!(seed.count(bell, &[]).await, 2, "both staff");

    for wrong in [
        Confirmation { is_sure: false, ..seen("500", "2026-11-20") },
        seen("", "2026-11-20"),
        seen("0", "2026-11-20"),
        seen("500", "2026-11-24"),
        seen("500", ""),
    ] {
        let refused = desk::confirm(&seed.db, &member, payment_id, &wrong, today(), now()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let good = seen("500", "2026-11-21");
    let (one, other) = tokio::join!(
        desk::confirm(&seed.db, &member, payment_id, &good, today(), now()),
        desk::confirm(&seed.db, &admin, payment_id, &good, today(), now()),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(state(&seed, id).await, ("paid".to_owned(), 50_000, 1));
    for (kind, subject) in [("pay_invoice", id.0), ("confirm_payment", payment_id.0)] {
        let sql = "select count(*) from client_portal_activities where subject_id = $1";
        assert_eq!(seed.count(sql, &[subject]).await, 1, "{kind}");
    }
    let sheet = desk::view(&seed.db, &member, payment_id).await.unwrap();
    assert_eq!((sheet.row.state, sheet.row.attention), (PaymentState::Succeeded, None));
    assert!(sheet.settled_by.is_some() && !sheet.can_confirm() && !sheet.can_refuse());
    let bell = "select count(*) from notifications where kind = 'payment_received' and user_id = $1";
    assert_eq!(seed.count(bell, &[mine.user.0]).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_transfer_is_refused_with_a_reason_and_can_still_arrive(pool: PgPool) {
    let seed = Seed::new(pool.clone());
    let admin = staff(&pool, "admin").await;
    settings::update(&seed.db, &admin, account()).await.unwrap();
    let mine = seed.client("Mine").await;
    let id = seed.invoice(mine, Invoice::default()).await;
    let payment_id = report(&seed, mine, &told(&[id])).await.unwrap();
    let refused = desk::refuse(&seed.db, &admin, payment_id, "  ", now()).await;
    assert!(matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "reason"), "{refused:?}");
    desk::refuse(&seed.db, &admin, payment_id, "Nothing has come.", now()).await.unwrap();
    let again = desk::refuse(&seed.db, &admin, payment_id, "Nothing has come.", now()).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::PaymentDecided))), "{again:?}");
    let shown = payment::view(&seed.db, &mine.scope(), payment_id, now()).await.unwrap();
    assert_eq!(
        (shown.state, shown.reason),
        (PaymentState::Failed, Some(Reason::Written("Nothing has come.".to_owned())))
    );
    let bell = "select count(*) from notifications where kind = 'payment_failed' and user_id = $1";
    assert_eq!(seed.count(bell, &[mine.user.0]).await, 1);
    // A week later it is there after all, and more than was asked for.
    desk::confirm(&seed.db, &admin, payment_id, &seen("500.01", "2026-11-23"), today(), now()).await.unwrap();
    assert_eq!(state(&seed, id).await, ("paid".to_owned(), 50_001, 1));
    let sheet = desk::view(&seed.db, &admin, payment_id).await.unwrap();
    assert_eq!(sheet.row.attention, Some(Attention::Overpaid));
    let look = PaymentFilter { show: PaymentShow::ToLookAt, ..PaymentFilter::default() };
    assert_eq!(desk::list(&seed.db, &admin, &look).await.unwrap().items.len(), 1);
    let missing = desk::view(&seed.db, &admin, PaymentAttemptId::generate()).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_is_searched_and_read_by_key(pool: PgPool) {
    let seed = Seed::new(pool.clone());
    let admin = staff(&pool, "admin").await;
    settings::update(&seed.db, &admin, account()).await.unwrap();
    let mine = seed.client("Mine").await;
    for number in 0..30 {
        let invoice = Invoice { number: &format!("INV-{number:02}"), ..Invoice::default() };
        let id = seed.invoice(mine, invoice).await;
        report(&seed, mine, &told(&[id])).await.unwrap();
    }
    let first = desk::list(&seed.db, &admin, &PaymentFilter::default()).await.unwrap();
    assert_eq!((first.items.len(), first.items[0].invoices.as_str()), (25, "INV-29"));
    let next = domain::page::PageRequest::After(first.next.unwrap());
    let rest = desk::list(&seed.db, &admin, &PaymentFilter { page: next, ..PaymentFilter::default() })
        .await
        .unwrap();
    assert_eq!((rest.items.len(), rest.next), (5, None));
    for (search, found) in [("inv-07", 1), ("MINE", 25), ("nobody", 0)] {
        let filter = PaymentFilter { search: Some(search.into()), ..PaymentFilter::default() };
        assert_eq!(desk::list(&seed.db, &admin, &filter).await.unwrap().items.len(), found, "{search}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_open_invoice_says_where_to_pay_and_a_paid_one_does_not(pool: PgPool) {
    let seed = Seed::new(pool.clone());
    let admin = staff(&pool, "admin").await;
    let mine = seed.client("Mine").await;
    let open = seed.invoice(mine, Invoice::default()).await;
    let paid = seed
        .invoice(mine, Invoice { number: "INV-2", status: "paid", paid_minor: 50_000, ..Invoice::default() })
        .await;
    let cancelled =
        seed.invoice(mine, Invoice { number: "INV-3", status: "cancelled", ..Invoice::default() }).await;
    let bank = async |id| {
        let scope = mine.scope();
        paper::invoice(&seed.db, Reader::Client(&scope), id, today()).await.unwrap().bank
    };
    assert!(bank(open).await.is_none(), "the company has no account");
    settings::update(&seed.db, &admin, account()).await.unwrap();
    assert_eq!(bank(open).await.unwrap().account, "NL91 ABNA 0417 1643 00");
    assert!(bank(paid).await.is_none() && bank(cancelled).await.is_none());
}

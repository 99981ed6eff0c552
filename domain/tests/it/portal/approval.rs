//! Approving a quote: once, in time, with evidence, for good.

use super::seed::{Quote, Seed, day, today};
use domain::{
    Conflict, Error,
    quote::{self, QuoteStatus, Signature},
};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use uuid::Uuid;

fn signed(name: &str) -> Signature {
    Signature { typed_name: name.into(), terms_accepted: true, revision: 1 }
}

#[sqlx::test(migrations = "../migrations")]
async fn two_at_the_same_instant_give_one_approval_and_one_clear_message(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let (first, second) = (mine.scope(), mine.scope_of(colleague));
    for round in 0..20 {
        let id = seed.quote(mine, Quote { number: &format!("Q-{round}"), ..Quote::default() }).await;
        let (maria, jonas) = (signed("Maria Anders"), signed("Jonas Weber"));
        let (one, other) = tokio::join!(
            quote::approve(&seed.db, &first, id, &maria, today()),
            quote::approve(&seed.db, &second, id, &jonas, today()),
        );
        let refused = match (one, other) {
            (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused,
            both => panic!("one of two must succeed: {both:?}"),
        };
        assert!(matches!(refused, Error::Conflict(Conflict::QuoteAlreadyApproved)), "{refused:?}");
        let ids = &[id.0];
        assert_eq!(seed.count("select count(*) from quote_approvals where quote_id = $1", ids).await, 1);
        assert_eq!(
            seed.count(
                "select count(*) from outgoing_mails where kind = 'quote_approved' and subject_id = $1",
                ids
            )
            .await,
            1
        );
        let logged =
            "select count(*) from client_portal_activities where kind = 'approve_quote' and subject_id = $1";
        assert_eq!(seed.count(logged, ids).await, 1);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_can_be_approved_on_its_last_valid_day_and_not_after(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let id = seed.quote(mine, Quote { valid_until: Some(day("2026-11-23")), ..Quote::default() }).await;
    let late = quote::approve(&seed.db, &mine.scope(), id, &signed("Maria"), day("2026-11-24")).await;
    assert!(
        matches!(late, Err(Error::Conflict(Conflict::QuoteExpired(until))) if until == day("2026-11-23")),
        "{late:?}"
    );
    assert_eq!(seed.count("select count(*) from quote_approvals", &[]).await, 0);
    quote::approve(&seed.db, &mine.scope(), id, &signed("Maria"), day("2026-11-23")).await.unwrap();
    let shown = quote::view(&seed.db, &mine.scope(), id, day("2026-11-30")).await.unwrap();
    assert_eq!(shown.summary.status, QuoteStatus::Approved, "an approved quote does not expire");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_a_sent_quote_with_a_signature_is_approved(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for status in ["declined", "cancelled"] {
        let id = seed.quote(mine, Quote { number: status, status, ..Quote::default() }).await;
        let refused = quote::approve(&seed.db, &mine.scope(), id, &signed("Maria"), today()).await;
        assert!(
            matches!(refused, Err(Error::Conflict(Conflict::QuoteNotOpen(found))) if found.as_str() == status),
            "{refused:?}"
        );
    }
    let id = seed.quote(mine, Quote::default()).await;
    for signature in [signed("  "), Signature { terms_accepted: false, ..signed("Maria") }] {
        let refused = quote::approve(&seed.db, &mine.scope(), id, &signature, today()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    assert_eq!(seed.count("select count(*) from quotes where status = 'approved'", &[]).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_evidence_is_complete_and_its_digest_covers_the_quote(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let id = seed.quote(mine, Quote::default()).await;
    quote::approve(&seed.db, &mine.scope(), id, &signed("  Maria Anders "), today()).await.unwrap();

    type Row = (Uuid, String, String, Vec<u8>, String, String, String, String, String);
    let row: Row = sqlx::query_as(
        "select user_id, typed_name, frozen_quote, frozen_sha256, host(ip_address), user_agent, device_type, browser, platform
           from quote_approvals where quote_id = $1 and approved_at > now() - interval '1 minute'",
    )
    .bind(id.0)
    .fetch_one(&seed.pool)
    .await
    .unwrap();
    let (user, name, frozen, digest, address, user_agent, device, browser, platform) = row;
    assert_eq!((user, name.as_str(), address.as_str()), (mine.user.0, "Maria Anders", "203.0.113.9"));
    assert!(user_agent.contains("iPhone") && device == "mobile", "{device} {user_agent}");
    assert!(browser.contains("Safari") && platform.contains("iOS"), "{browser} on {platform}");
    assert_eq!(digest, Sha256::digest(&frozen).to_vec());
    assert_eq!(
        frozen,
        r#"{"number":"Q-1","revision":1,"title":"Website relaunch","issued_on":"2026-11-01","valid_until":"2026-12-12","lines":[{"position":1,"description":"Concept","quantity":"2","unit_price":"12.50","discount_percent":"10","total":"22.50"}],"total":"1000.00","currency":"EUR","terms":"Half on approval, half on acceptance."}"#
    );
    let shown = quote::view(&seed.db, &mine.scope(), id, today()).await.unwrap().approval.unwrap();
    let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((shown.typed_name.as_str(), shown.frozen_sha256), ("Maria Anders", hexadecimal));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approved_quote_cannot_be_changed_by_anybody(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let id = seed.quote(mine, Quote::default()).await;
    quote::approve(&seed.db, &mine.scope(), id, &signed("Maria"), today()).await.unwrap();
    for change in [
        "update quotes set total_minor = total_minor + 1 where id = $1",
        "update quotes set terms = '' where id = $1",
        "update quotes set status = 'sent' where id = $1",
        "update lines set quantity = 3 where quote_id = $1",
        "delete from lines where quote_id = $1",
        "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, total_minor)
         values (gen_random_uuid(), $1, 2, 'More', 1, 1, 1)",
        "delete from quotes where id = $1",
    ] {
        assert!(seed.run(change, &[id.0]).await.is_err(), "{change}");
    }
}

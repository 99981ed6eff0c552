//! An unknown address takes as long as a known one.

use super::world::{PASSWORD, World, browser};
use domain::password::{Cost, Hasher};
use sqlx::PgPool;
use std::time::{Duration, Instant};

const TRIES: u32 = 1_000;
const TOLERANCE: Duration = Duration::from_millis(5);

/// A hash takes longer than the tolerance, so that an answer without one is found out. Each try is for an account and from an
/// address of its own, so that no limit answers.
#[sqlx::test(migrations = "../migrations")]
async fn known_and_unknown_addresses_take_the_same_time(pool: PgPool) {
    let world = World { hasher: Hasher::start(Cost::NOTICEABLE), ..World::new(pool) };
    let hash = world.hasher.hash(PASSWORD.into()).await.unwrap();
    sqlx::query(
        "insert into users (id, kind, email, name, password_hash)
         select gen_random_uuid(), 'client', 'known' || n || '@alfki.example', 'Maria', $1 from generate_series(1, 1000) n",
    )
    .bind(hash)
    .execute(&world.pool)
    .await
    .unwrap();
    world
        .execute(
            "insert into clients (id, name, portal_enabled, portal_user_id) select gen_random_uuid(), email, true, id from users",
        )
        .await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 1..=TRIES {
        let visitor = browser(&format!("10.0.{}.{}", n / 250, n % 250));
        for (times, kind) in [(&mut known, "known"), (&mut unknown, "unknown")] {
            let began = Instant::now();
            assert!(!world.is_limited(&format!("{kind}{n}@alfki.example"), &visitor).await);
            times.push(began.elapsed());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (known, unknown) = (median(&mut known), median(&mut unknown));
    assert!(known > TOLERANCE * 3 / 2, "the hash has to be noticeable: {known:?}");
    println!("median of {TRIES} sign-ins: known address {known:?}, unknown address {unknown:?}");
    assert!(known.abs_diff(unknown) <= TOLERANCE);
}

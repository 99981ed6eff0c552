//! Limits stop guessing over all servers, and never the owner.

use super::world::{PASSWORD, World, browser};
use domain::{Error, password_reset, session::lifecycle::Visitor};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

const MARIA: &str = "maria@alfki.example";
/// As in `sign_in.rs`.
const BY_ACCOUNT_AND_ADDRESS: usize = 10;
const BY_ADDRESS: usize = 100;
const BY_ACCOUNT: u32 = 100;

async fn world(pool: PgPool) -> World {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world
}

#[sqlx::test(migrations = "../migrations")]
async fn guesses_are_counted_over_two_servers(_: PgPoolOptions, connect: PgConnectOptions) {
    let pool = || PgPoolOptions::new().max_connections(2).connect_lazy_with(connect.clone());
    let servers = [world(pool()).await, World::new(pool())];
    let thief = browser("192.0.2.66");
    for (email, what) in [(MARIA, "known"), ("nobody@alfki.example", "unknown")] {
        for guess in 0..BY_ACCOUNT_AND_ADDRESS {
            assert!(!servers[guess % 2].is_limited(email, &thief).await, "{what} {guess}");
        }
        for server in &servers {
            assert!(server.is_limited(email, &thief).await, "{what}");
        }
    }
    let right = servers[1].sign_in(MARIA, PASSWORD, &thief).await;
    assert!(matches!(right, Err(Error::TooManyAttempts { .. })), "not even the right password: {right:?}");
    assert!(
        servers[1].sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok(),
        "the owner is elsewhere"
    );
    servers[0].execute("update rate_limits set window_start = window_start - interval '15 minutes'").await;
    assert!(servers[0].sign_in(MARIA, PASSWORD, &thief).await.is_ok(), "the window is over");
}

#[sqlx::test(migrations = "../migrations")]
async fn guesses_at_the_same_moment_are_counted_one_by_one(pool: PgPool) {
    let world = std::sync::Arc::new(world(pool).await);
    let guesses: Vec<_> = (0..50)
        .map(|_| {
            let world = std::sync::Arc::clone(&world);
            tokio::spawn(async move { world.is_limited(MARIA, &browser("192.0.2.66")).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        looked_at += usize::from(!guess.await.unwrap());
    }
    // Two threads hash at the same time, so the last two may have looked at the same count.
    assert!((BY_ACCOUNT_AND_ADDRESS..=BY_ACCOUNT_AND_ADDRESS + 1).contains(&looked_at), "{looked_at}");
}

#[sqlx::test(migrations = "../migrations")]
async fn fifty_right_sign_ins_at_once_are_not_limited(pool: PgPool) {
    let world = std::sync::Arc::new(world(pool).await);
    let sign_ins: Vec<_> = (0..50)
        .map(|_| {
            let world = std::sync::Arc::clone(&world);
            tokio::spawn(
                async move { world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.map(|_| ()) },
            )
        })
        .collect();
    for sign_in in sign_ins {
        sign_in.await.unwrap().unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_owners_browser_passes_where_a_stranger_beside_it_is_stopped(pool: PgPool) {
    let world = world(pool).await;
    let device = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap().device;
    while !world.is_limited(MARIA, &browser("192.0.2.1")).await {}
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_err());
    let owner = Visitor { device: Some(device), ..browser("192.0.2.1") };
    assert!(world.sign_in(MARIA, PASSWORD, &owner).await.is_ok());
    for _ in 0..BY_ACCOUNT_AND_ADDRESS {
        assert!(!world.is_limited(MARIA, &owner).await);
    }
    assert!(world.is_limited(MARIA, &owner).await, "a stolen browser has no end of guesses either");
}

#[sqlx::test(migrations = "../migrations")]
async fn one_address_cannot_try_everybody(pool: PgPool) {
    let world = world(pool).await;
    let thief = browser("2001:db8::1");
    for n in 0..BY_ADDRESS {
        assert!(!world.is_limited(&format!("user{n}@alfki.example"), &thief).await, "{n}");
    }
    assert!(world.is_limited("another@alfki.example", &thief).await);
    assert!(world.is_limited("another@alfki.example", &browser("2001:db8::2")).await, "the same network");
    assert!(!world.is_limited("another@alfki.example", &browser("2001:db8:0:1::1")).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn many_addresses_cannot_lock_the_owner_out(pool: PgPool) {
    let world = world(pool).await;
    world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    for n in 0..BY_ACCOUNT {
        assert!(!world.is_limited(MARIA, &browser(&format!("10.0.{}.{}", n / 250, n % 250))).await, "{n}");
    }
    assert!(world.is_limited(MARIA, &browser("10.9.9.9")).await);
    assert!(
        world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok(),
        "from an address of the owner's"
    );
    let new_place = browser("198.51.100.1");
    assert!(world.sign_in(MARIA, PASSWORD, &new_place).await.is_err());
    // A reset by mail opens any place.
    password_reset::request(&world.db, MARIA, &new_place.origin).await.unwrap();
    let id = sqlx::query_scalar("select id from password_resets").fetch_one(&world.pool).await.unwrap();
    let token = password_reset::issue(&world.db, id).await.unwrap().unwrap().token;
    let new = "another long phrase";
    let reset =
        password_reset::complete(&world.db, &world.hasher, &token, new.into(), &new_place).await.unwrap();
    assert!(world.sign_in(MARIA, new, &new_place).await.is_ok());
    let moved = Visitor { device: Some(reset.device), ..browser("203.0.113.1") };
    assert!(world.sign_in(MARIA, new, &moved).await.is_ok());
}

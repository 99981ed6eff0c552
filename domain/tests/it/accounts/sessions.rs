//! How long a session lasts: the idle limit moves with each request, the absolute one never.

use super::world::{PASSWORD, World, browser};
use domain::{
    session::lifecycle::{self, NewSession},
    sign_in::{Credentials, sign_in},
};
use sqlx::PgPool;

const MARIA: &str = "maria@alfki.example";
const EXPIRED: &str = "You were signed out because you had not been here for a while. Please sign in again.";

async fn signed_in(world: &World, remember: bool) -> NewSession {
    let credentials = Credentials { email: MARIA.into(), password: PASSWORD.into(), remember };
    sign_in(&world.db, &world.hasher, credentials, &browser("192.0.2.1")).await.unwrap().session().unwrap()
}

/// A world in which Maria is signed in.
async fn with_maria(pool: PgPool, remember: bool) -> (World, NewSession) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let session = signed_in(&world, remember).await;
    (world, session)
}

async fn is_so(world: &World, condition: &'static str) -> bool {
    let sql = format!("select bool_and({condition}) from user_sessions");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&world.pool).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_begins_with_both_limits(pool: PgPool) {
    let (world, _) = with_maria(pool, false).await;
    assert!(is_so(&world, "idle_until = created_at + interval '2 hours'").await);
    assert!(is_so(&world, "absolute_until = created_at + interval '12 hours'").await);
    world.execute("delete from user_sessions").await;
    signed_in(&world, true).await;
    assert!(is_so(&world, "idle_until = created_at + interval '336 hours'").await, "14 days");
    assert!(is_so(&world, "absolute_until = created_at + interval '720 hours'").await, "30 days");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_idle_limit_ends_a_session(pool: PgPool) {
    for remember in [false, true] {
        let (world, session) = with_maria(pool.clone(), remember).await;
        // Nobody has been here for as long as the limit is.
        world
            .execute(
                "update user_sessions set last_seen_at = last_seen_at - (idle_until - now()), idle_until = now() - interval '1 second'",
            )
            .await;
        for _ in 0..2 {
            assert_eq!(world.whoami(&session.token).await, EXPIRED, "remember: {remember}");
        }
        assert!(is_so(&world, "idle_until < now()").await, "asking does not bring it back");
        lifecycle::end(&world.db, &session.token, &browser("192.0.2.1").origin).await.unwrap();
        let logouts = "select count(*) from client_portal_activities where kind = 'logout'";
        assert_eq!(world.count(logouts).await, 0, "nobody signs out of what is over");
        world.execute("delete from clients").await;
        world.execute("delete from users").await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_absolute_limit_ends_a_session_however_lively_it_is(pool: PgPool) {
    let (world, session) = with_maria(pool, true).await;
    world.execute("update user_sessions set absolute_until = now() + interval '1 minute'").await;
    assert_eq!(world.whoami(&session.token).await, MARIA);
    world.execute("update user_sessions set absolute_until = now() - interval '1 second'").await;
    assert!(is_so(&world, "idle_until > now() and last_seen_at > now() - interval '1 minute'").await);
    for _ in 0..2 {
        assert_eq!(world.whoami(&session.token).await, EXPIRED);
    }
    assert!(is_so(&world, "absolute_until < now()").await, "asking does not bring it back");
}

#[sqlx::test(migrations = "../migrations")]
async fn being_seen_moves_the_idle_limit_and_never_past_the_absolute_one(pool: PgPool) {
    let (world, session) = with_maria(pool, false).await;
    let seen = async |absolute: &'static str| {
        world.execute("update user_sessions set last_seen_at = now() - interval '2 minutes', idle_until = now() + interval '1 minute'").await;
        world.execute(absolute).await;
        assert_eq!(world.whoami(&session.token).await, MARIA);
    };
    seen("update user_sessions set absolute_until = now() + interval '12 hours'").await;
    assert!(is_so(&world, "idle_until = last_seen_at + interval '2 hours'").await);
    assert!(is_so(&world, "last_seen_at > now() - interval '1 minute' and last_seen_at <= now()").await);

    seen("update user_sessions set absolute_until = now() + interval '10 minutes'").await;
    assert!(is_so(&world, "idle_until = absolute_until").await, "not two hours from now");
    assert!(is_so(&world, "absolute_until <= now() + interval '10 minutes'").await, "which has not moved");

    // Pages that are read one after another write nothing.
    world.execute("update user_sessions set last_seen_at = now() - interval '30 seconds', idle_until = now() + interval '1 minute'").await;
    assert_eq!(world.whoami(&session.token).await, MARIA);
    assert!(
        is_so(
            &world,
            "idle_until <= now() + interval '1 minute' and last_seen_at < now() - interval '29 seconds'"
        )
        .await
    );
}

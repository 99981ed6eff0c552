//! A forgotten password: asking tells nothing, and a link works once.

use super::world::{PASSWORD, World, browser, error_of};
use domain::{Error, password_reset, token::Token};
use sqlx::PgPool;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const NEW: &str = "another long phrase";

async fn world(pool: PgPool) -> World {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world
}

/// Asks for a link and has it made, as the mail's sender does.
async fn link(world: &World, email: &str) -> Option<Token> {
    password_reset::request(&world.db, email, &browser("192.0.2.1").origin).await.unwrap();
    let id: Uuid = sqlx::query_scalar(
        "select subject_id from outgoing_mails where kind = 'password_reset' order by id desc",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap();
    password_reset::issue(&world.db, id).await.unwrap().map(|issued| issued.token)
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_writes_the_same_for_everybody(pool: PgPool) {
    let world = world(pool).await;
    world.user("client", "inactive@alfki.example").await;
    world.execute("update users set is_active = false where email like 'inactive%'").await;
    assert!(link(&world, " MARIA@alfki.example").await.is_some());
    assert!(link(&world, "nobody@alfki.example").await.is_none());
    assert!(link(&world, "inactive@alfki.example").await.is_none());
    assert_eq!(world.count("select count(*) from password_resets").await, 3);
    for bad in ["", "maria", "maria@alfki.example\r\nBcc: x@y.example", "a@b.example,c@d.example"] {
        let refused = password_reset::request(&world.db, bad, &browser("192.0.2.1").origin).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{bad:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_is_limited_for_the_one_who_asks_and_silently_for_the_owner(pool: PgPool) {
    let world = world(pool).await;
    for n in 0..20 {
        let email = if n < 10 { MARIA.to_owned() } else { format!("user{n}@alfki.example") };
        password_reset::request(&world.db, &email, &browser("192.0.2.1").origin).await.unwrap();
    }
    let to_maria = "select count(*) from password_resets where email = 'maria@alfki.example'";
    assert_eq!(world.count(to_maria).await, 5);
    let refused = password_reset::request(&world.db, MARIA, &browser("192.0.2.1").origin).await;
    assert!(matches!(refused, Err(Error::TooManyAttempts { .. })));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_sets_one_password_and_ends_all_sessions(pool: PgPool) {
    let world = world(pool).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let (token, other) = (link(&world, MARIA).await.unwrap(), link(&world, MARIA).await.unwrap());
    for _ in 0..3 {
        assert_eq!(
            password_reset::look(&world.db, &token).await.unwrap().email,
            MARIA,
            "looking uses nothing up"
        );
    }
    let complete = async |token: &Token, password: &str| {
        password_reset::complete(&world.db, &world.hasher, token, password.into(), &browser("192.0.2.9"))
            .await
    };
    assert!(error_of(complete(&token, "password1234").await).contains("common"));
    assert!(error_of(complete(&token, "maria@alfki.example").await).contains("own name"));
    complete(&token, NEW).await.unwrap();
    assert!(world.whoami(&session.token).await.contains("password was changed"));
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_err());
    assert!(world.sign_in(MARIA, NEW, &browser("192.0.2.1")).await.is_ok());
    for used in [token, other] {
        assert_eq!(error_of(complete(&used, "a third long phrase").await), "Conflict(LinkUsed)");
    }
    assert_eq!(error_of(complete(&Token::generate().unwrap(), NEW).await), "NotFound");
    assert_eq!(world.count("select count(*) from client_portal_activities where kind = 'password_reset' and client_id is not null").await, 1);
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'password_changed'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_ends_with_its_hour_and_with_the_account(pool: PgPool) {
    let world = world(pool).await;
    let token = link(&world, MARIA).await.unwrap();
    world.execute("update users set is_active = false").await;
    assert_eq!(error_of(password_reset::look(&world.db, &token).await), "Conflict(LinkRevoked)");
    world.execute("update users set is_active = true").await;
    world.execute("update password_resets set expires_at = now()").await;
    assert_eq!(error_of(password_reset::look(&world.db, &token).await), "Conflict(LinkExpired)");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_used_twice_at_once_works_once(pool: PgPool) {
    let world = std::sync::Arc::new(world(pool).await);
    let token = link(&world, MARIA).await.unwrap();
    let tries: Vec<_> = (0..8)
        .map(|n| {
            let (world, token) = (std::sync::Arc::clone(&world), token.clone());
            tokio::spawn(async move {
                let password = format!("another long phrase {n}").into();
                password_reset::complete(&world.db, &world.hasher, &token, password, &browser("192.0.2.1"))
                    .await
            })
        })
        .collect();
    let mut worked = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(_) => worked += 1,
            Err(error) => assert_eq!(format!("{error:?}"), "Conflict(LinkUsed)"),
        }
    }
    assert_eq!(worked, 1);
}

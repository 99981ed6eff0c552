//! The mail about a device that was not seen before.

use super::world::{PASSWORD, World, browser};
use domain::{
    outgoing_mail::{self, Content},
    session::lifecycle::Visitor,
};
use sqlx::PgPool;
use std::time::Duration;

const MARIA: &str = "maria@alfki.example";
const MAILS: &str = "select count(*) from outgoing_mails where kind = 'new_device'";

#[sqlx::test(migrations = "../migrations")]
async fn the_first_sign_in_and_known_browsers_are_no_news(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let first = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    assert_eq!(world.count(MAILS).await, 0, "right after the invitation");
    world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    assert_eq!(world.count(MAILS).await, 0, "the same device at the same address");
    let travelling = Visitor { device: Some(first.device), ..browser("203.0.113.9") };
    world.sign_in(MARIA, PASSWORD, &travelling).await.unwrap();
    assert_eq!(world.count(MAILS).await, 0, "the same browser elsewhere");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_strange_device_is_told_with_what_the_owner_needs(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    world.sign_in(MARIA, PASSWORD, &browser("203.0.113.9")).await.unwrap();
    assert_eq!(world.count(MAILS).await, 1);
    let mut windows = browser("192.0.2.1");
    windows.origin.user_agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0".into();
    let session = world.sign_in(MARIA, PASSWORD, &windows).await.unwrap();
    assert_eq!(world.count(MAILS).await, 2, "another device at the owner's address");
    let again = Visitor { device: Some(session.device), ..windows };
    world.sign_in(MARIA, PASSWORD, &again).await.unwrap();
    assert_eq!(world.count(MAILS).await, 2, "once");

    let mails = outgoing_mail::take(&world.db, 10, Duration::from_secs(60)).await.unwrap();
    let mut seen = Vec::new();
    for mail in mails {
        let letter = outgoing_mail::write(&world.db, &mail).await.unwrap().unwrap();
        assert_eq!(letter.email, MARIA);
        if let Content::NewDevice { browser, platform, ip_address, .. } = letter.content {
            seen.push((browser, platform, ip_address.unwrap().to_string()));
        }
    }
    seen.sort();
    let told = |browser: &str, platform: &str, address: &str| {
        (browser.to_owned(), platform.to_owned(), address.to_owned())
    };
    assert_eq!(seen, [told("Firefox", "Windows", "192.0.2.1"), told("Mobile Safari", "iOS", "203.0.113.9")]);
}

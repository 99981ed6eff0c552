//! What is not there: a missing record, a deleted one, another's and a hidden one are the same, to all who may ask.

use super::{Actor, Audience, FUNCTIONS, OTHERS, PAGES, Record, World, filled, fingerprint};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

/// Every address that shows a record, whatever shows it.
fn addresses() -> impl Iterator<Item = (&'static str, Audience, Record)> {
    let pages = PAGES.iter().map(|(path, audience, record)| (*path, *audience, *record));
    let others = OTHERS
        .iter()
        .filter(|(method, ..)| *method == Method::GET)
        .map(|(_, path, audience, record)| (*path, *audience, *record));
    pages.chain(others).filter(|(.., record)| *record != Record::None)
}

#[sqlx::test(migrations = "../migrations")]
async fn addresses_of_what_is_not_there_are_all_the_same(pool: PgPool) {
    let world = World::new(&pool).await;
    for (pattern, audience, record) in addresses() {
        for actor in Actor::ALL.into_iter().filter(|actor| audience.holds(*actor)) {
            // An answer without the id that was asked for.
            let ask = async |id: &str| {
                let answer = world.get(actor, &pattern.replace("{id}", id)).await;
                (answer.status, answer.stable_body().replace(id, "…"))
            };
            let fresh = world.fresh_id(actor, record).await;
            let (status, _) = ask(&fresh.to_string()).await;
            let is_there = status == StatusCode::OK || status.is_redirection();
            assert!(is_there, "{actor:?} at {pattern}: it is there before it is deleted");
            world.delete(record, fresh).await;

            let missing = ask(&Uuid::now_v7().to_string()).await;
            assert_eq!(missing.0, StatusCode::NOT_FOUND, "{actor:?} at {pattern}");
            assert!(!missing.1.to_lowercase().contains("uuid"), "{}", missing.1);
            let mut absent = vec![("deleted", fresh.to_string()), ("malformed", "nonsense".to_owned())];
            let others = world.absent_ids(actor, record).await;
            absent.extend(others.into_iter().map(|(what, id)| (what, id.to_string())));
            for (what, id) in absent {
                assert_eq!(ask(&id).await, missing, "{actor:?} at {pattern} for what is {what}");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn forms_about_what_is_not_there_are_all_refused_the_same(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, record, fields) in FUNCTIONS.iter().filter(|(.., record, _)| *record != Record::None)
    {
        for actor in Actor::ALL.into_iter().filter(|actor| audience.holds(*actor)) {
            // A program's status and body, and for a browser where it is led and what it is told there.
            let ask = async |id: Uuid| {
                let id = id.to_string();
                let program = world.post(actor, path, &filled(fields, &id)).await;
                let browser = world.submit(actor, path, &filled(fields, &id)).await;
                assert_eq!(browser.answer.status, StatusCode::SEE_OTHER, "{actor:?} at {path}");
                assert_eq!(browser.page.status, StatusCode::OK, "{actor:?} at {path}");
                let location = browser.answer.location().replace(&id, "…");
                (program.status, program.body.replace(&id, "…"), location, browser.refused)
            };
            let absent = world.absent_ids(actor, *record).await;
            let before = fingerprint(&pool).await;
            let missing = ask(Uuid::now_v7()).await;
            assert_eq!(missing.0, StatusCode::NOT_FOUND, "{actor:?} at {path}: {}", missing.1);
            let (form, error) = missing.3.clone().unwrap();
            assert_eq!((form.as_str(), error.status), (*path, 404), "{actor:?}");
            for (what, id) in absent {
                assert_eq!(ask(id).await, missing, "{actor:?} at {path} for what is {what}");
            }
            assert_eq!(fingerprint(&pool).await, before, "{actor:?} at {path} changed something");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_session_lives_on(pool: PgPool) {
    let world = World::new(&pool).await;
    for (actor, other) in [
        (Actor::ClientA, Actor::ClientB),
        (Actor::ClientA, Actor::Admin),
        (Actor::Member, Actor::Admin),
        (Actor::Admin, Actor::Member),
        (Actor::Admin, Actor::ClientA),
    ] {
        let (id, secret) = world.session_of(world.user_of(other).unwrap()).await;
        let id = id.to_string();
        let fields = [("session_id", id.as_str())];
        let program = world.post(actor, "/fn/account/end-session", &fields).await;
        assert_eq!(program.status, StatusCode::NOT_FOUND, "{actor:?} ends {other:?}'s");
        let browser = world.submit(actor, "/fn/account/end-session", &fields).await;
        assert_eq!(browser.refused.map(|(_, error)| error.status), Some(404), "{actor:?} ends {other:?}'s");
        let home = if other.is_staff() { "/staff/clients" } else { "/portal" };
        let page = world.portal.get(home).session(&secret).send().await;
        assert_eq!(page.status, StatusCode::OK, "{other:?} is still in");
        // The owner can end it: the id was right.
        let owner = world.post(other, "/fn/account/end-session", &fields).await;
        assert!(owner.status.is_success(), "{other:?}: {} {}", owner.status, owner.body);
        let page = world.portal.get(home).session(&secret).send().await;
        assert!(page.location().starts_with("/login"), "{other:?}: {}", page.status);
    }
}

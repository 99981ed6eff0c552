//! Sign-in, sign-out, and what ends a session.

use super::world::{PASSWORD, World, browser, error_of};
use domain::{
    Conflict, Error,
    access::AccessDenied,
    activity::Origin,
    actor::Role,
    client,
    password::{Cost, Hasher},
    session::{self, Viewer, lifecycle},
    sign_in::{Credentials, sign_in},
    user::{self, Kind, NewStaff, Oneself},
};
use sqlx::PgPool;

const MARIA: &str = "maria@alfki.example";

#[sqlx::test(migrations = "../migrations")]
async fn the_right_password_begins_a_session_and_the_log_says_from_where(pool: PgPool) {
    let world = World::new(pool);
    let client_id = world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let session = world.sign_in(" Maria@Alfki.example ", PASSWORD, &browser("192.0.2.1")).await.unwrap();
    assert_eq!(session.kind, Kind::Client);
    assert_eq!(session.max_age(), None);
    assert_eq!(world.whoami(&session.token).await, MARIA);
    let row: (uuid::Uuid, String, String, String, String, bool) = sqlx::query_as(
        "select a.client_id, host(a.ip_address), a.device_type, a.browser, a.platform, a.session_id = s.id
           from client_portal_activities a cross join user_sessions s where a.kind = 'login'",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap();
    assert_eq!(
        row,
        (client_id, "192.0.2.1".into(), "mobile".into(), "Mobile Safari".into(), "iOS".into(), true)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn whatever_is_wrong_the_answer_is_the_same(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world.user("client", "inactive@alfki.example").await;
    world.user("client", "waiting@alfki.example").await;
    world.execute("update users set is_active = false where email like 'inactive%'").await;
    world.execute("update users set password_hash = null where email like 'waiting%'").await;
    let mut answers = Vec::new();
    for email in [
        MARIA,
        "inactive@alfki.example",
        "waiting@alfki.example",
        "nobody@alfki.example",
        "no address\r\nat: all\0",
    ] {
        answers.push(error_of(world.sign_in(email, "not the password", &browser("192.0.2.1")).await));
    }
    assert_eq!(answers, ["WrongCredentials"; 5]);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'failed_login'").await,
        5
    );
    let of_client =
        "select count(*) from client_portal_activities where kind = 'failed_login' and client_id is not null";
    assert_eq!(world.count(of_client).await, 1, "known people's failures stand in their client's log");
    assert_eq!(world.count("select count(*) from user_sessions").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_who_knows_the_password_learns_why_they_do_not_get_in(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let ask = async |password| error_of(world.sign_in(MARIA, password, &browser("192.0.2.1")).await);
    let denied = |because: AccessDenied| format!("{:?}", Error::Denied(because));
    for (change, undo, because) in [
        (
            "update clients set portal_enabled = false",
            "update clients set portal_enabled = true",
            AccessDenied::PortalDisabled,
        ),
        (
            "update clients set is_active = false",
            "update clients set is_active = true",
            AccessDenied::ClientInactive,
        ),
        (
            "update users set is_active = false",
            "update users set is_active = true",
            AccessDenied::UserInactive,
        ),
    ] {
        world.execute(change).await;
        assert_eq!(ask("not the password").await, "WrongCredentials");
        assert_eq!(ask(PASSWORD).await, denied(because));
        world.execute(undo).await;
    }
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok());
    world.execute("update clients set portal_user_id = null").await;
    assert_eq!(ask(PASSWORD).await, denied(AccessDenied::NotLinked));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_session_changes_at_sign_in_and_dies_at_sign_out(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let mut visitor = browser("192.0.2.1");
    let first = world.sign_in(MARIA, PASSWORD, &visitor).await.unwrap();
    visitor.session = Some(first.token.clone());
    let second = world.sign_in(MARIA, PASSWORD, &visitor).await.unwrap();
    assert_ne!(first.token, second.token);
    assert_eq!(world.whoami(&first.token).await, "Please sign in.");
    assert_eq!(world.whoami(&second.token).await, MARIA);
    for _ in 0..2 {
        lifecycle::end(&world.db, &second.token, &visitor.origin).await.unwrap();
        assert_eq!(world.whoami(&second.token).await, "Please sign in.");
    }
    assert_eq!(world.count("select count(*) from client_portal_activities where kind = 'logout'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_dies_when_access_is_taken_away(pool: PgPool) {
    let world = World::new(pool);
    let client_id = world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world.user("staff", "staff@company.example").await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let of_staff = world.sign_in("staff@company.example", PASSWORD, &browser("192.0.2.2")).await.unwrap();
    let visit = session::authenticate(&world.db, Some(&of_staff.token), Origin::default()).await.unwrap();
    let Viewer::Staff(viewer) = visit.viewer else { panic!("staff are in") };
    client::disable(&world.db, &viewer.staff, client_id.into()).await.unwrap();
    assert!(world.whoami(&session.token).await.contains("switched off"));
    world.execute("update clients set portal_enabled = true").await;
    assert_ne!(world.whoami(&session.token).await, MARIA, "an ended session stays ended");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_changed_password_ends_all_other_sessions(pool: PgPool) {
    let world = World::new(pool);
    world.user("staff", "staff@company.example").await;
    let here = world.sign_in("staff@company.example", PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let elsewhere = world.sign_in("staff@company.example", PASSWORD, &browser("192.0.2.2")).await.unwrap();
    let visit = session::authenticate(&world.db, Some(&here.token), Origin::default()).await.unwrap();
    let Viewer::Staff(viewer) = visit.viewer else { panic!("staff are in") };
    let oneself = Oneself::try_from(&viewer.staff).unwrap();
    let change = async |current: &str, new: &str| {
        user::change_password(&world.db, &world.hasher, &oneself, current.into(), new.into()).await
    };
    assert!(error_of(change("not the password", "another long phrase").await).contains("current_password"));
    assert!(error_of(change(PASSWORD, "short").await).contains("at least 12"));
    assert_eq!(world.whoami(&elsewhere.token).await, "staff@company.example");
    let changed = change(PASSWORD, "another long phrase").await.unwrap().unwrap();
    assert_eq!(world.whoami(&changed.token).await, "staff@company.example");
    assert_ne!(world.whoami(&here.token).await, "staff@company.example", "a stolen token is worth nothing");
    assert!(world.whoami(&elsewhere.token).await.contains("password was changed"));
    assert!(world.sign_in("staff@company.example", PASSWORD, &browser("192.0.2.3")).await.is_err());
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'password_changed'").await, 1);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'password_reset'").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cheap_hash_is_made_anew_at_sign_in(pool: PgPool) {
    let world = World::new(pool);
    world.user("staff", "staff@company.example").await;
    let dearer = Hasher::start(Cost::RECOMMENDED);
    let enter = async || {
        let credentials =
            Credentials { email: "staff@company.example".into(), password: PASSWORD.into(), remember: true };
        let entry = sign_in(&world.db, &dearer, credentials, &browser("192.0.2.1")).await.unwrap();
        entry.session().unwrap()
    };
    assert!(enter().await.max_age().is_some());
    let hash: String =
        sqlx::query_scalar("select password_hash from users").fetch_one(&world.pool).await.unwrap();
    assert!(hash.contains("m=19456,t=2,p=1"), "{hash}");
    enter().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_accounts_are_made_with_every_fault_named_at_once(pool: PgPool) {
    let world = World::new(pool);
    let make = async |email: &str, name: &str, password: &str| {
        let new =
            NewStaff { email: email.into(), name: name.into(), role: Role::Admin, password: password.into() };
        user::create_staff(&world.db, &world.hasher, new).await
    };
    let Err(Error::Invalid(wrong)) = make("a\r\n@b.example", " ", "short").await else {
        panic!("all is wrong")
    };
    assert_eq!(
        wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
        ["email", "name", "password"]
    );
    make("Ada@Company.example", "Ada Admin", PASSWORD).await.unwrap();
    let again = make("ada@company.example", "Ada Again", PASSWORD).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::EmailTaken))), "{again:?}");
    let session = world.sign_in("ada@company.example", PASSWORD, &browser("192.0.2.1")).await.unwrap();
    assert_eq!(session.kind, Kind::Staff);
}

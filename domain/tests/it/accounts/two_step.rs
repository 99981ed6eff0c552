//! The second step: set up, asked for, used up, switched off.

use super::world::{PASSWORD, World, browser, error_of};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Conflict, Error, Result,
    activity::Origin,
    password_reset,
    session::{
        self, Viewer,
        lifecycle::{NewSession, Visitor},
    },
    sign_in::{Credentials, Entry, second_step, sign_in},
    token::Token,
    two_step::{self, TwoStep},
    user::{self, Oneself},
};
use sqlx::PgPool;
use std::sync::Arc;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const NEW: &str = "another long phrase";

/// The account behind a session.
async fn oneself(world: &World, session: &NewSession) -> Oneself {
    match session::authenticate(&world.db, Some(&session.token), Origin::default()).await.unwrap().viewer {
        Viewer::Client(viewer) => Oneself::from(&viewer.scope),
        Viewer::Staff(viewer) => Oneself::try_from(&viewer.staff).unwrap(),
        Viewer::SignedOut(because) => panic!("{because:?}"),
    }
}

/// What Maria's device shows at this time.
async fn code_at(world: &World, at: DateTime<Utc>) -> String {
    let secret: Vec<u8> =
        sqlx::query_scalar("select secret from two_step").fetch_one(&world.pool).await.unwrap();
    let device = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    device.generate(at.timestamp().try_into().unwrap()).to_string()
}

/// Maria, whose sign-in takes a code, her account, her recovery codes, and the time at which she switched it on.
async fn with_two_step(pool: PgPool) -> (World, Oneself, Vec<String>, DateTime<Utc>) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    let now = Utc::now();
    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let codes = two_step::enable(&world.db, &maria, &code_at(&world, now).await, now).await.unwrap();
    (world, maria, codes.as_slice().to_vec(), now)
}

/// Gives the password; what is owed then.
async fn password(world: &World, visitor: &Visitor) -> Token {
    let credentials = Credentials { email: MARIA.into(), password: PASSWORD.into(), remember: false };
    match sign_in(&world.db, &world.hasher, credentials, visitor).await.unwrap() {
        Entry::CodeNeeded(token) => token,
        Entry::Session(_) => panic!("no code was asked for"),
    }
}

async fn complete(world: &World, token: &Token, code: &str, now: DateTime<Utc>) -> Result<NewSession> {
    second_step::complete(&world.db, token, code, &browser("192.0.2.1"), now).await
}

fn is_wrong_code(result: &Result<NewSession>) -> bool {
    matches!(result, Err(Error::Invalid(fields)) if fields[0].field == "code" && fields[0].message.to_string().contains("used already"))
}

fn is_over(result: &Result<NewSession>) -> bool {
    matches!(result, Err(Error::Conflict(Conflict::SignInOver)))
}

#[sqlx::test(migrations = "../migrations")]
async fn it_is_on_only_after_a_code_and_its_secret_is_shown_no_more(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    let state = async || two_step::state(&world.db, &maria).await.unwrap();
    assert!(matches!(state().await, TwoStep::Off));
    let refused = two_step::begin(&world.db, &world.hasher, &maria, "not the password".into()).await;
    assert!(error_of(refused).contains("current_password"));
    assert!(matches!(state().await, TwoStep::Off));
    let now = Utc::now();
    assert_eq!(error_of(two_step::enable(&world.db, &maria, "123456", now).await), "Conflict(SetupOver)");

    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let TwoStep::BeingSetUp(enrolment) = state().await else { panic!("it is being set up") };
    assert!(enrolment.address.starts_with("otpauth://totp/"), "{}", enrolment.address);
    assert!(enrolment.address.contains(&format!("secret={}", enrolment.secret.replace(' ', ""))));
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok(), "nothing is asked for yet");

    let old = code_at(&world, now - TimeDelta::seconds(90)).await;
    assert!(error_of(two_step::enable(&world.db, &maria, &old, now).await).contains("clock"));
    let codes = two_step::enable(&world.db, &maria, &code_at(&world, now).await, now).await.unwrap();
    assert_eq!(codes.as_slice().len(), two_step::RECOVERY_CODES);
    assert_eq!(format!("{codes:?}"), "RecoveryCodes(…)");
    assert!(matches!(state().await, TwoStep::On { codes_left: 10, .. }));
    let again = two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await;
    assert_eq!(error_of(again), "Conflict(TwoStepIsOn)");
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'two_step_on'").await, 1);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'enable_two_step'").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_set_up_that_waits_too_long_is_over(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let (now, code) = (Utc::now(), code_at(&world, Utc::now()).await);
    world.execute("update two_step set created_at = now() - interval '31 minutes'").await;
    assert!(matches!(two_step::state(&world.db, &maria).await.unwrap(), TwoStep::Off));
    assert_eq!(error_of(two_step::enable(&world.db, &maria, &code, now).await), "Conflict(SetupOver)");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_password_alone_opens_nothing(pool: PgPool) {
    let (world, ..) = with_two_step(pool).await;
    let before = world.count("select count(*) from user_sessions where ended_at is null").await;
    let token = password(&world, &browser("192.0.2.1")).await;
    assert_eq!(world.count("select count(*) from user_sessions where ended_at is null").await, before);
    assert_eq!(world.whoami(&token).await, "Please sign in.");
    let owed = second_step::look(&world.db, &token).await.unwrap();
    assert_eq!((owed.email.as_str(), owed.takes_codes, owed.takes_passkeys), (MARIA, true, false));
    assert!(second_step::look(&world.db, &Token::generate().unwrap()).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn clocks_may_differ_by_a_step_and_no_more(pool: PgPool) {
    let (world, _, _, enabled) = with_two_step(pool).await;
    for (minutes, apart, is_right) in
        [(5, -30, true), (10, 0, true), (15, 30, true), (20, -90, false), (25, 90, false)]
    {
        let now = enabled + TimeDelta::minutes(minutes);
        let token = password(&world, &browser("192.0.2.1")).await;
        let code = code_at(&world, now + TimeDelta::seconds(apart)).await;
        let result = complete(&world, &token, &code, now).await;
        assert_eq!(result.is_ok(), is_right, "{apart}: {result:?}");
        assert!(is_right || is_wrong_code(&result), "{apart}: {result:?}");
    }
    let failures = "select count(*) from client_portal_activities where kind = 'failed_login' and subject_label = 'Wrong code'";
    assert_eq!(world.count(failures).await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_code_works_once_and_none_before_it(pool: PgPool) {
    let (world, _, _, enabled) = with_two_step(pool).await;
    let token = password(&world, &browser("192.0.2.1")).await;
    let at_enabling = code_at(&world, enabled).await;
    assert!(is_wrong_code(&complete(&world, &token, &at_enabling, enabled).await), "it has switched it on");

    let now = enabled + TimeDelta::minutes(5);
    let code = code_at(&world, now).await;
    let session = complete(&world, &token, &code, now).await.unwrap();
    assert_eq!(world.whoami(&session.token).await, MARIA);
    assert!(is_over(&complete(&world, &token, &code, now).await), "the same form twice");
    let replay = password(&world, &browser("192.0.2.1")).await;
    assert!(is_wrong_code(&complete(&world, &replay, &code, now).await));
    let before = code_at(&world, now - TimeDelta::seconds(30)).await;
    assert!(
        is_wrong_code(&complete(&world, &replay, &before, now).await),
        "a step before the one that was used"
    );
    let after = now + TimeDelta::seconds(30);
    assert!(complete(&world, &replay, &code_at(&world, after).await, after).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn of_many_with_the_same_code_one_gets_in(pool: PgPool) {
    let (world, _, codes, enabled) = with_two_step(pool).await;
    let now = enabled + TimeDelta::minutes(5);
    let world = Arc::new(world);
    for code in [code_at(&world, now).await, codes[0].clone()] {
        let mut tokens = Vec::new();
        for _ in 0..6 {
            tokens.push(password(&world, &browser("192.0.2.1")).await);
        }
        let tries: Vec<_> = tokens
            .into_iter()
            .map(|token| {
                let (world, code) = (Arc::clone(&world), code.clone());
                tokio::spawn(async move { complete(&world, &token, &code, now).await })
            })
            .collect();
        let mut entered = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => entered += 1,
                refused => assert!(is_wrong_code(&refused), "{refused:?}"),
            }
        }
        assert_eq!(entered, 1, "{code}");
        world.execute("delete from rate_limits").await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_recovery_code_works_once_and_new_ones_replace_it(pool: PgPool) {
    let (world, maria, codes, now) = with_two_step(pool).await;
    let first = password(&world, &browser("192.0.2.1")).await;
    assert!(complete(&world, &first, &codes[0].to_uppercase(), now).await.is_ok(), "however it is typed");
    let second = password(&world, &browser("192.0.2.1")).await;
    assert!(is_wrong_code(&complete(&world, &second, &codes[0], now).await));
    assert!(is_wrong_code(&complete(&world, &second, "0000-0000-0000", now).await));
    assert!(matches!(two_step::state(&world.db, &maria).await.unwrap(), TwoStep::On { codes_left: 9, .. }));
    let used = "select count(*) from client_portal_activities where kind = 'use_recovery_code'";
    assert_eq!(world.count(used).await, 1);
    let hashed = "select count(*) from recovery_codes where length(code_sha256) = 32";
    assert_eq!(world.count(hashed).await, 10);

    let renewed = two_step::renew_codes(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    assert!(is_wrong_code(&complete(&world, &second, &codes[1], now).await));
    assert!(complete(&world, &second, &renewed.as_slice()[1], now).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_is_limited_by_account_and_the_owner_is_not_locked_out(pool: PgPool) {
    let (world, _, _, enabled) = with_two_step(pool).await;
    let now = enabled + TimeDelta::minutes(5);
    // The owner's browser is known before the thief comes.
    let token = password(&world, &browser("192.0.2.1")).await;
    let device = complete(&world, &token, &code_at(&world, now).await, now).await.unwrap().device;
    let mut tries = 0;
    loop {
        let thief = browser(&format!("198.51.100.{tries}"));
        let token = password(&world, &thief).await;
        match second_step::complete(&world.db, &token, "000000", &thief, now).await {
            Err(Error::Invalid(_)) => tries += 1,
            Err(Error::TooManyAttempts { .. }) => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(tries, 10, "whatever the address");
    let owner = Visitor { device: Some(device), ..browser("192.0.2.1") };
    let token = password(&world, &owner).await;
    let later = now + TimeDelta::seconds(60);
    let code = code_at(&world, later).await;
    assert!(second_step::complete(&world.db, &token, &code, &owner, later).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_password_by_mail_does_not_go_around_it(pool: PgPool) {
    let (world, _, _, enabled) = with_two_step(pool).await;
    let pending = password(&world, &browser("192.0.2.1")).await;
    let link = Token::generate().unwrap();
    sqlx::query(
        "insert into password_resets (id, email, user_id, token_sha256, user_agent, expires_at)
         select $1, email, id, $2, '', now() + interval '1 hour' from users where email = $3",
    )
    .bind(Uuid::now_v7())
    .bind(link.hash().to_vec())
    .bind(MARIA)
    .execute(&world.pool)
    .await
    .unwrap();
    let here = browser("192.0.2.1");
    password_reset::complete(&world.db, &world.hasher, &link, NEW.into(), &here).await.unwrap();

    let now = enabled + TimeDelta::minutes(5);
    let code = code_at(&world, now).await;
    assert!(is_over(&complete(&world, &pending, &code, now).await), "the old password was given");
    let credentials = Credentials { email: MARIA.into(), password: NEW.into(), remember: false };
    let entry = sign_in(&world.db, &world.hasher, credentials, &here).await.unwrap();
    assert!(matches!(entry, Entry::CodeNeeded(_)));
}

#[sqlx::test(migrations = "../migrations")]
async fn who_waits_too_long_or_loses_access_starts_again(pool: PgPool) {
    let (world, _, _, enabled) = with_two_step(pool).await;
    let now = enabled + TimeDelta::minutes(5);
    let code = code_at(&world, now).await;
    let token = password(&world, &browser("192.0.2.1")).await;
    world.execute("update clients set portal_enabled = false").await;
    assert!(error_of(complete(&world, &token, &code, now).await).contains("PortalDisabled"));
    world.execute("update clients set portal_enabled = true").await;
    world.execute("update pending_sign_ins set expires_at = now()").await;
    assert!(is_over(&complete(&world, &token, &code, now).await));
    second_step::purge(&world.db).await.unwrap();
    assert_eq!(world.count("select count(*) from pending_sign_ins").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn switching_off_takes_the_password(pool: PgPool) {
    let (world, maria, ..) = with_two_step(pool).await;
    let off =
        async |password: &str| two_step::disable(&world.db, &world.hasher, &maria, password.into()).await;
    assert!(error_of(off("not the password").await).contains("current_password"));
    off(PASSWORD).await.unwrap();
    assert_eq!(error_of(off(PASSWORD).await), "Conflict(TwoStepIsOff)");
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok());
    assert_eq!(world.count("select count(*) from recovery_codes").await, 0);
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'two_step_off'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_changed_password_ends_what_waits_for_its_code(pool: PgPool) {
    let (world, maria, _, enabled) = with_two_step(pool).await;
    let token = password(&world, &browser("192.0.2.1")).await;
    user::change_password(&world.db, &world.hasher, &maria, PASSWORD.into(), NEW.into()).await.unwrap();
    let now = enabled + TimeDelta::minutes(5);
    assert!(is_over(&complete(&world, &token, &code_at(&world, now).await, now).await));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_operator_lets_in_who_has_lost_everything(pool: PgPool) {
    let (world, ..) = with_two_step(pool).await;
    let reset = async |email: &str| two_step::reset_by_operator(&world.db, email).await;
    assert_eq!(error_of(reset("nobody@alfki.example").await), "NotFound");
    reset(" Maria@Alfki.example").await.unwrap();
    assert_eq!(error_of(reset(MARIA).await), "NotFound");
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok());
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'two_step_off'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_have_it_too(pool: PgPool) {
    let world = World::new(pool);
    world.user("staff", MARIA).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    let now = Utc::now();
    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    two_step::enable(&world.db, &maria, &code_at(&world, now).await, now).await.unwrap();
    let token = password(&world, &browser("192.0.2.1")).await;
    let later = now + TimeDelta::minutes(5);
    let session = complete(&world, &token, &code_at(&world, later).await, later).await.unwrap();
    assert_eq!(session.kind, user::Kind::Staff);
    assert_eq!(world.whoami(&session.token).await, MARIA);
}

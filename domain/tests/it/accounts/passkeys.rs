//! Passkeys: added, used in place of the password and after it, removed; with a device made of software.

use super::world::{PASSWORD, World, browser, error_of};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Utc;
use domain::{
    Conflict, Error, Result,
    activity::Origin,
    id::ActivityId,
    page::PageRequest,
    passkey::{self, OwnPasskeys, RelyingParty},
    security,
    session::{
        self, Viewer,
        lifecycle::{NewSession, Visitor},
    },
    sign_in::{
        Credentials, Entry,
        passkey::{self as by_passkey, Answer, Challenge},
        second_step, sign_in,
    },
    token::Token,
    two_step,
    user::{self, Oneself},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use webauthn_authenticator_rs::{WebauthnAuthenticator as _, softpasskey::SoftPasskey};
use webauthn_rs::prelude::{PublicKeyCredential, Url, Uuid};

const MARIA: &str = "maria@alfki.example";
const OTHER: &str = "other@alfki.example";
const PUBLIC_URL: &str = "https://portal.example";

fn party() -> RelyingParty {
    RelyingParty::at(PUBLIC_URL).unwrap()
}

/// A device, with the one key that it has made.
struct Device {
    soft: SoftPasskey,
    user_id: Uuid,
    credential_id: String,
}

impl Device {
    /// Makes a key as it is asked to.
    fn make(options: &str, origin: &str) -> (Self, String) {
        let mut options: Value = serde_json::from_str(options).unwrap();
        // This one keeps every key itself, and does not know how to say so.
        options["authenticatorSelection"]["requireResidentKey"] = json!(false);
        let asked = serde_json::from_value(json!({"publicKey": options})).unwrap();
        let mut soft = SoftPasskey::new(true);
        let made = soft.do_registration(Url::parse(origin).unwrap(), asked).unwrap();
        let user_id = options["user"]["id"].as_str().unwrap();
        let user_id = Uuid::from_slice(&base64_of(user_id)).unwrap();
        let credential_id = made.id.clone();
        (Self { soft, user_id, credential_id }, serde_json::to_string(&made).unwrap())
    }

    /// Signs a challenge, wherever it is told that it is.
    fn sign_at(&mut self, challenge: &Challenge, origin: &str) -> PublicKeyCredential {
        let mut options: Value = serde_json::from_str(&challenge.options).unwrap();
        options["allowCredentials"] = json!([{"type": "public-key", "id": self.credential_id}]);
        let asked = serde_json::from_value(json!({"publicKey": options})).unwrap();
        let mut signed = self.soft.do_authentication(Url::parse(origin).unwrap(), asked).unwrap();
        signed.response.user_handle = Some(self.user_id.as_bytes().to_vec());
        signed
    }

    fn sign(&mut self, challenge: &Challenge) -> Answer {
        answer(challenge, &self.sign_at(challenge, PUBLIC_URL))
    }
}

fn answer(challenge: &Challenge, signed: &PublicKeyCredential) -> Answer {
    Answer::new(&challenge.token.to_string(), serde_json::to_string(signed).unwrap()).unwrap()
}

fn base64_of(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

async fn oneself(world: &World, session: &NewSession) -> Oneself {
    match session::authenticate(&world.db, Some(&session.token), Origin::default()).await.unwrap().viewer {
        Viewer::Client(viewer) => Oneself::from(&viewer.scope),
        Viewer::Staff(viewer) => Oneself::try_from(&viewer.staff).unwrap(),
        Viewer::SignedOut(because) => panic!("{because:?}"),
    }
}

/// A person at a client of their own, signed in by password.
async fn person(world: &World, email: &str) -> Oneself {
    world.client_of(email, world.user("client", email).await).await;
    let session = world.sign_in(email, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    oneself(world, &session).await
}

async fn list(world: &World, who: &Oneself) -> OwnPasskeys {
    passkey::list(&world.db, who).await.unwrap()
}

async fn begin(world: &World, who: &Oneself) -> String {
    passkey::begin(&world.db, &world.hasher, &party(), who, PASSWORD.into()).await.unwrap();
    list(world, who).await.being_added.unwrap()
}

async fn add(world: &World, who: &Oneself, name: &str) -> Device {
    let (device, made) = Device::make(&begin(world, who).await, PUBLIC_URL);
    passkey::add(&world.db, &party(), who, name, &made).await.unwrap();
    device
}

async fn challenge(world: &World) -> Challenge {
    by_passkey::begin(&world.db, &party(), &browser("192.0.2.1")).await.unwrap()
}

async fn enter(world: &World, answer: &Answer) -> Result<NewSession> {
    by_passkey::sign_in(&world.db, &party(), answer, false, &browser("192.0.2.1")).await
}

async fn with_password(world: &World, visitor: &Visitor) -> Token {
    let credentials = Credentials { email: MARIA.into(), password: PASSWORD.into(), remember: true };
    match sign_in(&world.db, &world.hasher, credentials, visitor).await.unwrap() {
        Entry::CodeNeeded(token) => token,
        Entry::Session(_) => panic!("the password alone was enough"),
    }
}

/// What the log says of Maria's failures.
async fn failures(world: &World) -> Vec<String> {
    sqlx::query_scalar("select subject_label from client_portal_activities where kind = 'failed_login' order by occurred_at, id")
        .fetch_all(&world.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn adding_takes_the_password_and_an_answer_in_time(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let refused = passkey::begin(&world.db, &world.hasher, &party(), &maria, "not the password".into()).await;
    assert!(error_of(refused).contains("current_password"));
    assert!(list(&world, &maria).await.being_added.is_none());

    let options = begin(&world, &maria).await;
    let (_, made) = Device::make(&options, PUBLIC_URL);
    let nameless = passkey::add(&world.db, &party(), &maria, " \n", &made).await;
    assert!(error_of(nameless).contains("name"), "and the answer is still good");
    passkey::add(&world.db, &party(), &maria, " My \n laptop ", &made).await.unwrap();
    let own = list(&world, &maria).await;
    assert!(own.being_added.is_none() && own.asked_since.is_none());
    assert_eq!(own.passkeys.iter().map(|passkey| passkey.name.as_str()).collect::<Vec<_>>(), ["My laptop"]);
    assert!(own.passkeys[0].last_used_at.is_none());
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'passkey_added'").await, 1);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'add_passkey'").await,
        1
    );
    assert!(
        world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok(),
        "the password is as good as before"
    );

    // Once, and not too late.
    let again = passkey::add(&world.db, &party(), &maria, "Again", &made).await;
    assert_eq!(error_of(again), "Conflict(PasskeyTooLate)");
    let (_, late) = Device::make(&begin(&world, &maria).await, PUBLIC_URL);
    world.execute("update passkey_additions set expires_at = now()").await;
    assert_eq!(
        error_of(passkey::add(&world.db, &party(), &maria, "Late", &late).await),
        "Conflict(PasskeyTooLate)"
    );
    assert_eq!(world.count("select count(*) from passkeys").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_made_for_somebody_else_or_elsewhere_is_not_added(pool: PgPool) {
    let world = World::new(pool);
    let (maria, other) = (person(&world, MARIA).await, person(&world, OTHER).await);
    let (marias, others) = (begin(&world, &maria).await, begin(&world, &other).await);
    let (_, made_for_other) = Device::make(&others, PUBLIC_URL);
    let refused = passkey::add(&world.db, &party(), &maria, "Other's", &made_for_other).await;
    assert_eq!(error_of(refused), "Conflict(PasskeyRefused)");
    // Its challenge is used up by the wrong answer.
    let (_, made) = Device::make(&marias, PUBLIC_URL);
    assert_eq!(
        error_of(passkey::add(&world.db, &party(), &maria, "Late", &made).await),
        "Conflict(PasskeyTooLate)"
    );
    let (_, elsewhere) = Device::make(&begin(&world, &maria).await, "https://sub.portal.example");
    let refused = passkey::add(&world.db, &party(), &maria, "Elsewhere", &elsewhere).await;
    assert_eq!(error_of(refused), "Conflict(PasskeyRefused)");
    for nonsense in ["", "{}", "null", &"x".repeat(100_000)] {
        begin(&world, &maria).await;
        let refused = passkey::add(&world.db, &party(), &maria, "Nonsense", nonsense).await;
        assert_eq!(error_of(refused), "Conflict(PasskeyRefused)");
    }
    assert_eq!(world.count("select count(*) from passkeys").await, 0);
    // What another session of the same person has begun is not this one's.
    let (_, made) = Device::make(&begin(&world, &maria).await, PUBLIC_URL);
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.2")).await.unwrap();
    let elsewhere = oneself(&world, &session).await;
    let refused = passkey::add(&world.db, &party(), &elsewhere, "Other session", &made).await;
    assert_eq!(error_of(refused), "Conflict(PasskeyTooLate)");
    // Nor anybody's once the session has ended.
    session::lifecycle::end_others(&world.db, &elsewhere).await.unwrap();
    let refused = passkey::add(&world.db, &party(), &maria, "Ended", &made).await;
    assert_eq!(error_of(refused), "Conflict(PasskeyTooLate)");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_id_is_one_accounts_and_an_account_has_twenty_at_most(pool: PgPool) {
    let world = World::new(pool);
    let (maria, other) = (person(&world, MARIA).await, person(&world, OTHER).await);
    let (_, made) = Device::make(&begin(&world, &maria).await, PUBLIC_URL);
    let id: Value = serde_json::from_str(&made).unwrap();
    sqlx::query("insert into passkeys (id, user_id, credential_id, credential, name) values (gen_random_uuid(), $1, $2, 'x', 'Taken')")
        .bind(other.user_id().0)
        .bind(base64_of(id["rawId"].as_str().unwrap()))
        .execute(&world.pool)
        .await
        .unwrap();
    assert_eq!(
        error_of(passkey::add(&world.db, &party(), &maria, "Mine", &made).await),
        "Conflict(PasskeyTaken)"
    );

    let (_, late) = Device::make(&begin(&world, &maria).await, PUBLIC_URL);
    sqlx::query(
        "insert into passkeys (id, user_id, credential_id, credential, name)
         select gen_random_uuid(), $1, convert_to('key ' || n, 'UTF8'), 'x', 'Key ' || n from generate_series(1, 20) n",
    )
    .bind(maria.user_id().0)
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(
        error_of(passkey::add(&world.db, &party(), &maria, "21", &late).await),
        "Conflict(TooManyPasskeys(20))"
    );
    let refused = passkey::begin(&world.db, &world.hasher, &party(), &maria, PASSWORD.into()).await;
    assert_eq!(error_of(refused), "Conflict(TooManyPasskeys(20))");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_passkey_is_the_whole_sign_in_even_where_a_code_is_asked_for(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "Laptop").await;
    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let secret: Vec<u8> =
        sqlx::query_scalar("select secret from two_step").fetch_one(&world.pool).await.unwrap();
    let (now, totp) = (Utc::now(), totp_rs::Builder::new().with_secret(secret).build().unwrap());
    let code = totp.generate(now.timestamp().try_into().unwrap()).to_string();
    two_step::enable(&world.db, &maria, &code, now).await.unwrap();

    // From a browser that was not seen before, in which somebody else was signed in.
    let before = world.sign_in(OTHER, PASSWORD, &browser("203.0.113.9")).await;
    assert!(before.is_err());
    person(&world, OTHER).await;
    let before = world.sign_in(OTHER, PASSWORD, &browser("203.0.113.9")).await.unwrap();
    let mails = "select count(*) from outgoing_mails where kind = 'new_device'";
    let told = world.count(mails).await;
    let mut visitor = browser("203.0.113.9");
    visitor.origin.user_agent =
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into();
    visitor.session = Some(before.token.clone());
    let asked = challenge(&world).await;
    let session =
        by_passkey::sign_in(&world.db, &party(), &device.sign(&asked), true, &visitor).await.unwrap();
    assert!(session.remember);
    assert_ne!(session.token, before.token);
    assert_eq!(world.whoami(&session.token).await, MARIA);
    assert_ne!(world.whoami(&before.token).await, OTHER, "the session of the browser before is over");
    assert_eq!(world.count(mails).await, told + 1);
    assert!(list(&world, &maria).await.passkeys[0].last_used_at.is_some());
    let logins = "select count(*) from client_portal_activities where kind = 'login' and browser = 'Firefox'";
    assert_eq!(world.count(logins).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_works_once_in_time_and_for_its_challenge(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "Laptop").await;
    let first = challenge(&world).await;
    let signed = device.sign(&first);
    assert!(enter(&world, &signed).await.is_ok());
    assert_eq!(error_of(enter(&world, &signed).await), "Conflict(PasskeyTooLate)", "replayed");

    let (second, third) = (challenge(&world).await, challenge(&world).await);
    let for_second = device.sign_at(&second, PUBLIC_URL);
    assert_eq!(
        error_of(enter(&world, &answer(&third, &for_second)).await),
        "Conflict(PasskeyRefused)",
        "another's"
    );
    let late = device.sign(&second);
    world.execute("update passkey_challenges set expires_at = now()").await;
    assert_eq!(error_of(enter(&world, &late).await), "Conflict(PasskeyTooLate)");
    by_passkey::purge(&world.db).await.unwrap();
    assert_eq!(world.count("select count(*) from passkey_challenges").await, 0);
    assert_eq!(failures(&world).await, ["Passkey not taken"]);
    assert!(Answer::new("nonsense", "{}".into()).is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn another_address_another_owner_and_no_owner_are_refused(pool: PgPool) {
    let world = World::new(pool);
    let (maria, other) = (person(&world, MARIA).await, person(&world, OTHER).await);
    let mut device = add(&world, &maria, "Laptop").await;
    add(&world, &other, "Other's").await;
    let asked = challenge(&world).await;
    let phished = device.sign_at(&asked, "https://sub.portal.example");
    assert_eq!(error_of(enter(&world, &answer(&asked, &phished)).await), "Conflict(PasskeyRefused)");

    let asked = challenge(&world).await;
    let mut stolen = device.sign_at(&asked, PUBLIC_URL);
    stolen.response.user_handle = Some(other.user_id().0.as_bytes().to_vec());
    assert_eq!(error_of(enter(&world, &answer(&asked, &stolen)).await), "Conflict(PasskeyRefused)");
    for handle in [None, Some(Uuid::now_v7().as_bytes().to_vec()), Some(vec![1])] {
        let asked = challenge(&world).await;
        let mut nobodys = device.sign_at(&asked, PUBLIC_URL);
        nobodys.response.user_handle = handle;
        assert_eq!(error_of(enter(&world, &answer(&asked, &nobodys)).await), "Conflict(PasskeyRefused)");
    }
    // Without the flag that the owner was there; the signature covers it.
    let asked = challenge(&world).await;
    let mut unverified = device.sign_at(&asked, PUBLIC_URL);
    unverified.response.authenticator_data[32] &= !0b100;
    assert_eq!(error_of(enter(&world, &answer(&asked, &unverified)).await), "Conflict(PasskeyRefused)");
    assert_eq!(
        failures(&world).await,
        ["Passkey not taken", "Unknown passkey", "", "", "", "Passkey not taken"]
    );
    let asked = challenge(&world).await;
    assert!(enter(&world, &device.sign(&asked)).await.is_ok(), "the right one still opens");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_device_that_counts_back_is_refused_and_the_owner_reads_of_it(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "Laptop").await;
    let (old, new) = (challenge(&world).await, challenge(&world).await);
    let (earlier, later) = (device.sign(&old), device.sign(&new));
    assert!(enter(&world, &later).await.is_ok());
    assert_eq!(error_of(enter(&world, &earlier).await), "Conflict(PasskeyRefused)");
    let events = security::list(&world.db, &maria, &PageRequest::First).await.unwrap().items;
    assert_eq!(events[0].detail, "Passkey that may have been copied");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_access_rule_and_the_limits_are_those_of_the_password(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "Laptop").await;
    world.execute("update clients set portal_enabled = false").await;
    let asked = challenge(&world).await;
    let by_key = enter(&world, &device.sign(&asked)).await;
    let by_word = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await;
    assert_eq!(by_key.unwrap_err().to_string(), by_word.unwrap_err().to_string());
    world.execute("update clients set portal_enabled = true").await;
    world.execute("update users set is_active = false").await;
    let asked = challenge(&world).await;
    assert!(matches!(enter(&world, &device.sign(&asked)).await, Err(Error::Denied(_))));
    world.execute("update users set is_active = true").await;

    let stranger = browser("203.0.113.9");
    let mut tries = 0;
    loop {
        let asked = challenge(&world).await;
        let wrong = device.sign_at(&asked, "https://sub.portal.example");
        match by_passkey::sign_in(&world.db, &party(), &answer(&asked, &wrong), false, &stranger).await {
            Err(Error::Conflict(Conflict::PasskeyRefused)) => tries += 1,
            Err(Error::TooManyAttempts { .. }) => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(tries, 10);
    assert!(world.is_limited(MARIA, &stranger).await, "one limit for both");
}

#[sqlx::test(migrations = "../migrations")]
async fn asked_for_after_the_password_it_is_wanted_or_a_recovery_code(pool: PgPool) {
    let world = World::new(pool);
    let (maria, other) = (person(&world, MARIA).await, person(&world, OTHER).await);
    let ask = async |password: &str| {
        passkey::ask_after_password(&world.db, &world.hasher, &maria, password.into()).await
    };
    assert_eq!(error_of(ask(PASSWORD).await), "Conflict(NoPasskey)");
    let mut device = add(&world, &maria, "Laptop").await;
    let mut others = add(&world, &other, "Other's").await;
    assert!(error_of(ask("not the password").await).contains("current_password"));
    let codes = ask(PASSWORD).await.unwrap();
    assert_eq!(codes.as_slice().len(), two_step::RECOVERY_CODES);
    assert_eq!(error_of(ask(PASSWORD).await), "Conflict(PasskeyStepIsOn)");
    let own = list(&world, &maria).await;
    assert_eq!((own.asked_since.is_some(), own.codes_left), (true, 10));

    let here = browser("192.0.2.1");
    let pending = with_password(&world, &here).await;
    assert_eq!(world.whoami(&pending).await, "Please sign in.");
    let owed = second_step::look(&world.db, &pending).await.unwrap();
    assert_eq!((owed.takes_codes, owed.takes_passkeys), (false, true));
    let guess = second_step::complete(&world.db, &pending, "000000", &here, Utc::now()).await;
    assert!(error_of(guess).contains("code"), "there is no authenticator to guess");
    let confirm = async |pending: &Token, answer: &Answer| {
        by_passkey::complete_step(&world.db, &party(), pending, answer, &here).await
    };
    let step =
        async |pending: &Token| by_passkey::begin_step(&world.db, &party(), pending, &here).await.unwrap();
    // A challenge of the sign-in page, of another sign-in, and the key of somebody else.
    let open = challenge(&world).await;
    assert_eq!(error_of(confirm(&pending, &device.sign(&open)).await), "Conflict(PasskeyTooLate)");
    let second = with_password(&world, &here).await;
    let of_second = step(&second).await;
    assert_eq!(error_of(confirm(&pending, &device.sign(&of_second)).await), "Conflict(PasskeyTooLate)");
    assert_eq!(
        error_of(enter(&world, &device.sign(&of_second)).await),
        "Conflict(PasskeyTooLate)",
        "nor the other way"
    );
    let asked = step(&pending).await;
    assert!(asked.options.contains(&device.credential_id) && !asked.options.contains(&others.credential_id));
    assert_eq!(error_of(confirm(&pending, &others.sign(&asked)).await), "Conflict(PasskeyRefused)");
    let asked = step(&pending).await;
    let session = confirm(&pending, &device.sign(&asked)).await.unwrap();
    assert!(session.remember, "as the form with the password said");
    assert_eq!(world.whoami(&session.token).await, MARIA);
    assert!(
        by_passkey::begin_step(&world.db, &party(), &pending, &here).await.is_err(),
        "nothing is owed any more"
    );

    let code = &codes.as_slice()[2];
    assert!(second_step::complete(&world.db, &second, code, &here, Utc::now()).await.is_ok());
    assert_eq!(list(&world, &maria).await.codes_left, 9);
    let renewed = two_step::renew_codes(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    assert_eq!(renewed.as_slice().len(), 10);
    // And the passkey alone is still the whole sign-in.
    let open = challenge(&world).await;
    assert!(enter(&world, &device.sign(&open)).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_changed_password_ends_what_waits_for_a_passkey(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "Laptop").await;
    passkey::ask_after_password(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let here = browser("192.0.2.1");
    let pending = with_password(&world, &here).await;
    let asked = by_passkey::begin_step(&world.db, &party(), &pending, &here).await.unwrap();
    user::change_password(&world.db, &world.hasher, &maria, PASSWORD.into(), "another long phrase".into())
        .await
        .unwrap();
    let late = by_passkey::complete_step(&world.db, &party(), &pending, &device.sign(&asked), &here).await;
    assert_eq!(error_of(late), "Conflict(SignInOver)");
    assert_eq!(list(&world, &maria).await.passkeys.len(), 1, "the owner's passkeys are not the password's");
}

#[sqlx::test(migrations = "../migrations")]
async fn removed_it_opens_nothing_and_the_last_ends_the_asking(pool: PgPool) {
    let world = World::new(pool);
    let (maria, other) = (person(&world, MARIA).await, person(&world, OTHER).await);
    let mut laptop = add(&world, &maria, "Laptop").await;
    add(&world, &maria, "Phone").await;
    passkey::ask_after_password(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let ids: Vec<_> = list(&world, &maria).await.passkeys.into_iter().map(|passkey| passkey.id).collect();
    let remove = async |who: &Oneself, id, password: &str| {
        passkey::remove(&world.db, &world.hasher, who, id, password.into()).await
    };
    assert_eq!(error_of(remove(&other, ids[0], PASSWORD).await), "NotFound");
    assert_eq!(error_of(passkey::rename(&world.db, &other, ids[0], "Mine").await), "NotFound");
    assert!(error_of(remove(&maria, ids[0], "not the password").await).contains("current_password"));
    assert!(!remove(&maria, ids[0], PASSWORD).await.unwrap().ends_asking);
    assert_eq!(error_of(remove(&maria, ids[0], PASSWORD).await), "NotFound");
    let asked = challenge(&world).await;
    assert_eq!(error_of(enter(&world, &laptop.sign(&asked)).await), "Conflict(PasskeyRefused)");
    assert_eq!(failures(&world).await, ["Unknown passkey"]);
    assert!(list(&world, &maria).await.asked_since.is_some());

    passkey::rename(&world.db, &maria, ids[1], "New phone").await.unwrap();
    assert_eq!(list(&world, &maria).await.passkeys[0].name, "New phone");
    assert!(remove(&maria, ids[1], PASSWORD).await.unwrap().ends_asking);
    assert!(list(&world, &maria).await.asked_since.is_none());
    assert_eq!(world.count("select count(*) from recovery_codes").await, 0);
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok());
    for (kind, count) in [("passkey_removed", 2), ("passkey_step_on", 1), ("passkey_step_off", 1)] {
        let sql = "select count(*) from outgoing_mails where kind = $1";
        let mails: i64 = sqlx::query_scalar(sql).bind(kind).fetch_one(&world.pool).await.unwrap();
        assert_eq!(mails, count, "{kind}");
    }
    let events = security::list(&world.db, &maria, &PageRequest::First).await.unwrap().items;
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    for kind in
        ["add_passkey", "rename_passkey", "remove_passkey", "enable_passkey_step", "disable_passkey_step"]
    {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn it_can_stop_being_asked_for_and_codes_stay_as_long_as_they_are_of_use(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    add(&world, &maria, "Laptop").await;
    two_step::begin(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let secret: Vec<u8> =
        sqlx::query_scalar("select secret from two_step").fetch_one(&world.pool).await.unwrap();
    let (now, totp) = (Utc::now(), totp_rs::Builder::new().with_secret(secret).build().unwrap());
    let code = totp.generate(now.timestamp().try_into().unwrap()).to_string();
    two_step::enable(&world.db, &maria, &code, now).await.unwrap();
    passkey::ask_after_password(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let codes = "select count(*) from recovery_codes";
    two_step::disable(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    assert_eq!(world.count(codes).await, 10, "they are for the passkey, too");
    with_password(&world, &browser("192.0.2.1")).await;
    passkey::stop_asking(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    assert_eq!(world.count(codes).await, 0);
    let again = passkey::stop_asking(&world.db, &world.hasher, &maria, PASSWORD.into()).await;
    assert_eq!(error_of(again), "Conflict(PasskeyStepIsOff)");
    assert_eq!(list(&world, &maria).await.passkeys.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn it_was_not_me_removes_all_passkeys_and_no_second_step(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    let mut device = add(&world, &maria, "The stranger's").await;
    let codes = passkey::ask_after_password(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    let (_, made) = Device::make(&begin(&world, &maria).await, PUBLIC_URL);
    let asked = challenge(&world).await;
    let signed = device.sign(&asked);
    let added: Uuid =
        sqlx::query_scalar("select id from client_portal_activities where kind = 'add_passkey'")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    security::report(&world.db, &maria, ActivityId(added)).await.unwrap();
    assert_eq!(world.count("select count(*) from passkeys").await, 0);
    assert_eq!(error_of(enter(&world, &signed).await), "Conflict(PasskeyRefused)");
    let refused = passkey::add(&world.db, &party(), &maria, "In between", &made).await;
    assert_eq!(error_of(refused), "Conflict(PasskeyTooLate)");
    assert_eq!(world.count("select count(*) from password_resets where is_after_report").await, 1);

    // Whoever only had the session is no further: after the new password a recovery code is still asked for.
    let hash = world.hasher.hash(PASSWORD.into()).await.unwrap();
    sqlx::query("update users set password_hash = $1").bind(hash).execute(&world.pool).await.unwrap();
    let here = browser("192.0.2.1");
    let pending = with_password(&world, &here).await;
    let owed = second_step::look(&world.db, &pending).await.unwrap();
    assert_eq!((owed.takes_codes, owed.takes_passkeys), (false, false));
    let nothing = by_passkey::begin_step(&world.db, &party(), &pending, &here).await;
    assert_eq!(error_of(nothing), "Conflict(NoPasskey)");
    let code = &codes.as_slice()[0];
    assert!(second_step::complete(&world.db, &pending, code, &here, Utc::now()).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_operator_takes_passkeys_away_with_the_second_step(pool: PgPool) {
    let world = World::new(pool);
    let maria = person(&world, MARIA).await;
    add(&world, &maria, "Lost").await;
    passkey::ask_after_password(&world.db, &world.hasher, &maria, PASSWORD.into()).await.unwrap();
    two_step::reset_by_operator(&world.db, MARIA).await.unwrap();
    assert_eq!(error_of(two_step::reset_by_operator(&world.db, MARIA).await), "NotFound");
    let own = list(&world, &maria).await;
    assert!(own.passkeys.is_empty() && own.asked_since.is_none() && own.codes_left == 0);
    assert!(world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.is_ok());
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'passkeys_removed'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_have_them_too(pool: PgPool) {
    let world = World::new(pool);
    world.user("staff", MARIA).await;
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let mut device = add(&world, &oneself(&world, &session).await, "Laptop").await;
    let asked = challenge(&world).await;
    let session = enter(&world, &device.sign(&asked)).await.unwrap();
    assert_eq!(session.kind, user::Kind::Staff);
    assert_eq!(world.whoami(&session.token).await, MARIA);
}

//! Whom a run reaches.

use super::world::{World, staff};
use domain::{
    Conflict, Error,
    bulk_invitation::{self, Preflight, Prospect, Start},
    email,
};
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn each_client_is_in_one_group(pool: PgPool) {
    let world = World::new(pool).await;
    world.client("Eligible", Some(" Eligible@Example.com ")).await;

    let inactive = world.client("Inactive with everything else wrong", Some("shared@example.com")).await;
    world.change("update clients set is_active = false where id = $1", inactive).await;
    for name in ["One who shares", "Another who shares"] {
        world.client(name, Some("both@example.com")).await;
    }
    // An inactive client's address takes nothing from an active one.
    world.client("Eligible, too", Some("shared@example.com")).await;

    for email in [None, Some(""), Some("  ")] {
        world.client("No address", email).await;
    }
    world.client("Malformed", Some("nobody at example.com")).await;
    world.client("With a line break", Some("a@example.com\r\nBcc: b@example.com")).await;

    let with_account = world.client("With an account", Some("account@example.com")).await;
    world.user("account@example.com").await;
    world
        .change("update clients set portal_user_id = (select id from users where email = 'account@example.com') where id = $1", with_account)
        .await;
    world.client("Somebody else's account", Some("else@example.com")).await;
    world.user("else@example.com").await;
    let own_contact = world.client("The account of its own contact", Some("contact@example.com")).await;
    world.user("contact@example.com").await;
    world
        .change(
            "insert into client_contacts (id, client_id, name, email, user_id)
             select gen_random_uuid(), $1, 'Contact', u.email, u.id from users u where u.email = 'contact@example.com'",
            own_contact,
        )
        .await;

    for (name, state, expires) in [
        ("Invited", "sent", 1),
        ("Being invited", "queued", 1),
        ("Expired", "sent", -1),
        ("Revoked", "revoked", 1),
    ] {
        let id = world.client(name, Some(&format!("{}@example.com", name.replace(' ', "-")))).await;
        sqlx::query(
            "insert into invitations (id, client_id, name, email, state, expires_at)
             values (gen_random_uuid(), $1, '', '', $2, now() + make_interval(days => $3))",
        )
        .bind(id.0)
        .bind(state)
        .bind(expires)
        .execute(&world.pool)
        .await
        .unwrap();
    }

    let counts = bulk_invitation::preflight(&world.db, &world.power_user).await.unwrap();
    let expected = Preflight {
        total: 17,
        eligible: 5,
        already_invited: 2,
        has_account: 1,
        no_email: 3,
        inactive: 1,
        unusable_email: 5,
    };
    assert_eq!(counts, expected);
    let prospect = bulk_invitation::prospect(&world.db, &world.power_user).await.unwrap();
    assert_eq!(prospect, Prospect::Open(expected));
    let Preflight { total, eligible, already_invited, has_account, no_email, inactive, unusable_email } =
        counts;
    assert_eq!(total, eligible + already_invited + has_account + no_email + inactive + unusable_email);

    let reminding = Start { confirm: true, expected: 5, remind_already_invited: true };
    let run = bulk_invitation::start(&world.db, &world.power_user, reminding).await.unwrap();
    assert_eq!((run.total, run.queued), (7, 7));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_and_the_domain_agree_on_addresses(pool: PgPool) {
    let mut addresses: Vec<String> = [
        " Maria.Anders@Alfki.example ",
        "josé@españa.example",
        "用户@例子.广告",
        "ΑΒΓ@ΔΕΖ.example",
        "אבג@דהו.example",
        "м@п.рф",
        "",
        "maria",
        "@",
        "a@",
        "@b.example",
        "a@b",
        "a@b.",
        "a@.b",
        "a..b@c.example",
        ".a@c.example",
        "a.@c.example",
        "a@-b.example",
        "a@b-.example",
        "a@b_c.example",
        "a@b.c.d.e",
        "a@[127.0.0.1]",
        "a@b.example,c@d.example",
        "a@b@c.example",
        "\"a@b\"@c.example",
        "\"a b\"@c.example",
        "\"\"@c.example",
        "\"a\\\"b\"@c.example",
        "\"a\\\"@c.example",
        "Maria <a@b.example>",
        "a@b.example\n",
        "a\u{a0}b@c.example",
        "a\u{200b}b@c.example",
        "\ta@b.example\t",
        "a b@c.example",
    ]
    .map(str::to_owned)
    .to_vec();
    for length in [63, 64, 65] {
        let long = "x".repeat(length);
        addresses.extend([
            format!("{long}@b.example"),
            format!("a@{long}.example"),
            format!("é{}@b.example", "x".repeat(length - 2)),
        ]);
    }
    for length in [253, 254, 255] {
        let rest = "b.".repeat((length - 12) / 2);
        addresses.push(format!("{}@{rest}example", "a".repeat(length - 8 - rest.len())));
    }
    // Each character of ASCII but NUL, which Postgres does not store, at each place where it may matter.
    for c in (1..=127_u8).map(char::from) {
        for shape in [
            "{}@b.example",
            "a{}a@b.example",
            "a@{}b.example",
            "a@b{}b.example",
            "a@b.example{}",
            "\"{}\"@b.example",
            "\"\\{}\"@b.example",
        ] {
            addresses.push(shape.replace("{}", &c.to_string()));
        }
    }
    for address in addresses {
        let stored: Option<String> =
            sqlx::query_scalar("select usable_email($1)").bind(&address).fetch_one(&pool).await.unwrap();
        assert_eq!(stored, email::normalize(&address), "{address:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_starts_unless_all_is_said_and_true(pool: PgPool) {
    let world = World::with_clients(pool, 3).await;
    let start = |confirm, expected| {
        let (db, staff) = (world.db.clone(), world.power_user.clone());
        async move {
            let start = Start { confirm, expected, remind_already_invited: false };
            bulk_invitation::start(&db, &staff, start).await.unwrap_err()
        }
    };
    assert!(matches!(start(false, 3).await, Error::Invalid(fields) if fields[0].field == "confirm"));
    assert!(matches!(start(true, 4).await, Error::Conflict(Conflict::CountChanged { expected: 4, now: 3 })));
    world.sql("update clients set is_active = false").await;
    assert!(matches!(start(true, 0).await, Error::Conflict(Conflict::NobodyToInvite)));
    assert_eq!(world.count("select count(*) from bulk_invitation_runs").await, 0);
    assert_eq!(world.count("select count(*) from bulk_invitation_recipients").await, 0);

    let member = staff(&world.pool, "member").await;
    assert!(matches!(bulk_invitation::preflight(&world.db, &member).await, Err(Error::Forbidden(_))));
    assert!(matches!(
        bulk_invitation::start(&world.db, &member, world.start_of(3)).await,
        Err(Error::Forbidden(_))
    ));
    assert!(matches!(bulk_invitation::prospect(&world.db, &member).await, Err(Error::Forbidden(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn fifty_starts_at_once_make_one_run(pool: PgPool) {
    let world = World::with_clients(pool, 200).await;
    let starts = (0..50).map(|_| {
        let (db, staff, start) = (world.db.clone(), world.power_user.clone(), world.start_of(200));
        tokio::spawn(async move { bulk_invitation::start(&db, &staff, start).await })
    });
    let (mut started, mut refused) = (Vec::new(), Vec::new());
    for start in starts.collect::<Vec<_>>() {
        match start.await.unwrap() {
            Ok(run) => started.push(run.id),
            Err(Error::Conflict(Conflict::RunUnfinished(id))) => refused.push(id),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((started.len(), refused.len()), (1, 49));
    let prospect = bulk_invitation::prospect(&world.db, &world.power_user).await.unwrap();
    assert_eq!(prospect, Prospect::Unfinished(started[0]));
    assert!(refused.iter().all(|id| *id == started[0]), "each is shown the one that runs");
    assert_eq!(world.count("select count(*) from bulk_invitation_recipients").await, 200);
    assert_eq!(world.text("select kind from client_portal_activities").await, "start_bulk_invitation");
}

//! A person's own security log, and saying that it was somebody else.

use super::world::{PASSWORD, World, browser};
use domain::{
    Error,
    activity::{ActivityKind, Origin},
    id::ActivityId,
    page::PageRequest,
    security::{self, SecurityEvent},
    session::{self, Viewer, lifecycle::NewSession},
    user::Oneself,
};
use sqlx::PgPool;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const OTHER: &str = "other@alfki.example";
const STAFF: &str = "staff@company.example";

async fn oneself(world: &World, session: &NewSession) -> Oneself {
    match session::authenticate(&world.db, Some(&session.token), Origin::default()).await.unwrap().viewer {
        Viewer::Client(viewer) => Oneself::from(&viewer.scope),
        Viewer::Staff(viewer) => Oneself::try_from(&viewer.staff).unwrap(),
        Viewer::SignedOut(because) => panic!("{because:?}"),
    }
}

async fn log(world: &World, who: &Oneself) -> Vec<SecurityEvent> {
    security::list(&world.db, who, &PageRequest::First).await.unwrap().items
}

#[sqlx::test(migrations = "../migrations")]
async fn the_log_is_ones_own_and_read_by_key(pool: PgPool) {
    let world = World::new(pool);
    let maria_id = world.user("client", MARIA).await;
    world.client_of("Alfreds", maria_id).await;
    world.client_of("Other", world.user("client", OTHER).await).await;
    world.sign_in(OTHER, PASSWORD, &browser("198.51.100.1")).await.unwrap();
    assert!(world.is_limited(MARIA, &browser("203.0.113.9")).await.eq(&false));
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    let events = log(&world, &maria).await;
    let told: Vec<_> =
        events.iter().map(|event| (event.kind, event.ip_address.unwrap().to_string())).collect();
    assert_eq!(
        told,
        [(ActivityKind::Login, "192.0.2.1".into()), (ActivityKind::FailedLogin, "203.0.113.9".into())]
    );
    assert_eq!((events[0].browser.as_str(), events[0].platform.as_str()), ("Mobile Safari", "iOS"));

    sqlx::query(
        "insert into client_portal_activities (id, kind, user_id, occurred_at)
         select gen_random_uuid(), case when n % 3 = 0 then 'view_quote' else 'login' end, $1, now() - make_interval(mins => n)
           from generate_series(1, 90) n",
    )
    .bind(maria_id)
    .execute(&world.pool)
    .await
    .unwrap();
    let (mut request, mut seen, mut pages) = (PageRequest::First, 0, 0);
    loop {
        let page = security::list(&world.db, &maria, &request).await.unwrap();
        assert!(page.items.iter().all(|event| event.kind != ActivityKind::ViewQuote));
        assert!(page.items.windows(2).all(|pair| pair[0].occurred_at >= pair[1].occurred_at));
        (seen, pages) = (seen + page.items.len(), pages + 1);
        match page.next {
            Some(next) => request = PageRequest::After(next),
            None => break,
        }
    }
    assert_eq!((seen, pages), (62, 3));
}

#[sqlx::test(migrations = "../migrations")]
async fn it_was_not_me_shuts_everybody_out_and_sends_the_owner_a_link(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world.user("staff", STAFF).await;
    let thief = world.sign_in(MARIA, PASSWORD, &browser("203.0.113.9")).await.unwrap();
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    let stranger =
        log(&world, &maria).await.into_iter().find(|event| event.session_id != maria.origin().session_id);
    world
        .execute(
            "with another as (insert into clients (id, name) values (gen_random_uuid(), 'Another') returning id)
             insert into invitations (id, client_id, name, email, state, expires_at)
             select gen_random_uuid(), another.id, 'Maria', upper(u.email), 'sent', now() + interval '90 days'
               from another cross join users u where u.kind = 'client'",
        )
        .await;
    world
        .execute(
            "insert into api_tokens (id, user_id, name, token_sha256, scopes)
             select gen_random_uuid(), id, 'ERP', sha256(email::bytea), '{}'::text[] from users",
        )
        .await;
    let email = security::report(&world.db, &maria, stranger.unwrap().id).await.unwrap();
    assert_eq!(email, MARIA);
    for token in [&thief.token, &session.token] {
        assert!(world.whoami(token).await.starts_with("You told us"), "{}", world.whoami(token).await);
    }
    assert!(matches!(
        world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await,
        Err(Error::WrongCredentials)
    ));
    assert_eq!(world.count("select count(*) from known_places").await, 0);
    let open = "select count(*) from invitations where state <> 'revoked'";
    assert_eq!(world.count(open).await, 0, "whoever holds a link could choose the account's password");
    let tokens = "select count(*) from api_tokens t join users u on u.id = t.user_id where t.revoked_at is null and u.kind = 'client'";
    assert_eq!(world.count(tokens).await, 0);
    assert_eq!(
        world.count("select count(*) from api_tokens where revoked_at is null").await,
        1,
        "others' stay"
    );
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'password_reset'").await, 1);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'report_activity'").await,
        1
    );
    let told: (Uuid, String, String) =
        sqlx::query_as("select client_id, title, href from notifications where kind = 'account_reported'")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!(
        told,
        (
            client,
            "Maria Anders reported that somebody else used their account".into(),
            format!("/staff/clients/{client}")
        )
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_staff_report_goes_to_the_administrators(pool: PgPool) {
    let world = World::new(pool);
    world.user("staff", STAFF).await;
    world.user("staff", "member@company.example").await;
    let admin = world.user("staff", "admin@company.example").await;
    world.execute("update users set role = 'admin' where email = 'admin@company.example'").await;
    let session = world.sign_in(STAFF, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let staff = oneself(&world, &session).await;
    let own = log(&world, &staff).await.remove(0);
    security::report(&world.db, &staff, own.id).await.unwrap();
    let told: Vec<Uuid> =
        sqlx::query_scalar("select user_id from notifications").fetch_all(&world.pool).await.unwrap();
    assert_eq!(told, [admin]);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_reports_what_is_not_theirs(pool: PgPool) {
    let world = World::new(pool);
    world.client_of("Alfreds", world.user("client", MARIA).await).await;
    world.client_of("Other", world.user("client", OTHER).await).await;
    let other = world.sign_in(OTHER, PASSWORD, &browser("198.51.100.1")).await.unwrap();
    let others = log(&world, &oneself(&world, &other).await).await.remove(0);
    let session = world.sign_in(MARIA, PASSWORD, &browser("192.0.2.1")).await.unwrap();
    let maria = oneself(&world, &session).await;
    for id in [others.id, ActivityId(Uuid::now_v7())] {
        let refused = security::report(&world.db, &maria, id).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    assert_eq!(world.whoami(&session.token).await, MARIA);
    assert_eq!(world.whoami(&other.token).await, OTHER);
}

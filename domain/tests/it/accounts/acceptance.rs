//! Accepting an invitation: one account, the right links, and every refusal.

use super::world::{PASSWORD, World, browser, error_of};
use domain::{
    Result,
    invitation::acceptance::{self, Renewed},
    session::lifecycle::NewSession,
    token::Token,
};
use sqlx::PgPool;
use std::sync::Arc;
use uuid::Uuid;

const MARIA: &str = "maria@alfki.example";
const NEW: &str = "another long phrase";

async fn contact(world: &World, client: Uuid, email: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into client_contacts (id, client_id, name, email, portal_access) values ($1, $2, 'Ana Trujillo', $3, true)")
        .bind(id)
        .bind(client)
        .bind(email)
        .execute(&world.pool)
        .await
        .unwrap();
    id
}

/// An invitation whose mail has gone out.
async fn invite(world: &World, client: Uuid, contact: Option<Uuid>, email: &str) -> Token {
    let (id, token) = (Uuid::now_v7(), Token::generate().unwrap());
    sqlx::query(
        "insert into invitations (id, client_id, contact_id, name, email, state, sent_at, expires_at)
         values ($1, $2, $3, 'Maria Anders', $4, 'sent', now(), now() + interval '7 days')",
    )
    .bind(id)
    .bind(client)
    .bind(contact)
    .bind(email)
    .execute(&world.pool)
    .await
    .unwrap();
    sqlx::query("insert into invitation_tokens (token_sha256, invitation_id) values ($1, $2)")
        .bind(token.hash().to_vec())
        .bind(id)
        .execute(&world.pool)
        .await
        .unwrap();
    token
}

async fn accept(world: &World, token: &Token, password: &str) -> Result<NewSession> {
    let here = browser("192.0.2.1");
    let entry = acceptance::accept(&world.db, &world.hasher, token, password.into(), &here).await?;
    Ok(entry.session().expect("no code is asked for here"))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_clients_invitation_makes_the_user_and_opens_the_portal(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client("Alfreds", MARIA).await;
    let (token, other) =
        (invite(&world, client, None, MARIA).await, invite(&world, client, None, MARIA).await);
    let invited = acceptance::look(&world.db, &token).await.unwrap();
    assert_eq!(
        (invited.name.as_str(), invited.client_name.as_str(), invited.has_account),
        ("Maria Anders", "Alfreds", false)
    );
    for weak in ["short", "password1234", "Maria Anders 1", "alfreds-alfreds"] {
        assert!(error_of(accept(&world, &token, weak).await).contains("password"), "{weak}");
    }
    assert_eq!(
        world.count("select count(*) from users").await,
        0,
        "a refused password leaves nothing behind"
    );
    let session = accept(&world, &token, NEW).await.unwrap();
    assert_eq!(world.whoami(&session.token).await, MARIA);
    let linked = "select count(*) from clients c join users u on u.id = c.portal_user_id where c.portal_enabled and u.kind = 'client'";
    assert_eq!(world.count(linked).await, 1);
    assert_eq!(error_of(accept(&world, &token, NEW).await), "Conflict(LinkUsed)");
    assert_eq!(error_of(acceptance::look(&world.db, &other).await), "Conflict(LinkRevoked)");
    for kind in ["accept_invitation", "login"] {
        let logged: i64 = sqlx::query_scalar(
            "select count(*) from client_portal_activities where kind = $1 and client_id = $2",
        )
        .bind(kind)
        .bind(client)
        .fetch_one(&world.pool)
        .await
        .unwrap();
        assert_eq!(logged, 1, "{kind}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_contacts_invitation_links_the_contact(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client("Alfreds", "office@alfki.example").await;
    let ana = contact(&world, client, "ana@alfki.example").await;
    let token = invite(&world, client, Some(ana), "ana@alfki.example").await;
    assert!(
        error_of(accept(&world, &token, NEW).await).contains("PortalDisabled"),
        "switched off since it was sent"
    );
    world.execute("update clients set portal_enabled = true").await;
    world.execute("update client_contacts set portal_access = false").await;
    assert!(error_of(accept(&world, &token, NEW).await).contains("ContactDisabled"));
    world.execute("update client_contacts set portal_access = true").await;
    let session = accept(&world, &token, NEW).await.unwrap();
    assert_eq!(world.whoami(&session.token).await, "ana@alfki.example");
    assert_eq!(world.count("select count(*) from client_contacts where user_id is not null").await, 1);
    assert_eq!(world.count("select count(*) from clients where portal_user_id is not null").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_with_an_account_shows_that_accounts_password(pool: PgPool) {
    let world = World::new(pool);
    let user = world.user("client", MARIA).await;
    world.client_of("Alfreds", user).await;
    let bolido = world.client("Bolido", "office@bolido.example").await;
    world.execute("update clients set portal_enabled = true").await;
    let maria = contact(&world, bolido, MARIA).await;
    let token = invite(&world, bolido, Some(maria), MARIA).await;
    assert!(acceptance::look(&world.db, &token).await.unwrap().has_account);
    assert!(error_of(accept(&world, &token, NEW).await).contains("not the password of your account"));
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'failed_login'").await,
        1
    );
    accept(&world, &token, PASSWORD).await.unwrap();
    assert_eq!(world.count("select count(*) from users").await, 1);
    assert_eq!(world.count("select count(*) from client_contacts where user_id is not null").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_behind_a_link_is_limited_as_at_sign_in(pool: PgPool) {
    let world = World::new(pool);
    world.user("client", MARIA).await;
    let client = world.client("Alfreds", MARIA).await;
    let token = invite(&world, client, None, MARIA).await;
    for _ in 0..10 {
        assert!(error_of(accept(&world, &token, NEW).await).contains("not the password"));
    }
    assert!(error_of(accept(&world, &token, PASSWORD).await).contains("TooManyAttempts"));
    assert!(world.is_limited(MARIA, &browser("192.0.2.1")).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_stands_in_the_way_is_said_and_nothing_changes(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client("Alfreds", MARIA).await;
    let token = invite(&world, client, None, MARIA).await;
    let user = world.user("client", MARIA).await;
    let other = world.client_of("Bolido", user).await;
    assert_eq!(error_of(accept(&world, &token, PASSWORD).await), "Conflict(UserOfAnotherClient)");
    sqlx::query("delete from clients where id = $1").bind(other).execute(&world.pool).await.unwrap();
    for (change, undo, says) in [
        (
            "update clients set is_active = false",
            "update clients set is_active = true",
            "Denied(ClientInactive)",
        ),
        ("update users set is_active = false", "update users set is_active = true", "Denied(UserInactive)"),
        (
            "update users set kind = 'staff', role = 'member'",
            "update users set kind = 'client', role = null",
            "Conflict(UserIsStaff)",
        ),
        (
            "update invitations set expires_at = now()",
            "update invitations set expires_at = now() + interval '1 day'",
            "Conflict(LinkExpired)",
        ),
        (
            "update invitations set state = 'revoked'",
            "update invitations set state = 'sent'",
            "Conflict(LinkRevoked)",
        ),
    ] {
        world.execute(change).await;
        assert_eq!(error_of(accept(&world, &token, PASSWORD).await), says);
        assert_eq!(error_of(acceptance::look(&world.db, &token).await), says);
        world.execute(undo).await;
    }
    let unchanged = "select count(*) from clients where not portal_enabled and portal_user_id is null";
    assert_eq!(world.count(unchanged).await, 1);
    assert_eq!(world.count("select count(*) from user_sessions").await, 0);
    assert_eq!(error_of(acceptance::look(&world.db, &Token::generate().unwrap()).await), "NotFound");
    accept(&world, &token, PASSWORD).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn accepted_twice_at_once_it_makes_one_account(pool: PgPool) {
    let world = Arc::new(World::new(pool));
    // The same address at two clients: the second accepted finds the account that the first has made.
    let (alfreds, bolido) = (world.client("Alfreds", MARIA).await, world.client("Bolido", MARIA).await);
    let tokens = [invite(&world, alfreds, None, MARIA).await, invite(&world, bolido, None, MARIA).await];
    let tries: Vec<_> = (0..12)
        .map(|n| {
            let (world, token) = (Arc::clone(&world), tokens[n % 2].clone());
            tokio::spawn(async move { accept(&world, &token, &format!("another long phrase {n}")).await })
        })
        .collect();
    let mut accepted = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(_) => accepted += 1,
            Err(error) => {
                let error = format!("{error:?}");
                let expected =
                    ["LinkUsed", "EmailTaken", "UserOfAnotherClient", "not the password of your account"];
                assert!(expected.iter().any(|expected| error.contains(expected)), "{error}");
            }
        }
    }
    assert_eq!(accepted, 1);
    assert_eq!(world.count("select count(*) from users").await, 1);
    assert_eq!(world.count("select count(*) from clients where portal_user_id is not null").await, 1);
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'accept_invitation'").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_link_goes_to_the_address_on_file(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client("Alfreds", "old@alfki.example").await;
    let token = invite(&world, client, None, "old@alfki.example").await;
    world.execute("update clients set email = 'maria@alfki.example'").await;
    world.execute("update invitations set expires_at = now() - interval '1 day'").await;
    let renew = async |token: &Token, address: &str| {
        acceptance::send_new_link(&world.db, token, &browser(address).origin).await
    };
    assert_eq!(renew(&token, "192.0.2.1").await.unwrap(), Renewed::Invitation);
    let mailed = "select count(*) from outgoing_mails m join invitations i on i.id = m.subject_id
                   where m.kind = 'invitation' and i.email = 'maria@alfki.example' and i.state = 'queued'";
    assert_eq!(world.count(mailed).await, 1);
    assert_eq!(error_of(renew(&Token::generate().unwrap(), "192.0.2.1").await), "NotFound");
    // Staff withdrew it: only they can send another.
    world.execute("update invitations set state = 'revoked'").await;
    assert_eq!(error_of(renew(&token, "192.0.2.1").await), "Conflict(InvitationWithdrawn)");
    renew(&token, "192.0.2.2").await.unwrap_err();
    assert!(
        error_of(renew(&token, "192.0.2.3").await).contains("TooManyAttempts"),
        "three an hour to one person"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn who_has_accepted_already_gets_a_way_to_a_new_password(pool: PgPool) {
    let world = World::new(pool);
    let client = world.client("Alfreds", MARIA).await;
    let token = invite(&world, client, None, MARIA).await;
    accept(&world, &token, NEW).await.unwrap();
    let renewed = acceptance::send_new_link(&world.db, &token, &browser("192.0.2.1").origin).await.unwrap();
    assert_eq!(renewed, Renewed::PasswordReset);
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'password_reset'").await, 1);
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'invitation'").await, 0);
}

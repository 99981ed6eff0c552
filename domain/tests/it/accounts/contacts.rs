//! Letting contacts in from the staff's side, one by one.

use super::world::{PASSWORD, World, browser, error_of};
use domain::{
    actor::Staff,
    client, contact,
    id::ContactId,
    invitation::{self, acceptance},
    session::{self, Viewer},
    token::Token,
};
use sqlx::PgPool;
use uuid::Uuid;

const ANA: &str = "ana@alfki.example";

/// A contact as an import or the API makes it.
async fn contact(world: &World, client: Uuid, email: &str) -> ContactId {
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into client_contacts (id, client_id, name, email) values ($1, $2, 'Ana Trujillo', $3)",
    )
    .bind(id)
    .bind(client)
    .bind(email)
    .execute(&world.pool)
    .await
    .unwrap();
    ContactId(id)
}

async fn power_user(world: &World) -> Staff {
    world.user("staff", "staff@company.example").await;
    let session = world.sign_in("staff@company.example", PASSWORD, &browser("192.0.2.9")).await.unwrap();
    let visit = session::authenticate(&world.db, Some(&session.token), Default::default()).await.unwrap();
    let Viewer::Staff(viewer) = visit.viewer else { panic!("staff are in") };
    viewer.staff
}

/// The link of the invitation, as its mail has it.
async fn link(world: &World, invitation: &invitation::Invitation) -> Token {
    let token = Token::generate().unwrap();
    sqlx::query("insert into invitation_tokens (token_sha256, invitation_id) values ($1, $2)")
        .bind(token.hash().to_vec())
        .bind(invitation.id.0)
        .execute(&world.pool)
        .await
        .unwrap();
    token
}

#[sqlx::test(migrations = "../migrations")]
async fn a_contact_who_is_invited_gets_in(pool: PgPool) {
    let world = World::new(pool);
    let staff = power_user(&world).await;
    let alfreds = world.client("Alfreds", "office@alfki.example").await;
    let ana = contact(&world, alfreds, ANA).await;
    assert_eq!(error_of(contact::enable(&world.db, &staff, ana).await), "Conflict(PortalDisabled)");

    let invitation = invitation::invite_contact(&world.db, &staff, ana).await.unwrap();
    let token = link(&world, &invitation).await;
    let here = browser("192.0.2.1");
    let session = acceptance::accept(&world.db, &world.hasher, &token, "another long phrase".into(), &here);
    let session = session.await.unwrap().session().unwrap();
    assert_eq!(world.whoami(&session.token).await, ANA);

    contact::disable(&world.db, &staff, ana).await.unwrap();
    assert_ne!(world.whoami(&session.token).await, ANA);
    contact::enable(&world.db, &staff, ana).await.unwrap();
    assert!(world.sign_in(ANA, "another long phrase", &browser("192.0.2.1")).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_whose_mail_failed_dies_with_the_access(pool: PgPool) {
    let world = World::new(pool);
    let staff = power_user(&world).await;
    let alfreds = world.client("Alfreds", "office@alfki.example").await;
    let invitation = invitation::invite_client(&world.db, &staff, alfreds.into()).await.unwrap();
    let token = link(&world, &invitation).await;
    // Its answer was lost, so the mail may have arrived.
    world.execute("update invitations set state = 'failed'").await;
    assert!(acceptance::look(&world.db, &token).await.is_ok());
    client::disable(&world.db, &staff, alfreds.into()).await.unwrap();
    assert_eq!(error_of(acceptance::look(&world.db, &token).await), "Conflict(LinkRevoked)");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_portal_that_was_switched_off_stays_off(pool: PgPool) {
    let world = World::new(pool);
    let staff = power_user(&world).await;
    let maria = world.user("client", "maria@alfki.example").await;
    let alfreds = world.client_of("Alfreds", maria).await;
    client::disable(&world.db, &staff, alfreds.into()).await.unwrap();
    let ana = contact(&world, alfreds, ANA).await;
    let refused = invitation::invite_contact(&world.db, &staff, ana).await;
    assert_eq!(error_of(refused), "Conflict(PortalDisabled)");
    assert_eq!(world.count("select count(*) from client_contacts where portal_access").await, 0);
    assert_eq!(world.count("select count(*) from outgoing_mails where kind = 'invitation'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_contact_of_one_client_may_be_the_portal_user_of_another(pool: PgPool) {
    let world = World::new(pool);
    let staff = power_user(&world).await;
    let user = world.user("client", ANA).await;
    let alfreds = world.client("Alfreds", "office@alfki.example").await;
    contact(&world, alfreds, ANA).await;
    sqlx::query("update client_contacts set user_id = $1").bind(user).execute(&world.pool).await.unwrap();
    let bolido = world.client("Bolido", "office@bolido.example").await;
    let access = client::enable(&world.db, &staff, bolido.into(), user.into()).await.unwrap();
    assert_eq!(access.portal_user_id, Some(user.into()));
}

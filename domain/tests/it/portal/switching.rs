//! One account, several clients.

use super::seed::Seed;
use domain::{
    Error,
    activity::Origin,
    session::{self, ClientViewer, Viewer, switch},
    token::Token,
};
use sqlx::PgPool;
use uuid::Uuid;

async fn look(seed: &Seed, token: &Token) -> ClientViewer {
    match session::authenticate(&seed.db, Some(token), Origin::default()).await.unwrap().viewer {
        Viewer::Client(viewer) => *viewer,
        other => panic!("not in: {other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_person_switches_only_to_clients_that_let_them_in(pool: PgPool) {
    let seed = Seed::new(pool);
    let (first, second, stranger) =
        (seed.client("Alpha").await, seed.client("Beta").await, seed.client("Gamma").await);
    let person = first.user;
    for client in [second, stranger] {
        sqlx::query("insert into client_contacts (id, client_id, name, email, portal_access, user_id) values ($1, $2, 'P', 'p@p.example', true, $3)")
            .bind(Uuid::now_v7())
            .bind(client.id.0)
            .bind(person.0)
            .execute(&seed.pool)
            .await
            .unwrap();
    }
    seed.run("update client_contacts set portal_access = false where client_id = $1", &[stranger.id.0])
        .await
        .unwrap();
    let token = Token::generate().unwrap();
    sqlx::query(
        "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
         values ($1, $2, $3, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day')",
    )
    .bind(Uuid::now_v7())
    .bind(token.hash().to_vec())
    .bind(person.0)
    .execute(&seed.pool)
    .await
    .unwrap();

    let viewer = look(&seed, &token).await;
    assert_eq!(viewer.scope.client_id(), first.id);
    assert_eq!(
        viewer.choices.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(),
        ["Alpha", "Beta"]
    );
    assert!(matches!(switch::to_client(&seed.db, &viewer, stranger.id).await, Err(Error::NotFound)));
    switch::to_client(&seed.db, &viewer, second.id).await.unwrap();
    assert_eq!(look(&seed, &token).await.scope.client_id(), second.id);

    seed.run("update client_contacts set is_active = false where client_id = $1", &[second.id.0])
        .await
        .unwrap();
    assert_eq!(look(&seed, &token).await.scope.client_id(), first.id, "the rule is asked at every request");
}

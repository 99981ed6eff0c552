//! Somebody who is at two clients: what was written for one of them never lands at the other.

use crate::{
    documents::{file, form, multipart},
    support::Portal,
};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

struct World {
    portal: Portal,
    session: String,
    /// The one that the session looks at.
    shown: Uuid,
    other: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let [user, shown, other] = [(); 3].map(|()| Uuid::now_v7());
        let statements = [
            "insert into users (id, kind, email, name) values ($1, 'client', 'maria@alfreds.example', 'Maria Anders')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($2, 'Alfreds', true, $1), ($3, 'Berglunds', true, null)",
            "insert into client_contacts (id, client_id, name, user_id, portal_access, is_administrator)
             values (gen_random_uuid(), $3, 'Maria Anders', $1, true, true)",
        ];
        portal.seed(&[user, shown, other], &statements).await;
        let session = portal.session_of(user).await;
        sqlx::query("update user_sessions set client_id = $1").bind(shown).execute(pool).await.unwrap();
        Self { portal, session, shown, other }
    }

    async fn files(&self, path: &str, client: Uuid, fields: &[(&str, &str)]) -> StatusCode {
        let client = client.to_string();
        let fields = [&[("client_id", client.as_str())], fields].concat();
        let files = if path.ends_with("upload") { vec![file("a.txt", b"text")] } else { Vec::new() };
        let ask = self.portal.ask(Method::POST, path).header("content-type", &multipart());
        let ask = ask.header("sec-fetch-site", "same-origin").session(&self.session);
        ask.streamed(form(&fields, &files).into()).send().await.status
    }

    async fn post(&self, path: &str, client: Uuid, fields: &[(&str, &str)]) -> StatusCode {
        let client = client.to_string();
        let fields = [&[("client_id", client.as_str())], fields].concat();
        let ask = self.portal.form(path, &fields).header("accept", "application/json");
        ask.session(&self.session).send().await.status
    }

    async fn count(&self) -> i64 {
        let all = "select (select count(*) from messages) + (select count(*) from documents)
                          + (select count(*) from client_contacts) + (select count(*) from client_change_requests)";
        sqlx::query_scalar(all).fetch_one(&self.portal.pool).await.unwrap()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_of_one_client_is_not_sent_for_another(pool: PgPool) {
    let world = World::new(&pool).await;
    let invited = [("name", "Ana"), ("email", "ana@alfreds.example"), ("preset", "everything")];
    let changed = [("address", "1 Road")];
    for (client, files_answer, form_answer, left) in [
        (world.other, StatusCode::CONFLICT, StatusCode::CONFLICT, 1),
        (world.shown, StatusCode::CREATED, StatusCode::OK, 5),
    ] {
        assert_eq!(world.files("/portal/documents/upload", client, &[]).await, files_answer);
        assert_eq!(world.files("/portal/messages/send", client, &[("body", "Hello")]).await, files_answer);
        assert_eq!(world.post("/fn/portal/invite-colleague", client, &invited).await, form_answer);
        assert_eq!(world.post("/fn/portal/request-client-change", client, &changed).await, form_answer);
        assert_eq!(world.count().await, left);
    }
    let elsewhere = "select count(*) from documents where client_id <> $1";
    let count: i64 = sqlx::query_scalar(elsewhere).bind(world.shown).fetch_one(&pool).await.unwrap();
    assert_eq!(count, 0);
}

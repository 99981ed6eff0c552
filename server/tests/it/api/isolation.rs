//! Who may call what: every call of the description, by everybody, for records that are there, that are not, and that cannot be.

use super::{Api, described, refusal};
use crate::support::Answer;
use axum::http::{Method, StatusCode};
use domain::actor::{ApiScope, Role};
use serde_json::json;
use sqlx::PgPool;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What `{id}` names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Record {
    /// No id, or a key that the other system chooses.
    None,
    Client,
    Run,
}

/// Whom a call serves besides those who hold `managePortalAccess`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Members {
    Served,
    Refused,
}

/// Each call with its scope, and whether a member's token may make it.
const CALLS: &[(&str, &str, ApiScope, Members, Record)] = &[
    ("POST", "/clients/{id}/portal/enable", ApiScope::PortalAccess, Members::Refused, Record::Client),
    ("POST", "/clients/{id}/portal/disable", ApiScope::PortalAccess, Members::Refused, Record::Client),
    ("GET", "/bulk-invitations/preflight", ApiScope::BulkInvitations, Members::Refused, Record::None),
    ("POST", "/bulk-invitations", ApiScope::BulkInvitations, Members::Refused, Record::None),
    ("GET", "/bulk-invitations/{id}", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("GET", "/bulk-invitations/{id}/events", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("GET", "/bulk-invitations/{id}/results.csv", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("POST", "/bulk-invitations/{id}/pause", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("POST", "/bulk-invitations/{id}/resume", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("POST", "/bulk-invitations/{id}/cancel", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("POST", "/bulk-invitations/{id}/retry", ApiScope::BulkInvitations, Members::Refused, Record::Run),
    ("PUT", "/clients/{external_id}", ApiScope::Records, Members::Served, Record::None),
    ("PUT", "/contacts/{external_id}", ApiScope::Records, Members::Served, Record::None),
    ("PUT", "/projects/{external_id}", ApiScope::Records, Members::Served, Record::None),
    ("PUT", "/quotes/{external_id}", ApiScope::Records, Members::Served, Record::None),
    ("PUT", "/invoices/{external_id}", ApiScope::Records, Members::Served, Record::None),
    ("GET", "/activities", ApiScope::Activities, Members::Served, Record::None),
];

/// An API with a client, a run that has ended, and somebody who can become the client's portal user.
struct World {
    api: Api,
    client: Uuid,
    run: Uuid,
    user: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let api = Api::new(pool).await;
        let client = api.client("Alfreds").await;
        let user = api.user("client", None, "maria@alfreds.example").await;
        let run = Uuid::now_v7();
        api.sql(
            "insert into bulk_invitation_runs (id, state, started_by, remind, total)
             select $1, 'completed', id, false, 1 from users where kind = 'staff' limit 1",
            run,
        )
        .await;
        api.sql("insert into bulk_invitation_progress (run_id, slot, success) values ($1, -1, 1)", run).await;
        Self { api, client, run, user }
    }

    fn id_of(&self, record: Record) -> Uuid {
        match record {
            Record::None => Uuid::nil(),
            Record::Client => self.client,
            Record::Run => self.run,
        }
    }

    async fn ask(&self, token: &str, method: &str, path: &str, id: &str) -> Answer {
        let path = path.replace("{id}", id).replace("{external_id}", "ALFKI");
        let method: Method = method.parse().unwrap();
        let body = match path.rsplit('/').next() {
            Some("enable") => json!({"user_id": self.user}),
            Some("bulk-invitations") => json!({"confirm": true, "expected": 1}),
            _ => json!({}),
        };
        self.api.ask_as(token, method, path).body(body.to_string()).send().await
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_call_has_a_row(pool: PgPool) {
    let api = Api::new(&pool).await;
    let calls: BTreeSet<String> =
        described(&api).await.into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    let rows: BTreeSet<String> =
        CALLS.iter().map(|(method, path, ..)| format!("{method} /api/v1{path}")).collect();
    assert_eq!(calls, rows);
}

#[sqlx::test(migrations = "../migrations")]
async fn calls_serve_those_whom_they_are_for(pool: PgPool) {
    let world = World::new(&pool).await;
    let api = &world.api;
    let client_session = api.portal.session_of(world.user).await;
    let admin = api.user("staff", Some("admin"), "admin@company.example").await;
    let admin_session = api.portal.session_of(admin).await;
    for (method, path, scope, members, record) in CALLS {
        let id = world.id_of(*record).to_string();
        let case = format!("{method} {path}");
        let others: Vec<_> = ApiScope::ALL.into_iter().filter(|other| other != scope).collect();
        let wrong_scopes = api.token_of(Role::Admin, &others).await;
        let member = api.token_of(Role::Member, &[*scope]).await;
        let power_user = api.token_of(Role::PowerUser, &[*scope]).await;

        let before = api.everything().await;
        // A session is no token, whoever has it and wherever it is put.
        for session in [&client_session, &admin_session] {
            refusal(&world.ask(session, method, path, &id).await, 401, "unauthorized");
            let address = format!("/api/v1{}", path.replace("{id}", &id).replace("{external_id}", "ALFKI"));
            let by_cookie = api.portal.ask(method.parse().unwrap(), address).session(session);
            refusal(&by_cookie.body("{}".into()).send().await, 401, "unauthorized");
        }
        refusal(&world.ask(&wrong_scopes, method, path, &id).await, 403, "forbidden");
        if *members == Members::Refused {
            // Whether there is such a record is nothing that a refusal tells.
            for id in [&id, &Uuid::now_v7().to_string()] {
                refusal(&world.ask(&member, method, path, id).await, 403, "forbidden");
            }
        }
        assert_eq!(api.everything().await, before, "{case}");

        if *members == Members::Served {
            let answer = world.ask(&member, method, path, &id).await;
            assert!(![401, 403, 404].contains(&answer.status.as_u16()), "{case}: {}", answer.status);
        }
        let answer = world.ask(&power_user, method, path, &id).await;
        assert!(![401, 403, 404].contains(&answer.status.as_u16()), "{case}: {}", answer.status);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_missing_and_a_deleted_record_are_the_same(pool: PgPool) {
    let world = World::new(&pool).await;
    world.api.sql("delete from clients where id = $1", world.client).await;
    world.api.sql("delete from bulk_invitation_runs where id = $1", world.run).await;
    let before = world.api.everything().await;
    for (method, path, _, _, record) in CALLS.iter().filter(|(.., record)| *record != Record::None) {
        let deleted = world.ask(&world.api.token, method, path, &world.id_of(*record).to_string()).await;
        let missing = world.ask(&world.api.token, method, path, &Uuid::now_v7().to_string()).await;
        refusal(&deleted, 404, "not-found");
        assert_eq!((deleted.status, deleted.body), (missing.status, missing.body), "{method} {path}");
        let malformed = world.ask(&world.api.token, method, path, "nonsense").await;
        assert_eq!(malformed.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path}");
    }
    assert_eq!(world.api.everything().await, before);
}

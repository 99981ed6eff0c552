//! A client with a project, staff, and a store that can be looked into.

use crate::support::{Answer, Portal};
use app::flash::Flash;
use axum::body::Body;
use domain::password::Cost;
use futures::TryStreamExt as _;
use object_store::{ObjectStore, memory::InMemory};
use server::storage::Store;
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

const BOUNDARY: &str = "----boundary7MA4YWxk";
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

pub(super) struct World {
    pub(super) portal: Portal,
    pub(super) store: Store,
    objects: Arc<dyn ObjectStore>,
    pub(super) client_id: Uuid,
    pub(super) project_id: Uuid,
    pub(super) other_project_id: Uuid,
    pub(super) client: String,
    pub(super) colleague: String,
    pub(super) staff: String,
}

/// The content type of such a form.
pub(crate) fn multipart() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// A part of a form that is a file.
pub(crate) fn file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

/// A form with these fields, and then these files.
pub(crate) fn form(fields: &[(&str, &str)], files: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend(files.concat());
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

impl World {
    pub(super) async fn new(pool: &PgPool) -> Self {
        Self::with(pool, Arc::new(InMemory::new())).await
    }

    pub(super) async fn with(pool: &PgPool, objects: Arc<dyn ObjectStore>) -> Self {
        let store = Store::new(objects.clone());
        Self::with_store(pool, store, objects).await
    }

    pub(super) async fn with_store(pool: &PgPool, store: Store, objects: Arc<dyn ObjectStore>) -> Self {
        let mut state = Portal::state(pool, Cost::LOWEST);
        state.store = store.clone();
        let portal = Portal::of(pool, state, [192, 0, 2, 7]);
        let ids = [(); 7].map(|()| Uuid::now_v7());
        let [client_id, user, colleague, staff, project_id, _, other_project_id] = ids;
        let statements = [
            "insert into users (id, kind, role, email, name) values ($2, 'client', null, 'maria@alfreds.example', 'Maria Anders'),
                    ($3, 'client', null, 'hans@alfreds.example', 'Hans'), ($4, 'staff', 'member', 'staff@company.example', 'Staff')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($1, 'Alfreds', true, $2), ($6, 'Other', true, null)",
            "insert into client_contacts (id, client_id, name, email, user_id, portal_access) values (gen_random_uuid(), $1, 'Hans',
                    'hans@alfreds.example', $3, true)",
            "insert into projects (id, client_id, name, status) values ($5, $1, 'Harbour', 'active'), ($7, $6, 'Secret', 'active')",
        ];
        portal.seed(&ids, &statements).await;
        let client = portal.session_of(user).await;
        let colleague = portal.session_of(colleague).await;
        let staff = portal.session_of(staff).await;
        Self { portal, store, objects, client_id, project_id, other_project_id, client, colleague, staff }
    }

    pub(super) async fn get(&self, session: &str, path: &str) -> Answer {
        self.portal.get(path).session(session).send().await
    }

    /// Sends a form with files, as a program.
    pub(super) async fn send(&self, session: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.sent(session, path, "application/json", body.into()).await
    }

    async fn sent(&self, session: &str, path: &str, accept: &str, body: Body) -> Answer {
        let ask = self.portal.ask(axum::http::Method::POST, path).header("content-type", &multipart());
        ask.header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .session(session)
            .streamed(body)
            .send()
            .await
    }

    /// The same from a browser without script: the answer, and the page that it leads to.
    pub(super) async fn submit(&self, session: &str, path: &str, body: Vec<u8>) -> (Answer, Answer) {
        let answer = self.sent(session, path, "text/html", body.into()).await;
        let page = self.follow(session, &answer).await;
        (answer, page)
    }

    /// As [`World::submit`], from this page of the portal.
    pub(super) async fn submit_from(
        &self,
        session: &str,
        page: &str,
        path: &str,
        body: Vec<u8>,
    ) -> (Answer, Answer) {
        let ask = self.portal.ask(axum::http::Method::POST, path).header("content-type", &multipart());
        let ask = ask.header("sec-fetch-site", "same-origin").header("accept", "text/html");
        let ask = ask.header("referer", &format!("https://portal.example{page}")).session(session);
        let answer = ask.streamed(body.into()).send().await;
        let page = self.follow(session, &answer).await;
        (answer, page)
    }

    async fn follow(&self, session: &str, answer: &Answer) -> Answer {
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let ask = self.portal.get(answer.location().split('#').next().unwrap());
        ask.header("cookie", &format!("__Host-session={session}; {flash}")).send().await
    }

    /// Posts an ordinary form from a browser: the error if it was refused, and the page after it.
    pub(super) async fn post(
        &self,
        session: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (Option<app::error::AppError>, Answer) {
        let from = format!("https://portal.example/staff/clients/{}/documents", self.client_id);
        let from =
            if path.starts_with("/fn/portal") { "https://portal.example/portal/documents" } else { &from };
        let ask = self.portal.form(path, fields).header("accept", "text/html").header("referer", from);
        let answer = ask.session(session).send().await;
        let refused = match answer.flash() {
            Some(Flash::Failed { error, .. }) => Some(error),
            _ => None,
        };
        (refused, self.follow(session, &answer).await)
    }

    pub(super) async fn upload(&self, name: &str, bytes: &[u8]) -> Uuid {
        let answer =
            self.send(&self.client, "/portal/documents/upload", form(&[], &[file(name, bytes)])).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let kept: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        kept[0]["id"].as_str().unwrap().parse().unwrap()
    }

    pub(super) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.portal.pool).await.unwrap()
    }

    pub(super) async fn words(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&self.portal.pool).await.unwrap()
    }

    pub(super) async fn objects(&self) -> usize {
        self.objects.list(None).try_collect::<Vec<_>>().await.unwrap().len()
    }

    /// No row, no bytes, nothing to be removed later: soon, for taking back goes on after the answer.
    #[track_caller]
    pub(super) fn nothing_is_left(&self) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            for _ in 0..200 {
                let rows = self
                    .count(
                        "select (select count(*) from documents) + (select count(*) from payment_proofs)
                                + (select count(*) from document_removals)",
                    )
                    .await;
                if rows == 0 && self.objects().await == 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            let (documents, removals) = (
                self.count("select count(*) from documents").await,
                self.count("select count(*) from document_removals").await,
            );
            panic!(
                "{caller}: {documents} documents, {removals} removals, {} objects are left",
                self.objects().await
            );
        }
    }
}

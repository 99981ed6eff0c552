//! The whole server without a network, on a database of its own, for the tests beside this file.

mod mails;
mod peer;

pub(crate) use {mails::Mails, peer::Peer};

use app::{context::Services, flash::Flash};
use axum::{
    Extension, Router,
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Db,
    password::{Cost, Hasher},
    token::Token,
};
use leptos::prelude::LeptosOptions;
use server::{AppState, origin::TrustedProxies, storage::Store, worker};
use sqlx::PgPool;
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use tower::ServiceExt;
use uuid::Uuid;

/// Where links lead in tests.
pub(crate) const PUBLIC_URL: &str = "https://portal.example";
/// A browser's header.
pub(crate) const USER_AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

/// What a payment provider signs its notices with.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_test_secret";

/// The server under test.
pub(crate) struct Portal {
    pub(crate) pool: PgPool,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Bytes,
}

impl Answer {
    /// The `Location` header, or nothing.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The values of all `Set-Cookie` headers.
    pub(crate) fn cookies(&self) -> Vec<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    /// What a form leaves for the page after it, or for the page after signing in.
    pub(crate) fn flash(&self) -> Option<Flash> {
        let cookies = self.cookies();
        let value = cookies.iter().find_map(|cookie| {
            let (name, rest) = cookie.split_once('=')?;
            ["flash", "unsent_form"].contains(&name).then(|| rest.split(';').next()).flatten()
        })?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).unwrap()).ok()
    }

    /// The nonce of the answer's policy.
    pub(crate) fn nonce(&self) -> Option<&str> {
        let policy = self.headers.get(header::CONTENT_SECURITY_POLICY)?.to_str().unwrap();
        Some(policy.split_once("'nonce-")?.1.split_once('\'')?.0)
    }

    /// The body without what differs from one rendering to the next: the nonce of its policy.
    pub(crate) fn stable_body(&self) -> String {
        self.body.replace(self.nonce().unwrap_or("no nonce"), "…")
    }
}

/// A request in the making.
pub(crate) struct Ask<'a> {
    portal: &'a Portal,
    method: Method,
    pub(crate) path: String,
    headers: HeaderMap,
    body: Body,
}

impl Portal {
    /// The router on this database; passwords cost as little as argon2 allows.
    pub(crate) fn new(pool: &PgPool) -> Self {
        Self::with_cost(pool, Cost::LOWEST)
    }

    pub(crate) fn with_cost(pool: &PgPool, cost: Cost) -> Self {
        Self::of(pool, Self::state(pool, cost), [192, 0, 2, 7])
    }

    /// The router for a browser at this address.
    pub(crate) fn of(pool: &PgPool, state: AppState, peer: [u8; 4]) -> Self {
        let peer = SocketAddr::from((peer, 40_000));
        server::metrics::install();
        Self { pool: pool.clone(), router: server::router(state).layer(Extension(ConnectInfo(peer))) }
    }

    /// What the server shares, for a test that changes some of it.
    pub(crate) fn state(pool: &PgPool, cost: Cost) -> AppState {
        let services = Services {
            db: Db::from(pool.clone()),
            hasher: Hasher::start(cost),
            public_url: Arc::from(PUBLIC_URL),
            secure_cookies: true,
            payments: domain::payment::provider::Providers::default(),
            places: domain::place::Places::default(),
        };
        AppState {
            services,
            leptos: LeptosOptions::builder().output_name("client-portal").build(),
            store: Store::new(Arc::new(object_store::memory::InMemory::new())),
            typesetter: pdf::Typesetter::default(),
            proxies: TrustedProxies(Arc::from(["10.0.0.0/8".parse().unwrap()])),
            progress: worker::Progress::new(Db::from(pool.clone())),
            bells: server::live::Bells::default(),
            kept_mails: None,
            stripe_webhook_secret: Some(WEBHOOK_SECRET.into()),
            stopping: tokio_util::sync::CancellationToken::new(),
        }
    }

    /// Serves on loopback until the test ends; its address, without a slash at its end.
    pub(crate) async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, self.router.clone()).into_future());
        format!("http://{address}")
    }

    pub(crate) fn get(&self, path: impl Into<String>) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    /// A form, as a browser sends it from our own page.
    pub(crate) fn form(&self, path: impl Into<String>, fields: &[(&str, &str)]) -> Ask<'_> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body)
    }

    pub(crate) fn ask(&self, method: Method, path: impl Into<String>) -> Ask<'_> {
        let ask =
            Ask { portal: self, method, path: path.into(), headers: HeaderMap::new(), body: Body::empty() };
        ask.header("user-agent", USER_AGENT)
    }

    /// Runs statements in which `$1`, `$2` and so on are these ids.
    pub(crate) async fn seed(&self, ids: &[Uuid], statements: &[&str]) {
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}::uuid")).collect();
        for statement in statements {
            // Every statement takes all ids, so that one loop serves them.
            let typed = format!("with ids as (select {}) {statement}", places.join(", "));
            let query = sqlx::query(sqlx::AssertSqlSafe(typed));
            ids.iter().fold(query, |query, id| query.bind(id)).execute(&self.pool).await.unwrap();
        }
    }

    /// A session of this account as sign-in makes it; the cookie's value.
    pub(crate) async fn session_of(&self, user_id: Uuid) -> String {
        let token = Token::generate().unwrap();
        sqlx::query(
            "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
             values ($1, $2, $3, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day')",
        )
        .bind(Uuid::now_v7())
        .bind(token.hash().to_vec())
        .bind(user_id)
        .execute(&self.pool)
        .await
        .unwrap();
        token.to_string()
    }
}

impl Ask<'_> {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub(crate) fn body(self, body: String) -> Self {
        self.streamed(Body::from(body))
    }

    /// A body that comes as it comes.
    pub(crate) fn streamed(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Signed in with this session.
    pub(crate) fn session(self, token: &str) -> Self {
        self.header("cookie", &format!("__Host-session={token}"))
    }

    pub(crate) async fn send(self) -> Answer {
        let (parts, body) = self.begin().await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    /// The answer as it begins, its body still to come.
    pub(crate) async fn begin(self) -> Response {
        let mut request = Request::builder().method(self.method).uri(self.path).body(self.body).unwrap();
        *request.headers_mut() = self.headers;
        self.portal.router.clone().oneshot(request).await.unwrap()
    }
}

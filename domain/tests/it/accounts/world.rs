//! People, clients and browsers for the tests beside this file.

use domain::{
    Db, Error, Result,
    activity::Origin,
    password::{Cost, Hasher},
    session::{
        self, Viewer,
        lifecycle::{NewSession, Visitor},
    },
    sign_in::{Credentials, sign_in},
    token::Token,
};
use sqlx::PgPool;
use uuid::Uuid;

/// Everybody's password here.
pub(super) const PASSWORD: &str = "glass onion sunday";
const USER_AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                          Version/17.5 Mobile/15E148 Safari/604.1";

pub(super) struct World {
    pub(super) pool: PgPool,
    pub(super) db: Db,
    pub(super) hasher: Hasher,
}

/// A browser at an address, with no cookies yet.
pub(super) fn browser(address: &str) -> Visitor {
    let origin = Origin {
        session_id: None,
        ip_address: Some(address.parse().unwrap()),
        user_agent: USER_AGENT.into(),
    };
    Visitor { origin, session: None, device: None }
}

/// What an error is, for comparing.
pub(super) fn error_of<T: std::fmt::Debug>(result: Result<T>) -> String {
    format!("{:?}", result.unwrap_err())
}

impl World {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { db: pool.clone().into(), pool, hasher: Hasher::start(Cost::LOWEST) }
    }

    pub(super) async fn user(&self, kind: &str, email: &str) -> Uuid {
        let (id, role) = (Uuid::now_v7(), (kind == "staff").then_some("power_user"));
        let hash = self.hasher.hash(PASSWORD.into()).await.unwrap();
        sqlx::query("insert into users (id, kind, role, email, name, password_hash) values ($1, $2, $3, $4, 'Maria Anders', $5)")
            .bind(id)
            .bind(kind)
            .bind(role)
            .bind(email)
            .bind(hash)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub(super) async fn client(&self, name: &str, email: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query("insert into clients (id, name, email) values ($1, $2, $3)")
            .bind(id)
            .bind(name)
            .bind(email)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    /// A client that is enabled for this user.
    pub(super) async fn client_of(&self, name: &str, user: Uuid) -> Uuid {
        let id = self.client(name, "somebody@alfki.example").await;
        sqlx::query("update clients set portal_enabled = true, portal_user_id = $2 where id = $1")
            .bind(id)
            .bind(user)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub(super) async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.pool).await.unwrap();
    }

    pub(super) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    pub(super) async fn sign_in(&self, email: &str, password: &str, visitor: &Visitor) -> Result<NewSession> {
        let credentials = Credentials { email: email.into(), password: password.into(), remember: false };
        let entry = sign_in(&self.db, &self.hasher, credentials, visitor).await?;
        Ok(entry.session().expect("no code is asked for here"))
    }

    /// Fails to sign in, and says whether it was refused before the password was looked at.
    pub(super) async fn is_limited(&self, email: &str, visitor: &Visitor) -> bool {
        match self.sign_in(email, "not the password", visitor).await {
            Err(Error::WrongCredentials) => false,
            Err(Error::TooManyAttempts { .. }) => true,
            other => panic!("{other:?}"),
        }
    }

    /// Whom a session's token shows: a user's name, or why nobody is signed in.
    pub(super) async fn whoami(&self, token: &Token) -> String {
        let visit = session::authenticate(&self.db, Some(token), Origin::default()).await.unwrap();
        match visit.viewer {
            Viewer::Client(viewer) => viewer.person.email,
            Viewer::Staff(viewer) => viewer.person.email,
            Viewer::SignedOut(because) => because.say(domain::language::Language::English).into_owned(),
        }
    }
}

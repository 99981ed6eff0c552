//! Records for the tests beside this file.

use chrono::NaiveDate;
use domain::{
    Db,
    access::{self, AccessFacts, ContactFacts},
    access_preset::AccessPreset,
    activity::Origin,
    actor::ClientScope,
    id::{ClientId, ContactId, DocumentId, InvoiceId, ProjectId, QuoteId, UserId},
};
use sqlx::PgPool;
use uuid::Uuid;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day on which the tests take place.
pub(super) fn today() -> NaiveDate {
    day("2026-11-23")
}

/// A database with what the tests put there.
pub(super) struct Seed {
    pub(super) pool: PgPool,
    pub(super) db: Db,
}

/// A client whose portal is enabled, and its portal user.
#[derive(Clone, Copy)]
pub(super) struct Client {
    pub(super) id: ClientId,
    pub(super) user: UserId,
}

impl Client {
    /// The scope that the access rule makes for the portal user.
    pub(super) fn scope(self) -> ClientScope {
        self.scope_of(self.user)
    }

    /// The same for a contact who sees a part of the portal.
    pub(super) fn scope_with(self, preset: AccessPreset) -> ClientScope {
        let contact = ContactFacts {
            id: ContactId(Uuid::now_v7()),
            is_active: true,
            portal_access: true,
            has_email: true,
            preset,
            is_administrator: false,
        };
        let facts = AccessFacts {
            client_id: self.id,
            client_name: "A client".into(),
            client_is_active: true,
            portal_enabled: true,
            is_portal_user: false,
            contact: Some(contact),
        };
        access::scope(self.user, true, &facts, Origin::default()).unwrap()
    }

    /// The same for another of the client's people.
    pub(super) fn scope_of(self, user: UserId) -> ClientScope {
        let facts = AccessFacts {
            client_id: self.id,
            client_name: "A client".into(),
            client_is_active: true,
            portal_enabled: true,
            is_portal_user: true,
            contact: None,
        };
        let origin = Origin {
            session_id: None,
            ip_address: Some("203.0.113.9".parse().unwrap()),
            user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                         Version/17.5 Mobile/15E148 Safari/604.1"
                .into(),
        };
        access::scope(user, true, &facts, origin).unwrap()
    }
}

/// A quote in the making.
pub(super) struct Quote<'a> {
    pub(super) number: &'a str,
    pub(super) title: &'a str,
    pub(super) status: &'a str,
    pub(super) issued_on: NaiveDate,
    pub(super) valid_until: Option<NaiveDate>,
    pub(super) currency: &'a str,
    pub(super) total_minor: i64,
}

impl Default for Quote<'_> {
    fn default() -> Self {
        Self {
            number: "Q-1",
            title: "Website relaunch",
            status: "sent",
            issued_on: day("2026-11-01"),
            valid_until: Some(day("2026-12-12")),
            currency: "EUR",
            total_minor: 100_000,
        }
    }
}

/// An invoice in the making.
pub(super) struct Invoice<'a> {
    pub(super) number: &'a str,
    pub(super) status: &'a str,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) currency: &'a str,
    pub(super) total_minor: i64,
    pub(super) paid_minor: i64,
}

impl Default for Invoice<'_> {
    fn default() -> Self {
        Self {
            number: "INV-1",
            status: "sent",
            issued_on: day("2026-11-01"),
            due_on: Some(day("2026-12-01")),
            currency: "EUR",
            total_minor: 50_000,
            paid_minor: 0,
        }
    }
}

impl Seed {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { db: Db::from(pool.clone()), pool }
    }

    /// Runs a statement with ids and nothing else to bind.
    pub(super) async fn run(&self, sql: &'static str, ids: &[Uuid]) -> sqlx::Result<u64> {
        let mut query = sqlx::query(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.execute(&self.pool).await.map(|done| done.rows_affected())
    }

    /// Asks for one number.
    pub(super) async fn count(&self, sql: &'static str, ids: &[Uuid]) -> i64 {
        let mut query = sqlx::query_scalar(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_one(&self.pool).await.unwrap()
    }

    pub(super) async fn user(&self, email: &str) -> UserId {
        let id = UserId::generate();
        sqlx::query("insert into users (id, kind, email, name) values ($1, 'client', $2, $2)")
            .bind(id.0)
            .bind(email)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub(super) async fn client(&self, name: &str) -> Client {
        let user = self.user(&format!("{}@clients.example", name.to_lowercase())).await;
        let id = ClientId(Uuid::now_v7());
        sqlx::query("insert into clients (id, name, currency, portal_enabled, portal_user_id) values ($1, $2, 'EUR', true, $3)")
            .bind(id.0)
            .bind(name)
            .bind(user.0)
            .execute(&self.pool)
            .await
            .unwrap();
        Client { id, user }
    }

    /// Another person of the client, with access.
    pub(super) async fn contact(&self, client: Client, email: &str) -> UserId {
        let user = self.user(email).await;
        sqlx::query(
            "insert into client_contacts (id, client_id, name, email, portal_access, user_id) values ($1, $2, $3, $3, true, $4)",
        )
        .bind(Uuid::now_v7())
        .bind(client.id.0)
        .bind(email)
        .bind(user.0)
        .execute(&self.pool)
        .await
        .unwrap();
        user
    }

    pub(super) async fn project(
        &self,
        client: Client,
        name: &str,
        status: &str,
        starts_on: Option<NaiveDate>,
    ) -> ProjectId {
        let id = ProjectId(Uuid::now_v7());
        sqlx::query("insert into projects (id, client_id, name, status, starts_on, ends_on) values ($1, $2, $3, $4, $5, $5)")
            .bind(id.0)
            .bind(client.id.0)
            .bind(name)
            .bind(status)
            .bind(starts_on)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    /// A quote with one line, a tenth of whose price is taken off.
    pub(super) async fn quote(&self, client: Client, quote: Quote<'_>) -> QuoteId {
        let id = QuoteId(Uuid::now_v7());
        sqlx::query(
            "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Half on approval, half on acceptance.')",
        )
        .bind(id.0)
        .bind(client.id.0)
        .bind(quote.number)
        .bind(quote.title)
        .bind(quote.status)
        .bind(quote.issued_on)
        .bind(quote.valid_until)
        .bind(quote.currency)
        .bind(quote.total_minor)
        .execute(&self.pool)
        .await
        .unwrap();
        if quote.status != "approved" {
            let line = "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, discount_percent, total_minor)
                        values ($1, $2, 1, 'Concept', 2, 1250, 10, 2250)";
            self.run(line, &[Uuid::now_v7(), id.0]).await.unwrap();
        }
        id
    }

    pub(super) async fn invoice(&self, client: Client, invoice: Invoice<'_>) -> InvoiceId {
        let id = InvoiceId(Uuid::now_v7());
        sqlx::query(
            "insert into invoices (id, client_id, number, title, status, issued_on, due_on, currency, total_minor)
             values ($1, $2, $3, 'Maintenance', $4, $5, $6, $7, $8)",
        )
        .bind(id.0)
        .bind(client.id.0)
        .bind(invoice.number)
        .bind(invoice.status)
        .bind(invoice.issued_on)
        .bind(invoice.due_on)
        .bind(invoice.currency)
        .bind(invoice.total_minor)
        .execute(&self.pool)
        .await
        .unwrap();
        if invoice.paid_minor > 0 {
            sqlx::query(
                "insert into payments (id, invoice_id, amount_minor, paid_on) values ($1, $2, $3, $4)",
            )
            .bind(Uuid::now_v7())
            .bind(id.0)
            .bind(invoice.paid_minor)
            .bind(invoice.issued_on)
            .execute(&self.pool)
            .await
            .unwrap();
        }
        id
    }

    pub(super) async fn document(
        &self,
        client: Client,
        name: &str,
        project: Option<ProjectId>,
        is_shared: bool,
    ) -> DocumentId {
        let id = DocumentId(Uuid::now_v7());
        sqlx::query(
            "insert into documents (id, client_id, project_id, name, content_type, size_bytes, is_shared_with_client)
             values ($1, $2, $3, $4, 'application/pdf', 1200, $5)",
        )
        .bind(id.0)
        .bind(client.id.0)
        .bind(project.map(|project| project.0))
        .bind(name)
        .bind(is_shared)
        .execute(&self.pool)
        .await
        .unwrap();
        id
    }
}

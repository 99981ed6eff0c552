//! Who gets to see what: every page, every server function and every other address, asked by everybody, for every kind of record
//! (SPEC section 3). The calls of the API have a table of their own in `api/isolation.rs`.
//!
//! The lists of routes come from the router and from the server functions' registry, so that a new one without a row here fails.

use crate::support::{Answer, Portal};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Clients with a unique string in every field that a person can read; no answer to one ever holds another's.
struct World {
    portal: Portal,
    a: Client,
    b: Client,
    disabled: Client,
    contact_without_access: Uuid,
    member: Uuid,
    power_user: Uuid,
    admin: Uuid,
    run_id: Uuid,
    token_id: Uuid,
}

struct Client {
    id: Uuid,
    user_id: Uuid,
    contact_id: Uuid,
    invitation_id: Uuid,
    canary: String,
    project_id: Uuid,
    quote_id: Uuid,
    invoice_id: Uuid,
    notification_id: Uuid,
    draft_quote_id: Uuid,
    draft_invoice_id: Uuid,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Actor {
    SignedOut,
    ClientA,
    ClientB,
    ContactWithoutAccess,
    DisabledClient,
    Member,
    PowerUser,
    Admin,
}

impl Actor {
    const ALL: [Self; 8] = [
        Self::SignedOut,
        Self::ClientA,
        Self::ClientB,
        Self::ContactWithoutAccess,
        Self::DisabledClient,
        Self::Member,
        Self::PowerUser,
        Self::Admin,
    ];

    fn is_in(self) -> bool {
        !matches!(self, Self::SignedOut | Self::ContactWithoutAccess | Self::DisabledClient)
    }

    fn is_client(self) -> bool {
        matches!(self, Self::ClientA | Self::ClientB)
    }

    fn is_staff(self) -> bool {
        self.is_in() && !self.is_client()
    }
}

/// For whom a page or function is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Audience {
    /// Also for people who are not in.
    Everybody,
    /// Anybody who is in.
    SignedIn,
    Clients,
    Staff,
    /// Holders of `managePortalAccess`.
    PowerUsers,
    Administrators,
    /// Whoever sits at the machine on which the server runs; nobody of those who ask here.
    ThisMachine,
}

impl Audience {
    fn holds(self, actor: Actor) -> bool {
        match self {
            Self::Everybody => true,
            Self::SignedIn => actor.is_in(),
            Self::Clients => actor.is_client(),
            Self::Staff => actor.is_staff(),
            Self::PowerUsers => matches!(actor, Actor::PowerUser | Actor::Admin),
            Self::Administrators => actor == Actor::Admin,
            Self::ThisMachine => false,
        }
    }

    /// The status of a refusal: sign in, or not for you, or (for the other side) nothing here.
    fn refusal(self, actor: Actor) -> StatusCode {
        if self == Self::ThisMachine {
            StatusCode::NOT_FOUND
        } else if !actor.is_in() {
            StatusCode::UNAUTHORIZED
        } else if actor.is_staff() && self != Self::Clients {
            StatusCode::FORBIDDEN
        } else {
            StatusCode::NOT_FOUND
        }
    }
}

/// What `:id` or an id field names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Record {
    None,
    Project,
    Quote,
    Invoice,
    Notification,
    Client,
    Contact,
    Run,
    Token,
    Session,
    Invitation,
}

include!("isolation/table.rs");

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let a = Client::new(pool, "canaryalpha", true).await;
        let b = Client::new(pool, "canarybravo", true).await;
        let disabled = Client::new(pool, "canarydelta", false).await;
        let contact_without_access = user(pool, "client", None, "without@alpha.example").await;
        sqlx::query("insert into client_contacts (id, client_id, name, email, user_id, portal_access) values ($1, $2, 'Without', 'without@alpha.example', $3, false)")
            .bind(Uuid::now_v7())
            .bind(a.id)
            .bind(contact_without_access)
            .execute(pool)
            .await
            .unwrap();
        let member = user(pool, "staff", Some("member"), "member@company.example").await;
        let power_user = user(pool, "staff", Some("power_user"), "power@company.example").await;
        let admin = user(pool, "staff", Some("admin"), "admin@company.example").await;
        let (run_id, token_id) = (Uuid::now_v7(), Uuid::now_v7());
        for statement in [
            "insert into bulk_invitation_runs (id, state, started_by, remind, total) values ($1, 'completed', $2, false, 1)",
            "insert into bulk_invitation_progress (run_id, slot, success) select $1, -1, 1 where $2 is not null",
            "insert into bulk_invitation_recipients (run_id, seq, id, client_id, name, email, is_reminder, outcome)
             select $1, 1, gen_random_uuid(), gen_random_uuid(), 'R', 'r@mail.example', false, 'success' where $2 is not null",
        ] {
            sqlx::query(statement).bind(run_id).bind(power_user).execute(pool).await.unwrap();
        }
        sqlx::query("insert into api_tokens (id, user_id, name, token_sha256, scopes) values ($1, $2, 'ERP', sha256('x'), '{}')")
            .bind(token_id)
            .bind(admin)
            .execute(pool)
            .await
            .unwrap();
        Self { portal, a, b, disabled, contact_without_access, member, power_user, admin, run_id, token_id }
    }

    fn user_of(&self, actor: Actor) -> Option<Uuid> {
        match actor {
            Actor::SignedOut => None,
            Actor::ClientA => Some(self.a.user_id),
            Actor::ClientB => Some(self.b.user_id),
            Actor::ContactWithoutAccess => Some(self.contact_without_access),
            Actor::DisabledClient => Some(self.disabled.user_id),
            Actor::Member => Some(self.member),
            Actor::PowerUser => Some(self.power_user),
            Actor::Admin => Some(self.admin),
        }
    }

    async fn get(&self, actor: Actor, path: &str) -> Answer {
        let mut ask = self.portal.get(path).header("accept", "text/html");
        if let Some(user) = self.user_of(actor) {
            ask = ask.session(&self.portal.session_of(user).await);
        }
        ask.send().await
    }

    async fn post(&self, actor: Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut ask = self.portal.form(path, fields).header("accept", "application/json");
        if let Some(user) = self.user_of(actor) {
            ask = ask.session(&self.portal.session_of(user).await);
        }
        ask.send().await
    }

    async fn ask(&self, actor: Actor, method: &Method, path: &str) -> Answer {
        if *method == Method::GET { self.get(actor, path).await } else { self.post(actor, path, &[]).await }
    }

    /// A record that this actor may ask for: an own one, or for staff anybody's.
    async fn own_id(&self, actor: Actor, record: Record) -> Uuid {
        let client = if actor == Actor::ClientB { &self.b } else { &self.a };
        match record {
            Record::None => Uuid::nil(),
            Record::Project => client.project_id,
            Record::Quote => client.quote_id,
            Record::Invoice => client.invoice_id,
            Record::Notification => client.notification_id,
            Record::Client => client.id,
            Record::Contact => client.contact_id,
            Record::Invitation => client.invitation_id,
            Record::Run => self.run_id,
            Record::Token => self.token_id,
            Record::Session => {
                let Some(user) = self.user_of(actor) else { return Uuid::now_v7() };
                self.portal.session_of(user).await;
                sqlx::query_scalar("select id from user_sessions where user_id = $1 order by id desc limit 1")
                    .bind(user)
                    .fetch_one(&self.portal.pool)
                    .await
                    .unwrap()
            }
        }
    }

    /// Deletes a client's record, and gives back the id that it had.
    async fn deleted_id(&self, record: Record) -> Uuid {
        let id = self.disabled.id_of(record);
        let table = match record {
            Record::Project => "projects",
            Record::Quote => "quotes",
            Record::Invoice => "invoices",
            Record::Client => "clients",
            _ => "notifications",
        };
        let statement = sqlx::AssertSqlSafe(format!("delete from {table} where id = $1"));
        sqlx::query(statement).bind(id).execute(&self.portal.pool).await.unwrap();
        id
    }

    /// Ids that another may ask for: the other client's, and drafts.
    fn foreign_ids(&self, actor: Actor, record: Record) -> Vec<Uuid> {
        let other = if actor == Actor::ClientA { &self.b } else { &self.a };
        let own = if actor == Actor::ClientA { &self.a } else { &self.b };
        let mut ids = vec![other.id_of(record)];
        match record {
            Record::Quote => ids.extend([other.draft_quote_id, own.draft_quote_id]),
            Record::Invoice => ids.extend([other.draft_invoice_id, own.draft_invoice_id]),
            _ => {}
        }
        ids
    }
}

impl Client {
    async fn new(pool: &PgPool, canary: &str, portal_enabled: bool) -> Self {
        let user_id = user(pool, "client", None, &format!("{canary}@mail.example")).await;
        let id = |sql: &'static str| {
            let (pool, canary) = (pool.clone(), canary.to_owned());
            async move |parent: Uuid| -> Uuid {
                let id = Uuid::now_v7();
                sqlx::query(sql).bind(id).bind(parent).bind(&canary).execute(&pool).await.unwrap();
                id
            }
        };
        let client_id = Uuid::now_v7();
        sqlx::query(
            "insert into clients (id, external_id, name, email, phone, address, portal_enabled, portal_user_id)
             values ($1, $2 || '-external', $2 || '-name', $2 || '@mail.example', $2 || '-phone', $2 || '-street', $3, $4)",
        )
        .bind(client_id)
        .bind(canary)
        .bind(portal_enabled)
        .bind(user_id)
        .execute(pool)
        .await
        .unwrap();
        let contact_id = id("insert into client_contacts (id, client_id, name, email) values ($1, $2, $3 || '-contact', $3 || '-contact@mail.example')")(client_id).await;
        let project_id = id("insert into projects (id, client_id, name, description, status, starts_on) values ($1, $2, $3 || '-project', $3 || '-text', 'active', current_date)")(client_id).await;
        id("insert into project_milestones (id, project_id, position, name) values ($1, $2, 1, $3 || '-milestone')")(project_id).await;
        let quote = "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
                     values ($1, $2, $3 || '-quote', $3 || '-title', 'sent', current_date, current_date + 9, 'USD', 100, $3 || '-terms')";
        let draft_quote = "insert into quotes (id, client_id, number, title, status, issued_on, currency, total_minor)
                           values ($1, $2, $3 || '-draftquote', $3 || '-secret', 'draft', current_date, 'USD', 100)";
        let invoice = "insert into invoices (id, client_id, number, title, status, issued_on, due_on, currency, total_minor, terms)
                       values ($1, $2, $3 || '-invoice', $3 || '-title', 'sent', current_date, current_date + 9, 'USD', 100, $3 || '-terms')";
        let draft_invoice = "insert into invoices (id, client_id, number, title, status, issued_on, currency, total_minor)
                             values ($1, $2, $3 || '-draftinvoice', $3 || '-secret', 'draft', current_date, 'USD', 100)";
        let quote_id = id(quote)(client_id).await;
        let draft_quote_id = id(draft_quote)(client_id).await;
        let invoice_id = id(invoice)(client_id).await;
        let draft_invoice_id = id(draft_invoice)(client_id).await;
        id("insert into lines (id, quote_id, position, description, quantity, unit_price_minor, total_minor) values ($1, $2, 1, $3 || '-line', 1, 100, 100)")(quote_id).await;
        id("insert into lines (id, invoice_id, position, description, quantity, unit_price_minor, total_minor) values ($1, $2, 1, $3 || '-line', 1, 100, 100)")(invoice_id).await;
        id("insert into documents (id, client_id, name, is_shared_with_client) values ($1, $2, $3 || '-shared', true)")(client_id).await;
        id("insert into documents (id, client_id, name) values ($1, $2, $3 || '-unshared')")(client_id).await;
        let notification_id = id("insert into notifications (id, user_id, kind, title, href) values ($1, $2, 'quote_sent', $3 || '-notice', '/portal')")(user_id).await;
        let invitation_id = id("insert into invitations (id, client_id, name, email, state, expires_at)
                                values ($1, $2, $3 || '-invited', $3 || '@mail.example', 'revoked', now())")(
            client_id,
        )
        .await;
        Self {
            id: client_id,
            user_id,
            contact_id,
            invitation_id,
            canary: canary.to_owned(),
            project_id,
            quote_id,
            invoice_id,
            notification_id,
            draft_quote_id,
            draft_invoice_id,
        }
    }

    fn id_of(&self, record: Record) -> Uuid {
        match record {
            Record::Project => self.project_id,
            Record::Quote => self.quote_id,
            Record::Invoice => self.invoice_id,
            Record::Notification => self.notification_id,
            Record::Client => self.id,
            Record::Contact => self.contact_id,
            Record::None | Record::Run | Record::Token | Record::Session | Record::Invitation => Uuid::nil(),
        }
    }
}

async fn user(pool: &PgPool, kind: &str, role: Option<&str>, email: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, $2, $3, $4, $4)")
        .bind(id)
        .bind(kind)
        .bind(role)
        .bind(email)
        .execute(pool)
        .await
        .unwrap();
    id
}

/// A form's fields with the id filled in.
fn filled<'a>(fields: &[(&'a str, &'a str)], id: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, if *value == "{id}" { id } else { value })).collect()
}

#[test]
fn every_page_has_a_row() {
    let routes: BTreeSet<String> =
        server::page_routes().iter().map(|route| route.path().to_owned()).collect();
    let rows: BTreeSet<String> = PAGES.iter().map(|(path, ..)| (*path).to_owned()).collect();
    assert_eq!(routes, rows);
}

#[test]
fn every_server_function_has_a_row() {
    let functions: BTreeSet<String> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let rows: BTreeSet<String> = FUNCTIONS.iter().map(|(path, ..)| (*path).to_owned()).collect();
    assert_eq!(functions, rows);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_other_address_has_a_row(pool: PgPool) {
    let mails = crate::support::Mails::start(&pool);
    let mut state = Portal::state(&pool, domain::password::Cost::LOWEST);
    state.kept_mails = Some(mails.folder.clone());
    let (with_session, open) = (server::session_routes(), server::open_routes(&state));
    let routes: BTreeSet<&str> = with_session.paths().iter().chain(open.paths()).copied().collect();
    let rows: BTreeSet<&str> = OTHERS.iter().map(|(_, path, ..)| *path).collect();
    assert_eq!(routes, rows);
}

#[sqlx::test(migrations = "../migrations")]
async fn other_addresses_answer_to_their_audience_only(pool: PgPool) {
    let world = World::new(&pool).await;
    for (method, pattern, audience, record) in OTHERS {
        for actor in Actor::ALL {
            let own = world.own_id(actor, *record).await.to_string();
            let before = fingerprint(&pool).await;
            let answer = world.ask(actor, method, &pattern.replace("{id}", &own)).await;
            let case = format!("{actor:?} at {method} {pattern}: {}", answer.body);
            if audience.holds(actor) {
                // Without its file the one form that takes a file says so.
                let is_served = answer.status.is_success() || answer.status.is_redirection();
                assert!(is_served || answer.status == StatusCode::BAD_REQUEST, "{} {case}", answer.status);
            } else {
                assert_eq!(answer.status, audience.refusal(actor), "{case}");
            }
            if *method == Method::GET || !audience.holds(actor) {
                assert_eq!(fingerprint(&pool).await, before, "{case}");
            }
            if *record == Record::None || !audience.holds(actor) {
                continue;
            }
            for id in [Uuid::now_v7().to_string(), "nonsense".to_owned()] {
                let missing = world.ask(actor, method, &pattern.replace("{id}", &id)).await;
                assert_eq!(missing.status, StatusCode::NOT_FOUND, "{actor:?} at {pattern} for {id}");
                assert!(!missing.body.to_lowercase().contains("uuid"), "{}", missing.body);
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_open_to_their_audience_only(pool: PgPool) {
    let world = World::new(&pool).await;
    for (pattern, audience, record) in PAGES {
        for actor in Actor::ALL {
            let path = pattern
                .replace("{id}", &world.own_id(actor, *record).await.to_string())
                .replace("{token}", &"a1".repeat(32));
            let answer = world.get(actor, &path).await;
            let case = format!("{actor:?} at {path}");
            if *audience == Audience::Everybody {
                // Links that lead nowhere may say so.
                let is_refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
                assert!(!answer.status.is_server_error() && !is_refused, "{case}: {}", answer.status);
            } else if audience.holds(actor) {
                let is_found = answer.status.is_success() || answer.status.is_redirection();
                assert!(is_found && !answer.location().starts_with("/login"), "{case}: {}", answer.status);
            } else if audience.refusal(actor) == StatusCode::UNAUTHORIZED {
                assert!(answer.status.is_redirection(), "{case}: {}", answer.status);
                assert!(answer.location().starts_with("/login"), "{case}: {}", answer.location());
            } else {
                assert_eq!(answer.status, audience.refusal(actor), "{case}");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_record_is_like_a_missing_one(pool: PgPool) {
    let world = World::new(&pool).await;
    for (pattern, audience, record) in PAGES {
        if *audience != Audience::Clients || *record == Record::None {
            continue;
        }
        for actor in [Actor::ClientA, Actor::ClientB] {
            let missing = world.get(actor, &pattern.replace("{id}", &Uuid::now_v7().to_string())).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{pattern}");
            for id in world.foreign_ids(actor, *record) {
                let foreign = world.get(actor, &pattern.replace("{id}", &id.to_string())).await;
                assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{actor:?} at {pattern}");
                assert_eq!(foreign.stable_body(), missing.stable_body(), "{actor:?} at {pattern}");
            }
            let malformed = world.get(actor, &pattern.replace("{id}", "nonsense")).await;
            assert_eq!(malformed.status, StatusCode::NOT_FOUND, "{pattern}");
        }
        // A deleted one is a missing one.
        let deleted = world.deleted_id(*record).await.to_string();
        let deleted = world.get(Actor::ClientA, &pattern.replace("{id}", &deleted)).await;
        assert_eq!(deleted.status, StatusCode::NOT_FOUND, "{pattern}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn functions_answer_to_their_audience_only(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, record, fields) in FUNCTIONS {
        for actor in Actor::ALL {
            if audience.holds(actor) {
                continue;
            }
            let id = world.own_id(actor, *record).await.to_string();
            let fields = filled(fields, &id);
            let before = fingerprint(&pool).await;
            let answer = world.post(actor, path, &fields).await;
            assert_eq!(answer.status, audience.refusal(actor), "{actor:?} at {path}: {}", answer.body);
            assert_eq!(fingerprint(&pool).await, before, "{actor:?} at {path} changed something");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn functions_let_their_audience_in(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, record, fields) in FUNCTIONS {
        for actor in Actor::ALL {
            if *audience == Audience::Everybody || !audience.holds(actor) {
                continue;
            }
            let id = world.own_id(actor, *record).await.to_string();
            let answer = world.post(actor, path, &filled(fields, &id)).await;
            // What stands in the way may be the state of things or a field, but never who asks.
            let is_let_in = answer.status.is_success()
                || answer.status.is_redirection()
                || [StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
            assert!(is_let_in, "{actor:?} at {path}: {} {}", answer.status, answer.body);
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn functions_refuse_anothers_records_like_missing_ones(pool: PgPool) {
    let world = World::new(&pool).await;
    for (path, audience, record, fields) in FUNCTIONS {
        if *audience != Audience::Clients || *record == Record::None {
            continue;
        }
        let ask = async |id: Uuid| world.post(Actor::ClientA, path, &filled(fields, &id.to_string())).await;
        let deleted = world.deleted_id(*record).await;
        let before = fingerprint(&pool).await;
        let missing = ask(Uuid::now_v7()).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}: {}", missing.body);
        for id in world.foreign_ids(Actor::ClientA, *record).into_iter().chain([deleted]) {
            let foreign = ask(id).await;
            assert_eq!((foreign.status, &foreign.body), (missing.status, &missing.body), "{path}");
        }
        assert_eq!(fingerprint(&pool).await, before, "{path} changed something");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn changes_refuse_other_sites_and_get(pool: PgPool) {
    let world = World::new(&pool).await;
    let functions = FUNCTIONS.iter().map(|(path, _, record, fields)| (*path, *record, *fields));
    let others = OTHERS.iter().filter(|(method, ..)| *method == Method::POST);
    let others = others.map(|(_, path, _, record)| (*path, *record, &[] as Form));
    for (path, record, fields) in functions.chain(others) {
        let id = world.own_id(Actor::ClientA, record).await.to_string();
        let fields = filled(fields, &id);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let (client, admin) =
            (world.portal.session_of(world.a.user_id).await, world.portal.session_of(world.admin).await);
        let before = fingerprint(&pool).await;
        for session in [&client, &admin] {
            for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
            {
                for (name, value) in [
                    ("origin", "https://evil.example"),
                    ("origin", "null"),
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-site", "same-site"),
                ] {
                    let ask =
                        world.portal.ask(Method::POST, path).header("content-type", kind).header(name, value);
                    let answer = ask.session(session).body(body.clone()).send().await;
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
                    assert!(answer.cookies().is_empty(), "{path}");
                }
            }
            let answer = world.portal.get(format!("{path}?{body}")).session(session).send().await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path} by GET");
        }
        assert_eq!(fingerprint(&pool).await, before, "{path} changed something");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn no_answer_to_one_client_holds_anothers_canary(pool: PgPool) {
    let world = World::new(&pool).await;
    for (pattern, _, record) in PAGES {
        for (actor, own, other) in
            [(Actor::ClientA, &world.a, &world.b), (Actor::ClientB, &world.b, &world.a)]
        {
            for id in [own.id_of(*record), other.id_of(*record)] {
                let answer = world.get(actor, &pattern.replace("{id}", &id.to_string())).await;
                assert!(!answer.body.contains(&other.canary), "{actor:?} sees {} at {pattern}", other.canary);
                for hidden in ["-draftquote", "-draftinvoice", "-secret", "-unshared"] {
                    assert!(!answer.body.contains(hidden), "{actor:?} sees {hidden} at {pattern}");
                }
            }
        }
    }
    // The test can fail: the own canary is there.
    let own = world.get(Actor::ClientA, "/portal").await;
    assert!(
        own.body.contains("canaryalpha-quote") && own.body.contains("canaryalpha-project"),
        "{}",
        own.body
    );
}

/// A digest of everything that a refused request must leave alone: all tables but the log and the sessions, of which only the ended
/// ones count.
async fn fingerprint(pool: &PgPool) -> String {
    sqlx::query_scalar(
        "select md5(concat((select string_agg(t::text, '|' order by id) from users t), (select string_agg(t::text, '|' order by id) from clients t),
            (select string_agg(t::text, '|' order by id) from client_contacts t), (select string_agg(t::text, '|' order by id) from quotes t),
            (select string_agg(t::text, '|' order by quote_id) from quote_approvals t), (select string_agg(t::text, '|' order by id) from invoices t),
            (select string_agg(t::text, '|' order by id) from notifications t), (select string_agg(t::text, '|' order by id) from invitations t),
            (select string_agg(t::text, '|' order by id) from bulk_invitation_runs t), (select string_agg(t::text, '|' order by id) from api_tokens t),
            (select string_agg(t::text, '|' order by id) from user_sessions t where ended_at is not null), (select t::text from company t)))",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

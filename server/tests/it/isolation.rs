//! Who gets to see what: every page, every server function and every other address, asked by everybody, for every kind of record
//! (SPEC section 3). The calls of the API have a table of their own in `api/isolation.rs`.
//!
//! The lists of routes come from the router and from the server functions' registry, so that a new one without a row here fails.

mod absent;
mod canaries;
mod messages;
mod world;

pub(crate) use world::{Client, World};

use crate::support::Portal;
use axum::http::{Method, StatusCode};
use domain::access_preset::{AccessPreset, Section};
use sqlx::PgPool;
use std::collections::BTreeSet;

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Actor {
    SignedOut,
    /// Signed out, in a browser on the server's machine.
    AtTheMachine,
    /// The portal user of client A, who sees everything of it and decides who else gets in.
    ClientA,
    ClientB,
    /// Contacts of client A who do not decide that.
    Colleague,
    Payer,
    Collaborator,
    /// A contact of A and of B, who is looking at A.
    ContactOfBoth,
    ContactWithoutAccess,
    DisabledClient,
    Member,
    PowerUser,
    Admin,
}

impl Actor {
    const ALL: [Self; 13] = [
        Self::SignedOut,
        Self::AtTheMachine,
        Self::ClientA,
        Self::ClientB,
        Self::Colleague,
        Self::Payer,
        Self::Collaborator,
        Self::ContactOfBoth,
        Self::ContactWithoutAccess,
        Self::DisabledClient,
        Self::Member,
        Self::PowerUser,
        Self::Admin,
    ];

    fn is_in(self) -> bool {
        !matches!(
            self,
            Self::SignedOut | Self::AtTheMachine | Self::ContactWithoutAccess | Self::DisabledClient
        )
    }

    fn is_client(self) -> bool {
        self.preset().is_some()
    }

    /// What an actor who is in for a client may see of it.
    fn preset(self) -> Option<AccessPreset> {
        match self {
            Self::ClientA | Self::ClientB | Self::Colleague | Self::ContactOfBoth => {
                Some(AccessPreset::Everything)
            }
            Self::Payer => Some(AccessPreset::InvoicesOnly),
            Self::Collaborator => Some(AccessPreset::ProjectsAndDocumentsOnly),
            _ => None,
        }
    }

    fn is_staff(self) -> bool {
        self.is_in() && !self.is_client()
    }
}

/// For whom a page or function is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Audience {
    /// Also for people who are not in.
    Everybody,
    /// Anybody who is in.
    SignedIn,
    Clients,
    /// Clients' people whose preset has this part.
    With(Section),
    /// Who decides at a client who else gets in.
    ClientAdministrators,
    Staff,
    /// Holders of `managePortalAccess`.
    PowerUsers,
    Administrators,
    /// Whoever sits at the machine on which the server runs.
    ThisMachine,
}

impl Audience {
    fn holds(self, actor: Actor) -> bool {
        match self {
            Self::Everybody => true,
            Self::SignedIn => actor.is_in(),
            Self::Clients => actor.is_client(),
            Self::With(section) => actor.preset().is_some_and(|preset| preset.covers(section)),
            Self::ClientAdministrators => matches!(actor, Actor::ClientA | Actor::ClientB),
            Self::Staff => actor.is_staff(),
            Self::PowerUsers => matches!(actor, Actor::PowerUser | Actor::Admin),
            Self::Administrators => actor == Actor::Admin,
            Self::ThisMachine => actor == Actor::AtTheMachine,
        }
    }

    pub(crate) fn is_of_clients(self) -> bool {
        matches!(self, Self::Clients | Self::With(_) | Self::ClientAdministrators)
    }

    /// The status of a refusal: sign in, or not for you, or (for the other side) nothing here.
    fn refusal(self, actor: Actor) -> StatusCode {
        if self == Self::ThisMachine {
            StatusCode::NOT_FOUND
        } else if !actor.is_in() {
            StatusCode::UNAUTHORIZED
        } else if actor.is_staff() && !self.is_of_clients() {
            StatusCode::FORBIDDEN
        } else {
            StatusCode::NOT_FOUND
        }
    }
}

/// What `:id` or an id field names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Record {
    None,
    Project,
    Quote,
    ApprovedQuote,
    Invoice,
    /// An invoice that an approval has made and nobody has sent.
    DraftInvoice,
    Document,
    DocumentRequest,
    Payment,
    Notification,
    Client,
    Contact,
    Run,
    Token,
    Session,
    /// A line of somebody's own security log.
    SecurityEvent,
    Picture,
    Passkey,
    ChangeRequest,
    Invitation,
    /// A kept mail.
    Mail,
    Conversation,
    /// In a staff user's own bell.
    StaffNotification,
    /// A card payment that can still be made.
    CardPayment,
    /// A bank transfer that waits for staff.
    Transfer,
}

include!("isolation/table.rs");

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
    let lists = [server::session_routes(), server::raw_routes(), server::open_routes(&state)];
    let routes: BTreeSet<&str> = lists.iter().flat_map(|routes| routes.paths()).copied().collect();
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
async fn older_revisions_open_as_their_quotes_do(pool: PgPool) {
    let world = World::new(&pool).await;
    for (side, audience) in [("portal", QUOTES), ("staff", Audience::Staff)] {
        for actor in Actor::ALL {
            let id = world.own_id(actor, Record::Quote).await;
            let path = format!("/{side}/quotes/{id}?revision=9");
            let answer = world.get(actor, &path).await;
            let is_shown = answer.status == StatusCode::OK && answer.body.contains("-replaced");
            assert_eq!(is_shown, audience.holds(actor), "{actor:?} at {path}: {}", answer.status);
        }
        let path = format!("/{side}/quotes/{}?revision=9", world.b.id_of(Record::Quote));
        let actor = if side == "portal" { Actor::ClientA } else { Actor::SignedOut };
        assert!(!world.get(actor, &path).await.body.contains("-replaced"), "{path}");
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
async fn changes_refuse_other_sites_and_get(pool: PgPool) {
    let world = World::new(&pool).await;
    let functions = FUNCTIONS.iter().map(|(path, _, record, fields)| (*path, *record, *fields));
    let others = OTHERS.iter().filter(|(method, ..)| *method == Method::POST);
    let others = others.map(|(_, path, _, record)| (*path, *record, &[] as Form));
    for (path, record, fields) in functions.chain(others) {
        let id = world.own_id(Actor::ClientA, record).await.to_string();
        let fields = filled(fields, &id);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let before = fingerprint(&pool).await;
        for actor in [Actor::ClientA, Actor::Admin] {
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
                    let answer = world.send(actor, ask.body(body.clone())).await;
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
                    assert!(answer.cookies().is_empty(), "{path}");
                }
            }
            let answer = world.get(actor, &format!("{path}?{body}")).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path} by GET");
        }
        assert_eq!(fingerprint(&pool).await, before, "{path} changed something");
    }
}

/// Tables that a refused request leaves alone: all but those of the log, of limits, and of what senders do.
const GUARDED: &[&str] = &[
    "api_tokens",
    "bulk_invitation_progress",
    "bulk_invitation_recipients",
    "bulk_invitation_runs",
    "client_change_requests",
    "client_contacts",
    "clients",
    "company",
    "conversations",
    "document_removals",
    "document_requests",
    "documents",
    "invitation_tokens",
    "invitations",
    "invoices",
    "known_places",
    "lines",
    "messages",
    "notification_preferences",
    "notifications",
    "outgoing_mails",
    "passkey_additions",
    "passkey_challenges",
    "passkeys",
    "password_resets",
    "payment_attempt_invoices",
    "payment_attempts",
    "payment_events",
    "payment_proofs",
    "payments",
    "pending_sign_ins",
    "projects",
    "quote_approvals",
    "quote_declines",
    "quote_revision_drafts",
    "quote_revisions",
    "quotes",
    "recovery_codes",
    "reminders",
    "two_step",
    "user_pictures",
    "users",
];

/// A digest of the guarded tables, of which sessions have ended, and of what is read in conversations. A draft there stays when its
/// message is refused.
async fn fingerprint(pool: &PgPool) -> String {
    let rows = |table: &str| format!("(select string_agg(t::text, '|' order by t::text) from {table} t)");
    let mut tables = GUARDED.iter().copied().map(rows).collect::<Vec<_>>();
    tables.push(rows("(select * from user_sessions where ended_at is not null)"));
    tables.push(rows(
        "(select conversation_id, user_id, read_seq from conversation_members where read_seq > 0)",
    ));
    let sql = format!("select md5(concat({}))", tables.join(", "));
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(pool).await.unwrap()
}

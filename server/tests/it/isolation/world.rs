//! Who is there in the isolation tests, and what each of them has.

use super::{Actor, Record};
use crate::support::{Answer, Ask, PUBLIC_URL, Portal};
use app::{error::AppError, flash::Flash};
use axum::http::Method;
use domain::{
    access_preset::{AccessPreset, Section},
    id::DocumentId,
    password::Cost,
    token::Token,
};
use server::storage::Store;
use sqlx::PgPool;
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;
use uuid::Uuid;

/// What a client sees neither of its own nor of another's.
const UNSEEN: [&str; 4] = ["-draftquote", "-draftinvoice", "-secret", "-unshared"];
/// Where canaries stand that are of one part of the portal, each of them seen by somebody who has all parts.
const OF_QUOTES: [&str; 8] = [
    "-quote",
    "-quotetitle",
    "-quoteterms",
    "-quoteline",
    "-approvedquote",
    "-typedname",
    "-frozen",
    "-replaced",
];
const OF_INVOICES: [&str; 8] = [
    "-invoice",
    "-invoicetitle",
    "-invoiceterms",
    "-invoiceline",
    "-method",
    "-reference",
    "-transfernote",
    "-proof",
];
const OF_PROJECTS: [&str; 3] = ["-project", "-description", "-milestone"];
const OF_DOCUMENTS: [&str; 6] = ["-document", "-file", "-asked", "-asknote", "-sentback", "-attached"];
const OF_MESSAGES: [&str; 2] = ["-message", "-draft"];
/// Redirects that a browser follows after a form here; more would be a circle.
const MAX_REDIRECTS: usize = 3;

/// The server and everybody who asks it.
pub(crate) struct World {
    pub(crate) portal: Portal,
    /// The same server, for a browser on its own machine.
    at_machine: Portal,
    pub(super) a: Client,
    pub(super) b: Client,
    disabled: Client,
    colleague: Uuid,
    payer: Uuid,
    collaborator: Uuid,
    contact_of_both: Uuid,
    contact_without_access: Uuid,
    member: Uuid,
    power_user: Uuid,
    admin: Uuid,
    pub(crate) run_id: Uuid,
    token_id: Uuid,
    mail_id: Uuid,
    mails: TempDir,
    store: Store,
}

/// A client, and the ids of what it has. All its texts begin with the same words, which are nobody else's.
pub(crate) struct Client {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) contact_id: Uuid,
    pub(crate) text: String,
    invitation_id: Uuid,
    project_id: Uuid,
    quote_id: Uuid,
    approved_quote_id: Uuid,
    invoice_id: Uuid,
    payment_id: Uuid,
    notification_id: Uuid,
    card_payment_id: Uuid,
    transfer_id: Uuid,
    draft_quote_id: Uuid,
    draft_invoice_id: Uuid,
    change_request_id: Uuid,
    document_id: Uuid,
    unshared_document_id: Uuid,
    request_id: Uuid,
    conversation_id: Uuid,
}

/// What came of a form in a browser without script.
pub(super) struct Submitted {
    pub(super) answer: Answer,
    /// Which form was refused and why.
    pub(super) refused: Option<(String, AppError)>,
    /// The page that it led to.
    pub(super) page: Answer,
}

/// A client with a text in each column that takes one: `$1` and a word that says which. Ids stand in braces.
const CLIENT: &[&str] = &[
    "insert into users (id, kind, email, name, phone, password_hash)
     values ({user}, 'client', $1 || '@mail.example', $1 || '-user', $1 || '-userphone', $1 || '-hash')",
    "insert into clients (id, external_id, name, email, phone, address, city, region, postal_code, country, portal_enabled, portal_user_id)
     values ({client}, $1 || '-external', $1 || '-name', $1 || '@mail.example', $1 || '-phone', $1 || '-street', $1 || '-city',
             $1 || '-region', $1 || '-postalcode', $1 || '-country', true, {user})",
    "insert into client_contacts (id, client_id, external_id, name, title, email, phone)
     values ({contact}, {client}, $1 || '-external', $1 || '-contact', $1 || '-contacttitle', $1 || '-contact@mail.example',
             $1 || '-contactphone')",
    "insert into projects (id, client_id, external_id, name, description, status, starts_on)
     values ({project}, {client}, $1 || '-external', $1 || '-project', $1 || '-description', 'active', current_date)",
    "insert into project_milestones (id, project_id, position, name) values (gen_random_uuid(), {project}, 1, $1 || '-milestone')",
    "insert into quotes (id, client_id, project_id, external_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
     values ({quote}, {client}, {project}, $1 || '-external', $1 || '-quote', $1 || '-quotetitle', 'sent', current_date, current_date + 9,
             'USD', 100, $1 || '-quoteterms'),
            ({approved_quote}, {client}, {project}, null, $1 || '-approvedquote', $1 || '-approvedtitle', 'approved', current_date,
             current_date + 9, 'USD', 100, $1 || '-approvedterms'),
            ({draft_quote}, {client}, {project}, null, $1 || '-draftquote', $1 || '-secret', 'draft', current_date, null, 'USD', 100,
             $1 || '-secret')",
    "insert into invoices (id, client_id, project_id, external_id, number, title, status, issued_on, due_on, currency, total_minor, terms)
     values ({invoice}, {client}, {project}, $1 || '-external', $1 || '-invoice', $1 || '-invoicetitle', 'sent', current_date,
             current_date + 9, 'USD', 100, $1 || '-invoiceterms'),
            ({draft_invoice}, {client}, {project}, null, $1 || '-draftinvoice', $1 || '-secret', 'draft', current_date, null, 'USD', 100,
             $1 || '-secret')",
    "insert into lines (id, quote_id, invoice_id, position, description, quantity, unit_price_minor, total_minor)
     values (gen_random_uuid(), {quote}, null, 1, $1 || '-quoteline', 1, 100, 100),
            (gen_random_uuid(), null, {invoice}, 1, $1 || '-invoiceline', 1, 100, 100),
            (gen_random_uuid(), {draft_quote}, null, 1, $1 || '-secret', 1, 100, 100)",
    "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference)
     values ({payment}, {invoice}, 10, current_date, $1 || '-method', $1 || '-reference')",
    "insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, provider_payment, checkout_url, holds_until,
                                   note, reason, created_at)
     values ({card_payment}, {client}, {user}, 'stripe', 'USD', 10, $1 || '-providerpayment', 'https://checkout.example/' || $1 || '-checkout',
             now() + interval '1 hour', $1 || '-paymentnote', '', '2020-01-02'),
            ({transfer}, {client}, {user}, 'bank_transfer', 'USD', 10, '', '', now() + interval '1 hour', $1 || '-transfernote',
             $1 || '-paymentreason', '2020-01-02')",
    "update payment_attempts set provider_reference = $1 || '-providerreference', reference = $1 || '-transferreference' where id = {transfer}",
    // One of each text; the one with an address is what is asked for.
    "insert into payment_proofs (id, attempt_id, name, content_type, size_bytes)
     values ({card_payment}, {card_payment}, $1 || '-noproof', $1 || '-type', 8), ({transfer}, {transfer}, $1 || '-proof', 'image/png', 8)",
    "insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor) values ({card_payment}, {invoice}, 10), ({transfer}, {invoice}, 10)",
    "insert into quote_approvals (quote_id, user_id, typed_name, frozen_quote, frozen_sha256, user_agent, device_type, browser, platform)
     values ({approved_quote}, {user}, $1 || '-typedname',
             '{\"number\":\"' || $1 || '-frozen\",\"title\":\"\",\"issued_on\":\"2026-01-01\",\"valid_until\":null,\"lines\":[],
               \"total\":\"1.00\",\"currency\":\"USD\",\"terms\":\"\"}', sha256('x'), $1 || '-agent', $1 || '-device', $1 || '-browser',
             $1 || '-platform')",
    "insert into quote_revisions (quote_id, revision, frozen_quote, status, replaced_by)
     select {quote}, 9, '{\"number\":\"1\",\"title\":\"' || $1 || '-replaced\",\"issued_on\":\"2026-01-01\",\"valid_until\":null,\"lines\":[],
                          \"total\":\"1.00\",\"currency\":\"USD\",\"terms\":\"\"}', 'sent', u.id
       from users u where u.kind = 'staff' limit 1",
    "insert into quote_revision_drafts (quote_id, user_id, typed)
     select {quote}, u.id, jsonb_build_object('title', $1 || '-typed') from users u where u.kind = 'staff' limit 1",
    "insert into quote_declines (quote_id, revision, user_id, person_name, reason, user_agent, device_type, browser, platform)
     values ({quote}, 9, {user}, $1 || '-declinedby', $1 || '-declinereason', $1 || '-agent', $1 || '-device', $1 || '-browser',
             $1 || '-platform')",
    "insert into documents (id, client_id, project_id, name, content_type, is_shared_with_client)
     values (gen_random_uuid(), {client}, {project}, $1 || '-document', $1 || '-type', true),
            (gen_random_uuid(), {client}, {project}, $1 || '-unshared', $1 || '-unshared', false)",
    "insert into document_requests (id, client_id, project_id, title, note, state, reason)
     values ({request}, {client}, {project}, $1 || '-asked', $1 || '-asknote', 'sent_back', $1 || '-sentback')",
    "insert into documents (id, client_id, project_id, name, content_type, size_bytes, is_shared_with_client, is_stored, uploaded_by)
     values ({document}, {client}, {project}, $1 || '-file', 'image/png', 8, true, true, {user}),
            ({unshared_document}, {client}, {project}, $1 || '-unsharedfile', 'image/png', 8, false, true, null)",
    "insert into conversations (id, client_id, last_seq, last_message_id) values ({conversation}, {client}, 1, {message})",
    "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body, created_at)
     values ({message}, {conversation}, 1, {user}, false, left($1 || '-message', 10000), '2020-01-02')",
    "insert into documents (id, client_id, name, content_type, size_bytes, is_shared_with_client, is_stored, uploaded_by, message_id)
     values (gen_random_uuid(), {client}, $1 || '-attached', 'image/png', 8, true, false, {user}, {message}),
            (gen_random_uuid(), {client}, $1 || '-unshared', 'image/png', 8, false, false, {user}, {message})",
    "insert into conversation_members (conversation_id, user_id, is_staff, read_seq, draft)
     values ({conversation}, {user}, false, 1, $1 || '-draft')",
    // An old one, so that its age is a day and does not change from one page to the next.
    "insert into notifications (id, user_id, client_id, kind, title, href, created_at)
     values ({notification}, {user}, {client}, $1 || '-kind', $1 || '-notice', '/portal?' || $1, '2020-01-02')",
    "insert into user_sessions (id, token_sha256, user_id, client_id, remember, user_agent, device_type, browser, platform, idle_until,
                                absolute_until)
     values (gen_random_uuid(), sha256(convert_to($1, 'UTF8')), {user}, {client}, false, $1 || '-agent', $1 || '-device',
             $1 || '-browser', $1 || '-platform', now() + interval '1 hour', now() + interval '1 day')",
    "insert into passkeys (id, user_id, credential_id, credential, name)
     values (gen_random_uuid(), {user}, sha256(convert_to($1, 'UTF8')), 'x', left($1 || '-passkey', 60))",
    "insert into client_change_requests (id, client_id, requested_by, phone, address, city, region, postal_code, country)
     values ({change_request}, {client}, {user}, $1 || '-newphone', $1 || '-newstreet', $1 || '-newcity', $1 || '-newregion',
             $1 || '-newcode', $1 || '-newcountry')",
    // The id is older than that of the open one.
    "insert into client_change_requests (id, client_id, requested_by, phone, address, city, region, postal_code, country, state, reason,
                                         decided_at)
     values (overlay({change_request}::text placing '00000000' from 1)::uuid, {client}, {user}, '', '', '', '', '', '', 'refused',
             $1 || '-refusal', now())",
    "insert into password_resets (id, email, user_id, user_agent, expires_at)
     values (gen_random_uuid(), $1 || '@mail.example', {user}, $1 || '-agent', now())",
    "insert into invitations (id, client_id, name, email, state, error, expires_at)
     values ({invitation}, {client}, $1 || '-invited', $1 || '@mail.example', 'revoked', $1 || '-error', now())",
    "insert into outgoing_mails (id, kind, subject_id, sent_at, error)
     values (gen_random_uuid(), 'invitation', {invitation}, now(), $1 || '-mailerror')",
    "insert into bulk_invitation_recipients (run_id, seq, id, client_id, name, email, is_reminder, outcome, reason)
     select {run}, count(*) + 1, gen_random_uuid(), {client}, $1 || '-recipient', $1 || '@mail.example', false, 'failed', $1 || '-reason'
       from bulk_invitation_recipients",
    "insert into client_portal_activities (id, kind, client_id, user_id, subject_type, subject_id, subject_label, user_agent, browser, platform)
     values (gen_random_uuid(), 'view_project', {client}, {user}, $1 || '-type', {project}, $1 || '-label', $1 || '-agent', $1 || '-browser',
             $1 || '-platform')",
];

/// Where the canaries of a part of the portal stand.
pub(super) fn words_of(section: Section) -> &'static [&'static str] {
    match section {
        Section::Projects => &OF_PROJECTS,
        Section::Quotes => &OF_QUOTES,
        Section::Invoices => &OF_INVOICES,
        Section::Documents => &OF_DOCUMENTS,
        Section::Messages => &OF_MESSAGES,
    }
}

/// A kept mail.
const MAIL: &str = "From: portal@company.example\r\nTo: r@mail.example\r\nSubject: Kept\r\n\r\nKept.\r\n";

/// Runs a statement with ids for the names in braces, and `$1` if it has one.
async fn execute(pool: &PgPool, sql: &str, ids: &[(&str, Uuid)], text: &str) {
    let mut filled = sql.to_owned();
    for (name, id) in ids {
        filled = filled.replace(&format!("{{{name}}}"), &format!("'{id}'"));
    }
    let takes_text = filled.contains("$1");
    let query = sqlx::query(sqlx::AssertSqlSafe(filled));
    let query = if takes_text { query.bind(text) } else { query };
    query.execute(pool).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
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

/// Somebody at these clients.
async fn contact(
    pool: &PgPool,
    clients: &[&Client],
    name: &str,
    preset: AccessPreset,
    has_access: bool,
) -> Uuid {
    let email = format!("{name}@mail.example");
    let user = user(pool, "client", None, &email).await;
    for client in clients {
        sqlx::query(
            "insert into client_contacts (id, client_id, name, email, user_id, portal_access, access_preset)
             values (gen_random_uuid(), $1, $2, $3, $4, $5, $6)",
        )
        .bind(client.id)
        .bind(name)
        .bind(&email)
        .bind(user)
        .bind(has_access)
        .bind(preset.as_str())
        .execute(pool)
        .await
        .unwrap();
    }
    user
}

impl World {
    pub(crate) async fn new(pool: &PgPool) -> Self {
        let mails = TempDir::new().unwrap();
        let mut state = Portal::state(pool, Cost::LOWEST);
        state.kept_mails = Some(server::mail::MailFolder::open(mails.path().to_owned()).unwrap());
        let store = state.store.clone();
        // Streams end with their first event, so that an answer is whole.
        state.stopping.cancel();
        let portal = Portal::of(pool, state.clone(), [192, 0, 2, 7]);
        // Kept mails are shown by http only.
        state.services.public_url = Arc::from("http://127.0.0.1:3000");
        state.services.secure_cookies = false;
        let at_machine = Portal::of(pool, state, [127, 0, 0, 1]);

        let member = user(pool, "staff", Some("member"), "member@company.example").await;
        let power_user = user(pool, "staff", Some("power_user"), "power@company.example").await;
        let admin = user(pool, "staff", Some("admin"), "admin@company.example").await;
        let (run_id, token_id, mail_id) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let ids = [("run", run_id), ("token", token_id), ("power_user", power_user), ("admin", admin)];
        for statement in [
            "insert into bulk_invitation_runs (id, state, started_by, remind, total) values ({run}, 'completed', {power_user}, false, 3)",
            "insert into bulk_invitation_progress (run_id, slot, failed) values ({run}, -1, 3)",
            "insert into api_tokens (id, user_id, name, token_sha256, scopes) values ({token}, {admin}, 'ERP', sha256('x'), '{}')",
        ] {
            execute(pool, statement, &ids, "").await;
        }
        let a = Client::new(pool, "canaryalpha", run_id).await;
        let b = Client::new(pool, "canarybravo", run_id).await;
        let disabled = Client::new(pool, "canarydelta", run_id).await;
        execute(
            pool,
            "update clients set portal_enabled = false where id = {disabled}",
            &[("disabled", disabled.id)],
            "",
        )
        .await;
        let contact_without_access = contact(pool, &[&a], "without", AccessPreset::Everything, false).await;
        let colleague = contact(pool, &[&a], "colleague", AccessPreset::Everything, true).await;
        let payer = contact(pool, &[&a], "payer", AccessPreset::InvoicesOnly, true).await;
        let collaborator =
            contact(pool, &[&a], "collaborator", AccessPreset::ProjectsAndDocumentsOnly, true).await;
        let contact_of_both = contact(pool, &[&a, &b], "both", AccessPreset::Everything, true).await;
        let world = Self {
            portal,
            at_machine,
            a,
            b,
            disabled,
            colleague,
            payer,
            collaborator,
            contact_of_both,
            contact_without_access,
            member,
            power_user,
            admin,
            run_id,
            token_id,
            mail_id,
            mails,
            store,
        };
        std::fs::write(world.mail_file(mail_id), MAIL).unwrap();
        for client in [&world.a, &world.b, &world.disabled] {
            world.store_bytes(client.document_id).await;
            world.store_bytes(client.unshared_document_id).await;
            world.store_bytes(client.transfer_id).await;
        }
        world
    }

    pub(crate) fn user_of(&self, actor: Actor) -> Option<Uuid> {
        match actor {
            Actor::SignedOut | Actor::AtTheMachine => None,
            Actor::ClientA => Some(self.a.user_id),
            Actor::ClientB => Some(self.b.user_id),
            Actor::Colleague => Some(self.colleague),
            Actor::Payer => Some(self.payer),
            Actor::Collaborator => Some(self.collaborator),
            Actor::ContactOfBoth => Some(self.contact_of_both),
            Actor::ContactWithoutAccess => Some(self.contact_without_access),
            Actor::DisabledClient => Some(self.disabled.user_id),
            Actor::Member => Some(self.member),
            Actor::PowerUser => Some(self.power_user),
            Actor::Admin => Some(self.admin),
        }
    }

    /// The server as this actor reaches it.
    pub(crate) fn portal_of(&self, actor: Actor) -> &Portal {
        if actor == Actor::AtTheMachine { &self.at_machine } else { &self.portal }
    }

    /// Sends a request in this actor's name. No answer, to whatever it is, holds what is hidden from the one who asks.
    pub(crate) async fn send(&self, actor: Actor, ask: Ask<'_>) -> Answer {
        let path = ask.path.clone();
        let ask = match self.user_of(actor) {
            Some(user) => ask.session(&self.portal.session_of(user).await),
            None if actor == Actor::AtTheMachine => ask.header("host", "127.0.0.1:3000"),
            None => ask,
        };
        let answer = ask.send().await;
        let headers = answer.headers.values().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
        let mut seen =
            format!("{}\n{}\n{:?}", answer.body, headers.join("\n"), answer.flash()).to_lowercase();
        if actor == Actor::ContactOfBoth {
            // The other client's name is what one switches to it by.
            seen = seen.replace(&format!("{}-name", self.b.text), "…");
        }
        for hidden in self.hidden_from(actor) {
            assert!(!seen.contains(&hidden), "{actor:?} sees {hidden} at {path}: {seen}");
        }
        answer
    }

    fn hidden_from(&self, actor: Actor) -> Vec<String> {
        let of_clients = match actor {
            Actor::ClientA | Actor::Colleague | Actor::Payer | Actor::Collaborator | Actor::ContactOfBoth => {
                vec![&self.b, &self.disabled]
            }
            Actor::ClientB => vec![&self.a, &self.disabled],
            Actor::SignedOut | Actor::AtTheMachine | Actor::ContactWithoutAccess | Actor::DisabledClient => {
                vec![&self.a, &self.b, &self.disabled]
            }
            Actor::Member | Actor::PowerUser | Actor::Admin => return Vec::new(),
        };
        let texts = of_clients.into_iter().map(|client| client.text.clone());
        let parts = actor.preset().into_iter().flat_map(|preset| {
            Section::ALL.into_iter().filter(move |section| !preset.covers(*section)).flat_map(words_of)
        });
        let of_own = parts.map(|text| format!("{}{text}", self.a.text));
        texts.chain(of_own).chain(UNSEEN.map(str::to_owned)).collect()
    }

    pub(crate) async fn get(&self, actor: Actor, path: &str) -> Answer {
        self.send(actor, self.portal_of(actor).get(path).header("accept", "text/html")).await
    }

    /// A form as a program sends it.
    pub(crate) async fn post(&self, actor: Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let ask = self.portal_of(actor).form(path, fields);
        self.send(actor, ask.header("accept", "application/json")).await
    }

    pub(crate) async fn ask(&self, actor: Actor, method: &Method, path: &str) -> Answer {
        if *method == Method::GET { self.get(actor, path).await } else { self.post(actor, path, &[]).await }
    }

    /// A form as a browser without script sends it, and the page to which that leads.
    pub(super) async fn submit(&self, actor: Actor, path: &str, fields: &[(&str, &str)]) -> Submitted {
        let portal = self.portal_of(actor);
        let from = if actor.is_staff() { "/staff/profile" } else { "/portal/profile" };
        let ask = portal.form(path, fields).header("accept", "text/html");
        let answer = self.send(actor, ask.header("referer", &format!("{PUBLIC_URL}{from}"))).await;
        let refused = match answer.flash() {
            Some(Flash::Failed { path, error, .. }) => Some((path, error)),
            _ => None,
        };
        let cookies = answer.cookies();
        let cookies: Vec<&str> = cookies.iter().filter_map(|cookie| cookie.split(';').next()).collect();
        let mut location = answer.location().to_owned();
        for _ in 0..MAX_REDIRECTS {
            let ask = portal.get(location.split('#').next().unwrap()).header("accept", "text/html");
            let page = self.send(actor, ask.header("cookie", &cookies.join("; "))).await;
            if !page.status.is_redirection() {
                return Submitted { answer, refused, page };
            }
            location = page.location().to_owned();
        }
        panic!("{actor:?} is sent around after {path}, last to {location}");
    }

    fn client_of(&self, actor: Actor) -> &Client {
        if actor == Actor::ClientB { &self.b } else { &self.a }
    }

    /// A record that this actor may ask for: an own one, or for staff anybody's.
    pub(crate) async fn own_id(&self, actor: Actor, record: Record) -> Uuid {
        match record {
            Record::None => Uuid::nil(),
            Record::Run => self.run_id,
            Record::Token => self.token_id,
            Record::Mail => self.mail_id,
            // A new one each time: some forms leave nothing of it.
            Record::Document | Record::DocumentRequest => Box::pin(self.fresh_id(actor, record)).await,
            // Of the person, not of the client.
            Record::Notification if self.user_of(actor) != Some(self.client_of(actor).user_id) => {
                Box::pin(self.fresh_id(actor, record)).await
            }
            Record::StaffNotification => {
                self.staff_notification(self.user_of(actor).unwrap_or(self.member)).await
            }
            Record::Session => self.session_of(self.user_of(actor).unwrap_or(self.member)).await.0,
            Record::Picture => self.picture_of(self.user_of(actor).unwrap_or(self.member)).await,
            Record::Passkey => self.passkey_of(self.user_of(actor).unwrap_or(self.member)).await,
            Record::SecurityEvent => self.sign_in_of(self.user_of(actor).unwrap_or(self.member)).await,
            _ => self.client_of(actor).id_of(record),
        }
    }

    /// A new session of this account: its id and its secret.
    pub(super) async fn session_of(&self, user: Uuid) -> (Uuid, String) {
        let secret = self.portal.session_of(user).await;
        let hash = secret.parse::<Token>().unwrap().hash().to_vec();
        let id = sqlx::query_scalar("select id from user_sessions where token_sha256 = $1").bind(hash);
        (id.fetch_one(&self.portal.pool).await.unwrap(), secret)
    }

    /// A new sign-in in the log of this account: its id.
    async fn passkey_of(&self, user: Uuid) -> Uuid {
        let id = Uuid::now_v7();
        let statement = "insert into passkeys (id, user_id, credential_id, credential, name)
                         values ({id}, {user}, convert_to({id}, 'UTF8'), 'x', 'Laptop')";
        execute(&self.portal.pool, statement, &[("id", id), ("user", user)], "").await;
        id
    }

    async fn sign_in_of(&self, user: Uuid) -> Uuid {
        let id = Uuid::now_v7();
        let statement =
            "insert into client_portal_activities (id, kind, user_id) values ({id}, 'login', {user})";
        execute(&self.portal.pool, statement, &[("id", id), ("user", user)], "").await;
        id
    }

    /// A picture of this account in the place of the one before: its id.
    async fn picture_of(&self, user: Uuid) -> Uuid {
        let id = Uuid::now_v7();
        for statement in [
            "delete from user_pictures where user_id = {user}",
            "insert into user_pictures (id, user_id, content) values ({id}, {user}, 'x')",
        ] {
            execute(&self.portal.pool, statement, &[("id", id), ("user", user)], "").await;
        }
        id
    }

    /// Something in the bell of a staff user.
    async fn staff_notification(&self, user: Uuid) -> Uuid {
        let id = Uuid::now_v7();
        let statement = "insert into notifications (id, user_id, client_id, kind, title, href, created_at)
                         values ({id}, {user}, {client}, 'x', 'New', '/staff/clients', '2020-01-03')";
        execute(&self.portal.pool, statement, &[("id", id), ("user", user), ("client", self.a.id)], "").await;
        id
    }

    /// A new record that this actor may ask for.
    pub(super) async fn fresh_id(&self, actor: Actor, record: Record) -> Uuid {
        let client = self.client_of(actor);
        let id = Uuid::now_v7();
        let statement = match record {
            Record::None => return Uuid::nil(),
            Record::Session
            | Record::SecurityEvent
            | Record::Picture
            | Record::Passkey
            | Record::StaffNotification => {
                return self.own_id(actor, record).await;
            }
            Record::Mail => {
                std::fs::write(self.mail_file(id), MAIL).unwrap();
                return id;
            }
            Record::Project => {
                "insert into projects (id, client_id, name, status) values ({id}, {client}, 'New', 'active')"
            }
            Record::Quote => {
                "insert into quotes (id, client_id, number, status, issued_on, currency, total_minor)
                 values ({id}, {client}, {id}, 'sent', current_date, 'USD', 1)"
            }
            Record::ApprovedQuote => {
                "with quote as (insert into quotes (id, client_id, number, status, issued_on, currency, total_minor)
                                values ({id}, {client}, {id}, 'approved', current_date, 'USD', 1))
                 insert into quote_approvals (quote_id, user_id, typed_name, frozen_quote, frozen_sha256, user_agent, device_type, browser,
                                              platform)
                 values ({id}, {user}, 'New', '{\"number\":\"1\",\"title\":\"\",\"issued_on\":\"2026-01-01\",\"valid_until\":null,\"lines\":[],
                         \"total\":\"1.00\",\"currency\":\"USD\",\"terms\":\"\"}', sha256('x'), '', '', '', '')"
            }
            Record::Payment => {
                "with invoice as (insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                                  values ({id}, {client}, {id}, 'sent', current_date, 'USD', 1))
                 insert into payments (id, invoice_id, amount_minor, paid_on) values ({id}, {id}, 1, current_date)"
            }
            Record::DraftInvoice => {
                "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                 values ({id}, {client}, {id}, 'draft', current_date, 'USD', 1)"
            }
            Record::Invoice => {
                "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                 values ({id}, {client}, {id}, 'sent', current_date, 'USD', 1)"
            }
            Record::Document => {
                self.store_bytes(id).await;
                "insert into documents (id, client_id, name, content_type, size_bytes, is_shared_with_client, is_stored, uploaded_by)
                 values ({id}, {client}, 'New.png', 'image/png', 8, true, true, {user})"
            }
            Record::DocumentRequest => {
                "insert into document_requests (id, client_id, title, state) values ({id}, {client}, 'New', 'handed_over')"
            }
            Record::CardPayment => {
                "insert into payment_attempts (id, client_id, provider, currency, amount_minor, checkout_url, holds_until)
                 values ({id}, {client}, 'stripe', 'USD', 1, 'https://checkout.example/new', now() + interval '1 hour')"
            }
            Record::Transfer => {
                self.store_bytes(id).await;
                "with made as (insert into payment_attempts (id, client_id, provider, currency, amount_minor, holds_until)
                               values ({id}, {client}, 'bank_transfer', 'USD', 1, now() + interval '1 hour'))
                 insert into payment_proofs (id, attempt_id, name, content_type, size_bytes) values ({id}, {id}, 'New.png', 'image/png', 8)"
            }
            Record::Notification => {
                "insert into notifications (id, user_id, client_id, kind, title, href, created_at)
                 values ({id}, {user}, {client}, 'x', 'New', '/portal', '2020-01-03')"
            }
            // One that the client's portal user gets into as well, as its contact.
            Record::Client => {
                "with made as (insert into clients (id, name, portal_enabled) values ({id}, 'New', true))
                 insert into client_contacts (id, client_id, name, email, user_id, portal_access)
                 values (gen_random_uuid(), {id}, 'New', 'new@mail.example', {user}, true)"
            }
            Record::Conversation => {
                "with project as (insert into projects (id, client_id, name, status) values (gen_random_uuid(), {client}, 'New', 'active')
                                  returning id)
                 insert into conversations (id, client_id, project_id) select {id}, {client}, id from project"
            }
            Record::Contact => {
                "insert into client_contacts (id, client_id, name, email) values ({id}, {client}, 'New', 'new@mail.example')"
            }
            Record::ChangeRequest => {
                "with made as (insert into clients (id, name) values (gen_random_uuid(), 'New') returning id)
                 insert into client_change_requests (id, client_id, requested_by, phone, address, city, region, postal_code, country)
                 select {id}, id, {user}, '1', '', '', '', '', '' from made"
            }
            Record::Invitation => {
                "insert into invitations (id, client_id, name, email, state, expires_at)
                 values ({id}, {client}, 'New', 'new@mail.example', 'sent', now() + interval '1 day')"
            }
            Record::Run => {
                "with run as (insert into bulk_invitation_runs (id, state, started_by, remind, total) values ({id}, 'completed', {admin}, false, 1))
                 insert into bulk_invitation_progress (run_id, slot, success) values ({id}, -1, 1)"
            }
            Record::Token => {
                "insert into api_tokens (id, user_id, name, token_sha256, scopes)
                 values ({id}, {admin}, 'New', sha256(convert_to({id}, 'UTF8')), '{}')"
            }
        };
        let user = self.user_of(actor).filter(|_| actor.is_client()).unwrap_or(client.user_id);
        let ids = [("id", id), ("client", client.id), ("user", user), ("admin", self.admin)];
        execute(&self.portal.pool, statement, &ids, "").await;
        id
    }

    /// Deletes a record.
    pub(super) async fn delete(&self, record: Record, id: Uuid) {
        let table = match record {
            Record::None => return,
            Record::Mail => return std::fs::remove_file(self.mail_file(id)).unwrap(),
            Record::Project => "projects",
            Record::Quote => "quotes",
            Record::ApprovedQuote => {
                let statement = "delete from quote_approvals where quote_id = {id}";
                execute(&self.portal.pool, statement, &[("id", id)], "").await;
                "quotes"
            }
            Record::Payment => "payments",
            Record::Invoice | Record::DraftInvoice => "invoices",
            Record::Document => "documents",
            Record::DocumentRequest => "document_requests",
            Record::Notification | Record::StaffNotification => "notifications",
            Record::CardPayment | Record::Transfer => "payment_attempts",
            Record::Client => "clients",
            Record::Contact => "client_contacts",
            Record::Conversation => "conversations",
            Record::Run => "bulk_invitation_runs",
            Record::Token => "api_tokens",
            Record::Session => "user_sessions",
            Record::SecurityEvent => "client_portal_activities",
            Record::ChangeRequest => "client_change_requests",
            Record::Picture => "user_pictures",
            Record::Passkey => "passkeys",
            Record::Invitation => "invitations",
        };
        execute(&self.portal.pool, &format!("delete from {table} where id = {{id}}"), &[("id", id)], "")
            .await;
    }

    /// Ids under which there is nothing for this actor: of a deleted record, and, where records are somebody's, of another's and of
    /// hidden ones.
    pub(super) async fn absent_ids(&self, actor: Actor, record: Record) -> Vec<(&'static str, Uuid)> {
        let deleted = async |actor| {
            let id = self.fresh_id(actor, record).await;
            self.delete(record, id).await;
            id
        };
        let mut ids = vec![("deleted", deleted(actor).await)];
        if record == Record::Session {
            for other in [self.a.user_id, self.b.user_id, self.member, self.admin] {
                if self.user_of(actor) != Some(other) {
                    ids.push(("another's", self.session_of(other).await.0));
                }
            }
            let ended = self.own_id(actor, record).await;
            execute(
                &self.portal.pool,
                "update user_sessions set ended_at = now() where id = {id}",
                &[("id", ended)],
                "",
            )
            .await;
            ids.push(("ended", ended));
        } else if record == Record::Picture {
            for other in [self.a.user_id, self.b.user_id, self.member, self.admin] {
                if self.user_of(actor) != Some(other) {
                    ids.push(("another's", self.picture_of(other).await));
                }
            }
        } else if record == Record::Passkey {
            for other in [self.a.user_id, self.b.user_id, self.member, self.admin] {
                if self.user_of(actor) != Some(other) {
                    ids.push(("another's", self.passkey_of(other).await));
                }
            }
        } else if record == Record::SecurityEvent {
            for other in [self.a.user_id, self.b.user_id, self.member, self.admin] {
                if self.user_of(actor) != Some(other) {
                    ids.push(("another's", self.sign_in_of(other).await));
                }
            }
        } else if record == Record::StaffNotification {
            for other in [self.a.user_id, self.member, self.admin] {
                if self.user_of(actor) != Some(other) {
                    ids.push(("another's", self.staff_notification(other).await));
                }
            }
        } else if actor.is_client() {
            let (own, other, other_actor) = match actor {
                Actor::ClientB => (&self.b, &self.a, Actor::ClientA),
                _ => (&self.a, &self.b, Actor::ClientB),
            };
            if !(actor == Actor::ContactOfBoth && record == Record::Client) {
                ids.push(("another's", other.id_of(record)));
            }
            ids.push(("a disabled client's", self.disabled.id_of(record)));
            ids.push(("another's and deleted", deleted(other_actor).await));
            match record {
                Record::Quote => {
                    ids.extend([("draft", own.draft_quote_id), ("another's draft", other.draft_quote_id)]);
                }
                Record::ApprovedQuote => {
                    ids.extend([
                        ("not approved", own.quote_id),
                        ("draft", own.draft_quote_id),
                        ("another's and not approved", other.quote_id),
                    ]);
                }
                Record::Invoice => {
                    ids.extend([
                        ("draft", own.draft_invoice_id),
                        ("another's draft", other.draft_invoice_id),
                    ]);
                }
                Record::Notification if self.user_of(actor) != Some(own.user_id) => {
                    ids.push(("a colleague's", own.notification_id));
                }
                Record::Document => ids.extend([
                    ("not shared", own.unshared_document_id),
                    ("another's and not shared", other.unshared_document_id),
                ]),
                _ => {}
            }
        }
        ids
    }

    /// Eight bytes, which are a picture as far as anybody looks.
    async fn store_bytes(&self, document: Uuid) {
        self.store.put(DocumentId(document), b"\x89PNG\r\n\x1a\n".as_slice().into()).await.unwrap();
    }

    fn mail_file(&self, id: Uuid) -> PathBuf {
        self.mails.path().join(format!("{id}.eml"))
    }
}

impl Client {
    /// A client with all its records, whose portal user gets in. The text has no capital letters: it is part of addresses.
    pub(crate) async fn new(pool: &PgPool, text: &str, run: Uuid) -> Self {
        let client = Self {
            id: Uuid::now_v7(),
            user_id: Uuid::now_v7(),
            contact_id: Uuid::now_v7(),
            text: text.to_owned(),
            invitation_id: Uuid::now_v7(),
            project_id: Uuid::now_v7(),
            quote_id: Uuid::now_v7(),
            approved_quote_id: Uuid::now_v7(),
            invoice_id: Uuid::now_v7(),
            payment_id: Uuid::now_v7(),
            notification_id: Uuid::now_v7(),
            card_payment_id: Uuid::now_v7(),
            transfer_id: Uuid::now_v7(),
            draft_quote_id: Uuid::now_v7(),
            draft_invoice_id: Uuid::now_v7(),
            change_request_id: Uuid::now_v7(),
            document_id: Uuid::now_v7(),
            unshared_document_id: Uuid::now_v7(),
            request_id: Uuid::now_v7(),
            conversation_id: Uuid::now_v7(),
        };
        let ids = [
            ("run", run),
            ("client", client.id),
            ("user", client.user_id),
            ("contact", client.contact_id),
            ("invitation", client.invitation_id),
            ("project", client.project_id),
            ("quote", client.quote_id),
            ("approved_quote", client.approved_quote_id),
            ("invoice", client.invoice_id),
            ("payment", client.payment_id),
            ("notification", client.notification_id),
            ("card_payment", client.card_payment_id),
            ("transfer", client.transfer_id),
            ("draft_quote", client.draft_quote_id),
            ("draft_invoice", client.draft_invoice_id),
            ("change_request", client.change_request_id),
            ("document", client.document_id),
            ("unshared_document", client.unshared_document_id),
            ("request", client.request_id),
            ("conversation", client.conversation_id),
            ("message", Uuid::now_v7()),
        ];
        for statement in CLIENT {
            execute(pool, statement, &ids, text).await;
        }
        client
    }

    /// The client's record of this kind; nil where clients have none.
    pub(crate) fn id_of(&self, record: Record) -> Uuid {
        match record {
            Record::Project => self.project_id,
            Record::Quote => self.quote_id,
            Record::ApprovedQuote => self.approved_quote_id,
            Record::Invoice => self.invoice_id,
            Record::DraftInvoice => self.draft_invoice_id,
            Record::Payment => self.payment_id,
            Record::Notification => self.notification_id,
            Record::Document => self.document_id,
            Record::DocumentRequest => self.request_id,
            Record::CardPayment => self.card_payment_id,
            Record::Transfer => self.transfer_id,
            Record::Client => self.id,
            Record::Contact => self.contact_id,
            Record::Conversation => self.conversation_id,
            Record::Invitation => self.invitation_id,
            Record::ChangeRequest => self.change_request_id,
            Record::None
            | Record::Run
            | Record::Token
            | Record::Session
            | Record::SecurityEvent
            | Record::Picture
            | Record::Passkey
            | Record::Mail
            | Record::StaffNotification => Uuid::nil(),
        }
    }

    /// All of the client's records of this kind that its people see.
    pub(crate) fn ids_of(&self, record: Record) -> Vec<Uuid> {
        let approved = (record == Record::Quote).then_some(self.approved_quote_id);
        std::iter::once(self.id_of(record)).chain(approved).collect()
    }
}
